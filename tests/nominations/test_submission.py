"""Submitting and its siblings: what is taken, what is refused, and what follows."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from nominations.domain import drafts, states, submission
from nominations.models import Candidate, Nomination
from operations.domain.jobs import run_due
from operations.models import AuditEvent, Job, OutgoingMail
from operations.refusal import Refused
from programs.enums import SelectionMethod
from programs.models import EligibilityRule
from tests import factories

from .conftest import answer, fill


def rule(category, kind, **params) -> EligibilityRule:
    return EligibilityRule.objects.create(
        cycle=category.cycle,
        category=category,
        slug=kind.replace("_", "-"),
        kind=kind,
        params=params,
        source="Said so.",
    )


def test_submitting_gives_a_receipt_a_candidate_a_report_and_a_letter(ready, nominator, at):
    instant = at("2026-02-03 09:30:15.123456")

    submission.submit(ready, by=nominator)

    stored = Nomination.objects.get()
    assert (stored.state, stored.receipt_number) == ("submitted", 1)
    assert stored.first_submitted_at == stored.submitted_at == instant
    assert stored.candidate.name == "Maria Lopez"
    assert stored.eligibility == "pass"
    assert stored.reports.count() == 1
    assert [event.what for event in stored.events.all()] == ["started", "submitted"]
    assert AuditEvent.objects.filter(action="nomination submitted").count() == 1
    assert Job.objects.filter(kind="nomination_confirmation").count() == 1


def test_a_double_click_submits_once(ready, nominator):
    same = Nomination.objects.get(pk=ready.pk)
    submission.submit(ready, by=nominator)
    submission.submit(same, by=nominator)

    assert same.receipt_number == ready.receipt_number == 1
    assert ready.events.filter(what="submitted").count() == 1
    assert Job.objects.filter(kind="nomination_confirmation").count() == 1


def test_receipts_have_neither_gaps_nor_doubles(ready, nominator, organisation, category):
    incomplete = drafts.start(category, by=nominator, organisation=organisation, relation="colleague")
    second = fill(drafts.start(category, by=nominator, organisation=organisation, relation="colleague"), "Ann Other")
    submission.submit(ready, by=nominator)
    with pytest.raises(Refused):
        submission.submit(incomplete, by=nominator)
    submission.submit(second, by=nominator)

    assert sorted(Nomination.objects.exclude(receipt_number=None).values_list("receipt_number", flat=True)) == [1, 2]


def test_what_is_missing_refuses_with_every_reason_and_changes_nothing(draft, nominator):
    answer(draft, "story-1", "word " * 301)
    Nomination.objects.update(relation="")

    with pytest.raises(Refused) as refused:
        submission.submit(draft, by=nominator)

    assert list(refused.value.reasons) == [
        "Tell us what you are to the nominee.",
        "“Name” is not answered yet.",
        "“Story 1” is 1 word over its limit of 300.",
        "“Story 2” is not answered yet.",
        "“Story 3” is not answered yet.",
    ]
    assert Nomination.objects.get().state == "draft"
    assert not Candidate.objects.exists()


def test_a_text_of_exactly_its_limit_is_taken(ready, nominator):
    answer(ready, "story-1", "word " * 300)

    assert submission.submit(ready, by=nominator).state == "submitted"


def test_a_required_file_is_missed(ready, nominator):
    factories.Question.objects.create(
        category=ready.category, slug="files", section="support", kind="attachments", label="Proof"
    )
    with pytest.raises(Refused, match="“Proof” needs at least one file"):
        submission.submit(ready, by=nominator)


# Deadlines


def test_the_last_instant_counts_and_the_next_second_does_not(ready, nominator, at):
    at("2026-04-01 00:00:00")
    with pytest.raises(Refused, match="deadline has passed"):
        submission.submit(ready, by=nominator)
    assert Nomination.objects.get().state == "draft"

    at("2026-03-31 23:59:59.999999")
    assert submission.submit(ready, by=nominator).state == "submitted"


@pytest.mark.parametrize(
    ("closes", "inside", "outside"),
    [
        # New York springs forward on 8 March 2026: the day ends at 03:59:59 UTC, not at 04:59:59.
        ("2026-03-08T23:59:59-04:00", "2026-03-09 03:59:59.9", "2026-03-09 04:00:00"),
        ("2026-03-07T23:59:59-05:00", "2026-03-08 04:59:59.9", "2026-03-08 05:00:00"),
        # and falls back on 1 November.
        ("2026-11-01T23:59:59-05:00", "2026-11-02 04:59:59.9", "2026-11-02 05:00:00"),
    ],
)
def test_the_day_ends_in_the_programs_zone_on_both_sides_of_summer_time(at, nominator, closes, inside, outside):
    from datetime import datetime

    at("2026-02-01 12:00")
    cycle = factories.cycle(closes_at=datetime.fromisoformat(closes))
    category = factories.category(cycle)
    center = factories.organisation()
    nomination = fill(drafts.start(category, by=nominator, organisation=center, relation="colleague"))

    at(outside)
    with pytest.raises(Refused, match="deadline has passed"):
        submission.submit(nomination, by=nominator)
    at(inside)
    assert submission.submit(nomination, by=nominator).state == "submitted"


def test_a_category_may_close_earlier_or_later_than_its_cycle(ready, nominator, at):
    ready.category.closes_at = factories.at("2026-02-10 12:00:00")
    ready.category.save()
    at("2026-02-10 12:00:01")
    with pytest.raises(Refused, match="deadline has passed"):
        submission.submit(Nomination.objects.get(), by=nominator)

    ready.category.closes_at = factories.at("2026-05-01 12:00:00")
    ready.category.save()
    at("2026-04-20 12:00:00")
    assert submission.submit(Nomination.objects.get(), by=nominator).state == "submitted"


def test_grace_is_taken_and_written_down(ready, nominator, at):
    cycle = ready.cycle
    cycle.grace_minutes = 5
    cycle.save()
    at("2026-04-01 00:05:00")
    with pytest.raises(Refused, match="deadline has passed"):
        submission.submit(Nomination.objects.get(), by=nominator)

    at("2026-04-01 00:04:59.5")
    submission.submit(Nomination.objects.get(), by=nominator)

    assert AuditEvent.objects.filter(action="nomination grace used").count() == 1


def test_no_grace_is_written_down_in_time(submitted):
    assert not AuditEvent.objects.filter(action="nomination grace used").exists()


def test_an_own_deadline_opens_one_nomination_and_no_other(ready, nominator, administrator, organisation, at):
    other = fill(drafts.start(ready.category, by=nominator, organisation=organisation, relation="colleague"), "Ann")
    submission.extend(ready, factories.at("2026-04-05 12:00"), by=administrator, reason="Hospital")
    at("2026-04-05 12:00:00.5")

    assert submission.submit(ready, by=nominator).state == "submitted"
    with pytest.raises(Refused, match="deadline has passed"):
        submission.submit(other, by=nominator)
    assert ready.events.get(what="extended").reason == "Hospital"


@pytest.mark.parametrize(("until", "reason"), [("2026-03-01", "Because"), ("2026-04-05", " ")])
def test_an_own_deadline_must_be_later_and_have_a_reason(ready, administrator, until, reason):
    with pytest.raises(Refused):
        submission.extend(ready, factories.at(until), by=administrator, reason=reason)


# Eligibility


def test_a_certain_no_refuses_with_its_reason(ready, nominator):
    rule(ready.category, "nominator_relation", relations=["customer"], record_only=False)

    with pytest.raises(Refused) as refused:
        submission.submit(ready, by=nominator)

    assert len(refused.value.reasons) == 1
    stored = Nomination.objects.get()
    assert (stored.state, stored.receipt_number, stored.reports.count()) == ("draft", None, 0)


def test_missing_information_is_taken_and_shown(ready, nominator):
    rule(ready.category, "headcount_band", minimum=None, maximum=75, basis="headcount", as_of="submitted")

    submission.submit(ready, by=nominator)

    assert Nomination.objects.get().eligibility == "unknown"


def test_an_appointed_award_refuses_what_was_begun_before(ready, nominator):
    ready.category.method = SelectionMethod.APPOINTMENT
    ready.category.save()

    with pytest.raises(Refused, match="takes no nominations"):
        submission.submit(Nomination.objects.get(), by=nominator)


def caps(cycle, mode):
    for kind, most in (("category_cap", 3), ("candidate_cap", 2)):
        EligibilityRule.objects.create(
            cycle=cycle,
            slug=kind.replace("_", "-"),
            kind=kind,
            params={"maximum": most, "mode": mode},
            source="Fair play.",
        )


@pytest.mark.parametrize(
    ("mode", "states_then"), [("warn", ["submitted"] * 3), ("block", ["submitted"] * 2 + ["draft"])]
)
def test_the_third_candidate_is_warned_of_or_refused(category, nominator, organisation, at, mode, states_then):
    caps(category.cycle, mode)
    made = []
    for name in ("Ann", "Ben", "Cem"):
        one = fill(drafts.start(category, by=nominator, organisation=organisation, relation="colleague"), name)
        made.append(one)
        try:
            submission.submit(one, by=nominator)
        except Refused:
            assert name == "Cem"

    rows = Nomination.objects.order_by("pk")
    assert [row.state for row in rows] == states_then
    assert [row.cap_place for row in rows[:2]] == ["judged", "judged"]
    assert rows[2].cap_place == ("over" if mode == "warn" else "")


def test_withdrawing_frees_the_place_for_the_next_in_time(category, nominator, organisation, at):
    caps(category.cycle, "warn")
    made = [
        submission.submit(
            fill(drafts.start(category, by=nominator, organisation=organisation, relation="colleague"), name),
            by=nominator,
        )
        for name in ("Ann", "Ben", "Cem")
    ]

    submission.withdraw(made[0], by=nominator, reason="She left")

    assert list(Nomination.objects.order_by("pk").values_list("cap_place", flat=True))[1:] == ["judged", "judged"]


def test_two_entries_of_one_person_are_one_candidate_however_it_is_spelled(category, nominator, organisation, at):
    for name in ("María López", "maria  lopez"):
        submission.submit(
            fill(drafts.start(category, by=nominator, organisation=organisation, relation="colleague"), name),
            by=nominator,
        )
    elsewhere = factories.organisation("Elsewhere")
    submission.submit(
        fill(drafts.start(category, by=nominator, organisation=elsewhere, relation="colleague"), "Maria Lopez"),
        by=nominator,
    )

    assert Candidate.objects.count() == 2


# After submitting


def test_an_edit_keeps_receipt_and_place_in_the_order(submitted, at):
    first = submitted.first_submitted_at
    at(first + timedelta(days=3))

    answer(submitted, "story-1", "A better text.")

    stored = Nomination.objects.get()
    assert (stored.receipt_number, stored.first_submitted_at) == (1, first)
    assert stored.submitted_at == first + timedelta(days=3)
    assert stored.events.filter(what="edited").count() == 1


def test_several_edits_in_a_row_are_one_line_on_the_timeline(submitted):
    for text in ("One", "Two", "Three"):
        answer(submitted, "story-1", text)

    assert submitted.events.filter(what="edited").count() == 1


def test_a_submitted_entry_cannot_be_edited_into_an_incomplete_one(submitted):
    with pytest.raises(Refused, match="not answered yet"):
        answer(submitted, "story-1", "")
    with pytest.raises(Refused, match="over its limit"):
        answer(submitted, "story-1", "word " * 301)

    assert submitted.answers.get(question__slug="story-1").value == "What she did, part 1."


def test_changed_facts_are_checked_again_and_a_certain_no_is_refused(submitted, nominator):
    rule(submitted.category, "nominator_relation", relations=["colleague"], record_only=False)
    with pytest.raises(Refused):
        drafts.save_details(submitted, by=nominator, base_version=submitted.version, relation="customer")
    assert Nomination.objects.get().relation == "colleague"

    answer(submitted, "entrant-name", "Maria Lopez Garcia")
    assert Nomination.objects.get().candidate.name == "Maria Lopez Garcia"


def test_editing_ends_with_the_deadline(submitted, at):
    at("2026-04-01 00:00:00")

    with pytest.raises(Refused, match="deadline has passed"):
        answer(submitted, "story-1", "Too late.")


def test_withdrawn_entries_may_come_back_until_the_deadline_with_the_same_receipt(submitted, nominator, at):
    first = submitted.first_submitted_at
    submission.withdraw(submitted, by=nominator)
    submission.withdraw(submitted, by=nominator)
    assert submitted.events.filter(what="withdrawn").count() == 1

    at("2026-03-01 12:00")
    submission.submit(submitted, by=nominator)

    assert (submitted.receipt_number, submitted.first_submitted_at) == (1, first)


def test_rejecting_and_reinstating_need_a_reason_and_tell_the_nominator(submitted, administrator):
    with pytest.raises(Refused, match="reason"):
        submission.reject(submitted, by=administrator, reason=" ")
    submission.reject(submitted, by=administrator, reason="Works for a vendor")
    assert Nomination.objects.get().state == "rejected"
    with pytest.raises(Refused, match="reason"):
        submission.reinstate(submitted, by=administrator, reason="")
    submission.reinstate(submitted, by=administrator, reason="A mix-up")
    run_due()

    assert Nomination.objects.get().state == "submitted"
    letters = OutgoingMail.objects.exclude(key__startswith="nomination-submitted")
    assert {letter.subject for letter in letters} == {"Not eligible: Maria Lopez", "Back in: Maria Lopez"}
    assert any("Works for a vendor" in letter.text for letter in letters)


def test_a_draft_cannot_be_rejected_or_reinstated(ready, administrator):
    with pytest.raises(Refused):
        submission.reject(ready, by=administrator, reason="No")
    with pytest.raises(Refused, match="never submitted"):
        submission.reinstate(ready, by=administrator, reason="Yes")


def test_of_two_moves_at_once_one_wins(submitted, nominator, administrator):
    stale = Nomination.objects.get()
    submission.withdraw(submitted, by=nominator)

    with pytest.raises(states.SomebodyWasFaster):
        states.move(stale, "rejected", what="rejected", by=administrator)


def test_a_failure_on_the_way_leaves_nothing_behind(ready, nominator):
    with patch("nominations.domain.submission.confirm", side_effect=RuntimeError), pytest.raises(RuntimeError):
        submission.submit(ready, by=nominator)

    stored = Nomination.objects.get()
    assert (stored.state, stored.receipt_number, stored.first_submitted_at) == ("draft", None, None)
    assert not Candidate.objects.exists()


# Letters


def test_the_confirmation_carries_the_entry_and_is_sent_once(submitted, nominator):
    run_due()
    Job.objects.filter(kind="nomination_confirmation").update(state="due")
    run_due()

    letter = OutgoingMail.objects.get()
    assert letter.to == nominator.email
    assert "Maria Lopez" in letter.subject
    assert "Receipt no. 1" in letter.text
    assert letter.attachments[0]["type"] == "application/pdf"
    assert "{" not in letter.text


def test_colleagues_who_joined_get_the_confirmation_too(ready, nominator, colleague):
    ready.collaborators.create(email=colleague.email, user=colleague, token="t")
    ready.collaborators.create(email="open@example.com", token="u")
    submission.submit(ready, by=nominator)
    run_due()

    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {nominator.email, colleague.email}


def test_a_draft_is_reminded_of_before_its_deadline_and_a_submitted_entry_is_not(ready, nominator, organisation, at):
    other = fill(drafts.start(ready.category, by=nominator, organisation=organisation, relation="colleague"), "Ann")
    submission.submit(other, by=nominator)
    run_due()
    OutgoingMail.objects.all().delete()
    at("2026-03-25 00:00")
    run_due()

    assert [letter.subject for letter in OutgoingMail.objects.all()] == [
        "Your draft “Maria Lopez” must be in by March 31"
    ]


def test_a_moved_deadline_sets_its_own_reminders(ready, at):
    cycle = ready.cycle
    cycle.closes_at = factories.at("2026-04-20 12:00")
    cycle.save()
    at("2026-03-25 00:00")
    run_due()
    assert not OutgoingMail.objects.exists()

    at("2026-04-13 12:00:01")
    run_due()
    assert OutgoingMail.objects.count() == 1
