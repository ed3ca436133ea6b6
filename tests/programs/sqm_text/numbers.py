"""Awards by number."""


def span(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))
