"""Measured awards whose standing leaves nothing open: decided and sealed together, each with all it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from measurement.domain import results
from measurement.domain.measured import Measured
from operations.refusal import Refused
from programs.models import Category, Cycle

from ..models import Decision
from . import decisions, measuring, proposal, review
from .standing import Standing


@dataclass(frozen=True)
class Settled:
    """One award: what its standing says, and why it is not beyond doubt."""

    category: Category
    found: list[Measured]
    rows: list[Standing]
    doubts: list[str]

    @property
    def is_clear(self) -> bool:
        return not self.doubts


def look(cycle: Cycle) -> list[Settled]:
    """Every measured award that nobody has decided yet."""
    decided = set(
        Decision.objects.filter(category__cycle=cycle)
        .exclude(state="draft", placings=None, is_withheld=False)
        .values_list("category", flat=True)
    )
    found = []
    for category, measured in results.of_cycle(cycle).items():
        if category.pk not in decided:
            rows = measuring.standings_of(category, measured)
            found.append(Settled(category, measured, rows, doubts(category, rows)))
    return found


def doubts(category: Category, rows: Sequence[Standing]) -> list[str]:
    """Why a person has to look: ties, what is not known, too small a field."""
    field = proposal.field_of(category, rows)
    if field < category.minimum_entrants or not field:
        return [review.measured_too_few(field, category.minimum_entrants)]
    found = review.in_doubt(category, rows)
    open_ = [row for row in rows if row.needs]
    if open_:
        found.append(_("Equal results: %(who)s.") % {"who": ", ".join(row.name for row in open_[:20])})
    return found


@transaction.atomic
def decide(cycle: Cycle, slugs: Sequence[str], *, by) -> list[Decision]:
    """Decide and seal these awards; one that is not beyond doubt (any more) is refused, and none is decided."""
    wanted = set(slugs)
    if not wanted:
        raise Refused(_("Tick at least one award."))
    settled = {each.category.slug: each for each in look(cycle)}
    unclear = [slug for slug in sorted(wanted) if slug not in settled or not settled[slug].is_clear]
    if unclear:
        names = ", ".join(settled[slug].category.name if slug in settled else slug for slug in unclear)
        raise Refused(_("Not beyond doubt, or decided meanwhile: %(names)s. Nothing was decided.") % {"names": names})
    sealed = []
    for slug in sorted(wanted):
        each = settled[slug]
        decision = decisions.prepare(each.category, by=by, rows=each.rows)
        sealed.append(decisions.seal(decision, by=by, found=each.found))
    return sealed
