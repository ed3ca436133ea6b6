"""Every setting of a designation is a field on its screen; a clock that runs stays as it was counted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.setup_forms import AssessmentForm
from nominations.domain import enrolments
from nominations.models import Attempt
from operations.models import AuditEvent
from programs.domain import assessment
from programs.domain.plans import plan_of
from programs.domain.reading import read
from programs.domain.writing import text_of
from programs.models import Cycle
from tests import factories

from .given import address, posted


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


def test_where_nothing_is_judged_by_a_panel_the_dashboard_counts_no_scorecards(desk, cycle):
    page = desk.get(address(cycle, "dashboard")).content.decode()
    assert "Drafts" in page
    assert "To be judged" not in page and "Scorecards" not in page
