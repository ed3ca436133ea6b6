"""The settings of an assessment and the sections of its instrument as tables for people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .assessment import ENROLMENT, FIRST_LOGIN, INSTRUCTIONS, SECTION, WEEKS, AssessmentSettings, read

Row = tuple[str, str, str]


def settings_table(written: dict[str, Any], *, calendar: str) -> list[Row]:
    """Each setting in plain English, the reading it follows from, and what it is called in a program file."""
    settings = read(written)
    return [
        (limit(settings), "C01", f"`time_limit` kind: {settings.limit_kind}, n: {settings.limit}"),
        (clock_start(settings), "C02", f"`clock_start` {settings.clock_start}"),
        (
            _(
                "Business days are Monday to Friday without the holidays of the calendar %(calendar)s. A candidate may have another."
            )
            % {"calendar": calendar},
            "C03",
            f"`holiday_calendar` {calendar}",
        ),
        (late(settings), "C04", f"`extensions` {yes_or_no(settings.may_extend)}"),
        (
            _("Manager review is encouraged, by a private link. Nobody has to ask for it, and it holds nothing up."),
            "C05",
            _("none needed"),
        ),
        (notice(settings), "C06", f"`notice_days` {settings.notice_days}"),
        (attempts(settings), "C07", f"`resubmission` max: {shown(settings.most_attempts)}"),
        (corrections(settings), "C07", f"`resubmission` days: {settings.resubmission_days}"),
        (
            _("Each section of the instrument is met or has a deficiency; the result is met or not met, no score."),
            "C08",
            "`instrument`",
        ),
        (requirements(settings), "C09", f"`requirements` {listed(one.slug for one in settings.requirements)}"),
        (_("The contact center that is assessed may be a client's."), "C10", _("none needed")),
        (experts(settings), "C11", f"`evaluators_min` {settings.evaluators}"),
        (differ(settings), "C11", f"`experts_differ` {settings.differ}"),
        (valid(settings), "", f"`valid_years` {shown(settings.valid_years)}"),
        (
            _("The candidate is reminded when this many days are left: %(days)s.") % days(settings.reminders),
            "",
            f"`reminders` {listed(settings.reminders)}",
        ),
        (
            _("Administrators are warned when this many days are left for a notice: %(days)s.")
            % days(settings.notice_warnings),
            "C06",
            f"`notice_warnings` {listed(settings.notice_warnings)}",
        ),
    ]


def limit(settings: AssessmentSettings) -> str:
    n = settings.limit
    if settings.limit_kind == WEEKS:
        words = ngettext("The candidate has %(n)d week", "The candidate has %(n)d weeks", n)
    else:
        words = ngettext("The candidate has %(n)d business day", "The candidate has %(n)d business days", n)
    return _("%(time)s, the last day to its end where the candidate lives.") % {"time": words % {"n": n}}


def clock_start(settings: AssessmentSettings) -> str:
    return {
        ENROLMENT: _("The clock starts with the enrollment; the day after is the first that counts."),
        INSTRUCTIONS: _(
            "The clock starts on the day the instructions are made available; the day after is the first that counts."
        ),
        FIRST_LOGIN: _("The clock starts when the candidate first signs in; the day after is the first that counts."),
    }[settings.clock_start]


def late(settings: AssessmentSettings) -> str:
    if settings.may_extend:
        return _("What comes later is not accepted. An administrator can give a candidate more time, with a reason.")
    return _("What comes later is not accepted, and nobody is given more time.")


def notice(settings: AssessmentSettings) -> str:
    n = settings.notice_days
    return ngettext(
        "The result is told no later than %(n)d business day after receipt; the day of receipt does not count.",
        "The result is told no later than %(n)d business days after receipt; the day of receipt does not count.",
        n,
    ) % {"n": n}


def attempts(settings: AssessmentSettings) -> str:
    if settings.most_attempts is None:
        return _("A candidate who has not met the requirements may correct and resubmit as often as it takes.")
    n = settings.most_attempts
    return ngettext("There is %(n)d attempt.", "There are at most %(n)d attempts.", n) % {"n": n}


def corrections(settings: AssessmentSettings) -> str:
    n = settings.resubmission_days
    return ngettext(
        "Corrections have %(n)d business day from the feedback; each resubmission has a new time for the notice.",
        "Corrections have %(n)d business days from the feedback; each resubmission has a new time for the notice.",
        n,
    ) % {"n": n}


def requirements(settings: AssessmentSettings) -> str:
    words = _("One assessment for each designation sought.")
    if not settings.requirements:
        return words
    labels = "; ".join(one.label for one in settings.requirements)
    waits = _("The certificate waits for them.") if settings.requirements_bind else _("No certificate waits for them.")
    return f"{words} {_('Also ticked off: %(what)s.') % {'what': labels}} {waits}"


def experts(settings: AssessmentSettings) -> str:
    n = settings.evaluators
    return ngettext(
        "At least %(n)d expert evaluates each attempt, not the candidate's manager or employer.",
        "At least %(n)d experts evaluate each attempt, none of them the candidate's manager or of the same employer; "
        "where they differ, one more decides.",
        n,
    ) % {"n": n}


def differ(settings: AssessmentSettings) -> str:
    if settings.differ == SECTION:
        return _("Experts differ where they do not find the same in every section.")
    return _("Experts differ where as many say met as say not met.")


def valid(settings: AssessmentSettings) -> str:
    if settings.valid_years is None:
        return _("A designation does not expire.")
    n = settings.valid_years
    return ngettext(
        "A designation is valid for %(n)d year.", "A designation is valid for %(n)d years.", n
    ) % {"n": n}  # fmt: skip


def yes_or_no(value: bool) -> str:
    return "true" if value else "false"


def days(numbers: tuple[int, ...]) -> dict[str, str]:
    return {"days": ", ".join(map(str, numbers)) or _("never")}


def listed(values) -> str:
    return f"[{', '.join(map(str, values))}]"


def shown(value: int | None) -> str:
    return "none" if value is None else str(value)


def instrument_table(category: dict[str, Any]) -> list[tuple[str, ...]]:
    """Each section with the competency it shows, the parts of the workbook it looks at, and both anchors."""
    competencies = {one["slug"]: one["name"] for one in category["criteria"]}
    labels = {one["slug"]: one["label"] for one in category["questions"]}
    return [
        (
            section["title"],
            competencies.get(section["competency"], section["competency"]),
            "; ".join(labels.get(slug, slug) for slug in section.get("questions", [])),
            section.get("guidance", ""),
            section["anchors"]["meets"],
            section["anchors"]["deficiency"],
        )
        for section in category["instrument"]
    ]


def workbook_table(category: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What the workbook asks for, in its order."""
    return [
        (question["label"], question["help_text"], _("required") if question["required"] else _("optional"))
        for question in category["questions"]
    ]
