"""The moment: who is public when, who hears of it, and what the register remembers."""

from datetime import timedelta

import pytest

from nominations.models import PastHonour
from operations.domain import jobs
from operations.models import OutgoingMail
from recognition.domain import announcements, honours
from recognition.errors import RecognitionError
from recognition.models import Honour
from tests import factories

from .conftest import BEFORE, T, nominated

pytestmark = pytest.mark.django_db


def letters():
    return {(mail.to, mail.subject.strip()) for mail in OutgoingMail.objects.all()}


def public(at):
    return {honour.name_as_printed for honour in Honour.objects.announced(at)}


def test_the_moment_itself_is_public_and_the_second_before_is_not(story, administrator):
    announcements.schedule(story.category, None, T, by=administrator)

    assert public(BEFORE) == set()
    assert public(T) == {"Amara Okonkwo-Lindqvist", "Bo Berg"}


def test_without_an_announcement_nothing_is_ever_public(story):
    assert public(T + timedelta(days=1000)) == set()


def test_honours_made_after_the_moment_was_set_get_it_too(story, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    Honour.objects.all().delete()

    honours.make(story.decision)

    assert public(T) == {"Amara Okonkwo-Lindqvist", "Bo Berg"}


def test_a_placing_may_have_a_moment_of_its_own(story, administrator):
    earlier = T - timedelta(days=7)
    announcements.schedule(story.category, None, T, by=administrator)
    announcements.schedule(story.category, story.category.placings.get(slug="runner-up"), earlier, by=administrator)

    assert public(earlier - timedelta(seconds=1)) == set()
    assert public(earlier) == {"Bo Berg"}
    assert public(T) == {"Amara Okonkwo-Lindqvist", "Bo Berg"}


def test_holding_hides_and_releasing_shows(story, set_clock, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    announcements.hold(story.category, by=administrator, reason="A complaint")
    set_clock(T)
    jobs.run_due()
    assert public(T) == set()
    assert letters() == set()

    announcements.release(story.category, by=administrator)
    jobs.run_due()

    assert public(T) == {"Amara Okonkwo-Lindqvist", "Bo Berg"}
    assert len(letters()) == 3


def test_holding_the_category_holds_a_placing_with_its_own_moment(story, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    announcements.schedule(story.category, story.category.placings.get(slug="runner-up"), T, by=administrator)

    announcements.hold(story.category, by=administrator, reason="Wait")

    assert public(T) == set()


def test_what_is_public_cannot_be_moved_but_held(story, set_clock, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    set_clock(T)
    jobs.run_due()

    with pytest.raises(RecognitionError, match="public already"):
        announcements.schedule(story.category, None, T + timedelta(days=1), by=administrator)
    announcements.hold(story.category, by=administrator, reason="Wrong name")

    assert public(T) == set()


def test_letters_go_to_exactly_who_is_concerned_and_only_at_the_moment(story, set_clock, administrator):
    withdrawn = nominated(story.category, story.other.candidate, factories.user("Wim Withdrawn"), state="withdrawn")
    announcements.schedule(story.category, None, T, by=administrator)
    set_clock(BEFORE)
    jobs.run_due()
    assert letters() == set()

    set_clock(T)
    jobs.run_due()
    jobs.run_due()
    announcements.open_doors(story.category)

    name = story.category.name
    assert letters() == {
        (story.winner_by.email, f"Amara Okonkwo-Lindqvist: Winner, {name}"),
        (story.second_by.email, f"Bo Berg: Runner-up, {name}"),
        (story.other_by.email, f"The result of your nomination: Cy Clark, {name}"),
    }
    assert OutgoingMail.objects.count() == 3
    assert withdrawn.nominator.email not in {to for to, _subject in letters()}


def test_a_letter_tells_only_the_own_result(story, set_clock, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    set_clock(T)
    jobs.run_due()

    told = {mail.to: mail.text for mail in OutgoingMail.objects.all()}
    assert "Amara" not in told[story.other_by.email] + told[story.second_by.email]
    assert "Bo Berg" not in told[story.other_by.email] + told[story.winner_by.email]


def test_the_others_hear_when_the_last_placing_is_out(story, set_clock, administrator):
    earlier = T - timedelta(days=7)
    announcements.schedule(story.category, None, T, by=administrator)
    announcements.schedule(story.category, story.category.placings.get(slug="runner-up"), earlier, by=administrator)
    set_clock(earlier)
    jobs.run_due()
    assert {to for to, _s in letters()} == {story.second_by.email}

    set_clock(T)
    jobs.run_due()

    assert {to for to, _s in letters()} == {story.second_by.email, story.winner_by.email, story.other_by.email}


def test_who_won_hears_at_an_own_address_too(story, set_clock, administrator):
    story.winner.candidate.email = "amara@example.org"
    story.winner.candidate.save()
    announcements.schedule(story.category, None, T, by=administrator)
    set_clock(T)
    jobs.run_due()

    subject = f"Amara Okonkwo-Lindqvist: Winner, {story.category.name}"
    assert {to for to, s in letters() if s == subject} == {"amara@example.org", story.winner_by.email}


def test_moving_the_moment_leaves_the_old_job_without_effect(story, set_clock, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    announcements.schedule(story.category, None, T + timedelta(days=2), by=administrator)
    set_clock(T)
    jobs.run_due()
    assert (public(T), letters()) == (set(), set())

    set_clock(T + timedelta(days=2))
    jobs.run_due()
    assert len(letters()) == 3


def test_the_register_follows_announcement_correction_and_revocation(story, set_clock, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    assert PastHonour.objects.count() == 0
    set_clock(T)
    jobs.run_due()
    rows = {(row.recipient, row.kind, row.award_year, row.category_key) for row in PastHonour.objects.all()}
    key = story.category.key
    assert rows == {("Amara Okonkwo-Lindqvist", "winner", 2026, key), ("Bo Berg", "runner_up", 2026, key)}

    honours.correct(story.honour(story.winner), name="Amara Lindqvist", reason="Married", by=administrator)
    assert set(PastHonour.objects.values_list("recipient", flat=True)) == {"Amara Lindqvist", "Bo Berg"}

    honours.revoke(story.honour(story.second), reason="Withdrawn by the winner", by=administrator)
    assert set(PastHonour.objects.values_list("recipient", flat=True)) == {"Amara Lindqvist"}


def test_rows_that_were_typed_in_are_not_touched(story, set_clock, administrator):
    typed = PastHonour.objects.create(
        program=story.category.cycle.program, category_key=story.category.key, award_year=2025,
        recipient="Dee Dunn", recipient_key="dee dunn",
    )  # fmt: skip
    announcements.schedule(story.category, None, T, by=administrator)
    set_clock(T)
    jobs.run_due()
    honours.revoke(story.honour(story.winner), reason="Mistake", by=administrator)

    assert PastHonour.objects.filter(pk=typed.pk).exists()
