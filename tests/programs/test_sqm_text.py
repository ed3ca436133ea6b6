"""Each sentence of the SQM text stands in the program file as what it is: a rule, a measure, a prize, a date."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests import program_files

from .sqm_text import CONTEXT, DATES, FORM, JUDGES, MEASURES, NAMES, OPEN, PRIZES, RULES, TEXT, span

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "tests" / "data" / "sqm-awards.txt"

# A word of the sentence on what is compared, and the metric that it means.
METRICS = {
    "first call (FCR)": "fcr",
    "annual FCR": "fcr",
    "highest FCR": "fcr",
    "FCR metric": "fcr",
    "CSR who handled their call and their call was resolved": "world_class",
    "IVR contact channel": "ivr",
    "website contact channel": "website",
    "email contact channel": "email",
    "escalation calls": "escalation",
    "highest Omni-Channel": "omni_channel",
    "one contact resolution": "ocr",
    "claim interaction": "claim",
    "enterprise-wide overall": "overall",
}


@pytest.fixture(scope="module")
def plan():
    return program_files.plan(program_files.SQM)


@pytest.fixture(scope="module")
def awards(plan):
    return {int(category["key"].removeprefix("sqm-")): category for category in plan["categories"]}


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!]) (?=[A-Z(])", tidy(text))


def source_sentences() -> set[str]:
    lines = [re.sub(r"^• |^\d+\. ", "", tidy(line)) for line in SOURCE.read_text().splitlines() if tidy(line)]
    return {sentence for line in lines for sentence in sentences(line)}


def said_on(award) -> set[str]:
    lines = f"{award['description']}\n{award['how_judged']}".splitlines()
    return {sentence for line in lines if line for sentence in sentences(line.removeprefix("- "))}


def about(classified: dict[str, set[int]]) -> dict[int, list[str]]:
    """The sentences by the award they are about."""
    found = defaultdict(list)
    for sentence, numbers in classified.items():
        for number in numbers:
            found[number].append(sentence)
    return found


def test_every_sentence_of_the_text_has_one_place():
    parts = [RULES, MEASURES, PRIZES, DATES, JUDGES, OPEN, FORM, TEXT, NAMES, CONTEXT]
    assert set().union(*map(set, parts)) == source_sentences()
    assert sum(map(len, parts)) == len(source_sentences()), "a sentence is classified twice"


def test_every_sentence_that_sets_a_rule_has_one_in_each_of_its_awards_and_no_rule_invents_one(awards):
    found = defaultdict(set)
    for number, award in awards.items():
        for rule in award["rules"]:
            for sentence in sentences(rule["source"]):
                found[sentence].add(number)
    assert dict(found) == RULES


def test_sentences_stand_on_the_pages_of_their_awards_word_for_word(awards):
    for classified in (MEASURES, PRIZES, JUDGES, FORM, TEXT):
        for sentence, numbers in classified.items():
            on = {number for number, award in awards.items() if sentence in said_on(award)}
            assert on == numbers, sentence


def test_pages_say_nothing_that_the_text_does_not_say(awards):
    for award in awards.values():
        assert said_on(award) <= source_sentences(), award["key"]


def test_every_award_that_is_not_judged_by_people_says_what_is_compared(awards):
    measured = {number for number, award in awards.items() if award["method"] in ("ranking", "threshold")}
    assert set(about(MEASURES)) == measured
    for sentence, numbers in MEASURES.items():
        wanted = {metric for words, metric in METRICS.items() if words.lower() in sentence.lower()}
        for number in numbers if wanted else ():
            assert awards[number]["measure"]["metric"] in wanted, (number, sentence)


def test_a_percentage_in_the_text_is_the_bar(awards):
    for number, (percent, bar) in {3: ("80%", 80), 4: ("85%", 85), 5: ("85%", 85), 36: ("50%", 50)}.items():
        assert any(percent in sentence for sentence in about(MEASURES)[number])
        assert awards[number]["measure"]["bar"] == bar


def test_every_prize_is_promised_by_a_sentence_and_every_promise_is_kept(awards):
    promised = about(PRIZES)
    judged_top_five = {9, 10}  # their prizes stand in the sentence that sets the rule
    assert set(awards) - set(promised) == judged_top_five | {38}
    for number, award in awards.items():
        sentence = " ".join(promised.get(number, about(RULES)[number]))
        for placing in award["placings"]:
            for one in placing["recognitions"]:
                words = one["words"].removesuffix(" to display on their desk")
                assert words in sentence, (number, words)
    assert {number for number, award in awards.items() if not award["placings"][0]["recognitions"]} == {38}


def test_whom_the_text_lets_judge(awards):
    assert {number for number, award in awards.items() if award["method"] == "panel"} == set(about(JUDGES))


def test_every_date_of_the_text_is_a_moment_of_the_file(plan, awards):
    assert plan["cycle"]["announce"].startswith("2018-03-0")
    assert {(awards[n]["closes"], awards[n]["announce"][:10]) for n in span(39, 55)} == {("2017-11-30", "2018-02-15")}
    for number in (6, 7):
        winner, finalist = awards[number]["placings"][0], awards[number]["placings"][-1]
        assert plan["cycle"]["event"]["from"] <= winner["announce"][:10] <= plan["cycle"]["event"]["to"]
        assert finalist["announce"] is None  # with everybody, in March
    assert "19th Annual Customer Experience Conference" in plan["cycle"]["event"]["name"]


def test_what_the_text_leaves_free_no_rule_limits(plan, awards):
    """Any number of nominations, any categories, clients or not (S42), past winners again (S48)."""
    assert plan["rules"] == []
    for number in about(OPEN):
        kinds = {rule["kind"] for rule in awards[number]["rules"] if rule["is_enabled"]}
        assert not kinds & {"category_cap", "candidate_cap"}
        assert ("participation" in kinds) == (number < 39)


def test_names_are_names_or_aliases(awards):
    known = {award["name"] for award in awards.values()} | {name for a in awards.values() for name in a["aliases"]}
    assert known >= NAMES


def test_an_application_is_asked_for_what_the_text_wants(awards):
    for number in about(FORM):
        award = awards[number]
        assert award["accepts_nominations"]
        labels = " ".join(question["label"] for question in award["questions"])
        for words in ("practices", "FCR", "Csat", "link", "savings", "revenue"):
            assert words in labels, (number, words)
