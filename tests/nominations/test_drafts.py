"""Writing an entry: nothing that somebody typed is ever lost."""

import pytest

from nominations.domain import copying, drafts, submission
from nominations.domain.values import InvalidAnswer
from nominations.models import Answer, AnswerVersion, Nomination, NominationEvent
from operations.models import AuditEvent, Job
from operations.refusal import Refused
from programs.enums import SelectionMethod
from tests import factories

from .conftest import answer


def test_a_draft_starts_with_its_event_its_audit_line_and_its_reminders(draft, nominator):
    assert draft.state == "draft"
    assert [event.what for event in draft.events.all()] == ["started"]
    assert AuditEvent.objects.filter(action="nomination started", object_key=draft.key).count() == 1
    due = Job.objects.filter(kind="draft_reminder").order_by("due_at").values_list("due_at", flat=True)
    assert [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in due] == ["2026-03-24 23:59:59", "2026-03-30 23:59:59"]


@pytest.mark.parametrize(
    ("fields", "cycle_fields", "reason"),
    [
        ({"accepts_nominations": False}, {}, "takes no nominations"),
        ({"method": SelectionMethod.APPOINTMENT}, {}, "takes no nominations"),
        ({}, {"is_public": False}, "not open yet"),
        ({}, {"opens_at": factories.at("2026-02-01 12:00:01")}, "not open yet"),
        ({}, {"closes_at": factories.at("2026-02-01 11:59:59")}, "are closed"),
    ],
)
def test_no_draft_where_nothing_is_taken(at, nominator, fields, cycle_fields, reason):
    category = factories.category(factories.cycle(**cycle_fields), **fields)

    with pytest.raises(Refused, match=reason):
        drafts.start(category, by=nominator)

    assert not Nomination.objects.exists()


def test_saving_counts_the_version_up_and_keeps_the_replaced_text(draft, nominator):
    first = answer(draft, "story-1", "One.")
    second = answer(draft, "story-1", "Two.", base=first.version)

    assert (first.version, second.version) == (1, 2)
    assert Answer.objects.get().value == "Two."
    assert [(kept.value, kept.version, kept.is_conflict) for kept in AnswerVersion.objects.all()] == [
        ("One.", 1, False)
    ]


def test_saving_the_same_text_again_changes_nothing_even_from_an_old_version(draft):
    answer(draft, "story-1", "One.")
    again = answer(draft, "story-1", "One.", base=0)

    assert (again.version, again.changed, again.is_conflict) == (1, False, False)


def test_of_two_tabs_the_later_save_keeps_both_texts(draft, nominator):
    answer(draft, "story-1", "From tab one.", base=0)
    late = answer(draft, "story-1", "From tab two.", base=0)

    assert late.is_conflict
    assert (late.theirs, late.mine, late.version) == ("From tab one.", "From tab two.", 1)
    assert Answer.objects.get().value == "From tab one."
    assert drafts.open_conflicts(draft, nominator)[late.answer.question_id].value == "From tab two."


def test_a_tab_that_saw_the_newest_version_saves_without_a_conflict(draft):
    answer(draft, "story-1", "From tab one.", base=0)

    assert not answer(draft, "story-1", "From tab two.", base=1).is_conflict


def test_a_late_text_that_is_typed_on_stays_one_row_and_another_text_gets_its_own(draft):
    answer(draft, "story-1", "First.", base=0)
    answer(draft, "story-1", "Late", base=0)
    answer(draft, "story-1", "Late and longer", base=0)
    answer(draft, "story-1", "Rewritten", base=0)

    kept = AnswerVersion.objects.filter(is_conflict=True).values_list("value", flat=True)
    assert set(kept) == {"Late and longer", "Rewritten"}


@pytest.mark.parametrize(
    ("choice", "stands"),
    [("mine", "Mine."), ("theirs", "Theirs."), ("both", "Theirs.\n\nMine.")],
)
def test_a_conflict_is_answered_with_mine_theirs_or_both(draft, nominator, colleague, choice, stands):
    answer(draft, "story-1", "Theirs.", by=colleague, base=0)
    late = answer(draft, "story-1", "Mine.", base=0)

    outcome = drafts.resolve(late.kept, drafts.chosen(late.kept, choice), base_version=late.version, by=nominator)

    assert not outcome.is_conflict
    assert Answer.objects.get().value == stands
    assert drafts.open_conflicts(draft, nominator) == {}
    assert {"Theirs.", "Mine."} <= {stands, *AnswerVersion.objects.values_list("value", flat=True)} | {
        text for text in stands.split("\n\n")
    }


def test_a_choice_on_top_of_an_older_version_is_a_conflict_again(draft, nominator, colleague):
    answer(draft, "story-1", "Theirs.", by=colleague, base=0)
    late = answer(draft, "story-1", "Mine.", base=0)
    answer(draft, "story-1", "Theirs, newer.", by=colleague, base=1)

    again = drafts.resolve(late.kept, "Mine.", base_version=1, by=nominator)

    assert again.is_conflict
    assert Answer.objects.get().value == "Theirs, newer."


def test_an_unknown_choice_is_refused(draft):
    answer(draft, "story-1", "Theirs.", base=0)
    late = answer(draft, "story-1", "Mine.", base=0)

    with pytest.raises(Refused, match="one of the two"):
        drafts.chosen(late.kept, "nobody's")


def test_the_name_of_the_entrant_is_the_title(draft):
    answer(draft, "entrant-name", "Maria Lopez")

    assert Nomination.objects.get().title == "Maria Lopez"


def test_what_is_no_answer_of_its_kind_is_not_saved_and_says_why(draft):
    factories.Question.objects.create(
        category=draft.category, slug="agents", section="eligibility", kind="number", label="Agents"
    )

    with pytest.raises(InvalidAnswer, match="whole number"):
        answer(draft, "agents", "about ninety")

    assert answer(draft, "agents", "1,250").answer.value == 1250


def test_a_draft_can_be_written_in_the_last_second_and_not_after(draft, at):
    at("2026-03-31 23:59:59.999999")
    answer(draft, "story-1", "In time.")

    at("2026-04-01 00:00:00")
    with pytest.raises(Refused, match="deadline has passed"):
        answer(draft, "story-1", "Too late.")
    assert Answer.objects.get().value == "In time."


@pytest.mark.parametrize("state", ["withdrawn", "rejected"])
def test_what_left_the_competition_is_not_written_any_more(submitted, nominator, administrator, state):
    if state == "withdrawn":
        submission.withdraw(submitted, by=nominator)
    else:
        submission.reject(submitted, by=administrator, reason="Not a person")

    with pytest.raises(Refused, match="cannot be changed"):
        answer(submitted, "story-1", "Changed.")


def test_details_saved_on_top_of_newer_ones_are_not_overwritten(draft, nominator, colleague):
    other = factories.organisation("Other Ltd")
    seen = draft.version
    saved = drafts.save_details(Nomination.objects.get(), by=colleague, base_version=seen, relation="customer")

    stale = drafts.save_details(draft, by=nominator, base_version=seen, relation="relative", organisation=other)

    assert isinstance(saved, Nomination)
    assert isinstance(stale, drafts.StaleDetails)
    assert Nomination.objects.get().relation == "customer"


def test_moving_a_draft_to_the_right_category_takes_its_answers_along(draft, nominator):
    right = factories.category(draft.cycle)
    answer(draft, "entrant-name", "Maria Lopez")

    made = copying.change_category(draft, right, by=nominator)

    assert (made.category, made.title, made.state) == (right, "Maria Lopez", "draft")
    draft.refresh_from_db()
    assert draft.state == "withdrawn"
    assert NominationEvent.objects.filter(nomination=made, what="copied").exists()


def test_a_save_that_began_before_the_submission_is_judged_as_one_after_it(ready, nominator):
    """Or a second tab, sent in the same moment, would empty or change an entry past every check of submitting."""
    looked_at_before = Nomination.objects.get(pk=ready.pk)
    submission.submit(ready, by=nominator)

    with pytest.raises(Refused, match="is not answered yet"):
        answer(looked_at_before, "story-1", "", base=1)
    assert Answer.objects.get(nomination=ready, question__slug="story-1").value

    submission.withdraw(ready, by=nominator)
    before = Answer.objects.get(nomination=ready, question__slug="story-1").value
    with pytest.raises(Refused, match="cannot be changed"):
        answer(looked_at_before, "story-1", "Other words.", base=1)
    assert Answer.objects.get(nomination=ready, question__slug="story-1").value == before
