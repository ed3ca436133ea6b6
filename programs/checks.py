"""What the free-form fields of an award may hold. The models, the admin and program files all check here."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a color as #rrggbb, for example #1d3a6e."))

LIMITS = {"max_words", "max_length", "max_files", "max_megabytes", "minimum", "maximum", "max_pages"}
COLUMN_KINDS = ("text", "number", "percent", "date", "choice")
RECOGNITIONS = {"award", "trophy", "certificate", "plaque", "larger_plaque", "medallion", "pin_tube", "cash", "link"}


def time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("“%(zone)s” is no time zone; write one like America/New_York.") % {"zone": value})


def texts(value: object) -> None:
    """A list of texts, such as aliases or notes."""
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise ValidationError(_("Write a list of texts."))


def words_by_mark(value: object) -> None:
    """Anchors: the mark, and what it means in words."""
    if not isinstance(value, dict) or not all(isinstance(words, str) and words for words in value.values()):
        raise ValidationError(_("Write anchors as marks with their words, for example {1: poor, 10: outstanding}."))
    if not all(str(mark).isdigit() for mark in value):
        raise ValidationError(_("An anchor stands at a whole number."))


def scale(value: object) -> None:
    """The steps a judge can choose from, with written anchors at some of them."""
    if not isinstance(value, dict) or set(value) != {"min", "max", "anchors"}:
        raise ValidationError(_("A scale has min, max and anchors, and nothing else."))
    low, high = value["min"], value["max"]
    if type(low) is not int or type(high) is not int or not 0 <= low < high <= 100:
        raise ValidationError(_("The scale's min and max are whole numbers from 0 to 100, min below max."))
    words_by_mark(value["anchors"])
    outside = [mark for mark in value["anchors"] if not low <= int(mark) <= high]
    if outside:
        raise ValidationError(_("The anchor at %(mark)s lies outside the scale.") % {"mark": ", ".join(outside)})


def limits(value: object) -> None:
    """Limits of a question's answer: whole numbers by known names."""
    if not isinstance(value, dict):
        raise ValidationError(_("Write limits as names with whole numbers, for example {max_words: 300}."))
    for name, number in value.items():
        if name not in LIMITS:
            raise ValidationError(
                _("“%(name)s” is no limit; there are %(known)s.") % {"name": name, "known": ", ".join(sorted(LIMITS))}
            )
        if type(number) is not int or number < 0:
            raise ValidationError(_("The limit %(name)s is a whole number.") % {"name": name})


def choices(value: object) -> None:
    """What can be chosen: a value for the data and a label for people."""
    if not isinstance(value, list):
        raise ValidationError(_("Write choices as a list of {value, label}."))
    for choice in value:
        if not isinstance(choice, dict) or set(choice) != {"value", "label"} or not all(map(is_text, choice.values())):
            raise ValidationError(_("Each choice has a value and a label, both texts."))
    if len({choice["value"] for choice in value}) < len(value):
        raise ValidationError(_("Two choices have the same value."))


def table(value: object) -> None:
    """The columns of a table, and how many rows it has."""
    known = {"columns", "rows", "min_rows", "max_rows", "confidential", "published", "current_year"}
    if not isinstance(value, dict) or not set(value) <= known:
        raise ValidationError(_("A table has %(known)s.") % {"known": ", ".join(sorted(known))})
    if value and not value.get("columns"):
        raise ValidationError(_("A table needs at least one column."))
    for column in value.get("columns", []):
        if not isinstance(column, dict) or not is_text(column.get("slug")) or not is_text(column.get("label")):
            raise ValidationError(_("Each column has a slug and a label, both texts."))
        if not set(column) <= {"slug", "label", "kind", "required", "unit", "choices"}:
            raise ValidationError(_("A column has slug, label, kind, required, unit and choices, and nothing else."))
        if not isinstance(column.get("unit", ""), str):
            raise ValidationError(_("A column's unit is a text."))
        if column.get("kind", "text") not in COLUMN_KINDS or column["slug"] == "confidential" or "." in column["slug"]:
            raise ValidationError(_("A column's kind is one of %(known)s.") % {"known": ", ".join(COLUMN_KINDS)})
        if (column.get("kind") == "choice") != bool(column.get("choices")):
            raise ValidationError(_("A column of the kind choice lists its choices, and no other does."))
    slugs = [column["slug"] for column in value.get("columns", [])]
    if len(set(slugs)) < len(slugs):
        raise ValidationError(_("Two columns have the same slug."))
    texts(value.get("rows", []))
    for name in ("confidential", "published"):
        if type(value.get(name, False)) is not bool:
            raise ValidationError(_("%(name)s is true or false.") % {"name": name})
    if value.get("published") and not value.get("confidential"):
        raise ValidationError(_("A table that is published lets its rows be marked confidential."))
    if "current_year" in value:
        current_year(value["current_year"], value.get("rows", []))
    for name in ("min_rows", "max_rows"):
        if name in value and (type(value[name]) is not int or not 0 <= value[name] <= 100):
            raise ValidationError(_("%(name)s is a whole number up to 100.") % {"name": name})


def current_year(value: object, rows: list[str]) -> None:
    """Which of the named rows holds the current year's figures, and whether a part of the year is enough (S37)."""
    if not isinstance(value, dict) or set(value) != {"row", "partial_allowed"}:
        raise ValidationError(_("current_year has row and partial_allowed, and nothing else."))
    if value["row"] not in rows:
        raise ValidationError(_("The row of current_year is one of the table's rows."))
    if type(value["partial_allowed"]) is not bool:
        raise ValidationError(_("%(name)s is true or false.") % {"name": "partial_allowed"})


def recognitions(value: object) -> None:
    """What a placing brings: kinds the portal knows, in the organiser's words."""
    if not isinstance(value, list):
        raise ValidationError(_("Write recognitions as a list of {kind, words}."))
    for entry in value:
        if not isinstance(entry, dict) or not {"kind", "words"} <= set(entry) or not is_text(entry["words"]):
            raise ValidationError(_("Each recognition has a kind and the words for it."))
        if entry["kind"] not in RECOGNITIONS:
            raise ValidationError(
                _("“%(kind)s” is no recognition; there are %(known)s.")
                % {"kind": entry["kind"], "known": ", ".join(sorted(RECOGNITIONS))}
            )


def assessment(value: object) -> None:
    """How an assessment runs: every setting that is written is one of those there are, and makes sense."""
    from .domain.assessment import problems

    if wrong := problems(value):
        raise ValidationError(wrong)


def instrument(value: object) -> None:
    """The sections of an instrument, each with its anchored findings."""
    from .domain.instruments import problems

    if wrong := problems(value):
        raise ValidationError(wrong)


def holiday_calendar(value: str) -> None:
    from .calendars import UnknownCalendar, refuse_unknown

    try:
        refuse_unknown(value)
    except UnknownCalendar as problem:
        raise ValidationError(str(problem)) from problem


def mapping(value: object) -> None:
    if not isinstance(value, dict):
        raise ValidationError(_("Write names with their values."))


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def measure(value: object) -> None:
    """The parameters of a measured award; nothing for an award that people decide."""
    from .measure import Measure

    if value == {}:
        return
    if errors := Measure.validate(value):
        raise ValidationError(errors)
