"""Which organization a name in a survey file means: known by its name, settled by a person, or still unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from rapidfuzz import process

from accounts.domain import similar
from accounts.domain.names import normalised
from accounts.domain.organisations import enter
from accounts.models import Organisation
from operations import clock
from operations.domain import audit
from operations.refusal import Refused
from programs.models import Program

from ..enums import TallyLevel
from ..models import OrganisationName, Stint, Tally
from . import studies

LEAVE_OUT = "leave-out"
CREATE = "create"
SUGGESTED = 3


@dataclass(frozen=True)
class Unknown:
    """A name that no organization has, the rows under it, and whom it may mean."""

    name: str
    rows: int
    suggestions: list[similar.Similar]


def known(program: Program) -> dict[str, int]:
    """Every comparable name and its organization. A name that two of them share is nobody's until a person says."""
    found: dict[str, set[int]] = defaultdict(set)
    for pk, name in Organisation.objects.order_by().values_list("pk", "normalised_name").iterator(chunk_size=5000):
        found[name].add(pk)
    names = {name: next(iter(pks)) for name, pks in found.items() if name and len(pks) == 1}
    for name, pk in settled(program):
        if pk is None:
            names.pop(name, None)
        else:
            names[name] = pk
    return names


def sites(program: Program) -> list[str]:
    """Sites as they are written in what counts by now."""
    surveyed = Tally.objects.filter(program=program, level=TallyLevel.SITE).exclude(site="").order_by()
    staffed = Stint.objects.filter(agent__program=program).exclude(site="").order_by()
    return sorted(
        {*surveyed.values_list("site", flat=True).distinct(), *staffed.values_list("site", flat=True).distinct()}
    )


def settled(program: Program) -> list[tuple[str, int | None]]:
    rows = OrganisationName.objects.filter(program=program)
    return list(rows.values_list("normalised_name", "organisation_id"))


def left_out(program: Program) -> set[str]:
    """Comparable names whose rows are to be refused without asking again."""
    return {name for name, pk in settled(program) if pk is None}


def to_settle(program: Program, unknown: dict[str, int]) -> list[tuple[str, int]]:
    """Unknown names that a person has not spoken of yet, most rows first."""
    spoken_of = {name for name, _pk in settled(program)}
    rows = [(name, count) for name, count in unknown.items() if normalised(name) not in spoken_of]
    return sorted(rows, key=lambda one: (-one[1], one[0]))


def with_suggestions(rows: Iterable[tuple[str, int]]) -> list[Unknown]:
    """Names with whom they may mean. Two queries, however many names there are."""
    names = dict(Organisation.objects.order_by().values_list("pk", "normalised_name"))
    found = {
        name: process.extract(
            normalised(name), names, scorer=similar.likeness, score_cutoff=similar.CLOSE_ENOUGH, limit=SUGGESTED
        )
        for name, _rows in rows
    }
    there = Organisation.objects.in_bulk([pk for hits in found.values() for _name, _score, pk in hits])
    return [
        Unknown(name, count, [similar.Similar(there[pk], int(score)) for _text, score, pk in found[name]])
        for name, count in rows
    ]


@transaction.atomic
def settle(program: Program, choices: dict[str, str], *, by) -> int:
    """What names mean: an organization's number, a new organization of that name, or rows to be left out."""
    studies.wait(program)  # a second click finds what the first one did
    wanted = {int(choice) for choice in choices.values() if choice.isascii() and choice.isdecimal()}
    there = Organisation.objects.in_bulk(wanted)
    new = [name for name, choice in choices.items() if choice == CREATE]
    done = {one.name: one.key for one in enter(new, by=by)}
    for name, choice in choices.items():
        if choice == LEAVE_OUT:
            _means(program, name, None, by=by)
            done[name] = _("left out")
        elif choice == CREATE:
            continue
        elif choice.isascii() and choice.isdecimal() and int(choice) in there:
            _means(program, name, there[int(choice)], by=by)
            done[name] = there[int(choice)].key
        elif choice:
            raise Refused(_("“%(name)s” was given an organization that does not exist.") % {"name": name})
    if done:
        audit.record("names in survey files settled", f"study:{program.slug}", by=by, program=program.slug, change=done)
    return len(done)


@transaction.atomic
def create_all(program: Program, names: Iterable[str], *, by) -> int:
    """Every name that nobody has becomes an organization: each comparable name once."""
    studies.wait(program)
    there = known(program)
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(normalised(name), name)
    return settle(program, {name: CREATE for plain, name in wanted.items() if plain and plain not in there}, by=by)


def _means(program: Program, name: str, organisation: Organisation | None, *, by) -> None:
    OrganisationName.objects.update_or_create(
        program=program,
        normalised_name=normalised(name)[:200],
        defaults={"name": name[:200], "organisation": organisation, "settled_by": by, "settled_at": clock.now()},
    )
