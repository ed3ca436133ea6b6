"""The table of a run, and whether every page stays within its limits."""

from __future__ import annotations

from .run import Result

GROWTH = 1.2


def show(results: list[Result], sizes: list[int]) -> int:
    """Print everything side by side; the number of limits that were passed over is the exit code."""
    head = f"{'page':<26}{'rows':>7}{'CPU ms':>9}{'bare ms':>9}{'ratio':>8}{'limit':>7}{'time ms':>9}{'queries':>9}{'fetched':>9}"
    print(head, "-" * len(head), sep="\n")
    over = []
    names = list(dict.fromkeys(result.page.name for result in results))
    for name in names:
        of_page = [result for result in results if result.page.name == name]
        for result in of_page:
            page, ours = result.page, result.ours
            print(
                f"{name:<26}{result.size:>7}{ours.cpu * 1000:>9.1f}{result.bare.cpu * 1000:>9.1f}{result.ratio:>7.1f}x"
                f"{page.limit or '':>7}{ours.time * 1000:>9.1f}{ours.queries:>9}{ours.rows:>9}"
            )
            if page.limit and result.ratio > page.limit:
                over.append(f"{name} at {result.size}: {result.ratio:.1f}x, at most {page.limit}x")
            if page.queries and ours.queries > page.queries:
                over.append(f"{name} at {result.size}: {ours.queries} queries, at most {page.queries}")
        if len(of_page) > 1 and of_page[0].page.limit:
            growth = of_page[-1].ours.cpu / of_page[0].ours.cpu
            print(f"{'':<26}{'grows':>7}{growth:>8.2f}x from {sizes[0]} to {sizes[-1]}")
            if growth > GROWTH:
                over.append(f"{name}: grows {growth:.2f}x, at most {GROWTH}x")
    print()
    print("Every page within its limits." if not over else "Over a limit:")
    for line in over:
        print(f"  {line}")
    return len(over)
