"""Every switch of a measured award is a field on a screen, and what is typed comes back as it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from desk.setup_forms import CategoryForm, CycleForm, MeasureForm, PlacingForm, RuleForm
from operations.models import AuditEvent
from programs.domain.plans import plan_of
from programs.models import Category, Cycle
from programs.rules import kinds

from .. import factories, program_files
from .typed import posted


@pytest.fixture(scope="module")
def loaded(rows_of_the_module):
    """All fifty-five awards, written once."""
    return program_files.loaded(program_files.SQM).pk


@pytest.fixture
def cycle(loaded, db) -> Cycle:
    return Cycle.objects.select_related("program").get(pk=loaded)


@pytest.fixture
def desk(client, cycle):
    ada = factories.user("Ada Administrator")
    factories.role(ada, cycle.program)
    client.force_login(ada)
    return client


def award(cycle: Cycle, number: int) -> Category:
    one = cycle.categories.get(key=f"sqm-{number:02d}")
    one.cycle = cycle
    return one


def address(cycle: Cycle, name: str, *args) -> str:
    return reverse(f"desk:{name}", args=[cycle.program.slug, cycle.slug, *args])


def test_the_page_of_a_measure_says_what_it_is_and_saves_what_was_changed(desk, cycle):
    one = award(cycle, 3)
    page = desk.get(address(cycle, "measure", one.slug))
    assert "Everyone at 80 % or more is awarded." in page.content.decode()

    typed = {**posted(MeasureForm(category=one)), "bar": 81, "entry_mode": "opt_in"}
    answer = desk.post(address(cycle, "measure", one.slug), typed)

    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.measure == {
        "metric": "fcr",
        "surveys": "live",
        "bar": 81,
        "scopes": ["site", "all_sites"],
        "trophy_per_scope": True,
        "entry_mode": "opt_in",
    }
    assert AuditEvent.objects.filter(action="measure changed").count() == 1


def test_a_measure_that_nobody_touched_is_saved_as_it_was(cycle):
    for one in cycle.categories.exclude(measure={}):
        one.cycle = cycle
        form = MeasureForm(posted(MeasureForm(category=one)), category=one)
        assert form.is_valid(), (one.key, form.errors)
        assert form.params() == one.measure, one.key


def test_a_contradiction_is_said_on_the_form_and_nothing_is_saved(desk, cycle):
    one = award(cycle, 11)
    before = one.measure
    answer = desk.post(address(cycle, "measure", one.slug), {**posted(MeasureForm(category=one)), "bar": 80})
    assert answer.status_code == 422
    assert "Only an award for everyone who reaches a bar has one: leave it out." in answer.content.decode()
    one.refresh_from_db()
    assert one.measure == before


def test_an_appointed_award_has_no_such_page(desk, cycle):
    assert desk.get(address(cycle, "measure", award(cycle, 38).slug)).status_code == 404
    assert desk.get(address(cycle, "measure", award(cycle, 9).slug)).status_code == 200


def test_every_page_of_a_category_shows_its_measure_and_its_rules(desk, cycle):
    for number, words in ((1, "What counts is the mean of both."), (9, "improvement"), (39, "at most 5 pages")):
        page = desk.get(address(cycle, "category", award(cycle, number).slug))
        assert page.status_code == 200
        assert words in page.content.decode()


def test_a_form_has_a_field_for_each_parameter_of_each_rule_of_the_awards(cycle):
    for rule in cycle.rules.select_related("category"):
        form = RuleForm(posted(RuleForm(rule=rule)), rule=rule)
        assert {f"param_{one.name}" for one in kinds()[rule.kind].params()} <= set(form.fields)
        assert form.is_valid(), (rule.category, rule.slug, form.errors)
        assert {name: value for name, value in form.params().items() if name in rule.params} == rule.params


def test_category_placing_and_cycle_forms_that_nobody_touched_change_nothing(cycle):
    before = plan_of(cycle)
    forms = [CycleForm(posted(CycleForm(instance=cycle, cycle=cycle)), instance=cycle, cycle=cycle)]
    for number in (1, 6, 39):
        one = award(cycle, number)
        forms.append(CategoryForm(posted(CategoryForm(instance=one, cycle=cycle)), instance=one, cycle=cycle))
        for placing in one.placings.all():
            forms.append(PlacingForm(posted(PlacingForm(instance=placing, cycle=cycle)), instance=placing, cycle=cycle))
    for form in forms:
        assert form.is_valid(), (form.instance, form.errors)
        form.save()
    assert plan_of(Cycle.objects.get(pk=cycle.pk)) == before == program_files.plan(program_files.SQM)


def test_a_placing_that_appears_as_another_needs_a_moment(cycle):
    winner = award(cycle, 7).placings.get(slug="winner")
    typed = posted(PlacingForm(instance=winner, cycle=cycle))
    form = PlacingForm({**typed, "announce_at": ""}, instance=winner, cycle=cycle)
    assert not form.is_valid()
    assert form.errors["announce_at"] == ["Until when? Say when this placing is told apart."]
    assert PlacingForm({**typed, "announce_at": "", "appears_as": ""}, instance=winner, cycle=cycle).is_valid()
    assert not PlacingForm({**typed, "appears_as": "gold"}, instance=winner, cycle=cycle).is_valid()


def test_an_event_does_not_end_before_it_begins(cycle):
    typed = posted(CycleForm(instance=cycle, cycle=cycle))
    assert not CycleForm({**typed, "event_to": "2018-05-21"}, instance=cycle, cycle=cycle).is_valid()
    assert CycleForm({**typed, "event_to": "2018-05-22"}, instance=cycle, cycle=cycle).is_valid()


def test_a_new_measured_award_takes_no_nominations(desk, cycle):
    typed = {"name": "Highest Chat CX", "subject": "organisation", "method": "ranking", "accepts_nominations": "on"}
    refused = desk.post(address(cycle, "category_new"), typed)
    assert refused.status_code == 422
    assert "Surveys decide such an award" in refused.content.decode()
    typed.pop("accepts_nominations")
    assert desk.post(address(cycle, "category_new"), typed).status_code == 302
    made = cycle.categories.get(name="Highest Chat CX")
    assert not made.accepts_nominations
    assert not made.questions.exists()


def test_the_public_page_of_a_measured_award_asks_for_no_nomination(client, cycle):
    page = client.get(reverse("programs:category", args=["sqm-awards", "2018", "highest-banking-cx"])).content.decode()
    assert "Everyone who takes part is entered." in page
    assert "Start a nomination" not in page
    assert "Measured: First call resolution, from live telephone surveys." in page
    assert "At least 400 live telephone surveys" in page
    assert "SQM gold trophy" in page
