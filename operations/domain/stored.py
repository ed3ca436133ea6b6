"""Which rows name stored files: for the sweeper of what no row names, and for the check that no row lacks its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from django.core.files.storage import default_storage

from .. import clock

KEPT_WITHOUT_ROW = timedelta(days=1)
owners: dict[str, Callable[[], Iterable[str]]] = {}


def owner(folder: str) -> Callable:
    """An app says which files of its folder its rows name: decorate a function that yields their paths."""

    def register(paths: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
        owners[folder] = paths
        return paths

    return register


def named() -> set[str]:
    return {path for paths in owners.values() for path in paths() if path}


def stored(folder: str = "") -> Iterator[str]:
    """Every stored file, whatever the storage is; half-written ones are not meant."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        if not name.startswith("."):
            yield f"{folder}/{name}".lstrip("/")
    for inner in sorted(folders):
        yield from stored(f"{folder}/{inner}".lstrip("/"))


def without_row() -> list[str]:
    """Files of owned folders that no row names, old enough that no transaction is about to name them."""
    there = {path for folder in owners for path in stored(folder)}
    young = clock.now() - KEPT_WITHOUT_ROW
    return [path for path in sorted(there - named()) if default_storage.get_modified_time(path) < young]


def without_file() -> list[str]:
    """Rows whose file is gone: a loss that somebody must hear of."""
    return sorted(path for path in named() if not default_storage.exists(path))


def sweep() -> dict:
    gone = without_row()
    for path in gone:
        default_storage.delete(path)
    return {"removed": len(gone), "missing": without_file()}
