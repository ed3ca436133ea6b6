"""Letters to experts about their work. They name the designation and the day, never the candidate: mail is no safe place."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from operations.domain import mail

from ..models import Evaluation


def tell_of_attempt(evaluation: Evaluation) -> int:
    enrolment = evaluation.attempt.enrolment
    context = {
        "expert": evaluation.expert,
        "category": enrolment.category,
        "program": enrolment.program,
        "due_on": evaluation.attempt.notice_due_on,
        "settles": evaluation.settles,
        "url": settings.SITE_URL + reverse("judging:evaluation", args=[evaluation.code]),
    }
    mail.queue(
        "expert_asked",
        evaluation.expert,
        context,
        key=f"expert_asked:{evaluation.code}",
        program=enrolment.program.slug,
    )
    return 1
