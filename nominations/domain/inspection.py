"""Opens an uploaded PDF or image to see whether it is what it says. Runs as a program of its own.

A file made to eat memory or time takes this child with it and nothing else, so it imports nothing of the
portal: `python inspection.py KIND PATH` prints one JSON object, {"pages": n} or {"problem": word}.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from pathlib import Path

MEMORY = 512 * 1024 * 1024
SECONDS = 10
MOST_PIXELS = 50_000_000


def limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def look_at_pdf(path: Path) -> dict:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "locked"}
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, NotImplementedError):
        return {"problem": "broken"}
    return {"pages": pages} if pages else {"problem": "empty"}


def look_at_image(path: Path, kind: str) -> dict:
    from PIL import Image, UnidentifiedImageError

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(path, formats=(kind.upper(),)) as image:
            if image.width * image.height > MOST_PIXELS:
                return {"problem": "too_many_pixels"}
            image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"problem": "too_many_pixels"}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return {"problem": "broken"}
    return {"pages": None}


def main(kind: str, path: str) -> dict:
    limit_this_process()
    try:
        return look_at_pdf(Path(path)) if kind == "pdf" else look_at_image(Path(path), kind)
    except MemoryError:
        return {"problem": "too_large_inside"}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2])))
