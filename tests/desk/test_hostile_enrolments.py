"""Enrollments that no calendar and no column can hold: a sentence by row and column, and nothing half."""

from __future__ import annotations

import pytest

from accounts.models import User
from nominations.domain import enrolment_file
from nominations.models import Enrolment

from .test_enrolments import GOOD, HEAD, cycle, organizer, url  # noqa: F401

TYPED = {"category": "leader", "name": "Cleo", "email": "cleo@example.com"}
ROW = {"order": "A-2", "email": "dee@example.com", "name": "Dee", "designation": "leader", "employer": "Harbor Light"}


def line(**changes: str) -> str:
    row = ROW | changes
    return ",".join(row.get(name, "") for name in enrolment_file.COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("column", "longest"),
    [("order", "9" * 60), ("name", "n" * 200), ("email", f"{'d' * 63}@{'e' * 60}.{'f' * 60}.{'g' * 60}.example")],
)
def test_a_value_that_no_column_holds_is_named_and_the_longest_one_is_taken(cycle, organizer, column, longest):  # noqa: F811
    too_long = line(**{column: "9" * 61 if column == "order" else "n" * 201 if column == "name" else f"a.{longest}"})
    outcome = enrolment_file.take(cycle, HEAD + too_long + GOOD, by=organizer)

    assert [(row, name) for row, name, _sentence in outcome.errors] == [(2, column)]
    assert outcome.enrolled == ["Cleo <cleo@example.com>"]
    assert enrolment_file.take(cycle, HEAD + line(**{column: longest}), by=organizer).errors == []
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Chicago"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-10-01"])
def test_a_day_at_the_end_of_time_is_named_by_row(cycle, organizer, day, zone):  # noqa: F811
    outcome = enrolment_file.take(cycle, HEAD + line(instructions=day, zone=zone) + GOOD, by=organizer)

    assert [row for row, _name, _sentence in outcome.errors] == [2]
    assert outcome.enrolled == ["Cleo <cleo@example.com>"]
    assert not User.objects.filter(email="dee@example.com").exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_by_hand_as_well(client, cycle, organizer, day):  # noqa: F811
    client.force_login(organizer)
    for zone in ("Asia/Tokyo", "America/Chicago"):
        refused = client.post(url(cycle, "add/"), {**TYPED, "zone": zone, "instructions_on": day})
        assert refused.status_code == 422
    assert not Enrolment.objects.exists()

    client.post(url(cycle, "add/"), {**TYPED, "zone": "Asia/Tokyo", "instructions_on": "2026-01-06"})
    made = Enrolment.objects.get()
    before = made.attempts.get().due_at
    answer = client.post(url(cycle, f"{made.code}/extend/"), {"until": day, "reason": "Illness"}, follow=True)
    assert answer.status_code == 200
    assert made.attempts.get().due_at == before


def test_a_file_that_grows_on_its_way_back_is_taken_whole_or_not_at_all(client, cycle, organizer):  # noqa: F811
    """A browser sends line ends as two characters: what was looked at must not be cut when it is taken."""
    client.force_login(organizer)
    short = HEAD + "".join(line(order=f"A-{n}", email=f"p{n}@example.com") for n in range(3))
    blanks = " " * ((enrolment_file.MOST_BYTES - len(short)) // 3)
    text = short.replace("Harbor Light", f"Harbor Light{blanks}")
    text += "\n" * (enrolment_file.MOST_BYTES - len(text))

    answer = client.post(url(cycle, "orders/"), {"text": f"{text}\n".replace("\n", "\r\n")})
    assert answer.status_code == 422
    assert "300 KB" in answer.content.decode()
    assert not Enrolment.objects.exists()

    client.post(url(cycle, "orders/"), {"text": text.replace("\n", "\r\n")})
    assert Enrolment.objects.count() == 3
