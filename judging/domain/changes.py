"""What changed in a text since the attempt before, word by word. Pure; the standard library does the comparing.

Paragraphs are compared first and words only inside paragraphs that differ, so a long workbook costs little and a
moved paragraph does not colour the rest of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
WORDS = re.compile(r"\s*\S+|\s+$")
DEAREST = 60_000
"""Pairs of equal words in two passages beyond which they are shown whole, the old before the new."""


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


def between(before: str, after: str) -> list[Piece]:
    """The new text with what went out of it and what came in, in reading order."""
    return joined(compared(before, after))


def is_changed(before: str, after: str) -> bool:
    """Whether a reader would see a difference: blanks at the ends and kinds of line ends are none."""
    return tidy(before) != tidy(after)


def words_of(pieces: list[Piece], kind: str) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))


def compared(before: str, after: str) -> Iterator[Piece]:
    old, new = tidy(before).splitlines(keepends=True), tidy(after).splitlines(keepends=True)
    old, new = with_end(old), with_end(new)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield Piece(SAME, come)
        elif tag == "replace":
            yield from by_words(gone, come)
        elif gone:
            yield Piece(REMOVED, gone)
        else:
            yield Piece(ADDED, come)


def with_end(lines: list[str]) -> list[str]:
    """The last line ends like the others, or adding one below it would change it."""
    return [*lines[:-1], lines[-1].rstrip("\n") + "\n"] if lines else []


def by_words(gone: str, come: str) -> Iterator[Piece]:
    old, new = WORDS.findall(gone), WORDS.findall(come)
    here = Counter(new)
    if sum(count * here[word] for word, count in Counter(old).items()) > DEAREST:
        yield Piece(REMOVED, gone)
        yield Piece(ADDED, come)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(new[c:d]))
            continue
        if a < b:
            yield Piece(REMOVED, "".join(old[a:b]))
        if c < d:
            yield Piece(ADDED, "".join(new[c:d]))


def joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Neighbours of one kind are one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found
