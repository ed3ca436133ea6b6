"""How the assessments of a category run: one object with every setting, from what was written and what is usual.

`Category.assessment` holds only what was written; `settings_of` fills in the rest (C01–C11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

BUSINESS_DAYS, WEEKS = "business_days", "weeks"
ENROLMENT, INSTRUCTIONS, FIRST_LOGIN = "enrolment", "instructions", "first_login"
CLOCK_STARTS = (ENROLMENT, INSTRUCTIONS, FIRST_LOGIN)
RESULT, SECTION = "result", "section"
DIFFERENCES = (RESULT, SECTION)
LONGEST = 1000


@dataclass(frozen=True)
class Requirement:
    """A further condition of the designation that an administrator ticks off (C09)."""

    slug: str
    label: str


@dataclass(frozen=True)
class AssessmentSettings:
    """Everything that an administrator can switch about an assessment."""

    limit_kind: str = BUSINESS_DAYS
    limit: int = 60
    clock_start: str = INSTRUCTIONS
    notice_days: int = 30
    notice_warnings: tuple[int, ...] = (10, 5, 1)
    most_attempts: int | None = None
    resubmission_days: int = 60
    evaluators: int = 2
    differ: str = RESULT
    may_extend: bool = True
    reminders: tuple[int, ...] = (30, 10, 3, 1)
    requirements: tuple[Requirement, ...] = ()
    requirements_bind: bool = True
    valid_years: int | None = None


def settings_of(category) -> AssessmentSettings:
    return read(category.assessment)


def read(written: dict[str, Any]) -> AssessmentSettings:
    """The settings that a checked mapping means."""
    usual = AssessmentSettings()
    limit, again = written.get("time_limit", {}), written.get("resubmission", {})
    return AssessmentSettings(
        limit_kind=limit.get("kind", usual.limit_kind),
        limit=limit.get("n", usual.limit),
        clock_start=written.get("clock_start", usual.clock_start),
        notice_days=written.get("notice_days", usual.notice_days),
        notice_warnings=tuple(sorted(written.get("notice_warnings", usual.notice_warnings), reverse=True)),
        most_attempts=again.get("max", usual.most_attempts),
        resubmission_days=again.get("days", usual.resubmission_days),
        evaluators=written.get("evaluators_min", usual.evaluators),
        differ=written.get("experts_differ", usual.differ),
        may_extend=written.get("extensions", usual.may_extend),
        reminders=tuple(sorted(written.get("reminders", usual.reminders), reverse=True)),
        requirements=tuple(Requirement(**one) for one in written.get("requirements", ())),
        requirements_bind=written.get("requirements_bind", usual.requirements_bind),
        valid_years=written.get("valid_years", usual.valid_years),
    )


def written_as(settings: AssessmentSettings) -> dict[str, Any]:
    """Every setting as a program file writes it; `read` gives the same settings back."""
    return {
        "time_limit": {"kind": settings.limit_kind, "n": settings.limit},
        "clock_start": settings.clock_start,
        "extensions": settings.may_extend,
        "notice_days": settings.notice_days,
        "notice_warnings": list(settings.notice_warnings),
        "resubmission": {"max": settings.most_attempts, "days": settings.resubmission_days},
        "evaluators_min": settings.evaluators,
        "experts_differ": settings.differ,
        "reminders": list(settings.reminders),
        "requirements": [{"slug": one.slug, "label": one.label} for one in settings.requirements],
        "requirements_bind": settings.requirements_bind,
        "valid_years": settings.valid_years,
    }


def problems(written: object) -> list[str]:
    """What is wrong with a mapping of settings, as sentences."""
    if not isinstance(written, dict):
        return [_("Write settings as names with their values.")]
    known = {
        "time_limit": _time_limit,
        "clock_start": _clock_start,
        "notice_days": lambda value: _days("notice_days", value),
        "resubmission": _resubmission,
        "evaluators_min": lambda value: _days("evaluators_min", value, most=9),
        "experts_differ": _differ,
        "extensions": lambda value: _yes_or_no("extensions", value),
        "reminders": lambda value: _reminders("reminders", value),
        "notice_warnings": lambda value: _reminders("notice_warnings", value),
        "requirements": _requirements,
        "requirements_bind": lambda value: _yes_or_no("requirements_bind", value),
        "valid_years": lambda value: [] if value is None else _days("valid_years", value, most=50),
    }
    found = []
    for name, value in written.items():
        if name in known:
            found += known[name](value)
        else:
            found.append(
                _("“%(name)s” is no setting; there are %(known)s.") % {"name": name, "known": ", ".join(known)}
            )
    return found


def _whole(value: object, least: int = 1, most: int = LONGEST) -> bool:
    return type(value) is int and least <= value <= most


def _days(name: str, value: object, most: int = LONGEST) -> list[str]:
    if _whole(value, most=most):
        return []
    return [_("%(name)s is a whole number from 1 to %(most)d.") % {"name": name, "most": most}]


def _time_limit(value: object) -> list[str]:
    if not isinstance(value, dict) or set(value) != {"kind", "n"} or value["kind"] not in (BUSINESS_DAYS, WEEKS):
        return [_("time_limit has a kind, business_days or weeks, and n, how many.")]
    return _days("time_limit n", value["n"])


def _clock_start(value: object) -> list[str]:
    if value in CLOCK_STARTS:
        return []
    return [_("clock_start is one of %(known)s.") % {"known": ", ".join(CLOCK_STARTS)}]


def _differ(value: object) -> list[str]:
    return (
        [] if value in DIFFERENCES else [_("experts_differ is one of %(known)s.") % {"known": ", ".join(DIFFERENCES)}]
    )


def _yes_or_no(name: str, value: object) -> list[str]:
    return [] if isinstance(value, bool) else [_("%(name)s is true or false.") % {"name": name}]


def _resubmission(value: object) -> list[str]:
    if not isinstance(value, dict) or not set(value) <= {"max", "days"}:
        return [_("resubmission has max, the most attempts or null, and days, how many for corrections.")]
    found = _days("resubmission days", value["days"]) if "days" in value else []
    return found + ([] if value.get("max") is None else _days("resubmission max", value["max"]))


def _reminders(name: str, value: object) -> list[str]:
    if isinstance(value, list) and all(_whole(one) for one in value) and len(set(value)) == len(value):
        return []
    return [_("%(name)s is a list of days before the last day, such as [30, 10, 1].") % {"name": name}]


def _requirements(value: object) -> list[str]:
    words = [_("requirements is a list of {slug, label}, each slug once.")]
    if not isinstance(value, list):
        return words
    for one in value:
        if not isinstance(one, dict) or set(one) != {"slug", "label"}:
            return words
        if not all(isinstance(text, str) and text.strip() for text in one.values()):
            return words
    return [] if len({one["slug"] for one in value}) == len(value) else words
