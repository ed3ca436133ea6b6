"""The result of one attempt: what the experts say, confirmed by an administrator, signed with what it rests on.

Where enrolment rolls there is no list of placings to seal; each attempt has a decision of its own. It departs from
the experts only with a reason. Met asks for the honour; not met writes the feedback and opens the next attempt.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.domain import attempts
from nominations.enums import AttemptState
from nominations.models import Attempt
from operations import clock
from operations.domain import audit, jobs
from operations.refusal import Refused
from programs.domain.assessment import settings_of

from ..access import administers
from ..models import AttemptDecision
from . import assessment, experts, sealing

LONGEST = 10_000


@dataclass(frozen=True)
class Feedback:
    """What the candidate reads of one deficient section. Nobody's name is in it."""

    section: str
    evidence: str
    correction: str


def proposed(inputs: dict, outcome: assessment.Outcome) -> list[dict]:
    """Feedback as the experts wrote it: their texts for each deficient section, one below the other, nobody named."""
    titles = {section["slug"]: section["title"] for section in inputs["sections"]}
    found = []
    for slug in outcome.deficient:
        texts = [
            finding
            for one in inputs["evaluations"]
            if (finding := one["findings"].get(slug)) and finding["verdict"] == assessment.DEFICIENCY
        ]
        found.append(
            {
                "section": slug,
                "title": titles[slug],
                "evidence": together(text["evidence"] for text in texts),
                "correction": together(text["correction"] for text in texts),
            }
        )
    return found


def together(texts) -> str:
    """The same words twice are said once."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def departures(outcome: assessment.Outcome, result: str, feedback: list[Feedback]) -> list[str]:
    """Each thing in which a decision is not what the experts found, as a sentence."""
    found = []
    if not outcome.result:
        found.append(_("The experts have not come to a result."))
    elif outcome.result != result:
        found.append(
            _("The experts say not met, the decision says met.")
            if result == assessment.MET
            else _("The experts say met, the decision says not met.")
        )
    if result == assessment.NOT_MET and {one.section for one in feedback} != set(outcome.deficient):
        found.append(_("The deficient sections are not the ones that the experts found."))
    return found


@transaction.atomic
def decide(
    attempt: Attempt, *, result: str, by, feedback: list[Feedback] | None = None, reason: str = "", word: str = ""
) -> AttemptDecision:
    """Confirm the result, or depart from it with a reason. Signed once; what follows is done in the same breath."""
    if not administers(by, attempt.enrolment.program):
        raise Refused(_("You may not decide this assessment."))
    if result not in (assessment.MET, assessment.NOT_MET):
        raise Refused(_("Choose met or not met."))
    locked = experts.lock(attempt)
    category = locked.enrolment.category
    inputs = assessment.gather_attempt(locked)
    outcome = assessment.compute(inputs)
    wanted = settings_of(category).evaluators
    if len(inputs["evaluations"]) < wanted:
        raise Refused(
            _("%(n)d of %(wanted)d evaluations are submitted. A result needs them all.")
            % {"n": len(inputs["evaluations"]), "wanted": wanted}
        )
    told = list(feedback or []) if result == assessment.NOT_MET else []
    refuse_unclear(inputs, result, told)
    departing = departures(outcome, result, told)
    if departing and not reason.strip():
        raise Refused(*departing, _("Write the reason for it."))
    titles = {section["slug"]: section["title"] for section in inputs["sections"]}
    letter = [
        {"section": slug, "title": titles[slug], "evidence": one.evidence.strip(), "correction": one.correction.strip()}
        for slug in titles
        for one in told
        if one.section == slug
    ]
    signed = {
        "basis": inputs,
        "outcome": outcome.as_json(),
        "decided": {"result": result, "reason": reason.strip(), "feedback": letter, "word": word.strip()},
    }
    now = clock.now()
    decision = AttemptDecision.objects.create(
        attempt=locked, result=result, reason=reason.strip(), feedback=letter, word=word.strip(),
        inputs=signed, inputs_hash=sealing.hash_of(signed), decided_at=now, decided_by=by,
    )  # fmt: skip
    if locked.state == AttemptState.RECEIVED:
        attempts.move(locked, AttemptState.IN_EVALUATION, by=by)
    attempts.move(locked, AttemptState(result), by=by, **told_at(result, now))
    follow(decision, by)
    change = {"result": result, "hash": decision.inputs_hash, "departures": departing, "reason": decision.reason}
    audit.record("attempt decided", locked.key, by=by, program=category.cycle.program.slug, change=change)
    attempt.refresh_from_db()
    return decision


def told_at(result: str, now) -> dict:
    return {"result_at": now, "feedback_at": now if result == assessment.NOT_MET else None}


def refuse_unclear(inputs: dict, result: str, told: list[Feedback]) -> None:
    """A candidate who has to correct something must read what, and why."""
    if result != assessment.NOT_MET:
        return
    if not told:
        raise Refused(_("Say which sections are deficient: the candidate must know what to correct."))
    titles = {section["slug"]: section["title"] for section in inputs["sections"]}
    for one in told:
        if one.section not in titles:
            raise Refused(_("This section is not in the instrument of this attempt."))
        if not one.evidence.strip() or not one.correction.strip():
            raise Refused(
                _("%(section)s: write what the deficiency rests on and what to correct.")
                % {"section": titles[one.section]}
            )
        if max(len(one.evidence), len(one.correction)) > LONGEST:
            raise Refused(_("A text has at most %(n)d characters.") % {"n": LONGEST})


def follow(decision: AttemptDecision, by) -> None:
    """Met: the honour, from a job of the later app. Not met: the letter, and a clock for corrections that runs."""
    attempt = decision.attempt
    program = attempt.enrolment.program.slug
    kind = "certify" if decision.is_met else "feedback_letter"
    jobs.enqueue(kind, key=f"{kind}:{attempt.code}", payload={"decision": decision.pk}, program=program, by=by)
    if not decision.is_met:
        attempts.open_next_attempt(attempt, deficient={one["section"] for one in decision.feedback}, by=by)


def recompute(decision: AttemptDecision) -> list[str]:
    """What is wrong with a signed decision, as sentences; none where it says today what was signed."""
    signed = decision.inputs
    found = []
    if sealing.hash_of(signed) != decision.inputs_hash:
        found.append(_("The stored inputs were changed after the decision was signed: their hash differs."))
    if assessment.compute(signed["basis"]).as_json() != signed["outcome"]:
        found.append(_("Computed again, the findings say something else than what was signed."))
    decided = signed["decided"]
    stands = (decision.result, decision.reason, decision.feedback, decision.word)
    if stands != (decided["result"], decided["reason"], decided["feedback"], decided["word"]):
        found.append(_("The decision is not the one that was signed."))
    return found
