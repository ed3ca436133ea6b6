"""Phone interviews and site visits: planned, recorded, read by the entry's judges and by nobody else."""

import pytest
from django.urls import reverse

from judging.domain import visits
from operations.models import AuditEvent
from operations.refusal import Refused
from tests import factories

from . import stories

pytestmark = pytest.mark.django_db
WHEN = factories.at("2026-04-09 15:00")


@pytest.fixture
def entry(category):
    return stories.entry(category, "Harbor Desk")


def visited(entry, by):
    made = visits.plan(entry, kind="site", who="Ann Ash and Ben Birch", planned_at=WHEN, by=by)
    return visits.record(made, held_at=WHEN, notes="The floor was calm, and the wall of praise was real.", by=by)


def test_the_judge_reads_the_notes_before_marking(client, entry, judge, administrator):
    card = stories.opened(judge, entry)
    visited(entry, administrator)
    client.force_login(judge)

    body = client.get(reverse("judging:scorecard", args=[card.assignment.code])).content.decode()

    assert "Site visit" in body and "the wall of praise was real" in body and "Ann Ash" in body


def test_what_is_only_planned_is_not_shown(client, entry, judge, administrator):
    card = stories.opened(judge, entry)
    visits.plan(entry, kind="phone", who="Ann Ash", planned_at=WHEN, by=administrator)
    client.force_login(judge)

    assert "Ann Ash" not in client.get(reverse("judging:scorecard", args=[card.assignment.code])).content.decode()


def test_the_nominator_never_sees_it(client, entry, administrator):
    visited(entry, administrator)
    client.force_login(entry.nominator)

    for name in ("detail", "review", "pdf"):
        body = client.get(reverse(f"nominations:{name}", args=[entry.code])).content
        assert b"wall of praise" not in body and b"Ann Ash" not in body


def test_a_blind_judge_does_not_get_it(client, entry, judge, administrator):
    entry.category.is_blind = True
    entry.category.save()
    card = stories.opened(judge, entry)
    visited(entry, administrator)
    client.force_login(judge)

    assert (
        "wall of praise" not in client.get(reverse("judging:scorecard", args=[card.assignment.code])).content.decode()
    )


def test_notes_are_written_after_the_visit_and_stand_in_the_trail(entry, administrator):
    made = visits.plan(entry, kind="phone", who="Ann Ash", planned_at=WHEN, by=administrator)

    with pytest.raises(Refused, match="after it was held"):
        visits.record(made, held_at=factories.at("2126-01-01"), notes="Too early", by=administrator)
    with pytest.raises(Refused, match="what the judges should know"):
        visits.record(made, held_at=WHEN, notes="  ", by=administrator)
    visits.record(made, held_at=WHEN, notes="All well.", by=administrator)

    actions = AuditEvent.objects.filter(action__startswith="visit").values_list("action", flat=True)
    assert list(actions.order_by("pk")) == ["visit planned", "visit recorded"]


def test_the_desk_plans_and_records(client, entry, administrator):
    client.force_login(administrator)
    where = [entry.cycle.program.slug, entry.cycle.slug, entry.code]
    client.post(
        reverse("desk:visit_plan", args=where),
        {"kind": "phone", "who": "Ann Ash", "planned_at": "2026-04-09T08:00"},
    )
    visit = entry.visits.get()
    client.post(
        reverse("desk:visit_record", args=[*where, visit.pk]), {"held_at": "2026-04-09T08:00", "notes": "They do."}
    )

    body = client.get(reverse("desk:nomination", args=where)).content.decode()
    assert "Ann Ash" in body and "They do." in body
