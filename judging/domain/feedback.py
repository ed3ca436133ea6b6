"""The feedback letter of an attempt that was not met: by mail and as a PDF, by section, without any expert's name."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from operations import files
from operations.domain import mail

from ..models import AttemptDecision

FOLDER = "feedback"


def send(decision: AttemptDecision) -> None:
    """Make the PDF once, then write the letter; asked twice, the candidate is told once."""
    context = context_of(decision)
    if not decision.letter_path:
        path, _sha256, _size = files.save(pdf_of(context), folder=FOLDER, suffix=".pdf")
        if AttemptDecision.objects.filter(pk=decision.pk, letter_path="").update(letter_path=path):
            decision.letter_path = path
        else:
            files.delete(path)
            decision.refresh_from_db()
    attempt = decision.attempt
    mail.queue(
        "assessment_feedback",
        attempt.enrolment.candidate,
        context,
        key=f"feedback:{attempt.code}",
        program=attempt.enrolment.program.slug,
        attachments=[{"name": name_of(decision), "path": decision.letter_path, "type": "application/pdf"}],
    )


def context_of(decision: AttemptDecision) -> dict:
    """Everything the letter says. Whoever evaluated is not in here, so no template can show it."""
    attempt = decision.attempt
    enrolment = attempt.enrolment
    following = enrolment.attempts.filter(number=attempt.number + 1).first()
    return {
        "candidate": enrolment.candidate,
        "attempt": {"number": attempt.number, "received_at": attempt.received_at},
        "category": enrolment.category,
        "program": enrolment.program,
        "zone": enrolment.zone,
        "sections": decision.feedback,
        "word": decision.word,
        "decided_at": decision.decided_at,
        "due_at": following.due_at if following else None,
        "url": settings.SITE_URL + reverse("nominations:assessment", args=[enrolment.code]),
    }


def pdf_of(context: dict) -> bytes:
    from operations import pdf

    return pdf.render(render_to_string("judging/feedback.pdf.html", context), sheet="css/entry-pdf.css")


def name_of(decision: AttemptDecision) -> str:
    return _("feedback") + f"-{decision.attempt.code}.pdf"
