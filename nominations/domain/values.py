"""What may stand in an answer: reading what was typed, and saying what is still wrong with it.

`clean` refuses only what cannot be kept as the kind of answer it should be; too long or still empty is
kept in a draft and named by `problems`, which submitting asks.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.enums import QuestionKind
from programs.models import Question

from . import tables

MOST_CHARACTERS = 50_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
is_web_address = URLValidator(schemes=["http", "https"])
TRUE_WORDS = {"yes", "true", "on", "1"}
FALSE_WORDS = {"no", "false", "off", "0"}


class InvalidAnswer(ValueError):
    """What was typed is no answer of this kind; the message says what would be."""


def words(text: str) -> int:
    """The word count of the limit, the same that the page counts while one types: runs between spaces."""
    return len(text.split())


def is_blank(value) -> bool:
    return value is None or value == "" or value == []


def clean(question: Question, raw):
    """The typed text as it is stored, or `InvalidAnswer`. Blank is None for every kind."""
    if isinstance(raw, str):
        raw = CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
        raw = raw.rstrip() if question.kind == QuestionKind.NARRATIVE else raw.strip()
        if len(raw) > MOST_CHARACTERS:
            raise InvalidAnswer(
                _("This is longer than %(n)s characters; please shorten it.") % {"n": f"{MOST_CHARACTERS:,}"}
            )
    if question.kind == QuestionKind.STATEMENT:
        return True if _truth(raw) else None
    if is_blank(raw):
        return None
    if question.kind == QuestionKind.TABLE:
        return tables.clean(question, raw)
    return CLEANERS.get(question.kind, lambda _question, typed: str(typed))(question, raw)


def problems(question: Question, value) -> list[str]:
    """Why this answer cannot be submitted yet, as sentences; empty when it can."""
    if is_blank(value):
        return [_missing(question)] if question.required else []
    if question.kind == QuestionKind.TABLE:
        return tables.problems(question, value)
    found = []
    if isinstance(value, str):
        most_words = question.limits.get("max_words")
        count = words(value)
        if most_words and count > most_words:
            over = count - most_words
            found.append(
                ngettext(
                    "“%(label)s” is %(over)d word over its limit of %(most)d.",
                    "“%(label)s” is %(over)d words over its limit of %(most)d.",
                    over,
                )
                % {"label": question.label, "over": over, "most": most_words}
            )
        most = question.limits.get("max_length")
        if most and len(value) > most:
            found.append(
                _("“%(label)s” has %(n)d characters; %(most)d are allowed.")
                % {"label": question.label, "n": len(value), "most": most}
            )
    return found


def shown(question: Question, value) -> str:
    """An answer as people read it, in lists, on the review page and in the PDF."""
    if is_blank(value):
        return ""
    if question.kind == QuestionKind.TABLE:
        return tables.as_text(question, value)
    if question.kind in (QuestionKind.YES_NO, QuestionKind.STATEMENT):
        return _("Yes") if value else _("No")
    if question.kind == QuestionKind.CHOICE:
        return next((choice["label"] for choice in question.choices if choice["value"] == value), str(value))
    if question.kind == QuestionKind.NUMBER:
        return f"{value:,}" if isinstance(value, int) else str(value)
    if question.kind == QuestionKind.DATE:
        from django.utils.formats import date_format

        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(value)


def grid(question: Question, value) -> list[list[str]]:
    """An answer that is a table, the heading first; nothing for every other kind."""
    return tables.grid(question, value) if question.kind == QuestionKind.TABLE else []


def _missing(question: Question) -> str:
    if question.kind == QuestionKind.STATEMENT:
        return _("Please confirm: “%(label)s”") % {"label": question.label}
    if question.kind == QuestionKind.ATTACHMENTS:
        return _("“%(label)s” needs at least one file.") % {"label": question.label}
    return _("“%(label)s” is not answered yet.") % {"label": question.label}


def _truth(raw) -> bool | None:
    if isinstance(raw, bool) or raw is None:
        return raw
    word = str(raw).strip().lower()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


def _yes_no(_question: Question, raw) -> bool:
    truth = _truth(raw)
    if truth is None:
        raise InvalidAnswer(_("Please choose yes or no."))
    return truth


def _number(_question: Question, raw) -> int:
    typed = str(raw).replace(",", "").replace("\u202f", "").replace(" ", "")
    if not re.fullmatch(r"[+-]?\d{1,12}", typed, re.ASCII):
        raise InvalidAnswer(_("Please give a whole number, for example 120."))
    return int(typed)


def _date(_question: Question, raw) -> str:
    try:
        return date.fromisoformat(str(raw)).isoformat()
    except ValueError:
        raise InvalidAnswer(_("Please give a date as year-month-day, for example 2026-03-31.")) from None


def _choice(question: Question, raw) -> str:
    if str(raw) not in {str(choice["value"]) for choice in question.choices}:
        raise InvalidAnswer(_("Please choose one of the answers offered."))
    return str(raw)


def _email(_question: Question, raw) -> str:
    try:
        validate_email(str(raw))
    except ValidationError:
        raise InvalidAnswer(_("This does not look like an e-mail address.")) from None
    return str(raw)


def _video_link(_question: Question, raw) -> str:
    try:
        is_web_address(str(raw))
        parts = urlsplit(str(raw))
    except (ValidationError, ValueError):
        raise InvalidAnswer(_("A link starts with https:// or http://, as copied from your browser.")) from None
    if parts.username or parts.password:
        raise InvalidAnswer(_("Please give the link without a user name and password."))
    return str(raw)


CLEANERS = {
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.CHOICE: _choice,
    QuestionKind.EMAIL: _email,
    QuestionKind.VIDEO_LINK: _video_link,
}
