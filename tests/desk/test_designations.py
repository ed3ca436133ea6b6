"""A designation is set up on screens: its settings, its instrument, its tables, its calendar; nobody needs the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.domain import designations
from desk.domain.submissions import submissions_of
from desk.setup_forms import AssessmentForm, CategoryForm, CycleForm, LookForm, QuestionForm, section_forms
from judging.domain import panels
from nominations.domain import enrolments
from nominations.models import Answer, Attempt
from operations import clock
from operations.models import AuditEvent
from programs.domain import assessment, instruments
from programs.domain.loading import load
from programs.domain.plans import plan_of
from programs.domain.reading import read
from programs.domain.writing import text_of
from programs.models import Category, Cycle, Question
from tests import factories

from .test_measured_setup import posted

FILE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "programs" / "icmi-certification.yaml"


@pytest.fixture
def cycle(db) -> Cycle:
    clock.stopped_at.set(datetime(2026, 1, 5, 15, tzinfo=UTC))
    return load(FILE.read_text(), name=FILE.name, submissions_of=submissions_of).cycle


@pytest.fixture
def leader(cycle) -> Category:
    return category(cycle, "strategic-leader")


@pytest.fixture
def ada(cycle):
    made = factories.user("Ada Administrator")
    factories.role(made, cycle.program)
    return made


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


def category(cycle: Cycle, slug: str) -> Category:
    one = cycle.categories.get(slug=slug)
    one.cycle = cycle
    return one


def address(cycle: Cycle, name: str, *args) -> str:
    return reverse(f"desk:{name}", args=[cycle.program.slug, cycle.slug, *args])


# Settings


def test_every_setting_is_a_field_and_untouched_ones_come_back_as_they_were(desk, cycle, leader):
    usual = assessment.written_as(assessment.AssessmentSettings())
    fields = {name for _label, names in AssessmentForm.GROUPS for name in names} | {"requirements"}
    assert fields == set(assessment.AssessmentSettings.__dataclass_fields__)
    assert assessment.read(usual) == assessment.AssessmentSettings()

    before = leader.assessment
    assert (
        desk.post(
            address(cycle, "assessment_settings", leader.slug), posted(AssessmentForm(category=leader))
        ).status_code
        == 302
    )
    leader.refresh_from_db()
    assert leader.assessment == before


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ({"limit": 8, "limit_kind": "weeks"}, {"time_limit": {"kind": "weeks", "n": 8}}),
        ({"clock_start": "enrolment"}, {"clock_start": "enrolment"}),
        ({"clock_start": "first_login"}, {"clock_start": "first_login"}),
        ({"may_extend": ""}, {"extensions": False}),
        ({"notice_days": 20}, {"notice_days": 20}),
        ({"most_attempts": 3, "resubmission_days": 30}, {"resubmission": {"max": 3, "days": 30}}),
        ({"evaluators": 3}, {"evaluators_min": 3}),
        ({"differ": "section"}, {"experts_differ": "section"}),
        ({"reminders": "1, 20 ,5"}, {"reminders": [20, 5, 1]}),
        ({"reminders": ""}, {"reminders": []}),
        ({"notice_warnings": "7"}, {"notice_warnings": [7]}),
        ({"requirements_bind": ""}, {"requirements_bind": False}),
        ({"valid_years": 3}, {"valid_years": 3}),
        (
            {"condition_0": "The examination is passed", "condition_1": "", "condition_2": "Ethics course"},
            {
                "requirements": [
                    {"slug": "exam", "label": "The examination is passed"},
                    {"slug": "ethics-course", "label": "Ethics course"},
                ]
            },
        ),
    ],
)
def test_each_setting_is_switched_on_its_screen_and_stands_in_the_file(desk, cycle, leader, typed, written):
    data = {**posted(AssessmentForm(category=leader)), **typed}
    data = {name: value for name, value in data.items() if value != "" or name in ("reminders", "condition_1")}
    before = leader.assessment

    assert desk.post(address(cycle, "assessment_settings", leader.slug), data).status_code == 302

    leader.refresh_from_db()
    assert leader.assessment == before | written
    event = AuditEvent.objects.get(action="assessment settings changed")
    assert set(event.change) == set(written)
    assert read(text_of(plan_of(cycle)), name="again") == plan_of(Cycle.objects.get(pk=cycle.pk))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"limit": 0}, "greater than or equal to 1"),
        ({"limit": "soon"}, "Enter a whole number."),
        ({"limit_kind": "months"}, "Select a valid choice"),
        ({"reminders": "30, now"}, "Write days as whole numbers from 1 to 1000"),
        ({"notice_warnings": "²"}, "Write days as whole numbers from 1 to 1000"),
        ({"evaluators": 10}, "less than or equal to 9"),
    ],
)
def test_settings_that_make_no_sense_are_named_and_nothing_is_saved(desk, cycle, leader, typed, sentence):
    before = leader.assessment
    answer = desk.post(
        address(cycle, "assessment_settings", leader.slug), {**posted(AssessmentForm(category=leader)), **typed}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    leader.refresh_from_db()
    assert leader.assessment == before


def test_a_change_holds_for_the_next_clock_and_leaves_the_one_that_runs_as_it_was_counted(desk, cycle, leader, ada):
    """Sixty business days after January 5 are April 1; eight weeks are March 2."""
    first = enrolments.enrol(leader, email="one@example.com", name="One", by=ada)
    enrolments.make_available(first, by=ada)
    page = desk.get(address(cycle, "assessment_settings", leader.slug)).content.decode()
    assert "One clock runs now and stays as it was counted." in page
    data = {**posted(AssessmentForm(category=leader)), "limit": 8, "limit_kind": "weeks"}
    desk.post(address(cycle, "assessment_settings", leader.slug), data)
    leader.refresh_from_db()
    second = enrolments.enrol(leader, email="two@example.com", name="Two", by=ada)
    enrolments.make_available(second, by=ada)

    first, second = Attempt.objects.order_by("pk")
    assert first.due_at == datetime(2026, 4, 2, 3, 59, 59, 999999, tzinfo=UTC)
    assert second.due_at == datetime(2026, 3, 3, 4, 59, 59, 999999, tzinfo=UTC)
    counted = [enrolments.counted(each.enrolment, each)[-1] for each in (first, second)]
    assert [(day.date.isoformat(), day.number) for day in counted] == [("2026-04-01", 60), ("2026-03-02", 56)]


def test_settings_and_instrument_are_pages_of_designations_alone(desk, cycle):
    other = factories.category(cycle, slug="panel")
    for name in ("assessment_settings", "instrument"):
        assert desk.get(address(cycle, name, other.slug)).status_code == 404


# A new designation


def test_a_designation_is_made_on_screens_and_its_program_file_can_be_read(desk, cycle):
    made = desk.post(
        address(cycle, "category_new"), {"name": "Team Coach", "subject": "person", "method": "assessment"}
    )
    assert made.status_code == 302
    coach = category(cycle, "team-coach")
    assert (coach.accepts_nominations, coach.counts_for_caps) == (False, False)
    assert [(one.kind, one.places) for one in coach.placings.all()] == [("certified", None)]
    assert coach.questions.get().fact == "entrant_name"
    desk.post(
        address(cycle, "criterion_new", coach.slug),
        {"name": "Coaching", "description": "Listens.", "weight": 1, "with_question": "on"},
    )
    desk.post(
        address(cycle, "instrument", coach.slug),
        filled(section_forms(3)(category=coach), {0: {**SECTION, "competency": "coaching"}}),
    )
    assert instruments.newest(coach).sections == [
        {
            "slug": "plan", "title": "Plan", "competency": "coaching", "guidance": "Look.",
            "anchors": {"meets": "Whole.", "deficiency": "Gaps."},
        }
    ]  # fmt: skip
    stored = Cycle.objects.get(pk=cycle.pk)
    assert read(text_of(plan_of(stored)), name="again") == plan_of(stored)


def test_the_form_of_a_designation_asks_for_nothing_of_a_contest(desk, cycle, leader):
    form = CategoryForm(instance=leader, cycle=cycle)
    assert list(form.fields) == [
        "name",
        "group",
        "summary",
        "description",
        "how_judged",
        "is_new",
        "position",
        "aliases",
    ]
    data = posted(form) | {"description": "For leaders.", "accepts_nominations": "on", "closes_at": "2026-02-01T10:00"}
    assert desk.post(address(cycle, "category", leader.slug), data).status_code == 302
    leader.refresh_from_db()
    assert (leader.description, leader.accepts_nominations, leader.closes_at) == ("For leaders.", False, None)


@pytest.mark.parametrize(
    ("typed", "is_rolling", "sentence"),
    [
        ({"accepts_nominations": "on"}, True, "Candidates are enrolled"),
        ({"subject": "team"}, True, "A designation is given to a person."),
        ({}, False, "make the cycle always open first"),
    ],
)
def test_what_a_designation_cannot_be_is_said(desk, cycle, typed, is_rolling, sentence):
    where = cycle if is_rolling else factories.cycle(cycle.program)
    data = {"name": "Team Coach", "subject": "person", "method": "assessment", **typed}
    answer = desk.post(address(where, "category_new"), data)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_cycle_is_made_always_open_and_stays_so_while_it_has_designations(desk, cycle):
    data = {
        name: value for name, value in posted(CycleForm(instance=cycle, cycle=cycle)).items() if name != "is_rolling"
    }
    answer = desk.post(address(cycle, "settings"), data)
    assert "This cycle has designations" in answer.content.decode()
    other = factories.cycle(cycle.program)
    data = posted(CycleForm(instance=other, cycle=other)) | {"is_rolling": "on"}
    assert desk.post(address(other, "settings"), data).status_code == 302
    other.refresh_from_db()
    assert other.is_rolling


def test_the_launch_check_asks_for_an_instrument_and_for_experts(desk, cycle, leader):
    """Three designations of two experts each: with one seat too few, with two nobody settles, with three all is well."""
    coach = factories.category(cycle, slug="coach", name="Coach", method="assessment", accepts_nominations=False)
    judges = [factories.user(f"Expert {n}") for n in range(3)]

    def page() -> str:
        return " ".join(desk.get(address(cycle, "launch")).content.decode().split())

    before = page()
    assert "Coach has no instrument" in before and "Strategic Leader has no instrument" not in before
    assert "would be announced before" not in before and "follow one another" not in before
    sentences = [
        "Experts of Strategic Leader: 0. Each attempt is evaluated by 2.",
        "Experts of Strategic Leader: 1. Each attempt is evaluated by 2.",
        "Experts of Strategic Leader: 2. Where they differ, nobody is left to settle it.",
    ]
    for sentence, judge in zip(sentences, judges, strict=True):
        assert sentence in page()
        panels.add_member(leader, judge, by=None)
    assert "Experts of Strategic Leader" not in page()
    instruments.publish(coach, [{**SECTION_STORED, "competency": coach.criteria.first().slug}])
    assert "Coach has no instrument" not in page()


# Calendars


def test_the_holiday_calendar_is_the_programs_and_unknown_ones_are_named(desk, cycle):
    page = desk.get(address(cycle, "settings")).content.decode()
    assert "Mon, Jan 19, 2026: Martin Luther King Jr. Day" in page
    data = posted(LookForm(instance=cycle.program, auto_id="look-%s"))
    assert desk.post(address(cycle, "look"), {**data, "holiday_calendar": "XX"}).status_code == 422
    assert desk.post(address(cycle, "look"), {**data, "holiday_calendar": "CA-BC"}).status_code == 302
    page = desk.get(address(cycle, "settings")).content.decode()
    assert "Family Day" in page and "Martin Luther King" not in page


def test_a_candidate_has_a_calendar_of_their_own_and_loses_no_day_by_it(desk, cycle, leader, ada):
    """By no holidays at all the sixty days end on March 30, two days earlier: the day that was told stays.

    In British Columbia Family Day alone falls into them: day 60 is March 31, a day earlier. In Japan it was January 6
    already; twelve weeks later is March 31, and four holidays on weekdays (January 12, February 11 and 23, March 20)
    make it Monday, April 6.
    """
    one = enrolments.enrol(leader, email="one@example.com", name="One", by=ada)
    enrolments.make_available(one, by=ada)
    where = address(cycle, "enrolment_clock", one.code)
    told = datetime(2026, 4, 2, 3, 59, 59, 999999, tzinfo=UTC)

    for calendar in ("NONE", "CA-BC"):
        assert desk.post(where, {"zone": "", "calendar": calendar}).status_code == 302
        assert one.attempts.get().due_at == told
    assert desk.post(where, {"zone": "Asia/Tokyo", "calendar": "JP"}).status_code == 302
    one.refresh_from_db()
    assert (one.zone, one.calendar) == ("Asia/Tokyo", "JP")
    assert one.attempts.get().due_at == datetime(2026, 4, 6, 14, 59, 59, 999999, tzinfo=UTC)
    refused = desk.post(where, {"zone": "Mars/Base", "calendar": "JP"})
    assert refused.status_code == 422 and "“Mars/Base” is no time zone" in refused.content.decode()


# The instrument

SECTION_STORED = {
    "slug": "plan", "title": "Plan", "guidance": "Look.", "anchors": {"meets": "Whole.", "deficiency": "Gaps."},
}  # fmt: skip
SECTION = {"title": "Plan", "competency": "leadership", "guidance": "Look.", "meets": "Whole.", "deficiency": "Gaps."}


def filled(forms, changes: dict[int, dict], **more) -> dict:
    """What the browser sends back for the sections, with some fields typed anew."""
    data = posted(forms.management_form)
    for form in forms:
        data |= posted(form)
    for place, typed in changes.items():
        data |= {f"form-{place}-{name}": value for name, value in typed.items()}
    return {name: value for name, value in {**data, **more}.items() if value is not None}


def sections_page(category: Category):
    return section_forms(1)(category=category, sections=instruments.newest(category).sections)


def test_an_edit_after_an_attempt_is_a_new_version_and_the_attempt_keeps_its_own(desk, cycle, leader, ada):
    one = enrolments.enrol(leader, email="one@example.com", name="One", by=ada)
    enrolments.make_available(one, by=ada)
    where = address(cycle, "instrument", leader.slug)
    page = desk.get(where).content.decode()
    assert "Each attempt is evaluated with the version that was in force when it was opened" in page
    assert "one attempt" in page

    data = filled(sections_page(leader), {0: {"guidance": "Look closely."}, 5: {**SECTION, "ORDER": 1}}, base=1)
    assert desk.post(where, data).status_code == 302

    newest = instruments.newest(leader)
    assert newest.version == 2
    assert [section["slug"] for section in newest.sections] == [
        "environment", "plan", "measurement", "strengths-and-opportunities", "solutions", "recommendations",
    ]  # fmt: skip
    assert newest.sections[0]["guidance"] == "Look closely."
    assert one.attempts.get().instrument.version == 1
    assert [(each.instrument.version, each.attempts) for each in designations.versions(leader)] == [(2, 0), (1, 1)]


def test_untouched_sections_make_no_version_and_one_can_be_taken_out(desk, cycle, leader):
    where = address(cycle, "instrument", leader.slug)
    desk.post(where, filled(sections_page(leader), {}, base=1))
    assert instruments.newest(leader).version == 1
    desk.post(where, filled(sections_page(leader), {1: {"DELETE": "on"}, 4: {"ORDER": 0}}, base=1))
    assert [section["slug"] for section in instruments.newest(leader).sections] == [
        "environment", "strengths-and-opportunities", "solutions", "recommendations",
    ]  # fmt: skip


def test_two_administrators_do_not_overwrite_one_another_and_nothing_typed_is_lost(desk, cycle, leader, ada):
    data = filled(sections_page(leader), {0: {"guidance": "Mine."}}, base=1)
    instruments.publish(leader, [{**instruments.newest(leader).sections[0], "guidance": "Theirs."}], by=ada)
    answer = desk.post(address(cycle, "instrument", leader.slug), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody published version 2 meanwhile" in page and "Mine." in page
    assert instruments.newest(leader).version == 2


def test_what_is_missing_is_named_by_section_and_field(desk, cycle, leader):
    data = filled(sections_page(leader), {2: {"meets": " "}, 5: {"title": "Extra"}}, base=1)
    answer = desk.post(address(cycle, "instrument", leader.slug), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Section 3, “Meets” means" in page and "Section 6, Competency it shows" in page
    assert instruments.newest(leader).version == 1


def test_a_version_is_a_file_that_fills_the_form_again_and_is_saved_from_there(desk, cycle, leader):
    text = desk.get(address(cycle, "instrument_version", leader.slug, 1)).content.decode()
    assert instruments.read(text) == instruments.newest(leader).sections
    changed = text.replace("title: Measures", "title: Measures and targets")
    where = address(cycle, "instrument_file", leader.slug)

    looked = desk.post(where, {"file": SimpleUploadedFile("mine.yaml", changed.encode())})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "This is what mine.yaml holds. Nothing is saved yet" in page and "Measures and targets" in page
    assert instruments.newest(leader).version == 1

    forms = section_forms(1)(category=leader, sections=instruments.read(changed))
    desk.post(address(cycle, "instrument", leader.slug), filled(forms, {}, base=1))
    assert instruments.newest(leader).sections == instruments.read(changed)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"- title: [", "Line 1 cannot be read as YAML"),
        (b"\xff\xfe\x00", "This is no text file."),
        (b"sections: []", "write at least one"),
        (
            b"- {slug: a, title: A, competency: courage, guidance: g, anchors: {meets: m, deficiency: d}}",
            "Section “A” names “courage”, which this category does not have.",
        ),
    ],
)
def test_a_file_that_is_no_instrument_says_where_and_changes_nothing(desk, cycle, leader, content, sentence):
    answer = desk.post(address(cycle, "instrument_file", leader.slug), {"file": SimpleUploadedFile("x.yaml", content)})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert instruments.newest(leader).version == 1


def test_what_the_instrument_looks_at_stays(desk, cycle, leader):
    desk.post(address(cycle, "criterion_remove", leader.slug, "leadership"))
    desk.post(address(cycle, "question_remove", leader.slug, "measures"))
    assert leader.criteria.filter(slug="leadership").exists() and leader.questions.filter(slug="measures").exists()
    desk.post(address(cycle, "question_remove", leader.slug, "evidence"))
    assert not leader.questions.filter(slug="evidence").exists()


# Tables


def of_question(question: Question, category: Category, changes: dict) -> dict:
    form = QuestionForm(instance=question, category=category)
    data = posted(form) | posted(form.columns.management_form)
    for line in form.columns:
        data |= posted(line)
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def test_a_table_that_nobody_touched_is_saved_as_it_was(desk, cycle, leader):
    for slug in ("measures", "roadmap"):
        question = leader.questions.get(slug=slug)
        answer = desk.post(address(cycle, "question", leader.slug, slug), of_question(question, leader, {}))
        assert answer.status_code == 302
        assert leader.questions.get(slug=slug).table == question.table


def test_columns_are_written_on_the_form_and_shown_in_the_entry_kit(desk, cycle, leader, client):
    typed = {
        "label": "Costs", "help_text": "", "section": "plan", "kind": "table", "required": "on", "visibility": "judges",
        "columns-0-label": "Step", "columns-0-kind": "text", "columns-0-required": "on",
        "columns-1-label": "Cost", "columns-1-kind": "number", "columns-1-unit": "USD",
        "columns-2-label": "Risk", "columns-2-kind": "choice", "columns-2-choices": "low; high",
        "min_rows": 2, "max_rows": 9,
    }  # fmt: skip
    data = of_question(Question(category=leader), leader, typed)
    assert desk.post(address(cycle, "question_new", leader.slug), data).status_code == 302
    assert leader.questions.get(slug="costs").table == {
        "columns": [
            {"slug": "step", "label": "Step", "required": True},
            {"slug": "cost", "label": "Cost", "kind": "number", "unit": "USD"},
            {"slug": "risk", "label": "Risk", "kind": "choice", "choices": ["low", "high"]},
        ],
        "min_rows": 2,
        "max_rows": 9,
    }
    client.logout()
    kit = client.get(reverse("programs:kit", args=[cycle.program.slug, cycle.slug, leader.slug])).content.decode()
    for heading in ("Cost (USD)", "low / high", "Expected improvement (%)", "Always open"):
        assert heading in kit
    assert "2199" not in kit


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({f"columns-{n}-label": "" for n in range(6)}, "A table needs at least one column."),
        ({"columns-1-kind": "choice"}, "Column 2, Choices, separated by semicolons: Give at least two choices"),
        ({"published": "on"}, "Let rows be marked as confidential first"),
        ({"min_rows": 9, "max_rows": 3}, "There cannot be fewer rows at most than at least."),
    ],
)
def test_a_table_that_cannot_be_is_named(desk, cycle, leader, changes, sentence):
    question = leader.questions.get(slug="measures")
    answer = desk.post(address(cycle, "question", leader.slug, "measures"), of_question(question, leader, changes))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert leader.questions.get(slug="measures").table == question.table


def test_a_table_that_somebody_filled_in_keeps_its_columns_and_may_say_them_in_other_words(desk, cycle, leader, ada):
    one = enrolments.enrol(leader, email="one@example.com", name="One", by=ada)
    question = leader.questions.get(slug="measures")
    Answer.objects.create(nomination=one.nomination, question=question, value=[], updated_by=one.candidate)
    where = address(cycle, "question", leader.slug, "measures")

    for changes in ({"columns-0-label": ""}, {"columns-0-kind": "number"}):
        answer = desk.post(where, of_question(question, leader, changes))
        assert answer.status_code == 422
        assert "somebody has filled in this table already" in answer.content.decode()
    desk.post(where, of_question(question, leader, {"columns-0-label": "Metric"}))
    assert leader.questions.get(slug="measures").table["columns"][0] == {
        "slug": "measure", "label": "Metric", "required": True,
    }  # fmt: skip
    assert "table" in AuditEvent.objects.get(action="question changed").change
