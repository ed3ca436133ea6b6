"""What templates of every app may use: icons, Markdown, instants in two zones, the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from operations.clock import now
from operations.zones import reader_zone

from ..domain import current_year
from ..domain.instants import Shown, shown
from ..domain.markdown import rendered
from ..domain.plain_words import limit_in_words
from ..enums import Role

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, size: str = "") -> SafeString:
    """An icon of static/vendor/bootstrap-icons/icons.svg; always beside words, so hidden from readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" icon-{size}" if size else "",
        static("vendor/bootstrap-icons/icons.svg"),
        name,
    )


@register.filter
def markdown(text: str) -> SafeString:
    return rendered(text or "")


@register.simple_tag(takes_context=True)
def zoned(context, instant: datetime, zone: ZoneInfo | str) -> Shown | None:
    """An instant in the program's zone and the reader's. Zone: a name, a ZoneInfo, a cycle or a program."""
    if not instant:
        return None
    request = context.get("request")
    return shown(instant, as_zone(zone), reader_zone(request) if request else None, now())


def as_zone(zone) -> ZoneInfo:
    if isinstance(zone, str):
        return ZoneInfo(zone or "UTC")
    if hasattr(zone, "time_zone"):
        return ZoneInfo(zone.time_zone)
    return getattr(zone, "zone", zone)


@register.filter
def zone_place(zone: str) -> str:
    """The place a time zone is named after, as people say it: “New York”."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def navigation(context) -> list[NavigationItem]:
    """Where this person may go. One query for the roles of somebody signed in, none for others."""
    request = context.get("request")
    wanted = [(_("Programs"), "home", True)]
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        roles, only_assessed = place_of(user)
        wanted += [
            (_("My assessments") if only_assessed else _("My nominations"), "nominations:mine", True),
            (_("Judging"), "judging:queue", bool(roles & {Role.JUDGE, Role.DECIDER})),
            (_("Manage"), "desk:home", user.is_superuser or Role.ADMINISTRATOR in roles),
        ]
    items = [(label, address(name)) for label, name, allowed in wanted if allowed]
    path = getattr(request, "path", "")
    return [NavigationItem(label, url, is_current(url, path)) for label, url in items if url]


def place_of(user) -> tuple[set[str], bool]:
    """The roles of somebody, and whether all they put forward is an assessment of their own. One query."""
    nominations = user.nominations.model.objects.filter(nominator=OuterRef("pk"))
    found = list(
        get_user_model()
        .objects.filter(pk=user.pk)
        .order_by()
        .values_list(
            "program_roles__role",
            Exists(nominations.filter(enrolment__isnull=False)),
            Exists(nominations.filter(enrolment__isnull=True)),
        )
    )
    roles = {role for role, _assessed, _nominated in found if role}
    return roles, any(assessed and not nominated for _role, assessed, nominated in found)


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def is_current(url: str, path: str) -> bool:
    if url == "/":
        return path == "/" or path.startswith("/programs/")
    return path.startswith(url)


@register.filter
def percent_of(part: int, whole: int) -> int:
    return round(100 * (part or 0) / whole) if whole else 0


@register.filter
def initials(name: str) -> str:
    words = [word for word in str(name).replace("@", " ").split() if word]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


@register.simple_tag
def elided_pages(page_obj) -> list:
    return list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1))


@register.simple_tag
def program_look(program) -> SafeString:
    """The link to a program's colours. The colours stand in the address, so a change shows at once."""
    return format_html(
        '<link rel="stylesheet" href="{}?v={}{}">',
        reverse("programs:look", args=[program.slug]),
        program.colour.lstrip("#"),
        program.accent.lstrip("#"),
    )


@register.filter
def limits(question) -> str:
    """What an answer may hold, in words."""
    return limit_in_words(question)


@register.filter
def kit_rows(question) -> list:
    """The rows of a table on paper: those that are named, else a few blank ones."""
    named, this_year = list(question.table.get("rows", [])), current_year.row_of(question.table)
    if this_year is not None:
        named[this_year] += f" ({current_year.hint(question)})"
    return named or [""] * min(max(question.table.get("min_rows", 0), 3), 6)


SUBJECT_ICONS = {
    "person": "person",
    "contact_center": "headset",
    "site": "building",
    "team": "people",
    "organisation": "buildings",
    "solution": "cpu",
}


@register.filter
def subject_icon(subject: str) -> str:
    return SUBJECT_ICONS.get(subject, "award")


@register.filter
def at(items: list, place: int):
    """The item at a place, or nothing."""
    return items[place] if place < len(items) else None
