"""Who comes to the gala: winners of awards with a promise are asked once they are public, and asked again (S39).

The promise is an obligation of whoever won: an answer changes no placing; what is not kept is shown to a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.models import Answer, Nomination
from operations import clock
from operations.domain import audit, mail
from programs.enums import PlacingKind
from programs.models import Cycle, EligibilityRule

from ..enums import AttendanceState
from ..errors import RecognitionError
from ..models import Attendance, Honour
from . import waves

PROMISE = "promise"


@dataclass(frozen=True)
class Invited:
    """One winner: what was promised with the entry, what was said since, and whether it may be asked by now."""

    honour: Honour
    promised: bool | None
    attendance: Attendance | None
    is_public: bool

    @property
    def state(self) -> str:
        return self.attendance.state if self.attendance else AttendanceState.PENDING

    @property
    def label(self) -> str:
        return AttendanceState(self.state).label

    @property
    def who(self) -> str:
        return self.attendance.who if self.attendance else ""

    @property
    def is_unmet(self) -> bool:
        """A winner who does not come, although winners must."""
        return self.state == AttendanceState.DECLINED


def gala_on(cycle: Cycle) -> date | None:
    """The day of the gala, where the cycle's event names one."""
    try:
        return date.fromisoformat(cycle.event.get("gala") or "")
    except (TypeError, ValueError):
        return None


def promises(cycles: Iterable[Cycle]) -> dict[int, str]:
    """Categories whose winners promise something, each with the fact that holds the promise of an entry."""
    found: dict[int, str] = {}
    rules = EligibilityRule.objects.filter(cycle__in=cycles, kind=PROMISE, is_enabled=True, category__isnull=False)
    for category, params in rules.order_by("position", "pk").values_list("category", "params"):
        found.setdefault(category, f"statement:{params.get('slug', '')}")
    return found


def bound(cycle: Cycle) -> QuerySet[Honour]:
    """Standing honours of winners who promised."""
    return (
        Honour.objects.standing()
        .filter(category__in=promises([cycle]), placing__kind=PlacingKind.WINNER)
        .select_related(
            "category__cycle__program",
            "placing",
            "appears_as",
            "candidate__agent",
            "nomination__nominator",
            "attendance",
        )
        .order_by("category__position", "name_as_printed", "pk")
    )


def invited(cycle: Cycle) -> list[Invited]:
    """Every winner who promised, announced or not: for administrators. Constant queries."""
    now = clock.now()
    honours = list(bound(cycle))
    facts = promises([cycle])
    told = Answer.objects.filter(
        nomination__in=[honour.nomination_id for honour in honours], question__fact__in=set(facts.values())
    )
    said = {
        (nomination, fact): value
        for nomination, fact, value in told.values_list("nomination", "question__fact", "value")
    }
    public = set(Honour.objects.announced(now).filter(pk__in=[one.pk for one in honours]).values_list("pk", flat=True))
    return [
        Invited(
            honour,
            said.get((honour.nomination_id, facts[honour.category_id])),
            getattr(honour, "attendance", None),
            honour.pk in public and not honour.is_veiled(now),
        )
        for honour in honours
    ]


def to_remind(cycle: Cycle) -> list[Invited]:
    """Public winners who have not answered; nobody hears of a placing by being asked to dinner."""
    return [one for one in invited(cycle) if one.is_public and one.state == AttendanceState.PENDING]


def asks(honour: Honour) -> bool:
    """Whether this honour, as it is seen now, is one whose winner says who comes."""
    return honour.placing.kind == PlacingKind.WINNER and honour.category_id in promises([honour.category.cycle])


@transaction.atomic
def say(honour: Honour, *, state: str, who: str, by) -> Attendance:
    """Record who comes. The last word counts; the one before stays in the trail."""
    who = " ".join(who.split())
    if state not in AttendanceState.values:
        raise RecognitionError(_("Say whether somebody comes."))
    if state == AttendanceState.CONFIRMED and not who:
        raise RecognitionError(_("Write the name of at least one person who comes."))
    locked = (
        Honour.objects.select_for_update(of=("self",))
        .select_related("category__cycle__program", "placing")
        .get(pk=honour.pk)
    )
    if locked.revoked_at or not asks(locked):
        raise RecognitionError(_("Nobody is expected at the gala for this honor."))
    before = Attendance.objects.filter(honour=locked).first()
    told = {"state": state, "who": who if state == AttendanceState.CONFIRMED else ""}
    if before is not None and (before.state, before.who) == tuple(told.values()):
        return before
    row, _made = Attendance.objects.update_or_create(
        honour=locked, defaults={**told, "said_by": by, "said_at": clock.now()}
    )
    change = {**told, "before": before.state if before else AttendanceState.PENDING.value}
    audit.record(
        "gala attendance recorded", locked.key, by=by, program=locked.category.cycle.program.slug, change=change
    )
    return row


def write(cycle: Cycle, start, advance) -> int:
    """A letter to each winner who has not answered; the same address hears of one honour once a day."""
    found = to_remind(cycle)
    start(len(found))
    sent = 0
    for one in found:
        shown = waves.one_as_seen(one.honour)
        key = f"gala-reminder:{shown.code}:{clock.now():%Y%m%d}"
        context = {
            "honour": shown,
            "category": shown.category,
            "program": cycle.program,
            "cycle": cycle,
            "promised": one.promised,
            "url": settings.SITE_URL + reverse("recognition:attendance", args=[shown.code]),
        }
        for address in addresses(one.honour):
            mail.queue("gala_reminder", address, context, key=key, program=cycle.program.slug)
            sent += 1
        advance()
    return sent


def addresses(honour: Honour) -> list[str]:
    """Who nominated this winner, and the winner's own address, each once."""
    nominators = Nomination.objects.submitted().filter(category=honour.category_id, candidate=honour.candidate_id)
    found = {address.lower(): address for address in nominators.values_list("nominator__email", flat=True)}
    if honour.candidate.email:
        found.setdefault(honour.candidate.email.lower(), honour.candidate.email)
    return list(found.values())
