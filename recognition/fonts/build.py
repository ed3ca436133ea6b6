"""Make the fonts of this folder anew from npm's @fontsource packages (all SIL Open Font License 1.1).

    npm i @fontsource/{cinzel,cormorant-garamond,cormorant-sc,eb-garamond,source-sans-3,pinyon-script}
    npm i @fontsource/{noto-serif,noto-naskh-arabic,noto-serif-hebrew,noto-serif-sc,noto-serif-jp,noto-serif-kr}
    npm i @fontsource/noto-serif-{devanagari,bengali,tamil,telugu,thai}
    python recognition/fonts/build.py node_modules/@fontsource

The packages cut each face into subsets by script; certificates need one file per face, so that a name is
set in one piece. Subsets are merged, hinting is dropped. Han faces lose their layout tables: names need none.
Needs fonttools with brotli. Nothing of this runs on the portal.
"""

from __future__ import annotations

import lzma
import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
LATIN = ("latin", "latin-ext", "vietnamese")
WIDE = (*LATIN, "greek", "greek-ext", "cyrillic", "cyrillic-ext")
FACES = {
    "Cinzel-Regular": ("cinzel", 400, "normal", ("latin", "latin-ext")),
    "Cinzel-Medium": ("cinzel", 500, "normal", ("latin", "latin-ext")),
    "CormorantGaramond-Medium": ("cormorant-garamond", 500, "normal", LATIN),
    "CormorantGaramond-SemiBold": ("cormorant-garamond", 600, "normal", ("latin",)),
    "CormorantSC-Medium": ("cormorant-sc", 500, "normal", LATIN),
    "EBGaramond-Regular": ("eb-garamond", 400, "normal", WIDE),
    "EBGaramond-Medium": ("eb-garamond", 500, "normal", WIDE),
    "EBGaramond-Italic": ("eb-garamond", 400, "italic", WIDE),
    "SourceSans3-Regular": ("source-sans-3", 400, "normal", WIDE),
    "SourceSans3-SemiBold": ("source-sans-3", 600, "normal", WIDE),
    "PinyonScript-Regular": ("pinyon-script", 400, "normal", ("latin", "latin-ext")),
    "NotoSerif-Medium": ("noto-serif", 500, "normal", WIDE),
    "NotoNaskhArabic-Medium": ("noto-naskh-arabic", 500, "normal", ("arabic",)),
    "NotoSerifHebrew-Medium": ("noto-serif-hebrew", 500, "normal", ("hebrew",)),
    "NotoSerifDevanagari-Medium": ("noto-serif-devanagari", 500, "normal", ("devanagari",)),
    "NotoSerifBengali-Medium": ("noto-serif-bengali", 500, "normal", ("bengali",)),
    "NotoSerifTamil-Medium": ("noto-serif-tamil", 500, "normal", ("tamil",)),
    "NotoSerifTelugu-Medium": ("noto-serif-telugu", 500, "normal", ("telugu",)),
    "NotoSerifThai-Medium": ("noto-serif-thai", 500, "normal", ("thai",)),
}
HAN = ("noto-serif-sc", "noto-serif-jp")
WEIGHT = 500


def main(source: Path) -> None:
    for name, (package, weight, style, subsets) in FACES.items():
        files = [source / package / "files" / f"{package}-{cut}-{weight}-{style}.woff2" for cut in subsets]
        save(merged([file for file in files if file.exists()]), name)
    han = [file for package in HAN for file in sorted((source / package / "files").glob(f"*-{WEIGHT}-normal.woff2"))]
    save(merged([file for file in han if not is_whole(file)], layout=False), "NotoSerifCJK-Medium")
    korean = source / "noto-serif-kr" / "files" / f"noto-serif-kr-korean-{WEIGHT}-normal.woff2"
    save(merged([korean], layout=False), "NotoSerifKR-Medium")
    for package in sorted({package for package, *_ in FACES.values()} | {*HAN, "noto-serif-kr"}):
        text = (source / package / "LICENSE").read_text()
        (HERE / "licences").mkdir(exist_ok=True)
        (HERE / "licences" / f"{package}.txt").write_text(text)


def is_whole(file: Path) -> bool:
    """Packages hold a script twice: in many slices, and in one file that knows fewer letters."""
    return any(word in file.name for word in ("chinese-simplified", "japanese"))


def merged(files: list[Path], *, layout: bool = True) -> TTFont:
    """One font with every letter of the files; the first file that has a letter gives it."""
    with tempfile.TemporaryDirectory() as folder:
        parts, seen = [], set()
        for file in files:
            font = TTFont(file)
            fresh = set(font.getBestCmap()) - seen
            if not fresh:
                continue
            seen |= fresh
            parts.append(Path(folder) / f"{len(parts)}.ttf")
            cut(font, fresh, layout).save(parts[-1])
        if len(parts) == 1:
            font = TTFont(parts[0])
            font.ensureDecompiled()
            return font
        return merge.Merger().merge([str(part) for part in parts])


def cut(font: TTFont, letters: set[int], layout: bool) -> TTFont:
    options = subset.Options(
        hinting=False, notdef_outline=True, glyph_names=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
    )
    options.drop_tables += ["STAT", "vhea", "vmtx", "VORG", "BASE", *([] if layout else ["GSUB", "GPOS", "GDEF"])]
    options.layout_features = ["*"] if layout else []
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font.flavor = None
    return font


def save(font: TTFont, name: str) -> None:
    """Small faces ready to use; the two that are large packed, and unpacked by the portal when a name needs one."""
    font["head"].created = font["head"].modified = 3_800_000_000
    font.recalcTimestamp = False
    target = HERE / f"{name}.ttf"
    font.save(target)
    if len(font.getBestCmap()) > 10_000:
        packed = target.with_suffix(".ttf.xz")
        packed.write_bytes(lzma.compress(target.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
        target.unlink()
        target = packed
    print(name, len(font.getBestCmap()), "letters", target.stat().st_size // 1024, "KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
