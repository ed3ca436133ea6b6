"""Doors for background work: each finds its rows and calls one verb."""

from __future__ import annotations

from collections.abc import Iterator

from operations.domain import stored
from operations.domain.jobs import Progress, job
from operations.domain.schedule import every_day


@job("judge_letters")
def judge_letters(payload: dict, progress: Progress) -> dict:
    from programs.models import Category

    from .domain import letters

    category = Category.objects.select_related("cycle__program").get(pk=payload["category"])
    counts = {int(judge): count for judge, count in payload["counts"].items()}
    return {"letters": letters.tell_of_new_entries(category, counts, key=payload["key"])}


@job("assign_experts")
def assign_experts(payload: dict, progress: Progress) -> dict:
    """Asked for when an attempt is received."""
    from nominations.models import Attempt

    from .domain import experts

    attempt = Attempt.objects.get(pk=payload["attempt"])
    return {"asked": len(experts.fill(attempt, by=None)) if attempt.state in experts.UNDECIDED else 0}


@job("expert_letter")
def expert_letter(payload: dict, progress: Progress) -> dict:
    from .domain import expert_letters
    from .models import Evaluation

    found = Evaluation.objects.active().filter(pk=payload["evaluation"]).first()
    return {"letters": expert_letters.tell_of_attempt(found) if found else 0}


@job("feedback_letter")
def feedback_letter(payload: dict, progress: Progress) -> dict:
    from .domain import feedback
    from .models import AttemptDecision

    feedback.send(AttemptDecision.objects.get(pk=payload["decision"]))
    return {"letters": 1}


@job("assessment_notices")
def assessment_notices(payload: dict, progress: Progress) -> dict:
    """Daily: experts who are missing are asked, and the administrators hear what falls due."""
    from programs.models import Program

    from .domain import experts, notices

    asked = sum(len(experts.fill(attempt, by=None)) for attempt in notices.waiting())
    programs = Program.objects.filter(enrolments__attempts__in=notices.waiting()).distinct()
    return {"asked": asked, "letters": sum(notices.warn(program) for program in programs)}


every_day("assessment_notices")


@stored.owner("feedback")
def feedback_files() -> Iterator[str]:
    from .models import AttemptDecision

    yield from AttemptDecision.objects.exclude(letter_path="").values_list("letter_path", flat=True).iterator()
