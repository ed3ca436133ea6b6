"""Names set so that they fit, whatever their length or script.

HarfBuzz measures a text in the very face that will print it. A name is set in the first family that has
every letter of the whole name, so that no single odd letter comes from another face. It stands on one line
if it can, else on the most even two, then three; never smaller than the floor. What no bundled font can
write is refused with its code point: a certificate never shows boxes.
"""

from __future__ import annotations

import lzma
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from pathlib import Path

import uharfbuzz as hb
from django.conf import settings
from django.utils.translation import gettext as _

from .errors import RecognitionError

FOLDER = Path(__file__).resolve().parent / "fonts"
INVISIBLE = "\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True)
class Face:
    """One bundled font: the family name documents use for it, its file, and how large it looks.

    `scale` brings scripts that look larger at the same size (Han, Hangul) down to their neighbours;
    `leading` gives those with deep or high marks (Arabic, Devanagari, Thai) more room between lines.
    `drop`, in ems, brings down what stands high on its line: Devanagari hangs from a bar.
    """

    family: str
    file: str
    scale: float = 1.0
    leading: float = 1.04
    drop: float = 0.0

    @property
    def path(self) -> Path:
        return ready(self.file)


CAPITALS = Face("Cinzel", "Cinzel-Medium.ttf")
CAPITALS_LIGHT = Face("Cinzel Light", "Cinzel-Regular.ttf")
NAME = Face("Cormorant", "CormorantGaramond-Medium.ttf")
NUMERAL = Face("Cormorant Bold", "CormorantGaramond-SemiBold.ttf")
SMALL_CAPS = Face("Cormorant SC", "CormorantSC-Medium.ttf")
TEXT = Face("Garamond", "EBGaramond-Medium.ttf", 0.97)
ITALIC = Face("Garamond Italic", "EBGaramond-Italic.ttf")
SMALL = Face("Source", "SourceSans3-Regular.ttf")
SMALL_BOLD = Face("Source Bold", "SourceSans3-SemiBold.ttf")
HAND = Face("Pinyon", "PinyonScript-Regular.ttf")
NOTO = Face("Noto", "NotoSerif-Medium.ttf", 0.84, 1.12)
ARABIC = Face("Naskh", "NotoNaskhArabic-Medium.ttf", 0.92, 1.3)
HEBREW = Face("Hebrew", "NotoSerifHebrew-Medium.ttf", 0.88, 1.12)
DEVANAGARI = Face("Devanagari", "NotoSerifDevanagari-Medium.ttf", 0.86, 1.3, 0.13)
BENGALI = Face("Bengali", "NotoSerifBengali-Medium.ttf", 0.86, 1.3, 0.13)
TAMIL = Face("Tamil", "NotoSerifTamil-Medium.ttf", 0.78, 1.3)
TELUGU = Face("Telugu", "NotoSerifTelugu-Medium.ttf", 0.84, 1.4)
THAI = Face("Thai", "NotoSerifThai-Medium.ttf", 0.84, 1.4)
HAN = Face("Han", "NotoSerifCJK-Medium.ttf", 0.84, 1.12)
HANGUL = Face("Hangul", "NotoSerifKR-Medium.ttf", 0.84, 1.12)

WRITES_ALL = (TEXT, NOTO, HEBREW, ARABIC, DEVANAGARI, BENGALI, TAMIL, TELUGU, THAI, HAN, HANGUL)
FOR_NAMES = (NAME, *WRITES_ALL)
ALL = (
    CAPITALS, CAPITALS_LIGHT, NAME, NUMERAL, SMALL_CAPS, TEXT, ITALIC, SMALL, SMALL_BOLD, HAND,
    NOTO, ARABIC, HEBREW, DEVANAGARI, BENGALI, TAMIL, TELUGU, THAI, HAN, HANGUL,
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """How a text is set: its lines, their size in points, and the faces, the main one first."""

    lines: tuple[str, ...]
    size: float
    faces: tuple[Face, ...]

    @property
    def leading(self) -> float:
        return max(face.leading for face in self.faces)

    @property
    def drop(self) -> float:
        return max(face.drop for face in self.faces)

    @property
    def families(self) -> str:
        return ", ".join(f"'{face.family}'" for face in self.faces)


def ready(file: str) -> Path:
    """The font as a file. Large ones are kept packed and unpacked once, whole or not at all."""
    plain = FOLDER / file
    if plain.exists():
        return plain
    unpacked = Path(settings.VAR_DIR) / "fonts" / file
    packed = FOLDER / f"{file}.xz"
    if not unpacked.exists() or unpacked.stat().st_mtime < packed.stat().st_mtime:
        unpacked.parent.mkdir(parents=True, exist_ok=True)
        aside = unpacked.with_name(f".{file}.{os.getpid()}")
        aside.write_bytes(lzma.decompress(packed.read_bytes()))
        aside.replace(unpacked)
    return unpacked


@cache
def loaded(face: Face) -> tuple[hb.Font, frozenset[int], int]:
    """The face for HarfBuzz, the letters it has, and its units per em."""
    source = hb.Face(hb.Blob.from_file_path(str(face.path)))
    return hb.Font(source), frozenset(source.unicodes), source.upem


def cleaned(text: str) -> str:
    """The text as it is printed: composed letters, single spaces, nothing that only a machine sees."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cc")


def lacks(face: Face, text: str) -> list[str]:
    """Letters of the text that the face does not have."""
    letters = loaded(face)[1]
    return [
        letter for letter in text if ord(letter) not in letters and not letter.isspace() and letter not in INVISIBLE
    ]


def faces_for(text: str, preferred: Iterable[Face] = FOR_NAMES) -> tuple[Face, ...]:
    """The first face with every letter; for mixed scripts as few faces as write all of it between them."""
    preferred = tuple(preferred)
    for face in preferred:
        if not lacks(face, text):
            return (face,)
    for several in range(2, len(preferred) + 1):
        for some in combinations(preferred, several):
            if not _missing(some, text):
                return some
    missing = _missing(preferred, text)
    raise RecognitionError(
        _("No bundled font can write %(letters)s. Correct what is printed.")
        % {"letters": ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in dict.fromkeys(missing))}
    )


def _missing(faces: Iterable[Face], text: str) -> list[str]:
    left = text
    for face in faces:
        left = "".join(lacks(face, left))
    return list(left)


@lru_cache(maxsize=4096)
def advance(face: Face, text: str) -> float:
    """Width of a text at one point, as HarfBuzz sets it."""
    font, _letters, upem = loaded(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return sum(position.x_advance for position in buffer.glyph_positions) / upem


def runs(faces: tuple[Face, ...], text: str) -> list[tuple[Face, str]]:
    """The text cut where the face changes; marks and spaces stay with the letter before them."""
    cut: list[tuple[Face, str]] = []
    for letter in text:
        follows = bool(cut) and (letter.isspace() or letter in INVISIBLE or unicodedata.combining(letter))
        face = cut[-1][0] if follows else next((one for one in faces if not lacks(one, letter)), faces[0])
        if cut and cut[-1][0] is face:
            cut[-1] = (face, cut[-1][1] + letter)
        else:
            cut.append((face, letter))
    return cut


def width(faces: tuple[Face, ...], text: str, spacing: float = 0.0) -> float:
    """Width at one point; `spacing` is letterspacing in ems."""
    return sum(advance(face, part) for face, part in runs(faces, text)) + spacing * max(len(text) - 1, 0)


def breaks(text: str) -> list[int]:
    """Where a line may end: at spaces and after hyphens; between Han, kana or Hangul where there is neither."""
    places = [at for at, letter in enumerate(text) if letter == " "]
    places += [at + 1 for at, letter in enumerate(text) if letter in "-‐/" and at + 1 < len(text)]
    if not places:
        places = [at for at in range(1, len(text)) if is_ideographic(text[at]) and is_ideographic(text[at - 1])]
    return sorted(places)


def is_ideographic(letter: str) -> bool:
    return any(word in unicodedata.name(letter, "") for word in ("CJK", "HANGUL", "HIRAGANA", "KATAKANA"))


def evenest(faces: tuple[Face, ...], text: str, lines: int, spacing: float = 0.0) -> tuple[tuple[str, ...], float]:
    """The text in so many lines, the longest as short as can be; and that longest width at one point.

    Which break is best is seen from the widths of the pieces between breaks; what is answered is measured
    on the lines themselves.
    """
    places = [0, *breaks(text), len(text)]
    if len(places) - 1 < lines or lines == 1:
        return (text,), width(faces, text, spacing)
    at = [0.0]
    for start, end in pairwise(places):
        at.append(at[-1] + width(faces, text[start:end], spacing))
    inner = range(1, len(places) - 1)
    best = min(
        combinations(inner, lines - 1),
        key=lambda cuts: max(at[b] - at[a] for a, b in pairwise((0, *cuts, len(places) - 1))),
    )
    parts = tuple(text[places[a] : places[b]].strip() for a, b in pairwise((0, *best, len(places) - 1)))
    parts = tuple(part for part in parts if part)
    return parts, max(width(faces, part, spacing) for part in parts)


def fit(
    text: str,
    room: float,
    *,
    size: float,
    one_line_floor: float,
    floor: float,
    lines: int = 3,
    faces: Iterable[Face] = FOR_NAMES,
    spacing: float = 0.0,
) -> Setting:
    """Set a text into a room of so many points: as large as can be, on as few lines as look well.

    One line from `size` down to `one_line_floor`; else two lines, a little smaller; else three. A text that
    is wider than the room at `floor` is still shrunk rather than cut: nothing ever leaves the page.
    """
    text = cleaned(text)
    chosen = faces_for(text, faces)
    scale = min(face.scale for face in chosen)
    tried = []
    for count in range(1, lines + 1):
        broken, longest = evenest(chosen, text, count, spacing)
        largest = size if count == 1 else one_line_floor * (0.9 if count == 2 else 0.68)
        found = Setting(broken, min(largest * scale, room / longest if longest else largest), chosen)
        wanted = one_line_floor if count == 1 else floor * (1.35 if count == 2 and lines > 2 else 1)
        if found.size >= wanted * scale - 0.01:
            return found
        tried.append(found)
    return max(tried, key=lambda setting: setting.size)
