"""Short codes that people read aloud and type: Crockford Base32 with a check character."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def check_character(body: str) -> str:
    """The character that makes a code whole: a weighted sum, so swapped neighbours are noticed."""
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(body, start=1))
    return ALPHABET[total % 31]


def new_code(length: int = 10) -> str:
    """A random code of `length` characters, the last one its check."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + check_character(body)


def normalise(code: str) -> str:
    """What was typed, as it is stored: upper case, no dashes, O read as 0 and I, L as 1."""
    return code.upper().translate(LOOKALIKES)


def is_whole(code: str) -> bool:
    """Whether a typed code has its right check character."""
    code = normalise(code)
    return len(code) > 1 and all(letter in ALPHABET for letter in code) and check_character(code[:-1]) == code[-1]


def grouped(code: str) -> str:
    """A code as it is printed, in groups of four: 7K4Q-M2XT-9C."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
