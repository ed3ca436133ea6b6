"""Two at once with private links, assessments and survey files, on a database that really runs things at once."""

from __future__ import annotations

from threading import Event, Timer

import pytest

from accounts.models import Organisation, User
from judging.domain import evaluating, results
from judging.models import AttemptDecision, Evaluation
from measurement.domain import agents, imports, names, taking, uploads
from measurement.models import Agent, ImportEvent, SurveyImport
from nominations.domain import attempts, enrolment_file, enrolments, private_links, stories
from nominations.enums import LinkPurpose
from nominations.models import Enrolment, Nomination, NominationEvent, PrivateLink, SectionComment, SignOff, Story
from operations import clock
from operations.domain import audit, jobs
from operations.models import Job, OutgoingMail
from operations.refusal import Refused
from programs.domain import instruments
from programs.models import EligibilityRule
from recognition.domain import certification
from recognition.models import Honour
from tests import factories
from tests.judging import assessments as given
from tests.measurement import survey_files
from tests.nominations.conftest import fill
from tests.nominations.test_assessments import SECTIONS

from .test_submission_races import at_once, ready

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
TEXT = "She sat with me for an hour."


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: factories.at("2026-02-01 12:00"))


def or_refused(verb):
    """What a verb answers, or "refused" where it says no in words; anything else is a failure."""

    def tried():
        try:
            return verb()
        except Refused:
            return "refused"

    return tried


# --- enrollments


@pytest.fixture
def designation(db):
    return given.designation(slug="leader", accepts_nominations=False)


@pytest.fixture
def workbook(designation, organizer) -> Enrolment:
    """An enrolled candidate whose workbook has questions and is open."""
    category = factories.category(
        designation.cycle, slug="manager", method="assessment", accepts_nominations=False, counts_for_caps=False
    )
    instruments.publish(category, SECTIONS)
    made = enrolments.enrol(category, email="cleo@example.com", name="Cleo", by=organizer)
    enrolments.make_available(made, by=organizer)
    return made


@pytest.fixture
def organizer(designation):
    made = factories.user("Ada Organizer", email="ada@organizer.example")
    factories.role(made, designation.cycle.program)
    return made


def test_one_person_enrolled_by_four_at_once_is_enrolled_once(designation, organizer):
    def enrol():
        return enrolments.enrol(designation, email="cleo@example.com", name="Cleo", by=organizer).pk

    outcomes = at_once([or_refused(enrol)] * 4)

    assert outcomes.count("refused") == 3
    assert (Enrolment.objects.count(), Nomination.objects.count()) == (1, 1)
    assert User.objects.filter(email="cleo@example.com").count() == 1
    assert OutgoingMail.objects.filter(to="cleo@example.com").count() == 1


def test_one_new_person_enrolled_in_two_programs_at_once_has_one_account(designation, organizer):
    other = given.designation(slug="leader", accepts_nominations=False)
    pair = [designation, other]

    at_once(
        [lambda one=one: enrolments.enrol(one, email="cleo@example.com", name="Cleo", by=organizer) for one in pair]
    )

    assert Enrolment.objects.filter(candidate=User.objects.get(email="cleo@example.com")).count() == 2


def test_one_file_of_orders_taken_by_two_at_once_enrolls_each_row_once(designation, organizer):
    rows = "".join(f"A-{n},p{n}@example.com,Person {n},leader\n" for n in range(3))
    text = f"order,email,name,designation\n{rows}A-9,nonsense,Nobody,leader\n"

    outcomes = at_once([lambda: enrolment_file.take(designation.cycle, text, by=organizer)] * 2)

    assert sorted(Enrolment.objects.values_list("order_number", flat=True)) == [f"A-{n}" for n in range(3)]
    assert sum(len(one.enrolled) for one in outcomes) == 3
    assert all(len(one.enrolled) + len(one.known) + len(one.errors) == 4 for one in outcomes)
    assert Nomination.objects.count() == 3


def test_a_workbook_handed_in_from_four_windows_is_received_once(workbook):
    fill(workbook.nomination)
    workbooks = [
        Nomination.objects.select_related("category__cycle__program", "cycle__program", "nominator").get()
        for _n in range(4)
    ]

    received = at_once([lambda one=one: attempts.submit(one, by=workbook.candidate).pk for one in workbooks])

    assert len(set(received)) == 1
    assert NominationEvent.objects.filter(what="submitted").count() == 1
    assert Job.objects.filter(kind="assign_experts").count() == 1


# --- results


@pytest.fixture
def evaluated(designation):
    """An attempt that two experts have evaluated, both ready to submit, and a third who is free."""
    attempt = given.received(given.enrolled(designation))
    people = given.panel_of_experts(designation, 3)
    evaluations = [given.begun(one, attempt) for one in people[:2]]
    return attempt, [given.find(one, verdicts) for one, verdicts in zip(evaluations, ("MMM", "MDM"), strict=True)]


def test_two_who_submit_at_once_and_differ_ask_for_one_third(evaluated):
    attempt, evaluations = evaluated

    at_once([lambda one=one: evaluating.submit(one, by=one.expert) for one in evaluations])

    assert Evaluation.objects.filter(attempt=attempt).count() == 3
    assert Evaluation.objects.filter(attempt=attempt, settles=True).count() == 1


def test_two_administrators_at_once_sign_one_result(evaluated, organizer):
    attempt, evaluations = evaluated
    for one in evaluations:
        evaluating.submit(one, by=one.expert)
    told = [results.Feedback("plan", "No figures.", "Add figures.")]

    def decide(result: str):
        feedback = told if result == "not_met" else []
        return results.decide(attempt, result=result, feedback=feedback, reason="They differ.", by=organizer).result

    outcomes = at_once([or_refused(lambda one=one: decide(one)) for one in ("met", "not_met", "met", "not_met")])

    signed = AttemptDecision.objects.get()
    assert sorted(outcomes, key=lambda one: one != "refused") == ["refused"] * 3 + [signed.result]
    attempt.refresh_from_db()
    assert attempt.state == signed.result
    assert attempt.enrolment.attempts.count() == (1 if signed.is_met else 2)


def test_certified_by_three_workers_at_once_is_one_honor(evaluated, organizer):
    attempt, evaluations = evaluated
    for one in evaluations:
        evaluating.submit(one, by=one.expert)
    decision = results.decide(attempt, result="met", reason="The second is mistaken.", by=organizer)

    codes = at_once([lambda: certification.certify(AttemptDecision.objects.get(pk=decision.pk)).code] * 3)

    assert codes == [Honour.objects.get().code] * 3


# --- private links


@pytest.fixture
def story_link(noon) -> PrivateLink:
    nominator = factories.user("Nora Nominator")
    entry = ready(factories.category(), nominator, factories.organisation("Acme", members=(nominator,)), "Maria Lopez")
    EligibilityRule.objects.create(
        cycle=entry.cycle, category=entry.category, slug="stories", kind="stories",
        params={"minimum": 1, "max_words": 12}, source="As written.",
    )  # fmt: skip
    link, _address = stories.invite(entry, name="Cy", email="", by=nominator)
    return link


def again(link: PrivateLink) -> PrivateLink:
    """The link as another process has it."""
    return PrivateLink.objects.select_related("nomination__category__cycle__program", "nomination__cycle__program").get(
        pk=link.pk
    )


def test_a_story_signed_from_four_windows_counts_once(story_link):
    stories.save(story_link, TEXT, base_version=0)

    at_once([lambda: stories.sign(again(story_link), name="Cy", version=1).pk] * 4)

    assert Nomination.objects.get().signed_stories == 1
    assert NominationEvent.objects.filter(what="story_signed").count() == 1


def test_first_saves_of_a_story_from_four_windows_keep_one_and_say_so_to_the_others(story_link):
    outcomes = at_once(
        [lambda n=n: stories.save(again(story_link), f"Words of window {n}.", base_version=0)[1] for n in range(4)]
    )

    assert sorted(outcomes) == [False, False, False, True]
    assert Story.objects.get().version == 1


def test_a_story_is_signed_as_its_signer_saw_it_whatever_is_saved_meanwhile(story_link):
    for n in range(5):
        Story.objects.all().delete()
        Nomination.objects.update(signed_stories=0)
        stories.save(story_link, TEXT, base_version=0)
        at_once(
            [
                or_refused(lambda: stories.sign(again(story_link), name="Cy", version=1)),
                or_refused(lambda n=n: stories.save(again(story_link), f"Other words {n}.", base_version=1)),
            ]
        )
        told = Story.objects.get()
        assert (told.signed_at is None) == (told.text != TEXT), "nobody signs words that they have not seen"


def test_a_manager_who_signs_off_four_times_at_once_has_done_it_once(workbook):
    link, _token = private_links.issue(
        workbook.nomination, LinkPurpose.MANAGER_REVIEW, name="Mo", email="mo@example.com", by=workbook.candidate
    )
    question = workbook.category.questions.get(slug="story-1")

    at_once([lambda: private_links.sign_off(again(link), name="Mo", statement="Read.").pk] * 4)
    saved = at_once(
        [lambda n=n: private_links.comment(again(link), question, f"Words {n}", base_version=0)[1] for n in range(4)]
    )

    assert SignOff.objects.count() == 1
    assert NominationEvent.objects.filter(what="reviewed").count() == 1
    assert sorted(saved) == [False, False, False, True]
    assert SectionComment.objects.get().version == 1


def test_a_link_withdrawn_between_opening_and_writing_writes_nothing(story_link):
    """The page was found while the link was good; what is typed arrives when it is not."""
    stories.save(story_link, TEXT, base_version=0)
    opened = again(story_link)
    private_links.withdraw(again(story_link), by=story_link.created_by)

    for verb in (
        lambda: stories.save(opened, "Late words.", base_version=1),
        lambda: stories.sign(opened, name="Cy", version=1),
        lambda: private_links.sign_off(opened, name="Cy", statement="Read."),
        lambda: private_links.comment(opened, opened.nomination.category.questions.first(), "Late", base_version=0),
    ):
        with pytest.raises(Refused, match="leads nowhere any more"):
            verb()
    assert (Story.objects.get().text, Story.objects.get().signed_at) == (TEXT, None)
    assert not SignOff.objects.exists() and not SectionComment.objects.exists()


def test_withdrawing_and_signing_at_once_wait_for_each_other(story_link):
    for _n in range(5):
        Story.objects.all().delete()
        PrivateLink.objects.update(withdrawn_at=None)
        stories.save(story_link, TEXT, base_version=0)
        outcomes = at_once(
            [
                or_refused(lambda: stories.sign(again(story_link), name="Cy", version=1).name),
                or_refused(lambda: private_links.withdraw(again(story_link), by=story_link.created_by)),
            ]
        )
        assert outcomes in (["Cy", None], ["refused", None])
        assert (Story.objects.get().signed_at is None) == (outcomes[0] == "refused")


# --- survey files


def test_a_piece_that_comes_from_four_connections_at_once_is_kept_once(organizer, designation):
    data = survey_files.customers(*(survey_files.survey(str(n)) for n in range(50)))
    made = uploads.begin(
        designation.cycle.program, kind="customers", file_name="year.csv", size=len(data), by=organizer
    )

    def send():
        return uploads.add_piece(SurveyImport.objects.select_related("program").get(pk=made.pk), 0, data, by=organizer)

    outcomes = at_once([or_refused(send)] * 4)

    assert set(outcomes) <= {len(data), "refused"} and len(data) in outcomes
    made.refresh_from_db()
    assert (made.received, len(made.pieces)) == (len(data), 1)
    assert Job.objects.filter(kind="survey_receive").count() == 1


def test_unknown_names_made_by_four_clicks_at_once_are_one_organization_each(organizer, designation):
    program = designation.cycle.program

    made = at_once([lambda: names.create_all(program, ["Dover Energy", "Elm Health"], by=organizer)] * 4)

    assert sorted(made) == [0, 0, 0, 2]
    assert Organisation.objects.filter(name__in=["Dover Energy", "Elm Health"]).count() == 2
    assert {"dover energy", "elm health"} <= set(names.known(program)), "a name that two have would be nobody's"


def test_a_name_corrected_while_a_file_is_taken_stands(organizer, designation, monkeypatch):
    """The file was read before the correction and is written after it: the person's word must not be lost."""
    program = designation.cycle.program
    factories.organisation("Cedar Bank")
    rows = "Cedar Bank,C-1,csr,{},,T-1,,2017-01-01,"
    survey_files.taken(program, survey_files.agents(rows.format("Zoe")), organizer, kind="agents")
    second = survey_files.uploaded(program, survey_files.agents(rows.format("Z.")), organizer, kind="agents")
    imports.take(second, by=organizer)
    has_read, goes_on = Event(), Event()
    plain = agents._agent

    def slow(*args):
        has_read.set()
        goes_on.wait(5)
        return plain(*args)

    monkeypatch.setattr(agents, "_agent", slow)

    def correct():
        has_read.wait(20)
        Timer(1, goes_on.set).start()
        return agents.correct(Agent.objects.select_related("program").get(), name="Zoë", email="", by=organizer)

    at_once([jobs.run_due, correct])

    one = Agent.objects.get()
    assert (one.name, one.name_in_files, one.confirmed_at is not None) == ("Zoë", "Z.", True)


def test_one_survey_file_taken_by_four_at_once_counts_once(organizer, designation):
    program = designation.cycle.program
    factories.organisation("Cedar Bank")
    data = survey_files.customers(*(survey_files.survey(str(n), resolved="no" if n % 4 else "yes") for n in range(40)))
    one = survey_files.uploaded(program, data, organizer)
    copies = [SurveyImport.objects.select_related("program").get(pk=one.pk) for _n in range(4)]

    outcomes = at_once([or_refused(lambda copy=copy: imports.take(copy, by=organizer).state) for copy in copies])
    at_once([lambda: jobs.run_due() and None] * 4)

    assert sorted(outcomes) == ["refused", "refused", "refused", "taking"]
    assert ImportEvent.objects.filter(to_state="taken").count() == 1
    assert survey_files.fcr(program) == {"Cedar Bank": (40, 10)}

    copies = [SurveyImport.objects.select_related("program").get(pk=one.pk) for _n in range(4)]
    outcomes = at_once(
        [or_refused(lambda copy=copy: imports.withdraw(copy, reason="Wrong", by=organizer).state) for copy in copies]
    )
    jobs.run_due()
    assert sorted(outcomes) == ["refused", "refused", "refused", "withdrawing"]
    assert survey_files.fcr(program) == {}


def test_while_a_file_is_taken_others_write_in_the_trail(organizer, designation, monkeypatch):
    """A year of surveys takes its time; nominations that are submitted meanwhile do not wait for it."""
    program = designation.cycle.program
    factories.organisation("Cedar Bank")
    one = survey_files.uploaded(program, survey_files.customers(survey_files.survey("1")), organizer)
    imports.take(one, by=organizer)
    is_counting, goes_on = Event(), Event()
    plain = taking.make_anew

    def slow(*args):
        is_counting.set()
        assert goes_on.wait(20)
        return plain(*args)

    monkeypatch.setattr(taking, "make_anew", slow)

    def submit():
        assert is_counting.wait(20)
        try:
            audit.record("nomination submitted", "nomination:X", by=organizer)
            return SurveyImport.objects.get(pk=one.pk).state
        finally:
            goes_on.set()

    _ran, state_meanwhile = at_once([jobs.run_due, submit])

    assert state_meanwhile == "taking"
    assert SurveyImport.objects.get(pk=one.pk).state == "taken"
    assert audit.verify().is_whole
