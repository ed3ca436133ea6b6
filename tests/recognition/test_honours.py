"""Honours from a sealed decision, and what becomes of them."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from judging.models import Decision, DecisionPlacing
from operations.domain import audit, jobs
from operations.models import AuditEvent
from programs.models import Placing
from recognition.domain import announcements, honours
from recognition.errors import RecognitionError
from recognition.models import Honour
from tests import factories

from .conftest import BEFORE, SEALED, T, candidate, sealed

pytestmark = pytest.mark.django_db
#: Queries of a decision that makes honors, of one that moves them to another placing, and of one without any.
MADE, MOVED, GONE = 31, 29, 29


def standing(category):
    return {(h.name_as_printed, h.placing.slug) for h in Honour.objects.standing().filter(category=category)}


def test_a_sealed_decision_becomes_honours_once(story):
    codes = {h.code for h in story.honours}

    again = honours.make(story.decision)

    assert standing(story.category) == {("Amara Okonkwo-Lindqvist", "winner"), ("Bo Berg", "runner-up")}
    assert {h.code for h in again} == codes
    assert {h.version for h in again} == {1}
    assert story.honour(story.winner).organisation_as_printed == "Harbour Light Ltd"


def test_the_job_kind_makes_the_honours(story):
    Honour.objects.all().delete()
    jobs.enqueue("make_honours", key="make_honours:1", payload={"decision": story.decision.pk})

    jobs.run_due()

    assert Honour.objects.count() == 2


def test_a_draft_decision_makes_nothing(story):
    Honour.objects.all().delete()
    Decision.objects.update(state="draft")

    assert honours.make(story.decision) == []
    assert Honour.objects.count() == 0


def test_after_reopening_who_stays_keeps_the_code_and_who_is_gone_is_revoked(story):
    kept = story.honour(story.winner).code
    sealed(story.category, ("winner", story.winner, "A desk that sleeps at night."), ("runner-up", story.other, ""))

    honours.make(story.decision)

    assert standing(story.category) == {("Amara Okonkwo-Lindqvist", "winner"), ("Cy Clark", "runner-up")}
    assert story.honour(story.winner).code == kept
    gone = Honour.objects.exclude(revoked_at=None).get()
    assert (gone.name_as_printed, gone.revoked_reason) == ("Bo Berg", "The decision was changed.")


def test_winner_and_runner_up_change_places_and_keep_their_codes(story):
    before = {story.winner.pk: story.honour(story.winner).code, story.second.pk: story.honour(story.second).code}
    sealed(story.category, ("winner", story.second, ""), ("runner-up", story.winner, "A desk that sleeps at night."))

    honours.make(story.decision)

    assert standing(story.category) == {("Amara Okonkwo-Lindqvist", "runner-up"), ("Bo Berg", "winner")}
    assert {
        story.winner.pk: story.honour(story.winner).code,
        story.second.pk: story.honour(story.second).code,
    } == before


def test_what_a_person_revoked_does_not_come_back_by_running_again(story, administrator):
    honours.revoke(story.honour(story.winner), reason="The story was not true", by=administrator)

    honours.make(story.decision)

    assert standing(story.category) == {("Bo Berg", "runner-up")}


def test_a_corrected_name_is_a_new_version_with_the_same_code(story, administrator):
    honour = story.honour(story.winner)
    code = honour.code

    honours.correct(honour, name="Amara Okonkwo Lindqvist", reason="Spelt with a dash", by=administrator)

    honour.refresh_from_db()
    assert (honour.code, honour.version, honour.name_as_printed) == (code, 2, "Amara Okonkwo Lindqvist")
    correction = honour.corrections.get()
    assert (correction.version, correction.name_before, correction.by) == (2, "Amara Okonkwo-Lindqvist", administrator)


def test_two_corrections_at_once_do_not_overwrite_each_other(story, administrator):
    one, two = story.honour(story.winner), story.honour(story.winner)
    honours.correct(one, name="Amara Lindqvist", reason="Married name", by=administrator)

    with pytest.raises(RecognitionError, match="Somebody else"):
        honours.correct(two, name="Amara Okonkwo", reason="Maiden name", by=administrator)

    assert story.honour(story.winner).name_as_printed == "Amara Lindqvist"


@pytest.mark.parametrize(("name", "reason"), [("", "Typo"), ("   ", "Typo"), ("Amara", " ")])
def test_a_correction_needs_a_name_and_a_reason(story, administrator, name, reason):
    with pytest.raises(RecognitionError):
        honours.correct(story.honour(story.winner), name=name, reason=reason, by=administrator)
    assert story.honour(story.winner).version == 1


def test_a_revocation_needs_a_reason(story, administrator):
    with pytest.raises(RecognitionError):
        honours.revoke(story.honour(story.winner), reason="", by=administrator)
    assert story.honour(story.winner).revoked_at is None


def test_telling_somebody_under_embargo_is_noted_and_in_the_trail(story, administrator):
    honour = story.honour(story.winner)

    honours.disclose(honour, to="Fine Engravers Inc.", by=administrator, reason="Plaque for the gala")

    told = honour.disclosures.get()
    assert (told.to, told.by) == ("Fine Engravers Inc.", administrator)
    event = AuditEvent.objects.order_by("-sequence").first()
    assert (event.action, event.object_key) == ("honor disclosed under embargo", honour.key)
    assert not Honour.objects.announced(BEFORE).exists()


def test_a_decision_reopened_before_its_moment_announces_nothing(story, set_clock, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    Decision.objects.update(state="draft")
    set_clock(T)
    jobs.run_due()

    assert not Honour.objects.announced(T).exists()

    Decision.objects.update(state="sealed")
    assert Honour.objects.announced(T).count() == 2


def test_what_is_public_stays_public_while_a_decision_is_reopened(story, set_clock, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    set_clock(T)
    jobs.run_due()
    Decision.objects.update(state="draft")

    assert Honour.objects.announced(T).count() == 2


@pytest.mark.engines
@pytest.mark.parametrize("number", [1, 3, 30])
def test_honors_cost_the_same_for_one_and_for_many(category, set_clock, number):
    """Made, made again, moved to another placing and taken back: each in as many queries as for one."""
    other = Placing.objects.create(category=category, slug="second", kind="runner_up", name="Second", places=None)
    Placing.objects.update(places=None)
    who = [candidate(category, f"Person {n}", organisation=factories.organisation()) for n in range(number)]
    decision = Decision.objects.create(category=category, state="sealed", sealed_at=SEALED)

    def decided(placing, people):
        decision.placings.all().delete()
        DecisionPlacing.objects.bulk_create(
            [DecisionPlacing(decision=decision, placing=placing, candidate=one) for one in people]
        )
        Decision.objects.filter(pk=decision.pk).update(version=F("version") + 1)
        with CaptureQueriesContext(connection) as seen:
            honours.make(decision)
        return len(seen)

    winner = category.placings.get(slug="winner")
    made, moved, gone = decided(winner, who), decided(other, who), decided(other, [])

    assert (made, moved, gone) == (MADE, MOVED, GONE)
    assert Honour.objects.filter(placing=other, version=2).exclude(revoked_at=None).count() == number
    assert AuditEvent.objects.filter(action="honor made").count() == number
    assert AuditEvent.objects.filter(action="honor revoked").count() == number
    assert audit.verify().is_whole
