"""Administrators enroll candidates, by hand and from paid orders."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.models import Organisation, User
from nominations.domain import enrolment_file
from nominations.models import Answer, Attempt, Enrolment, Nomination
from operations import clock
from operations.models import AuditEvent, Job, OutgoingMail
from tests import factories

HEAD = "order,email,name,designation,employer,zone,calendar,instructions\n"
GOOD = "A-1,cleo@example.com,Cleo,leader,Harbor Light,Asia/Tokyo,JP,2026-01-05\n"


@pytest.fixture
def cycle(db):
    clock.stopped_at.set(datetime(2026, 1, 5, 15, tzinfo=UTC))
    made = factories.cycle(is_rolling=True)
    factories.category(
        made, slug="leader", name="Leader", method="assessment", accepts_nominations=False, counts_for_caps=False,
        assessment={"requirements": [{"slug": "course", "label": "The course"}]},
    )  # fmt: skip
    return made


@pytest.fixture
def organizer(cycle):
    made = factories.user("Ada Organizer")
    factories.role(made, cycle.program)
    return made


def url(cycle, rest="") -> str:
    return f"/manage/{cycle.program.slug}/{cycle.slug}/candidates/{rest}"


def test_a_file_enrolls_once(cycle, organizer):
    first = enrolment_file.take(cycle, HEAD + GOOD, by=organizer)
    again = enrolment_file.take(cycle, HEAD + GOOD, by=organizer)

    made = Enrolment.objects.get()
    assert (first.enrolled, again.enrolled, again.known) == (["Cleo <cleo@example.com>"], [], ["A-1"])
    assert (made.zone, made.calendar, made.order_number, made.employer.name) == (
        "Asia/Tokyo",
        "JP",
        "A-1",
        "Harbor Light",
    )
    assert made.attempts.count() == 1


def test_bad_rows_are_named_and_good_ones_taken(cycle, organizer):
    bad = "A-2,nobody,,director,,Mars/Base,XX,soon\n" + "A-3,cleo@example.com,Cleo,Leader,,,,\n"
    outcome = enrolment_file.take(cycle, HEAD + GOOD + bad, by=organizer)

    assert outcome.enrolled == ["Cleo <cleo@example.com>"]
    assert [(row, column) for row, column, _sentence in outcome.errors] == [
        (3, "name"), (3, "email"), (3, "designation"), (3, "zone"), (3, "calendar"), (3, "instructions"), (4, "email"),
    ]  # fmt: skip
    assert outcome.errors[-1][2] == "cleo@example.com is enrolled for Leader already."
    assert Enrolment.objects.count() == 1


def everything() -> dict[str, int]:
    """How many rows there are of all that enrolling writes."""
    models = (User, Organisation, Nomination, Answer, Enrolment, Attempt, OutgoingMail, Job, AuditEvent)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("A-2,bo@example.com,Bo,leader,New Employer,,,2025-01-06", "instructions", "ran out on 2025-04-02"),
        ("A-2,bo@example.com,Bo,leader,New Employer,,,06/01/2026", "instructions", "“06/01/2026” is no date"),
        ("A-2,bo@example.com,Bo,panel,,,,", "designation", "“panel” is no designation."),
        ("A-2,bo@example,Bo,leader,,,,", "email", "“bo@example” is no e-mail address."),
        ("A-1,bo@example.com,Bo,leader,,,,", "order", "The order A-1 stands in row 2 already."),
        ("A-2,CLEO@example.com,Cleo,leader,,,,", "email", "is enrolled for Leader already."),
        (f"{'9' * 61},bo@example.com,Bo,leader,,,,", "order", "This has more than 60 characters."),
        (f"A-2,bo@example.com,{'B' * 201},leader,,,,", "name", "This has more than 200 characters."),
        ("A-2,bo@example.com,Bo,leader,...,,,", "employer", "“...” is no name of an organization."),
        ("A-2,bo@example.com,Bo,leader,,,,,more", "", "This row has more fields than there are headings."),
    ],
)
def test_a_bad_row_leaves_nothing_behind_and_takes_no_good_row_with_it(cycle, organizer, row, column, sentence):
    """The good rows before and after it are enrolled, exactly as by a file that never had it."""
    factories.category(cycle, slug="panel", name="Panel")
    after = "A-9,dora@example.com,Dora,leader,,,,\n"
    with transaction.atomic():
        enrolment_file.take(cycle, HEAD + GOOD + after, by=organizer)
        expected = everything()
        transaction.set_rollback(True)

    outcome = enrolment_file.take(cycle, HEAD + GOOD + row + "\n" + after, by=organizer)

    assert [(where, name) for where, name, _text in outcome.errors] == [(3, column)]
    assert sentence in outcome.errors[0][2]
    assert outcome.enrolled == ["Cleo <cleo@example.com>", "Dora <dora@example.com>"]
    assert everything() == expected
    assert not User.objects.filter(email__startswith="bo@").exists()


def test_the_page_names_rows_with_mistakes_and_enrolls_the_good_ones(client, cycle, organizer):
    client.force_login(organizer)
    text = HEAD + GOOD + "A-2,nobody,,leader,,,,\n"
    looked = client.post(url(cycle, "orders/"), {"file": SimpleUploadedFile("o.csv", text.encode())}).content.decode()
    assert "Row 3, email: “nobody” is no e-mail address." in looked and "Row 3, name: This must be filled in." in looked
    assert "Enroll the good rows" in looked and not Enrolment.objects.exists()
    taken = client.post(url(cycle, "orders/"), {"text": text}).content.decode()
    assert "Row 3, email" in taken
    assert list(Enrolment.objects.values_list("order_number", flat=True)) == ["A-1"]


@pytest.mark.parametrize("text", ["", "order,email\n", HEAD.strip() + ",color\n", '"\n', "\x00\x01"])
def test_what_is_no_such_file_is_told_in_one_sentence(cycle, organizer, text):
    outcome = enrolment_file.take(cycle, text, by=organizer)
    assert [row for row, _column, _sentence in outcome.errors] == [1]


def test_the_look_writes_nothing_and_the_same_text_is_taken(client, cycle, organizer):
    client.force_login(organizer)
    page = client.post(url(cycle, "orders/"), {"file": SimpleUploadedFile("o.csv", (HEAD + GOOD).encode())})
    assert "What this file would do" in page.content.decode()
    assert not Enrolment.objects.exists()
    client.post(url(cycle, "orders/"), {"text": HEAD + GOOD})
    assert Enrolment.objects.count() == 1
    assert client.post(url(cycle, "orders/"), {"file": SimpleUploadedFile("o.csv", b"\xff\xfe\x00")}).status_code == 422


def test_enroll_start_extend_and_tick_by_hand(client, cycle, organizer):
    client.force_login(organizer)
    typed = {"category": "leader", "name": "Cleo", "email": "cleo@example.com"}
    assert client.post(url(cycle, "add/"), {**typed, "zone": "Mars"}).status_code == 422
    client.post(url(cycle, "add/"), typed)
    made = Enrolment.objects.get()
    client.post(url(cycle, f"{made.code}/available/"))
    client.post(url(cycle, f"{made.code}/extend/"), {"until": "2026-04-08", "reason": "Illness"})
    client.post(url(cycle, f"{made.code}/tick/"), {"requirement": "course", "met": "yes"})

    assert made.attempts.get().due_at == datetime(2026, 4, 9, 3, 59, 59, 999999, tzinfo=UTC)
    assert made.ticks.get().requirement == "course"
    page = client.get(url(cycle, f"{made.code}/")).content.decode()
    assert "Wednesday, April 8, 2026" in page and "Illness" in page
    assert "Apr 8, 2026" in client.get(url(cycle)).content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(client, cycle, organizer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(organizer)
    counts = []
    for n in (1, 3, 30):
        while Enrolment.objects.count() < n:
            number = Enrolment.objects.count()
            enrolment_file.take(cycle, HEAD + f"B-{number},p{number}@example.com,P,leader,,,,\n", by=organizer)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cycle))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_the_next_page_keeps_the_search_and_the_state(client, cycle, organizer):
    """51 wait for their instructions and one has them: the second page of those who wait has the 51st."""
    rows = "".join(f"C-{n:02},p{n}@example.com,Pat {n:02},leader,,,,\n" for n in range(51))
    enrolment_file.take(cycle, HEAD + rows + GOOD, by=organizer)
    client.force_login(organizer)

    first = client.get(url(cycle) + "?q=p&state=waiting").content.decode()
    assert 'href="?q=p&amp;state=waiting&amp;page=2"' in first and "Pat 50" not in first and "Cleo" not in first
    second = client.get(url(cycle) + "?q=p&state=waiting&page=2").content.decode()
    assert "Pat 50" in second and "Cleo" not in second
    assert 'href="?page=2"' in client.get(url(cycle)).content.decode()
