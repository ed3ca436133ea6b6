"""The nominations list: filtered, sorted and searched in the database, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from judging.enums import ScorecardState
from judging.models import Assignment
from nominations.enums import CapPlace, Eligibility, NominationState
from nominations.models import Nomination
from programs.models import Category, Cycle

PAGE = 50
SORTS = {
    "received": ("first_submitted_at", "receipt_number", "pk"),
    "title": ("title", "pk"),
    "organisation": ("organisation__name", "pk"),
    "category": ("category__position", "title", "pk"),
    "changed": ("updated_at", "pk"),
}
DEFAULT_SORT = "-received"
COLUMNS = (
    ("title", _("Nomination")),
    ("category", _("Category")),
    ("organisation", _("Organization")),
    ("received", _("Received")),
)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Unknown values are ignored, so an old bookmark still opens."""

    query: str = ""
    category: str = ""
    state: str = ""
    eligibility: str = ""
    cap: str = ""
    sort: str = DEFAULT_SORT
    categories: list[Category] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        return bool(self.query or self.category or self.state or self.eligibility or self.cap)

    def category_choices(self) -> list[Choice]:
        return [Choice(each.slug, each.name, each.slug == self.category) for each in self.categories]

    def state_choices(self) -> list[Choice]:
        return [Choice(value, label, value == self.state) for value, label in NominationState.choices]

    def eligibility_choices(self) -> list[Choice]:
        return [Choice(value, label, value == self.eligibility) for value, label in Eligibility.choices]

    def cap_choices(self) -> list[Choice]:
        return [Choice(value, label, value == self.cap) for value, label in CapPlace.choices if value]

    def as_query(self, **changes: str) -> str:
        """The filters as a query string, with some of them changed: for sort and page links."""
        query = QueryDict(mutable=True)
        values = {
            "q": self.query,
            "category": self.category,
            "state": self.state,
            "eligibility": self.eligibility,
            "cap": self.cap,
            "sort": "" if self.sort == DEFAULT_SORT else self.sort,
            **changes,
        }
        query.update({name: value for name, value in values.items() if value})
        return query.urlencode()

    def headings(self) -> list[dict]:
        """The sortable columns, each with the query that sorts by it (or turns it round)."""
        return [
            {
                "label": label,
                "query": self.as_query(sort=f"-{name}" if self.sort == name else name),
                "direction": {name: "ascending", f"-{name}": "descending"}.get(self.sort, ""),
            }
            for name, label in COLUMNS
        ]


def read_filters(cycle: Cycle, data: QueryDict) -> Filters:
    """Filters from a query string."""
    categories = list(cycle.categories.only("pk", "slug", "name", "position", "cycle"))

    def one_of(name: str, allowed) -> str:
        value = data.get(name, "")
        return value if value in allowed else ""

    sort = data.get("sort", "")
    return Filters(
        query=data.get("q", "").replace("\x00", "").strip()[:100],
        category=one_of("category", {each.slug for each in categories}),
        state=one_of("state", NominationState.values),
        eligibility=one_of("eligibility", Eligibility.values),
        cap=one_of("cap", [value for value in CapPlace.values if value]),
        sort=sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT,
        categories=categories,
    )


def matching(cycle: Cycle, filters: Filters):
    """The nominations that the filters leave, in the order they ask for."""
    found = Nomination.objects.filter(cycle=cycle)
    if filters.category:
        chosen = next(each for each in filters.categories if each.slug == filters.category)
        found = found.filter(category=chosen)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.eligibility:
        found = found.filter(eligibility=filters.eligibility)
    if filters.cap:
        found = found.filter(cap_place=filters.cap)
    if filters.query:
        found = found.filter(
            Q(title__icontains=filters.query)
            | Q(code__iexact=filters.query.replace("-", ""))
            | Q(organisation__name__icontains=filters.query)
            | Q(nominator__email__icontains=filters.query)
            | Q(nominator__name__icontains=filters.query)
        )
    columns = SORTS[filters.sort.removeprefix("-")]
    backwards = filters.sort.startswith("-")
    return found.order_by(
        *[F(each).desc(nulls_last=True) if backwards else F(each).asc(nulls_last=True) for each in columns]
    )


ROW_FIELDS = (
    "pk",
    "code",
    "title",
    "state",
    "eligibility",
    "cap_place",
    "receipt_number",
    "first_submitted_at",
    "category_id",
    "organisation__name",
)


STATE_TONES = {"draft": "", "submitted": "info", "withdrawn": "", "rejected": "bad"}
ELIGIBILITY_TONES = {"not_checked": "", "pass": "good", "unknown": "warn", "fail": "bad"}
CAP_TONES = {"queued": "warn", "over": "warn"}


def as_received(instant: datetime | None, zone: ZoneInfo) -> str:
    """An instant as a list shows it, in the program's zone: "Mar 3, 2026, 2:05 PM"; "–" for none."""
    if instant is None:
        return "–"
    local = instant.astimezone(zone)
    return date_format(local, "M j, Y, g:i A")


def with_names(cycle: Cycle, rows, filters: Filters) -> list[dict]:
    """Rows of one page as plain values, with category names and judging progress put beside them."""
    categories = {each.pk: each.name for each in filters.categories}
    found = list(rows.values(*ROW_FIELDS))
    progress = {
        nomination: (done, asked)
        for nomination, asked, done in Assignment.objects.filter(
            nomination__in=[row["pk"] for row in found], recusal=None
        )
        .order_by()
        .values_list("nomination")
        .annotate(asked=Count("pk"), done=Count("pk", filter=Q(scorecard__state=ScorecardState.SUBMITTED)))
    }
    root = reverse("desk:nominations", args=[cycle.program.slug, cycle.slug])
    shown: dict[tuple[str, str, str], SafeString] = {}
    for row in found:
        row["name"] = row["title"] or row["code"]
        row["url"] = f"{root}{row['code']}/"
        row["received"] = as_received(row["first_submitted_at"], cycle.zone)
        row["category"] = categories[row["category_id"]]
        stands = row["state"], row["eligibility"], row["cap_place"]
        if stands not in shown:
            shown[stands] = badges(*stands)
        row["badges"] = shown[stands]
        row["scorecards"], row["asked"] = progress.get(row["pk"], (0, 0))
    return found


def badges(state: str, eligibility: str, cap_place: str) -> SafeString:
    """Where a nomination stands, in as few words as say it: its verdict once it is submitted, its state else."""
    if state != NominationState.SUBMITTED:
        words = [(NominationState(state).label, STATE_TONES[state])]
    else:
        words = [(Eligibility(eligibility).label, ELIGIBILITY_TONES[eligibility])]
        if cap_place in CAP_TONES:
            words.append((CapPlace(cap_place).label, CAP_TONES[cap_place]))
    return format_html_join(
        " ", '<span class="status-badge status-badge--{}">{}</span>', ((tone, label) for label, tone in words)
    )
