"""Names of organisations, made comparable."""

from __future__ import annotations

import re
import unicodedata

LEGAL_FORMS = {"inc", "llc", "ltd", "limited", "corp", "corporation", "company", "co", "gmbh", "ag", "plc", "sa", "the"}


def normalised(name: str) -> str:
    """A name without case, accents, punctuation and legal form: "The Acme Co., Inc." is "acme"."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^\w\s]", " ", plain).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)
