"""A designation is made on screens; nobody needs the file. What it still lacks is said before the launch."""

from __future__ import annotations

import pytest

from desk.setup_forms import CategoryForm, CycleForm, section_forms
from judging.domain import panels
from programs.domain import instruments
from programs.domain.plans import plan_of
from programs.domain.reading import read
from programs.domain.writing import text_of
from programs.models import Cycle
from tests import factories

from .given import SECTION, SECTION_STORED, address, category, filled, posted


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
