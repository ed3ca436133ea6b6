"""The assessment method: experts' findings become one result an attempt, met or not met (C08, C11).

`gather` reads what an attempt's result rests on as plain data, `compute` says the result of that data alone, so a
signed decision can be computed again years later from what was stored with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nominations.models import Attempt
from programs.domain.assessment import RESULT, SECTION, AssessmentSettings, settings_of
from programs.models import Category

from ..models import Evaluation
from . import agreement
from .standing import Standing

FORMAT = 1
METHOD = "assessment"
MET, NOT_MET = "met", "not_met"
MEETS, DEFICIENCY = agreement.MEETS, agreement.DEFICIENCY


@dataclass(frozen=True)
class Outcome:
    """What the experts' findings say. `result` is "" as long as somebody has to find something first."""

    result: str
    met: int
    not_met: int
    missing: int
    is_split: bool
    deficient: tuple[str, ...]
    agreement: agreement.Agreement

    def as_json(self) -> dict:
        """What is sealed of it."""
        return {
            "result": self.result,
            "met": self.met,
            "not_met": self.not_met,
            "missing": self.missing,
            "is_split": self.is_split,
            "deficient": list(self.deficient),
        }


def compute(inputs: dict) -> Outcome:
    """The result of one attempt. Pure: the same inputs say the same for ever.

    An expert's result is met when none of the expert's findings is a deficiency. The attempt's is what more than half
    of the experts say, once as many as the category asks for have submitted. Where they are split evenly, one more
    expert is needed; so is one where the category wants every section found alike and the first experts do not.
    Deficient is every section in which an expert whose result is not met found a deficiency.
    """
    sections = [section["slug"] for section in inputs["sections"]]
    verdicts = {
        one["code"]: {section: finding["verdict"] for section, finding in one["findings"].items()}
        for one in inputs["evaluations"]
    }
    results = [result_of(found) for found in verdicts.values()]
    met, not_met = results.count(MET), results.count(NOT_MET)
    short = max(inputs["evaluators"] - len(results), 0)
    agreed = agreement.of(sections, verdicts)
    is_split = not short and (met == not_met or in_dispute(inputs, len(results), agreed))
    majority = MET if met > not_met else NOT_MET
    return Outcome(
        result="" if short or is_split else majority,
        met=met,
        not_met=not_met,
        missing=short or int(is_split),
        is_split=is_split,
        deficient=tuple(
            section for section in sections if any(found.get(section) == DEFICIENCY for found in verdicts.values())
        ),
        agreement=agreed,
    )


def in_dispute(inputs: dict, experts: int, agreed: agreement.Agreement) -> bool:
    """Whether sections found differently call for one more expert: once, beyond those that are asked at first."""
    is_by_section = inputs.get("differ", RESULT) == SECTION
    return (
        is_by_section and 1 < experts == inputs["evaluators"] and not all(one.is_unanimous for one in agreed.sections)
    )


def result_of(verdicts: dict[str, str]) -> str:
    """One expert's result."""
    return NOT_MET if DEFICIENCY in verdicts.values() else MET


def gather(category: Category) -> dict:
    """Every attempt of the category that was received, as `compute` reads them. Constant queries."""
    settings = settings_of(category)
    return {
        "format": FORMAT,
        "method": METHOD,
        "category": category.key,
        "cycle": category.cycle.slug,
        "program": category.cycle.program.slug,
        "attempts": [inputs_of(attempt, settings) for attempt in received(category)],
    }


def gather_attempt(attempt: Attempt) -> dict:
    """What the result of one attempt rests on, with whose it is."""
    category = attempt.enrolment.category
    found = received(category).get(pk=attempt.pk)
    return {
        "format": FORMAT,
        "method": METHOD,
        "category": category.key,
        "cycle": category.cycle.slug,
        "program": category.cycle.program.slug,
        **inputs_of(found, settings_of(category)),
    }


def inputs_of(attempt: Attempt, settings: AssessmentSettings) -> dict:
    """An attempt with `counted` evaluations as plain data, texts included."""
    return {
        "attempt": attempt.code,
        "number": attempt.number,
        "nomination": attempt.enrolment.nomination.code,
        "received_at": attempt.received_at.isoformat(),
        "evaluators": settings.evaluators,
        "differ": settings.differ,
        "instrument": attempt.instrument.version,
        "sections": [{"slug": one["slug"], "title": one["title"]} for one in attempt.instrument.sections],
        "evaluations": [
            {
                "code": one.code,
                "expert": one.expert.key,
                "submitted_at": one.submitted_at.isoformat(),
                "note": one.note,
                "findings": {
                    finding.section: {
                        "verdict": finding.verdict,
                        "evidence": finding.evidence,
                        "correction": finding.correction,
                    }
                    for finding in sorted(one.findings.all(), key=lambda finding: finding.section)
                },
            }
            for one in attempt.counted
        ],
    }


def received(category: Category):
    """Received attempts of a category in the order they came, with the evaluations that count.

    One that waits for its designation's first instrument has nothing to say yet.
    """
    return (
        Attempt.objects.filter(enrolment__category=category)
        .exclude(Q(received_at=None) | Q(instrument=None))
        .select_related("instrument", "enrolment__nomination__candidate__organisation")
        .prefetch_related(counted())
        .order_by("received_at", "pk")
    )


def counted() -> Prefetch:
    """Submitted evaluations nobody stepped back from, on each attempt as `counted`."""
    submitted = Evaluation.objects.submitted().select_related("expert").prefetch_related("findings")
    return Prefetch("evaluations", queryset=submitted.order_by("code"), to_attr="counted")


def gathered(attempt: Attempt) -> Outcome:
    """What the experts say of one attempt now."""
    return compute(gather_attempt(attempt))


def outcome_of(attempt: Attempt, settings: AssessmentSettings) -> Outcome:
    return compute(inputs_of(attempt, settings))


def standings(category: Category) -> list[Standing]:
    """Everybody whose latest attempt was received: who has met first, then by name. Nobody is ranked."""
    settings = settings_of(category)
    latest: dict[int, Attempt] = {}
    for attempt in received(category).select_related("decision"):
        latest[attempt.enrolment_id] = attempt
    rows = [standing_of(attempt, settings) for attempt in latest.values()]
    return sorted(rows, key=lambda row: (row.place or 2, row.name.casefold()))


def standing_of(attempt: Attempt, settings: AssessmentSettings) -> Standing:
    nomination = attempt.enrolment.nomination
    decision = getattr(attempt, "decision", None)
    outcome = outcome_of(attempt, settings)
    return Standing(
        candidate=nomination.candidate,
        nomination=nomination,
        place=1 if decision and decision.is_met else None,
        value=None,
        count=outcome.met + outcome.not_met,
        needs="" if decision else in_words(outcome),
        reason=_("Met") if decision and decision.is_met else _("Not met") if decision else "",
    )


def in_words(outcome: Outcome) -> str:
    """What the administrator reads of it, as a sentence."""
    if outcome.is_split and outcome.met != outcome.not_met:
        sections = sum(1 for one in outcome.agreement.sections if not one.is_unanimous)
        return ngettext(
            "The experts differ in one section. One more expert is needed.",
            "The experts differ in %(n)d sections. One more expert is needed.",
            sections,
        ) % {"n": sections}
    if outcome.is_split:
        return _("The experts differ, %(met)d to %(not_met)d. One more expert is needed.") % {
            "met": outcome.met,
            "not_met": outcome.not_met,
        }
    if outcome.missing:
        return ngettext("One evaluation is still to come.", "%(n)d evaluations are still to come.", outcome.missing) % {
            "n": outcome.missing
        }
    if outcome.result == MET:
        return _("The experts say met. Please confirm the result.")
    return _("The experts say not met. Please confirm the result.")
