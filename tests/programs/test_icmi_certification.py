"""The certification as its source text has it: three designations, one clock, words that are the source's own."""

from __future__ import annotations

import pytest

from programs.domain import assessment, instruments
from programs.domain.loading import load
from programs.models import Cycle
from tests import program_files

FILE = program_files.CERTIFICATION

#: Sentences of the source that the program says in the same words.
SAID = (
    "Certification candidates seeking a Strategic Leader, Operations Manager or Management Consultant professional "
    "designation will need to complete a Performance Assessment.",
    "The purpose of the Performance Assessment is for the candidate to effectively demonstrate the ability to apply the "
    "knowledge and skills specified in the competencies within a work environment.",
    "Eight weeks (60 business days) are permitted to complete the Performance Assessment.",
    "Manager review of the candidate's Performance Assessment is encouraged before its submittal to ICMI, as this "
    "provides an opportunity to establish dialogue on contact center goals and objectives and secure senior management "
    "buy-in.",
    "The candidate's completed Performance Assessment is evaluated by ICMI subject matter experts using a validated "
    "instrument that ensures objectivity.",
    "Notification of the evaluation result is provided to the candidate no later than thirty (30) business days after "
    "ICMI's receipt of the Performance Assessment.",
    "In the event the Performance Assessment does not meet ICMI Certification requirements, feedback is provided on "
    "areas of deficiency and the candidate is given the opportunity to make corrections and resubmit.",
)


@pytest.fixture
def cycle(db) -> Cycle:
    return program_files.loaded(FILE)


@pytest.mark.parametrize("sentence", SAID)
def test_the_sentence_is_said(sentence):
    assert " ".join(sentence.split()) in " ".join(FILE.read_text().split())


def test_three_designations_each_with_competencies_requirements_and_an_instrument(cycle):
    designations = {category.name: category for category in cycle.categories.all()}

    assert list(designations) == ["Strategic Leader", "Operations Manager", "Management Consultant"]
    assert cycle.is_rolling and cycle.program.holiday_calendar == "US"
    competencies = [tuple(one.criteria.values_list("slug", flat=True)) for one in designations.values()]
    assert len(set(competencies)) == 3
    for category in designations.values():
        settings = assessment.settings_of(category)
        assert (settings.limit_kind, settings.limit, settings.clock_start) == ("business_days", 60, "instructions")
        assert (settings.notice_days, settings.most_attempts, settings.resubmission_days) == (30, None, 60)
        assert settings.evaluators == 2 and len(settings.requirements) == 2
        sections = instruments.newest(category).sections
        assert len(sections) == 5
        asked = {slug for section in sections for slug in section["questions"]}
        assert {"strategies", "practices", "processes", "strengths", "opportunities", "solutions"} <= asked


def test_loading_it_again_changes_nothing(cycle):
    assert load(FILE.read_text(), name="again", submissions_of=lambda cycle: 0).changes == []
