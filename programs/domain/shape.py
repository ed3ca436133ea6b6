"""What a program file is made of: which fields of which nouns it speaks about, and in what order.

The reader, the writer and the comparison all go by these lists, so that they cannot drift apart. A key in
the file is the field's name, without the `_at` of an instant: `closes_at` is written `closes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from ..enums import Section
from ..models import Category, Criterion, Cycle, EligibilityRule, Placing, Program, Question

SECTIONS = [section.value for section in Section]


@dataclass(frozen=True)
class Noun:
    """One kind of entry in a program file and the fields of its row that the file speaks about."""

    model: type[models.Model]
    names: tuple[str, ...]

    def fields(self) -> dict[str, models.Field]:
        """The fields by their key in the file."""
        return {key_of(name): self.model._meta.get_field(name) for name in self.names}

    def defaults(self) -> dict[str, Any]:
        """What a key that is left out means; a key that is not here must be written."""
        return {key: default_of(field) for key, field in self.fields().items() if not is_required(field)}


PROGRAM = Noun(
    Program,
    (
        "slug",
        "name",
        "organiser",
        "tagline",
        "description",
        "contact_email",
        "website",
        "time_zone",
        "deadline_time",
        "holiday_calendar",
        "logo",
        "colour",
        "accent",
        "signatories",
        "certificates_are_public",
        "organisation_scope",
        "require_second_factor",
    ),
)
CYCLE = Noun(
    Cycle,
    (
        "slug",
        "name",
        "award_year",
        "survey_year",
        "is_public",
        "is_rolling",
        "opens_at",
        "closes_at",
        "grace_minutes",
        "judging_opens_at",
        "judging_closes_at",
        "announce_at",
        "ceremony_on",
        "event",
        "introduction",
        "notes",
    ),
)
RULE = Noun(EligibilityRule, ("slug", "kind", "params", "source", "reading", "is_enabled"))
CATEGORY = Noun(
    Category,
    (
        "slug",
        "key",
        "name",
        "aliases",
        "group",
        "family",
        "is_new",
        "subject",
        "method",
        "accepts_nominations",
        "counts_for_caps",
        "summary",
        "description",
        "how_judged",
        "tie_policy",
        "rate_rounding",
        "measure",
        "minimum_entrants",
        "scale",
        "panel_size",
        "quorum",
        "quorum_binds",
        "is_blind",
        "assessment",
        "closes_at",
        "announce_at",
    ),
)
CRITERION = Noun(Criterion, ("slug", "name", "description", "weight", "comment_required", "anchors"))
PLACING = Noun(Placing, ("slug", "kind", "name", "places", "recognitions", "announce_at", "appears_as"))
QUESTION = Noun(
    Question,
    (
        "slug",
        "section",
        "kind",
        "label",
        "help_text",
        "required",
        "choices",
        "limits",
        "table",
        "visibility",
        "fact",
        "criterion",
    ),
)

# Fields of a category that may be said once for all, under `defaults`.
SHARED = (
    "method",
    "accepts_nominations",
    "counts_for_caps",
    "tie_policy",
    "rate_rounding",
    "minimum_entrants",
    "panel_size",
    "quorum",
    "quorum_binds",
    "is_blind",
    "how_judged",
    "scale",
    "assessment",
    "placings",
)
# The last day of a cycle that is always open, where a date must stand.
NEVER = "2199-12-31"
# The narrative that belongs to a criterion stands beside it in the file, as its question.
NARRATIVE = {
    "section": "story",
    "kind": "narrative",
    "required": True,
    "choices": [],
    "table": {},
    "visibility": "judges",
    "fact": "",
}


def key_of(name: str) -> str:
    return name.removesuffix("_at")


def is_required(field: models.Field) -> bool:
    return not (field.has_default() or field.blank or field.null)


def default_of(field: models.Field) -> Any:
    """What a field holds when nothing is said, as plain data of a program file."""
    if field.has_default():
        value = field.get_default()
        if isinstance(value, models.Choices):
            return value.value
        return value.isoformat() if hasattr(value, "isoformat") else value
    return None if field.null and not field.is_relation else ""


def in_form_order(questions: list[dict]) -> list[dict]:
    """Questions as the form asks them: by section, otherwise as they stand."""
    return sorted(questions, key=lambda question: SECTIONS.index(question["section"]))
