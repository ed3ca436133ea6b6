"""From the marks to a revoked honour, every step by the administrator's own pages."""

from __future__ import annotations

from datetime import timedelta

from judging.models import Assignment, Decision, Mark, Scorecard
from nominations.models import Candidate
from operations import clock
from operations.domain import jobs
from operations.models import AuditEvent
from recognition.models import Announcement, Document, Honour
from tests import factories

from .test_actions import desk, said  # noqa: F401
from .test_watch import address, submitted


def marked(category, nominator, number: int, value: int):
    """A nomination that two judges gave the same mark in every criterion."""
    candidate = Candidate.objects.create(
        program=category.cycle.program, subject="person", name=f"Person {number}", match_key=f"person|{number}"
    )
    one = submitted(category, nominator, number, candidate=candidate)
    for _judge in range(2):
        assignment = Assignment.objects.create(judge=factories.user(), nomination=one)
        card = Scorecard.objects.create(assignment=assignment, state="submitted", submitted_at=clock.now())
        for criterion in category.criteria.all():
            Mark.objects.create(scorecard=card, criterion=criterion, value=value)
    return candidate


def test_a_decision_from_its_draft_to_a_revoked_honour(desk, category, nominator):  # noqa: F811
    best, second = marked(category, nominator, 1, 9), marked(category, nominator, 2, 7)
    winner = category.placings.get()

    def post(page: str, *more, **data):
        return desk.post(address(category, page, *more), data)

    post("decision_prepare", category.slug)
    decision = Decision.objects.get()
    assert [one.candidate for one in decision.placings.all()] == [best]

    post("decision_place", category.slug, candidate=best.pk, placing="")
    post("decision_place", category.slug, candidate=second.pk, placing=winner.pk, citation="For patience.")
    assert "Write the reason" in said(post("decision_seal", category.slug))[-1]
    stale = post("decision_explain", category.slug, rationale="The jury says so.", version=1)
    assert stale.status_code == 422
    assert "The jury says so." in stale.content.decode()
    post("decision_explain", category.slug, rationale="The jury says so.")
    post("decision_seal", category.slug)
    decision.refresh_from_db()
    assert decision.is_sealed
    record = desk.get(address(category, "result_record", category.slug)).content.decode()
    assert decision.inputs_hash in record
    assert "The jury says so." in record
    jobs.run_due()
    honour = Honour.objects.get()
    assert (honour.candidate, honour.citation) == (second, "For patience.")

    future = (clock.now() + timedelta(days=2)).astimezone(category.cycle.zone)
    post("announcement_schedule", category=category.slug, publish_at=f"{future:%Y-%m-%dT%H:%M}")
    post("announcement_hold", category=category.slug, reason="The venue moved.")
    assert Announcement.objects.get().is_held
    post("announcement_release", category=category.slug)
    assert not Announcement.objects.get().is_held

    post("documents_make")
    jobs.run_due()
    assert set(Document.objects.values_list("state", flat=True)) == {"ready"}
    post("honour_correct", honour.code, name="Person Two", organisation="", reason="Misspelt.")
    post("honour_revoke", honour.code, reason="Never happened.")
    honour.refresh_from_db()
    assert (honour.name_as_printed, honour.revoked_reason) == ("Person Two", "Never happened.")
    assert {
        "decision prepared", "candidate placed", "decision explained", "decision sealed", "announcement scheduled",
        "announcement held", "announcement released", "honor made", "honor corrected", "honor revoked",
    } <= set(AuditEvent.objects.values_list("action", flat=True))  # fmt: skip
