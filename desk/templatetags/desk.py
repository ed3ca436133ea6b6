"""The places of a cycle's pages."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from operations import codes

from ..domain import words

register = template.Library()

GROUPS = (
    (
        _("Watch"),
        (
            ("dashboard", _("Dashboard"), "speedometer2"),
            ("nominations", _("Nominations"), "inboxes"),
            ("eligibility", _("Eligibility"), "clipboard-check"),
        ),
    ),
    (
        _("Measure"),
        (
            ("surveys", _("Survey files"), "file-earmark-spreadsheet"),
            ("study_organisations", _("Organizations by year"), "buildings"),
            ("agents", _("Agents and names"), "headset"),
        ),
    ),
    (
        _("Judge and decide"),
        (
            ("judging", _("Panels and judges"), "people"),
            ("enrolments", _("Candidates"), "person-gear"),
            ("assessments", _("Assessments"), "clipboard-check"),
            ("results", _("Standings and decisions"), "list-ol"),
            ("announcement", _("Announcement"), "megaphone"),
            ("documents", _("Certificates and plaques"), "award"),
            ("orders", _("To order"), "gift"),
            ("gala", _("Gala"), "calendar-check"),
        ),
    ),
    (
        _("Set up"),
        (
            ("launch", _("Launch check"), "rocket-takeoff"),
            ("settings", _("Cycle and dates"), "calendar-event"),
            ("categories", _("Categories and rules"), "sliders"),
            ("terms", _("Terms"), "file-earmark-text"),
            ("register", _("Past honors"), "book"),
            ("people", _("Administrators"), "person-gear"),
        ),
    ),
    (
        _("Behind the scenes"),
        (
            ("jobs", _("Jobs"), "activity"),
            ("letters", _("Letters"), "envelope"),
            ("audit", _("Audit trail"), "shield-check"),
        ),
    ),
)


MEASURE = GROUPS[1][1]


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    label: str
    places: list[Place]


@register.simple_tag
def desk_places(cycle, section: str) -> list[Group]:
    """The places of one cycle, grouped by what an administrator comes for. Without a survey year nothing is measured."""
    where = [cycle.program.slug, cycle.slug]
    hidden = set() if cycle.is_rolling else {"enrolments", "assessments"}
    hidden |= set() if cycle.event.get("gala") else {"gala"}
    return [
        Group(
            label,
            [Place(name, address(to, where), icon, to == section) for to, name, icon in places if to not in hidden],
        )
        for label, places in GROUPS
        if cycle.survey_year or places is not MEASURE
    ]


def address(name: str, where: list[str]) -> str:
    try:
        return reverse(f"desk:{name}", args=where)
    except NoReverseMatch:
        return ""


TONES = {
    "draft": "", "submitted": "info", "withdrawn": "", "rejected": "bad",
    "not_checked": "", "pass": "good", "unknown": "warn", "fail": "bad",
    "": "", "judged": "good", "queued": "warn", "over": "warn",
    "due": "", "running": "info", "done": "good", "parked": "bad", "cancelled": "",
    "uploading": "", "uploaded": "warn", "checking": "info", "checked": "warn", "taking": "info", "taken": "good",
    "withdrawing": "info", "unreadable": "bad", "discarded": "",
    "queued_mail": "info", "sent": "good", "failed": "bad", "sealed": "good",
}  # fmt: skip


@register.filter
def tone(state: str) -> str:
    """The colour of a state's badge."""
    return TONES.get(state, "")


@register.simple_tag(takes_context=True)
def to(context, name: str, *more) -> str:
    """The address of another page of this cycle: {% to "panel" category.slug %}."""
    cycle = context["cycle"]
    return reverse(f"desk:{name}", args=[cycle.program.slug, cycle.slug, *more])


@register.filter
def spoken(name: str) -> str:
    """A name of the code as words: "render_documents" is "Render documents"."""
    return words.spoken(name)


@register.filter
def points(value) -> str:
    """An exact or approximate number of rubric points, to two decimals; "–" for none."""
    return "–" if value is None or value == "" else f"{float(value):.2f}"


@register.filter
def signed_points(value) -> str:
    return "–" if value is None or value == "" else f"{float(value):+.2f}"


@register.filter
def grouped(code: str) -> str:
    return codes.grouped(code)


@register.filter
def wall_clock(instant, cycle) -> str:
    """An instant as a date-and-time field of the browser wants it, on the program's clocks."""
    return f"{instant.astimezone(cycle.zone):%Y-%m-%dT%H:%M}" if instant else ""
