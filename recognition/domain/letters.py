"""Letters at the moment: to who is honoured, and to the others once everything of a category is out.

A letter is personal and written only after its moment, so nothing of it exists before. Its key is the
nomination's or the honour's code: however often this runs, nobody is told twice.
"""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings

from accounts.enums import MemberRole
from judging.enums import DecisionState
from judging.models import Decision
from nominations.enums import CapPlace
from nominations.models import Nomination
from operations import clock
from operations.domain import mail
from programs.models import Category

from ..models import Announcement, Honour
from ..models.honour import WON_BY_ORGANISATION
from . import waves


def write(category: Category) -> int:
    """Queue every letter of the category that is due now; answers how many were due."""
    program = category.cycle.program.slug
    count = 0
    due = honoured(category)
    nominated, owners = _nominated(category, due), _owners(category, due)
    for honour in due:
        for to, key in _addresses(honour, nominated[honour.candidate_id], owners[honour.pk]):
            mail.queue("honour", to, _honour_context(honour), key=key, program=program)
            count += 1
    for nomination in others(category):
        context = {
            **_context(category),
            "nomination": nomination,
            "withheld": _is_withheld(category),
            "over_the_limit": nomination.cap_place == CapPlace.OVER,
        }
        mail.queue("not_chosen", nomination.nominator.email, context, key=_key(nomination), program=program)
        count += 1
    return count


def honoured(category: Category) -> list[Honour]:
    """Announced honours of the category, as they are seen now."""
    now = clock.now()
    found = list(
        Honour.objects.announced(now)
        .standing()
        .filter(category=category, certified_by=None)  # who is certified has a letter of its own
        .select_related("placing", "appears_as", "candidate__agent", "category__cycle__program")
    )
    again = {honour.pk for honour in found if honour.appears_as_id and not honour.is_veiled(now)}
    shown = waves.as_seen(found, now)
    for honour in shown:
        honour.is_second_letter = honour.pk in again
    return shown


def others(category: Category) -> list[Nomination]:
    """Nominations that were not chosen, once the last placing of the category is out; nobody before.

    While any honour waits for its moment, a "not chosen" would tell by elimination who it is.
    """
    if not is_all_out(category):
        return []
    placed = Honour.objects.standing().filter(category=category)
    return list(
        Nomination.objects.submitted()
        .filter(category=category)
        .exclude(candidate__in=placed.values("candidate"))
        .select_related("nominator")
        .order_by("first_submitted_at", "pk")
    )


def is_all_out(category: Category) -> bool:
    """Whether the category is decided and nothing of it waits for a moment or is held."""
    decided = Decision.objects.filter(category=category, state=DecisionState.SEALED).exists()
    due = Announcement.objects.filter(category=category)
    now = clock.now()
    # A placing of a later wave is out already, as the one it appears as.
    later = set(category.placings.exclude(appears_as="").values_list("pk", flat=True))
    waiting = [a for a in due if a.placing_id not in later and (a.is_held or a.publish_at > now)]
    standing = Honour.objects.standing().filter(category=category)
    unseen = standing.exclude(pk__in=Honour.objects.announced(now).values("pk")).exists()
    return decided and bool(due) and not waiting and not unseen


def _nominated(category: Category, honours: list[Honour]) -> dict[int, list[Nomination]]:
    """The nominations of these candidates, by candidate: one query."""
    found: dict[int, list[Nomination]] = defaultdict(list)
    nominations = Nomination.objects.submitted().filter(
        category=category, candidate__in={honour.candidate_id for honour in honours}
    )
    for nomination in nominations.select_related("nominator").order_by("pk"):
        found[nomination.candidate_id].append(nomination)
    return found


def _owners(category: Category, honours: list[Honour]) -> dict[int, list[str]]:
    """The addresses of an organisation's owners, where it won by what was measured: one query."""
    won = Honour.objects.filter(WON_BY_ORGANISATION, category=category, pk__in=[honour.pk for honour in honours])
    owned = won.filter(candidate__organisation__memberships__role=MemberRole.OWNER)
    found: dict[int, list[str]] = defaultdict(list)
    for honour, email in owned.order_by("pk").values_list("pk", "candidate__organisation__memberships__user__email"):
        found[honour].append(email)
    return found


def _addresses(honour: Honour, nominations: list[Nomination], owners: list[str]) -> list[tuple[str, str]]:
    """Who hears of an honour: everyone who nominated this candidate, and who won it, each at most once.

    A letter that could not say the name yet is another one than the letter with the name, which follows it.
    """
    suffix = ":revealed" if honour.is_second_letter else ""
    suffix += "" if honour.is_named else ":unnamed"
    told = [(nomination.nominator.email, _key(nomination) + suffix) for nomination in nominations]
    email = _own_address(honour)
    if email and email.lower() not in {to.lower() for to, _ in told}:
        told.append((email, f"honour-letter:{honour.code}{suffix}"))
    return told + [(to, f"honour-letter:{honour.code}:{to}{suffix}") for to in owners if to != email]


def _own_address(honour: Honour) -> str:
    """The recipient's own; of a measured person the one in the file of agents, once the name is confirmed."""
    candidate = honour.candidate
    if candidate.email or candidate.agent is None or not honour.is_named:
        return candidate.email
    return candidate.agent.email


def _key(nomination: Nomination) -> str:
    return f"decision-letter:{nomination.code}"


def _honour_context(honour: Honour) -> dict:
    return {
        **_context(honour.category),
        "honour": honour,
        "page": settings.SITE_URL + honour.get_absolute_url(),
    }


def _context(category: Category) -> dict:
    return {"category": category, "cycle": category.cycle, "program": category.cycle.program, "site": settings.SITE_URL}


def _is_withheld(category: Category) -> bool:
    return Decision.objects.filter(category=category, is_withheld=True).exists()
