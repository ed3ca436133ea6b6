"""What stands between a draft and its seal, each as a sentence.

A decision that departs from the standing, or that settles what the standing leaves open, needs a written reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measurement.domain import studies
from programs.enums import SelectionMethod
from programs.models import Category

from ..models import Decision, DecisionPlacing
from . import measuring, placings, proposal, quorum, window
from .standing import Standing
from .standings import standings

#: So many names a sentence or a line of the trail lists.
MOST_NAMED = 20


@dataclass(frozen=True)
class Review:
    """What stands between a draft and its seal: problems that forbid it, departures that need a reason."""

    standings: list[Standing]
    problems: list[str]
    departures: list[str]

    @property
    def needs_rationale(self) -> bool:
        return bool(self.departures)


def of(decision: Decision, rows: list[Standing] | None = None) -> Review:
    """What still forbids the seal, and where a reason is needed. Constant queries. `rows`: standings asked already."""
    category = decision.category
    rows = standings(category) if rows is None else rows
    placed = list(decision.placings.select_related("placing", "candidate"))
    problems = quorum.shortfalls(category)
    problems += [] if decision.is_withheld else problems_of(category, rows, placed)
    departures = [*awaited(category), *departures_of(decision, rows, placed)]
    if departures and not decision.rationale:
        problems.append(
            _("Write the reason: the decision comes early, or settles or departs from what the standing says.")
        )
    return Review(rows, problems, departures)


def problems_of(category: Category, rows: list[Standing], placed: list[DecisionPlacing]) -> list[str]:
    problems = []
    if not placed:
        problems.append(_("Nobody is placed. Place somebody, or withhold the award."))
    if measuring.is_measured(category) and studies.is_recounting(category.cycle.program):
        problems.append(
            _("Which surveys count was changed, and they are still being counted anew. Please wait until that is done.")
        )
    few = proposal.field_of(category, rows)
    if measuring.is_measured(category) and few < category.minimum_entrants:
        problems.append(measured_too_few(few, category.minimum_entrants))
    if category.method == SelectionMethod.PANEL and len(rows) < category.minimum_entrants:
        problems.append(
            ngettext(
                "Only %(n)d nomination is to be judged, and the category asks for at least %(least)d. Withhold it.",
                "Only %(n)d nominations are to be judged, and the category asks for at least %(least)d. Withhold it.",
                len(rows),
            )
            % {"n": len(rows), "least": category.minimum_entrants}
        )
    standing = {row.candidate.pk for row in rows if row.candidate}
    problems += [
        _("%(candidate)s no longer stands in this category.") % {"candidate": one.candidate}
        for one in placed
        if one.candidate_id not in standing
    ]
    return problems


def awaited(category: Category) -> list[str]:
    """Scorecards that may still come in: whoever decides without them says why."""
    if category.method != SelectionMethod.PANEL:
        return []
    missing = window.still_markable(category).count()
    if not missing:
        return []
    return [
        ngettext(
            "%(n)d scorecard is not in yet, and its judge may still submit it.",
            "%(n)d scorecards are not in yet, and their judges may still submit them.",
            missing,
        )
        % {"n": missing}
    ]


def measured_too_few(field: int, least: int) -> str:
    if not field:
        return _("Nobody is eligible. Withhold the award.")
    return ngettext(
        "Only %(n)d is eligible, and the award asks for at least %(least)d. Withhold it.",
        "Only %(n)d are eligible, and the award asks for at least %(least)d. Withhold it.",
        field,
    ) % {"n": field, "least": least}


def departures_of(decision: Decision, rows: list[Standing], placed: list[DecisionPlacing]) -> list[str]:
    """Each thing that the standing alone does not say, as a sentence."""
    category = decision.category
    if decision.is_withheld:
        return [_("The award is not given.")]
    if category.method == SelectionMethod.APPOINTMENT:
        return [_("An appointed award always carries its reason.")]
    proposed = {one.identity: (placing, one) for placing, _position, one in proposal.of(category, rows)}
    by_candidate = {one.candidate_id: one for one in placed}
    standing = {row.candidate.pk: row for row in rows if row.candidate}
    found = []
    for one in placed:
        row = standing.get(one.candidate_id)
        said = proposed.get(one.candidate_id)
        if said and said[0].pk == one.placing_id:
            continue
        if not said and proposal.is_chosen(category, one.placing) and row is not None and row.place and not row.needs:
            continue
        words = {"candidate": one.candidate, "placing": one.placing.name}
        if row is not None and row.place is None and row.measured:
            found.append(_("%(candidate)s is placed as %(placing)s without being eligible.") % words)
        elif row is not None and row.place is None:
            found.append(_("%(candidate)s has too few scorecards and is placed as %(placing)s.") % words)
        elif row is not None and row.is_tied and row.needs:
            found.append(_("%(candidate)s is placed as %(placing)s although the result is tied.") % words)
        else:
            found.append(_("%(candidate)s is placed as %(placing)s, which the standing does not say.") % words)
    for candidate_id, (placing, one) in proposed.items():
        if candidate_id not in by_candidate:
            words = {"candidate": one.name, "placing": placing.name}
            found.append(_("The standing makes %(candidate)s %(placing)s, and the decision does not.") % words)
    if measuring.is_measured(category):
        return in_short(found) + in_doubt(category, rows)
    lacking = sum(1 for row in rows if row.place is None)
    if lacking:
        found.append(
            ngettext(
                "%(n)d nomination has too few scorecards and is left out.",
                "%(n)d nominations have too few scorecards and are left out.",
                lacking,
            )
            % {"n": lacking}
        )
    return found


def in_short(sentences: list[str]) -> list[str]:
    """Not five hundred sentences where twenty say enough."""
    if len(sentences) <= MOST_NAMED:
        return sentences
    return [
        *sentences[:MOST_NAMED],
        _("… and %(n)d more such differences.") % {"n": len(sentences) - MOST_NAMED},
    ]


def in_doubt(category: Category, rows: list[Standing]) -> list[str]:
    """Who could be placed if something were known that is not known yet: a person has to look."""
    unknown = [
        row for row in rows if row.measured and row.measured.is_in_doubt and could_be_placed(category, row, rows)
    ]
    return in_short(
        [
            _("It is not settled whether %(who)s is eligible: %(why)s")
            % {"who": row.name, "why": " ".join(row.measured.shortfalls)}
            for row in unknown
        ]
    )


def could_be_placed(category: Category, row: Standing, rows: list[Standing]) -> bool:
    """Whether it would get a placing if it were eligible: it reaches the bar, and not all places are above it."""
    if row.value is None or not row.measured.meets_bar:
        return False
    ends = placings.boundaries(placings.described(category))
    if not ends or category.method == SelectionMethod.THRESHOLD or row.measured.measure.combine == "rank_sum":
        return True
    return sum(1 for other in rows if other.place is not None and other.value > row.value) < ends[-1]
