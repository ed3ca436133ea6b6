"""The ICMI Awards as a file, checked by hand against the organiser's own text in tests/data/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from programs.domain.manual import rules_page
from tests import program_files

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "tests" / "data" / "icmi-awards.txt"

NAMES = {
    "agent": "Best Contact Center Agent",
    "supervisor": "Best Contact Center Supervisor",
    "manager": "Best Contact Center Manager",
    "director": "Best Contact Center Director",
    "lifetime-achievement": "Lifetime Achievement Award",
    "small": "Best Small Contact Center",
    "medium": "Best Medium Contact Center",
    "large": "Best Large Contact Center",
    "innovation": "Best Customer Service Innovation",
    "culture": "Best Contact Center Culture",
    "customer-feedback": "Best Use of Customer Feedback",
    "ai": "Best Use of AI",
    "public-sector": "Best Public Sector Customer Service Team",
    "new-technology": "Best New Technology Solution",
}
CRITERIA = {
    "agent": ["Customer Impact", "Performance Metrics", "Team Collaboration"],
    "supervisor": ["Team Performance", "Leadership", "Problem-Solving"],
    "manager": ["Operational Success", "Leadership Impact", "Results"],
    "director": ["Strategic Leadership", "Innovation", "Business Impact"],
    "lifetime-achievement": [],
    "small": ["Performance Metrics", "Culture", "Customer Impact"],
    "medium": ["Performance Metrics", "Culture", "Customer Impact"],
    "large": ["Performance Metrics", "Culture", "Customer Impact"],
    "innovation": ["Evidence of Innovation", "Impact", "Scalability"],
    "culture": ["Engagement", "Inclusivity", "Recognition"],
    "customer-feedback": ["Collection Methods", "Actionable Insights", "Customer Outcomes"],
    "ai": ["AI Application", "Efficiency Gains", "Customer/Employee Impact"],
    "public-sector": ["Performance Metrics", "Culture", "Customer Impact"],
    "new-technology": ["Innovation", "Implementation", "Results"],
}
INDIVIDUAL = {"agent", "supervisor", "manager", "director", "lifetime-achievement"}
SIZES = {"small", "medium", "large"}
NEW = {"director", "innovation", "customer-feedback", "ai", "public-sector"}

# Every sentence of the text that is not a criterion, and what it became.
RULES = {
    "In the interest of fair play, we ask that organizations submit for awards in no more than 3 categories, and only "
    "put forward two candidates (maximum) per category.",
    "Should an organization exceed that amount, submissions will be judged on a first-come-first-serve basis.",
    "Also, please note that the Lifetime Achievement Award will not be judged in the same way as the other categories.",
    "This category is open to customer-facing individuals, who regularly come into contact with the organization’s end "
    "customers, are committed to improving the customer experience, and aspire to a career in the industry.",
    "Nominations must originate from a colleague within the organization or a business partner.",
    "Nominations must come from a colleague within the organization or a business partner.",
    "Nominations must come from within the organization or a business partner.",
    "Last year's winner(s) are not eligible for consideration in the current award cycle.",
    "The prior year's winner(s) are ineligible for consideration in the current award cycle; runners-up are eligible "
    "for consideration.",
    "This category is open to those who supervise agents regularly and provide support to customer-facing individuals.",
    "This category is open to professionals responsible for managing one or more contact centers.",
    "This category is open to senior leaders who oversee contact center strategy, operations, and performance.",
    "Each year ICMI chooses a new recipient for their Lifetime Achievement Award.",
    "The small (75 agents or less), medium (76-150 agents), and large (greater than 150 agents) contact centers that "
    "best exemplify the “gold standard” for the industry will take home these awards.",
    "This category is open to organizations that have developed and implemented creative solutions, tools, or processes "
    "to elevate the customer experience.",
    "Solutions must have been implemented within the last 18 months.",
    "The organization that takes home this trophy will demonstrate a commitment to fostering a creative and "
    "collaborative work environment that has positively impacted both the employee and customer experience.",
    "This category is open to organizations that excel in gathering, analyzing, and acting on customer feedback to "
    "improve experiences and outcomes.",
    "This category is open to organizations that have effectively utilized artificial intelligence to transform contact "
    "center operations, improve customer experiences, and achieve measurable results.",
    "This award recognizes government contact centers that exemplify excellence despite the unique challenges of "
    "operating within a framework of unionized environments, regulatory constraints, budgetary limitations, and "
    "evolving public expectations.",
    "This award is intended to recognize a contact center technology provider whose new solution demonstrates a strong "
    "commitment to improving the customer experience.",
    "To be considered, the new solution must have been released in within the last 18 months and must be a single piece "
    "of technology or one suite of services that was deployed as a single project.",
    # The overview's names of the new categories: what is new has no bar yet (I11).
    "Best Contact Center Director (NEW!)",
    "Best Use of Customer Feedback (NEW!)",
    "Best Use of AI (NEW!)",
    "Best Customer Service Innovation (NEW!)",
    "Best Public Sector Service Team (NEW!)",
}
PLACINGS = {"We’ll also name one runner-up in each category."}
DESCRIPTIONS = {
    "Directors are responsible for aligning contact center goals with broader organizational objectives, driving "
    "innovation, and fostering a culture of excellence.",
    "This person embodies the spirit of customer service and has contributed to all aspects of the contact center "
    "industry - the people, the organizations, the technology, and the customers.",
    "This individual has aided in the success of ICMI and its mission to provide training, events, and resources in "
    "order to elevate the reputation of the industry.",
    "Most importantly, the recipient of the ICMI Lifetime Achievement award has dedicated their career to the great "
    "people of the contact center industry.",
    "Innovations should demonstrate originality, measurable impact, and potential to set new industry benchmarks.",
    "Entries should demonstrate a commitment to leveraging insights in innovative and impactful ways.",
}
NAMES_AND_ALIASES = {
    "Best Contact Center Agent",
    "Best Contact Center Supervisor",
    "Best Contact Center Manager",
    "Best Contact Center Director",
    "Lifetime Achievement Award",
    "Best Small, Medium, or Large Contact Center",
    "Best Small, Medium, and Large Contact Center",
    "Best Customer Service Innovation",
    "Best Contact Center Culture",
    "Best Use of Customer Feedback",
    "Best Use of AI",
    "Best Public Sector Customer Service Team",
    "Best New Technology Solution",
}
GROUPS = {"Individual Categories", "Team Categories"}
CONTEXT = {
    "[Skip to Content]": "a link of the page it was taken from",
    "Overview top": "a link",
    "Back to top": "a link",
    "Share": "a button",
    "Please Note:": "the heading over the two notes of the cycle",
    "Evaluation criteria:": "the heading over the criteria",
    "Evaluation Criteria:": "the same heading, written otherwise",
}


@pytest.fixture(scope="module")
def plan():
    return program_files.plan(program_files.ICMI)


@pytest.fixture(scope="module")
def categories(plan):
    return {category["slug"]: category for category in plan["categories"]}


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!]) (?=[A-Z])", tidy(text))


def source_lines() -> list[str]:
    return [line for line in map(tidy, SOURCE.read_text().splitlines()) if line]


def with_rule(categories, kind: str, **params) -> set[str]:
    """The categories that have a rule of this kind with these parameters."""
    return {
        slug
        for slug, category in categories.items()
        for rule in category["rules"]
        if rule["kind"] == kind and rule["is_enabled"] and params.items() <= rule["params"].items()
    }


def test_the_fourteen_awards_with_their_official_names_in_the_text_s_order(plan):
    assert {c["slug"]: c["name"] for c in plan["categories"]} == NAMES
    assert [c["slug"] for c in plan["categories"]] == list(NAMES)


def test_groups_and_what_is_new(categories):
    assert {slug for slug, c in categories.items() if c["group"] == "Individual Categories"} == INDIVIDUAL
    assert {slug for slug, c in categories.items() if c["group"] == "Team Categories"} == set(NAMES) - INDIVIDUAL
    assert {slug for slug, c in categories.items() if c["is_new"]} == NEW


def test_each_criterion_stands_in_the_file_in_the_text_s_words(categories):
    assert {slug: [one["name"] for one in c["criteria"]] for slug, c in categories.items()} == CRITERIA
    written = {f"• {one['name']}: {one['description']}" for c in categories.values() for one in c["criteria"]}
    assert written == {line for line in source_lines() if line.startswith("•")}


def test_each_criterion_has_one_narrative_and_equal_weight(categories):
    for category in categories.values():
        asked = [question["criterion"] for question in category["questions"] if question["criterion"]]
        assert asked == [criterion["slug"] for criterion in category["criteria"]]
        assert {criterion["weight"] for criterion in category["criteria"]} <= {1}


def test_descriptions_are_the_text_s_own_paragraphs(categories):
    paragraphs = set(source_lines())
    assert {slug for slug, c in categories.items() if tidy(c["description"]) not in paragraphs} == set()


def test_last_year_s_winners_are_barred_where_the_text_says_so(categories):
    bar = {"enabled": True, "basis": "year_before", "placings": ["winner"]}
    persons = {"agent", "supervisor", "manager"}
    assert with_rule(categories, "repeat_bar", subject="candidate", scope="category", **bar) == persons
    assert with_rule(categories, "repeat_bar", subject="candidate", scope="family", **bar) == SIZES
    organisations = {"culture", "new-technology"}
    assert with_rule(categories, "repeat_bar", subject="organisation", scope="category", **bar) == organisations
    assert with_rule(categories, "repeat_bar", enabled=True) == persons | SIZES | organisations
    assert with_rule(categories, "repeat_bar", enabled=False) == NEW
    assert {slug for slug, c in categories.items() if c["family"]} == SIZES
    assert {categories[slug]["family"] for slug in SIZES} == {"icmi-sizes"}


def test_who_may_nominate(categories):
    colleague = ["colleague", "business_partner", "agency"]
    individual = {"agent", "supervisor", "manager", "director"}
    assert with_rule(categories, "nominator_relation", relations=colleague, record_only=False) == individual
    team = {"innovation", "customer-feedback", "ai"}
    within = ["self", *colleague]
    assert with_rule(categories, "nominator_relation", relations=within, record_only=False) == team
    anyone = {*SIZES, "culture", "public-sector", "new-technology"}
    assert with_rule(categories, "nominator_relation", relations=[], record_only=True) == anyone


def test_eighteen_months_and_the_other_single_rules(categories):
    recency = {"months": 18, "reference": "submitted", "inclusive": True}
    assert with_rule(categories, "recency", verb="implemented", **recency) == {"innovation"}
    assert with_rule(categories, "recency", verb="released", **recency) == {"new-technology"}
    assert with_rule(categories, "recency") == {"innovation", "new-technology"}
    assert with_rule(categories, "technology_provider") == {"new-technology"}
    assert with_rule(categories, "single_deployment") == {"new-technology"}
    assert with_rule(categories, "public_sector", allow_outsourcer=False) == {"public-sector"}
    assert with_rule(categories, "appointed_only", suggestions=False) == {"lifetime-achievement"}
    assert with_rule(categories, "once_only") == {"lifetime-achievement"}


def test_the_bands_of_agents_leave_no_number_out_and_none_twice(categories):
    bands = {
        slug: (rule["params"]["minimum"], rule["params"]["maximum"])
        for slug, category in categories.items()
        for rule in category["rules"]
        if rule["kind"] == "headcount_band"
    }
    assert bands == {"small": (None, 75), "medium": (76, 150), "large": (151, None)}


def test_the_caps_hold_for_all_categories_with_every_switch_written_out(plan):
    switches = {
        "mode": "warn",
        "surplus": "not_judged",
        "size_bands": "separate",
        "charged_to": "nominee",
        "timestamp": "first_submitted",
        "withdrawn_counts": False,
        "rejected_counts": False,
    }
    assert {rule["kind"]: rule["params"] for rule in plan["rules"]} == {
        "category_cap": {"maximum": 3, **switches},
        "candidate_cap": {"maximum": 2, **switches},
    }


def test_a_runner_up_only_for_the_three_sizes_and_a_trophy_only_for_culture(categories):
    placings = {slug: [(p["kind"], p["places"]) for p in c["placings"]] for slug, c in categories.items()}
    both = [("winner", 1), ("runner_up", 1)]
    assert placings == {slug: both if slug in SIZES else [("winner", 1)] for slug in NAMES}
    first = {slug: c["placings"][0]["recognitions"][0]["kind"] for slug, c in categories.items()}
    assert first == {slug: "trophy" if slug == "culture" else "award" for slug in NAMES}


def test_lifetime_achievement_stands_outside_scoring_and_caps(categories):
    lifetime = categories["lifetime-achievement"]
    assert (lifetime["method"], lifetime["accepts_nominations"], lifetime["counts_for_caps"]) == (
        "appointment",
        False,
        False,
    )
    assert {c["method"] for slug, c in categories.items() if slug != "lifetime-achievement"} == {"panel"}


def test_names_that_differ_are_aliases(categories):
    sizes = ["Best Small, Medium, and Large Contact Center", "Best Small, Medium, or Large Contact Center"]
    expected = {slug: sizes for slug in SIZES} | {"public-sector": ["Best Public Sector Service Team"]}
    assert {slug: c["aliases"] for slug, c in categories.items() if c["aliases"]} == expected


def test_every_sentence_of_the_text_is_a_rule_a_criterion_a_description_or_named_context(plan, categories):
    said = {sentence for line in source_lines() if not line.startswith("•") for sentence in sentences(line)}
    classified = [RULES, PLACINGS, DESCRIPTIONS, NAMES_AND_ALIASES, GROUPS, set(CONTEXT)]
    assert said == set().union(*classified)
    assert sum(map(len, classified)) == len(said), "a sentence is classified twice"


def test_every_sentence_that_sets_a_rule_has_a_rule_and_no_rule_invents_one(plan, categories):
    everything = [*plan["rules"], *(rule for category in categories.values() for rule in category["rules"])]
    assert {sentence for rule in everything for sentence in sentences(rule["source"])} == RULES


def test_names_groups_descriptions_and_notes_stand_in_the_file(plan, categories):
    names = {c["name"] for c in categories.values()} | {alias for c in categories.values() for alias in c["aliases"]}
    assert names >= NAMES_AND_ALIASES
    assert {c["group"] for c in categories.values()} == GROUPS
    described = {sentence for c in categories.values() for sentence in sentences(c["description"])}
    assert described >= DESCRIPTIONS | PLACINGS
    noted = [sentence for note in plan["cycle"]["notes"] for sentence in sentences(note)]
    lines = source_lines()
    start = lines.index("Please Note:") + 1
    assert noted == [sentence for line in lines[start : start + 2] for sentence in sentences(line)]


def test_the_rules_of_a_category_come_from_its_own_paragraph(plan, categories):
    overview = {f"{name} (NEW!)" for name in [*NAMES.values(), "Best Public Sector Service Team"]}
    notes = {sentence for note in plan["cycle"]["notes"] for sentence in sentences(note)}
    for category in categories.values():
        own = {sentence for rule in category["rules"] for sentence in sentences(rule["source"])}
        assert own - overview - notes <= set(sentences(category["description"])), category["slug"]


def test_every_rule_names_its_reading(plan, categories):
    everything = [*plan["rules"], *(rule for category in categories.values() for rule in category["rules"])]
    assert [rule["slug"] for rule in everything if not re.match(r"I\d\d", rule["reading"])] == []


def test_the_page_of_rules_in_docs_is_up_to_date(plan):
    page = (ROOT / "docs" / "icmi-rules.md").read_text()
    assert page == rules_page(plan), "run manage.py load_program fixtures/programs/icmi-awards.yaml, then rules_table"
