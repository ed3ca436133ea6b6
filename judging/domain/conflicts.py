"""Conflicts of interest that the portal can see by itself: who shares an organisation or an e-mail domain.

Free-mail domains say nothing and are left out. What is found becomes a `Recusal` with a coded reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import Membership
from nominations.models import Collaborator, Nomination

from ..enums import RecusalReason
from .freemail import FREE_MAIL


def between(judges: Iterable, nominations: Iterable[Nomination]) -> dict[tuple[int, int], RecusalReason]:
    """The conflict of each (judge, nomination) pair that has one. Constant queries, however many pairs.

    Nominations come with `candidate__organisation`, `organisation` and `nominator` selected.
    """
    judges, nominations = list(judges), list(nominations)
    employers = employers_of({judge.pk for judge in judges} | {one.nominator_id for one in nominations})
    helpers = defaultdict(set)
    accepted = Collaborator.objects.filter(nomination__in=nominations).exclude(user=None)
    for nomination_id, user_id in accepted.values_list("nomination_id", "user_id"):
        helpers[nomination_id].add(user_id)
    sides = [
        (nomination, helpers[nomination.pk], organisations_of(nomination, employers), domains_of(nomination))
        for nomination in nominations
    ]
    found = {}
    for judge in judges:
        own = employers[judge.pk]
        domain = domain_of(judge.email)
        for nomination, helping, organisations, domains in sides:
            if is_own(judge, nomination, helping):
                found[judge.pk, nomination.pk] = RecusalReason.OWN_NOMINATION
            elif own & organisations:
                found[judge.pk, nomination.pk] = RecusalReason.SAME_ORGANISATION
            elif domain and is_near(domain, domains):
                found[judge.pk, nomination.pk] = RecusalReason.SAME_DOMAIN
    return found


def of_pair(judge, nomination: Nomination) -> RecusalReason | None:
    return between([judge], [nomination]).get((judge.pk, nomination.pk))


def is_own(judge, nomination: Nomination, helpers: set[int]) -> bool:
    candidate = nomination.candidate
    if judge.pk == nomination.nominator_id or judge.pk in helpers:
        return True
    return candidate is not None and (candidate.user_id == judge.pk or candidate.email.lower() == judge.email.lower())


def employers_of(people: set[int]) -> dict[int, set[int]]:
    """Organisations each person works for, with the parent: a subsidiary's award is close to home as well."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(user__in=people).values_list(
        "user_id", "organisation_id", "organisation__parent_id"
    )
    for user_id, organisation_id, parent_id in rows:
        found[user_id] |= {organisation_id, parent_id} - {None}
    return found


def organisations_of(nomination: Nomination, employers: dict[int, set[int]]) -> set[int]:
    """Organisations on the nomination's side: of the nominee and of the nominator."""
    found = set(employers[nomination.nominator_id])
    for organisation in organisations_named(nomination):
        found |= {organisation.pk, organisation.parent_id} - {None}
    return found


def domains_of(nomination: Nomination) -> set[str]:
    """E-mail domains on the nomination's side, free-mail left out."""
    addresses = [nomination.nominator.email, nomination.candidate.email if nomination.candidate else ""]
    named = {
        domain.lower() for organisation in organisations_named(nomination) for domain in organisation.domains or []
    }
    return ({domain_of(address) for address in addresses} | named) - FREE_MAIL - {""}


def organisations_named(nomination: Nomination) -> list:
    candidate = nomination.candidate
    named = [nomination.organisation, candidate.organisation if candidate else None]
    return [organisation for organisation in named if organisation]


def domain_of(address: str) -> str:
    """The domain of an address; '' where it is nobody's own."""
    domain = address.rpartition("@")[2].strip().lower()
    return "" if domain in FREE_MAIL else domain


def is_near(domain: str, domains: set[str]) -> bool:
    """Whether a domain is one of these, stands above one of them or below one."""
    return bool(spellings(domain) & domains) or any(domain in spellings(other) for other in domains)


def spellings(domain: str) -> set[str]:
    """A domain and those above it: mail.acme.com is also acme.com, never com."""
    parts = domain.split(".")
    return {".".join(parts[start:]) for start in range(len(parts) - 1)}
