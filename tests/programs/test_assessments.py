"""Assessments as data: settings, instruments and programs that are always open, in program files and models."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from operations.refusal import Refused
from programs.domain import assessment, instruments, phases
from programs.domain.loading import load
from programs.domain.plans import plan_of
from programs.domain.reading import NotReadable, read
from programs.domain.writing import text_of
from programs.models import Cycle, Instrument, Program
from tests import factories

FILE = """\
program:
  slug: small-certification
  name: Small Certification
  organiser: The Small Society
  time_zone: America/New_York
  holiday_calendar: CA-BC
cycle:
  slug: always
  name: Certification
  award_year: 2026
  is_rolling: true
  opens: 2026-01-05
categories:
  - slug: leader
    key: small-leader
    name: Leader
    subject: person
    method: assessment
    counts_for_caps: false
    assessment:
      time_limit: {kind: weeks, n: 8}
      resubmission: {max: 2, days: 30}
      requirements:
        - {slug: course, label: The course is complete}
    criteria:
      - name: Strategy
        description: Looks ahead.
        question: What is the strategy?
    placings:
      - slug: certified
        kind: certified
        name: Certified
    instrument:
      - slug: strategy-review
        title: Review of the strategy
        competency: strategy
        guidance: Look for evidence.
        anchors:
          meets: Complete and supported.
          deficiency: Parts are missing.
"""
SECTIONS = [
    {
        "slug": "strategy-review",
        "title": "Review of the strategy",
        "competency": "criterion-1",
        "guidance": "Look for evidence.",
        "anchors": {"meets": "Complete.", "deficiency": "Parts are missing."},
    }
]


def load_file(text: str = FILE):
    return load(text, name="small.yaml", submissions_of=lambda cycle: 0)


# Program files


def test_a_file_makes_an_always_open_program_with_settings_and_an_instrument(db):
    load_file()
    category = Cycle.objects.get().categories.get()
    settings = assessment.settings_of(category)

    assert Program.objects.get().holiday_calendar == "CA-BC"
    assert category.cycle.is_rolling
    assert (settings.limit_kind, settings.limit) == ("weeks", 8)
    assert (settings.most_attempts, settings.resubmission_days) == (2, 30)
    assert settings.notice_days == 30
    assert settings.requirements == (assessment.Requirement("course", "The course is complete"),)
    newest = instruments.newest(category)
    assert newest.version == 1
    assert instruments.questions_of(newest.sections[0], category) == {"strategy"}


def test_the_file_comes_back_as_it_was_and_loading_it_again_changes_nothing(db):
    load_file()
    cycle = Cycle.objects.get()
    text = text_of(plan_of(cycle))

    assert "\n  closes:" not in text
    assert read(text, name="again") == plan_of(cycle) == read(FILE, name="first")
    assert load_file(text).changes == []
    assert Instrument.objects.count() == 1


def test_a_changed_instrument_becomes_the_next_version_and_the_first_one_stays(db):
    load_file()
    loaded = load_file(FILE.replace("Look for evidence.", "Look for figures."))

    assert loaded.changes == [
        "categories → leader → instrument → strategy-review → guidance: Look for evidence. → Look for figures."
    ]
    guidance = {one.version: one.sections[0]["guidance"] for one in Instrument.objects.all()}
    assert guidance == {1: "Look for evidence.", 2: "Look for figures."}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("holiday_calendar: CA-BC", "holiday_calendar: XY", "“XY” is no holiday calendar. Write a country, such as US"),
        ("kind: weeks, n: 8", "kind: months, n: 8", "time_limit has a kind, business_days or weeks, and n, how many."),
        ("max: 2, days: 30", "max: 0, days: 30", "resubmission max is a whole number from 1 to 1000."),
        ("competency: strategy", "competency: stategy", "names a competency that stands under no criterion"),
        ("          deficiency: Parts are missing.\n", "", "anchors has the two texts “meets” and “deficiency”."),
        ("method: assessment", "method: panel", "only an assessment has an instrument; choose that method"),
    ],
)
def test_mistakes_are_named(old, new, message):
    assert FILE.count(old) == 1
    with pytest.raises(NotReadable, match="small.yaml, line") as refused:
        read(FILE.replace(old, new), name="small.yaml")
    assert message in str(refused.value)


def test_an_ordinary_cycle_still_needs_its_dates():
    with pytest.raises(NotReadable, match="“closes” is missing"):
        read(FILE.replace("  is_rolling: true\n", ""), name="small.yaml")


# Settings


def test_what_is_not_written_is_as_the_text_says():
    usual = assessment.read({})

    assert (usual.limit_kind, usual.limit, usual.clock_start) == ("business_days", 60, "instructions")
    assert (usual.notice_days, usual.most_attempts, usual.resubmission_days, usual.evaluators) == (30, None, 60, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        ["notice_days"],
        {"notice": 30},
        {"notice_days": 0},
        {"notice_days": True},
        {"clock_start": "whenever"},
        {"reminders": [3, 3]},
        {"reminders": ["3"]},
        {"requirements": [{"slug": "a"}]},
        {"requirements": [{"slug": "a", "label": "A"}, {"slug": "a", "label": "B"}]},
    ],
)
def test_settings_that_make_no_sense_are_refused(db, wrong):
    category = factories.category(method="assessment", assessment=wrong)
    with pytest.raises(ValidationError) as refused:
        category.full_clean(exclude=["aliases"])
    assert "assessment" in refused.value.message_dict


# Always open


def test_a_rolling_cycle_is_open_after_its_closing_date_and_not_before_it_opens(db):
    closed = datetime(2030, 1, 1, tzinfo=UTC)
    cycle = factories.cycle(is_rolling=True)
    category = factories.category(cycle)

    assert phases.phase_of(cycle, closed).label == "Always open"
    assert phases.takes_nominations(category, closed)
    assert list(Cycle.objects.open(closed)) == [cycle]
    assert not phases.takes_nominations(category, datetime(2025, 12, 31, tzinfo=UTC))
    assert list(Cycle.objects.open(datetime(2025, 12, 31, tzinfo=UTC))) == []


def test_any_other_cycle_closes(db):
    closed = datetime(2030, 1, 1, tzinfo=UTC)
    category = factories.category()

    assert not phases.takes_nominations(category, closed)
    assert list(Cycle.objects.open(closed)) == []


# Instruments


def test_publishing_the_same_sections_twice_is_one_version(db, category):
    first = instruments.publish(category, SECTIONS)
    again = instruments.publish(category, SECTIONS)

    assert (first.pk, first.version) == (again.pk, 1)


def test_an_instrument_names_only_competencies_and_questions_of_its_category(db, category):
    with pytest.raises(Refused) as refused:
        instruments.publish(category, [{**SECTIONS[0], "competency": "courage", "questions": ["story-9"]}])
    assert refused.value.reasons == [
        "Section “Review of the strategy” names “courage”, which this category does not have.",
        "Section “Review of the strategy” names “story-9”, which this category does not have.",
    ]


def test_a_section_may_name_its_questions(db, category):
    section = {**SECTIONS[0], "questions": ["story-2", "story-3"]}
    assert instruments.questions_of(section, category) == {"story-2", "story-3"}
    assert instruments.questions_of(SECTIONS[0], category) == {"story-1"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sections: []", "An instrument is a list of sections; write at least one."),
        ("- title: [", "Line 1 cannot be read as YAML"),
        ("just words", "An instrument is a list of sections"),
        (
            "- {slug: a, title: A, competency: c, guidance: g, anchors: {meets: m}}",
            "Section 1: anchors has the two texts",
        ),
        ("- {slug: a, colour: red}", "Section 1: nothing is called “colour” here."),
    ],
)
def test_a_file_with_mistakes_says_where(text, message):
    with pytest.raises(Refused) as refused:
        instruments.read(text)
    assert any(message in reason for reason in refused.value.reasons), refused.value.reasons


def test_a_file_is_read():
    sections = instruments.read(FILE.partition("    instrument:\n")[2])
    assert [section["slug"] for section in sections] == ["strategy-review"]
