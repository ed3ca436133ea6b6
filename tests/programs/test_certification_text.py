"""Each sentence of the certification's text stands where it belongs: a setting, a part of the workbook, or context."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from programs.domain.assessment import read as settings_from
from programs.domain.assessment_words import settings_table
from programs.domain.manual import rules_page
from tests import program_files

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "tests" / "data" / "icmi-certification.txt"

# Sentences that set a rule: the settings that hold it, as they are named in the table of rules.
SETTINGS: dict[str, set[str]] = {
    "Certification candidates seeking a Strategic Leader, Operations Manager or Management Consultant professional "
    "designation will need to complete a Performance Assessment.": {"requirements"},
    "Eight weeks (60 business days) are permitted to complete the Performance Assessment.": {
        "time_limit",
        "clock_start",
        "holiday_calendar",
    },
    "The candidate's completed Performance Assessment is evaluated by ICMI subject matter experts using a validated "
    "instrument that ensures objectivity.": {"evaluators_min", "instrument"},
    "Notification of the evaluation result is provided to the candidate no later than thirty (30) business days after "
    "ICMI's receipt of the Performance Assessment.": {"notice_days", "holiday_calendar"},
    "In the event the Performance Assessment does not meet ICMI Certification requirements, feedback is provided on "
    "areas of deficiency and the candidate is given the opportunity to make corrections and resubmit.": {
        "resubmission"
    },
}

# Sentences that say what the candidate does: words of theirs, and the part of the workbook that asks for it.
WORKBOOK: dict[str, dict[str, str]] = {
    "To complete the Performance Assessment, the candidate follows instructions in the performance assessment to "
    "review and evaluate current contact center strategies, practices and processes to ensure their optimal "
    "effectiveness.": {
        "strategies": "strategies",
        "practices": "practices",
        "processes": "processes",
    },
    "The candidate then creates a 'Performance Optimization Plan' with solutions and recommendations to leverage the "
    "contact center's strengths and opportunities that will increase its effectiveness in achieving business goals.": {
        "solutions": "solutions",
        "recommendations": "recommendations",
        "strengths": "strengths",
        "opportunities": "opportunities",
    },
    "The Performance Assessment provides tremendous practical value to the candidate’s organization given that the "
    "candidate will be charged with identifying important areas for optimization within the contact center and a "
    "strategic and operational plan for how to progress towards such optimization.": {
        "important areas for optimization within the contact center": "opportunities",
        "how to progress toward": "roadmap",
    },
    "It is designed to provoke thought and reflection and prompt the candidate to make an honest and full assessment "
    "of their contact center environment, rather than simply answering questions and performing tasks.": {
        "honest and full assessment of": "own-work",
    },
    "By doing so, valuable insight can be gained to help their call center greater fulfill its purpose and role in "
    "the organization.": {"purpose and role in the organization": "center-purpose"},
}

# A step that is offered and never asked for (C05).
OFFERED = {
    "Manager review of the candidate's Performance Assessment is encouraged before its submittal to ICMI, as this "
    "provides an opportunity to establish dialogue on contact center goals and objectives and secure senior "
    "management buy-in.",
}

# What the assessment is for: said to candidates, in the same words.
PURPOSE = {
    "The purpose of the Performance Assessment is for the candidate to effectively demonstrate the ability to apply "
    "the knowledge and skills specified in the competencies within a work environment.",
    "The Performance Assessment is also intended to help the candidate create a roadmap for enhancing their contact "
    "center’s performance.",
}

# Headings, and what stands around the text on its page (C12).
CONTEXT = {
    "Performance Assessment",
    "Performance Assessment Results",
    "Get Started",
    "Discover how ICMI Professional Certification can establish you as an expert role model in your organization and "
    "the contact center industry.",
    "Request Information",
    "Does your contact center celebrate Customer Service Week?",
    "What’s Customer Service Week?",
    "More Polls",
}


@pytest.fixture(scope="module")
def plan():
    return program_files.plan(program_files.CERTIFICATION)


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("’", "'")


def source_sentences() -> set[str]:
    lines = [tidy(line) for line in SOURCE.read_text().splitlines() if tidy(line)]
    return {sentence for line in lines for sentence in re.split(r"(?<=[.?!]) (?=[A-Z])", line)}


def said(plan) -> str:
    """What a candidate reads of the program, in one line."""
    cycle = plan["cycle"]
    texts = [plan["program"]["description"], cycle["introduction"], *cycle["notes"]]
    return tidy(" ".join([*texts, *(category["how_judged"] for category in plan["categories"])]))


def test_every_sentence_of_the_text_has_one_place():
    parts = [set(map(tidy, part)) for part in (SETTINGS, WORKBOOK, OFFERED, PURPOSE, CONTEXT)]
    assert set().union(*parts) == source_sentences()
    assert sum(map(len, parts)) == len(source_sentences()), "a sentence is classified twice"


def test_every_sentence_that_sets_a_rule_has_its_settings_in_each_designation(plan):
    wanted = set().union(*SETTINGS.values())
    for category in plan["categories"]:
        table = settings_table(category["assessment"], calendar=plan["program"]["holiday_calendar"])
        named = {words.split("`")[1] for _english, _reading, words in table if "`" in words}
        assert wanted <= named
        held = {*category["assessment"], *(["instrument"] if category["instrument"] else [])}
        held |= {"holiday_calendar"} if plan["program"]["holiday_calendar"] else set()
        for sentence, settings in SETTINGS.items():
            assert settings <= held, (category["slug"], sentence)


def test_the_numbers_of_the_sentences_are_the_numbers_of_the_settings(plan):
    for category in plan["categories"]:
        settings = settings_from(category["assessment"])
        assert (settings.limit_kind, settings.limit) == ("business_days", 60)  # "60 business days"
        assert settings.notice_days == 30  # "thirty (30) business days"
        assert settings.evaluators == 2  # "experts"
        assert settings.most_attempts is None  # "the opportunity to make corrections and resubmit"


def test_the_three_designations_are_the_ones_of_the_text(plan):
    (sentence,) = [sentence for sentence, settings in SETTINGS.items() if "requirements" in settings]
    names = [category["name"] for category in plan["categories"]]
    assert f"seeking a {names[0]}, {names[1]} or {names[2]} professional designation" in sentence


def test_what_sets_a_rule_is_said_to_candidates_word_for_word(plan):
    for sentence in [*SETTINGS, *OFFERED]:
        assert tidy(sentence) in said(plan), sentence
    first, second = sorted(map(tidy, PURPOSE), key=len, reverse=True)
    assert first in said(plan)
    assert second.replace("also ", "") in said(plan)  # "also" leans on a sentence that stands elsewhere


def test_what_the_candidate_does_is_asked_for_in_the_workbook_of_each_designation(plan):
    for category in plan["categories"]:
        asked = {one["slug"]: tidy(f"{one['label']} {one['help_text']}").lower() for one in category["questions"]}
        for sentence, parts in WORKBOOK.items():
            for words, slug in parts.items():
                assert words in tidy(sentence)
                assert words in asked[slug], (category["slug"], words)


def test_what_the_candidate_does_is_what_the_experts_look_at(plan):
    plain = {"own-work", "center-purpose"}  # a statement, and what the center is there for: nothing to find wanting
    wanted = {slug for parts in WORKBOOK.values() for slug in parts.values()} - plain
    for category in plan["categories"]:
        looked_at = {slug for section in category["instrument"] for slug in section["questions"]}
        assert wanted <= looked_at
        assert {section["competency"] for section in category["instrument"]} == {
            criterion["slug"] for criterion in category["criteria"]
        }


def test_what_stands_around_the_text_is_no_rule(plan):
    for sentence in CONTEXT - {"Performance Assessment"}:
        assert tidy(sentence) not in said(plan)


def test_every_reading_stands_in_the_table_of_settings(plan):
    table = settings_table(plan["categories"][0]["assessment"], calendar="US")
    assert {reading for _english, reading, _words in table} - {""} == {f"C{n:02}" for n in range(1, 12)}


def test_the_page_of_rules_in_docs_is_up_to_date(plan):
    page = (ROOT / "docs" / "icmi-certification-rules.md").read_text()
    assert page == rules_page(plan), (
        "run manage.py load_program fixtures/programs/icmi-certification.yaml, then rules_table icmi-certification"
    )


def test_another_setting_is_said_in_other_words():
    english = [
        words
        for words, _reading, _name in settings_table(
            {
                "time_limit": {"kind": "weeks", "n": 8},
                "clock_start": "first_login",
                "resubmission": {"max": 1, "days": 1},
                "evaluators_min": 1,
                "reminders": [],
            },
            calendar="CA",
        )
    ]
    assert "The candidate has 8 weeks, the last day to its end where the candidate lives." in english
    assert "The clock starts when the candidate first signs in; the day after is the first that counts." in english
    assert "There is 1 attempt." in english
    assert "At least 1 expert evaluates each attempt, not the candidate's manager or employer." in english
    assert "The candidate is reminded when this many days are left: never." in english
