"""The promise to come to the gala: recorded with the entry, asked for once the winner is public, and answered."""

import csv
import io

import pytest
from django.urls import reverse

from operations.domain import jobs
from operations.models import AuditEvent, OutgoingMail
from operations.refusal import Refused
from recognition.domain import announcements, attendance, honours
from recognition.errors import RecognitionError
from recognition.models import Attendance, Honour
from tests import factories
from tests.nominations.given import queries

from ..conftest import candidate, nominated
from . import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(award, panel):
    made = given.applied(award)
    given.judged_by_six(made, panel, 8)
    return made


@pytest.fixture
def honour(entry, administrator):
    made = honours.make(given.won(entry, administrator))[0]
    announcements.schedule(entry.category, None, given.OUT, by=administrator)
    return made


def desk(honour, name, *more):
    cycle = honour.category.cycle
    return reverse(f"desk:{name}", args=[cycle.program.slug, cycle.slug, *more])


def letters():
    return list(
        OutgoingMail.objects.filter(key__startswith="gala-reminder:").order_by("to").values_list("to", flat=True)
    )


def test_the_promise_of_the_entry_stands_beside_the_answer(client, honour, administrator):
    client.force_login(administrator)

    body = client.get(desk(honour, "gala")).content.decode()

    assert "Harbor Desk" in body and "promised" in body and "No answer yet" in body and "not public yet" in body
    assert "Thursday, May 24, 2018" in body


@pytest.mark.parametrize(("said", "expected"), [(True, True), (False, False)])
def test_yes_and_no_are_both_recorded(award, panel, administrator, said, expected):
    entry = given.applied(award, gala=said)
    given.judged_by_six(entry, panel, 8)
    honours.make(given.won(entry, administrator))

    assert [one.promised for one in attendance.invited(award.cycle)] == [expected]
    assert entry.eligibility == "pass"  # S39: it decides nothing


def test_nobody_is_asked_before_the_award_is_public(client, honour, administrator):
    client.force_login(administrator)
    given.at(given.vancouver("2018-02-15 08:59:59"))

    body = client.post(desk(honour, "gala_remind"), follow=True).content.decode()

    assert "No winner who is announced still has to answer." in body
    jobs.run_due()
    assert letters() == []


def test_the_winner_is_asked_once_a_day_until_there_is_an_answer(client, honour, entry, administrator):
    client.force_login(administrator)
    given.at(given.OUT)
    for _twice in range(2):
        assert "One winner is asked." in client.post(desk(honour, "gala_remind"), follow=True).content.decode()
        jobs.run_due()
    assert letters() == sorted([entry.nominator.email, "contact@applicant.example"])

    given.at(given.vancouver("2018-02-16 09:00"))
    client.post(desk(honour, "gala_remind"))
    jobs.run_due()
    assert len(letters()) == 4
    letter = OutgoingMail.objects.filter(key__startswith="gala-reminder:").first()
    assert "you promised" in letter.text and f"/honours/{honour.code}/gala/" in letter.text

    attendance.say(honour, state="confirmed", who="Mia Marsh", by=entry.nominator)
    given.at(given.vancouver("2018-02-17 09:00"))
    assert "No winner who is announced" in client.post(desk(honour, "gala_remind"), follow=True).content.decode()


def test_the_winner_says_who_comes_and_may_change_it(client, honour, entry):
    given.at(given.OUT)
    announcements.open_doors(entry.category)
    client.force_login(entry.nominator)
    address = reverse("recognition:attendance", args=[honour.code])
    assert address in client.get(reverse("recognition:mine")).content.decode()

    refused = client.post(address, {"state": "confirmed", "who": " "})
    assert refused.status_code == 422
    assert "at least one person who comes" in refused.content.decode()
    assert not Attendance.objects.exists()

    client.post(address, {"state": "confirmed", "who": "Mia Marsh,  Ben Birch"})
    row = Attendance.objects.get()
    assert (row.state, row.who, row.said_by) == ("confirmed", "Mia Marsh, Ben Birch", entry.nominator)
    client.post(address, {"state": "declined", "who": "Mia Marsh"})
    row.refresh_from_db()
    assert (row.state, row.who) == ("declined", "")
    changes = AuditEvent.objects.filter(action="gala attendance recorded").order_by("pk")
    assert [(event.change["before"], event.change["state"]) for event in changes] == [
        ("pending", "confirmed"), ("confirmed", "declined"),
    ]  # fmt: skip


def test_before_the_moment_and_for_strangers_there_is_no_such_page(client, honour, entry):
    address = reverse("recognition:attendance", args=[honour.code])
    client.force_login(entry.nominator)
    given.at(given.vancouver("2018-02-15 08:59:59"))
    assert client.get(address).status_code == 404
    given.at(given.OUT)
    assert client.get(address).status_code == 200
    client.force_login(factories.user("Stranger"))
    assert client.get(address).status_code == 404


def test_a_winner_that_still_stands_among_the_finalists_is_not_asked(client, honour, entry):
    finalist = honour.category.placings.get(slug="finalist")
    reveal = given.vancouver("2018-05-24 20:00")
    type(honour).objects.filter(pk=honour.pk).update(appears_as=finalist, revealed_at=reveal)
    client.force_login(entry.nominator)
    given.at(given.OUT)

    assert attendance.to_remind(honour.category.cycle) == []
    assert client.get(reverse("recognition:attendance", args=[honour.code])).status_code == 404
    given.at(reveal)
    assert len(attendance.to_remind(honour.category.cycle)) == 1
    assert client.get(reverse("recognition:attendance", args=[honour.code])).status_code == 200


def test_the_administrator_records_what_was_said_on_the_telephone(client, honour, administrator):
    client.force_login(administrator)

    client.post(desk(honour, "gala_record", honour.code), {"state": "declined", "who": ""})

    body = client.get(desk(honour, "gala")).content.decode()
    assert "Does not come" in body and "The promise is not kept" in body
    honour.refresh_from_db()
    assert honour.revoked_at is None  # S39: withdrawing is a person's decision


def test_the_list_as_a_file(client, honour, administrator):
    attendance.say(honour, state="confirmed", who="=HYPERLINK(1)", by=administrator)
    client.force_login(administrator)

    text = client.get(desk(honour, "gala_export", "csv")).getvalue().decode("utf-8-sig")

    row = list(csv.DictReader(io.StringIO(text)))[0]
    assert (row["Winner"], row["Promised with the entry"], row["Answer"]) == ("Harbor Desk", "yes", "Comes")
    assert (row["Who comes"], row["Announced"]) == ("'=HYPERLINK(1)", "no")
    assert client.get(desk(honour, "gala_export", "exe")).status_code == 404


def test_only_awards_with_the_promise_are_asked(honour, administrator):
    honour.category.rules.filter(kind="promise").update(is_enabled=False)

    assert attendance.invited(honour.category.cycle) == []
    with pytest.raises(RecognitionError, match="Nobody is expected"):
        attendance.say(honour, state="confirmed", who="Mia Marsh", by=administrator)


def test_a_revoked_honor_is_not_asked(honour, administrator):
    honours.revoke(honour, reason="A mistake", by=administrator)
    given.at(given.OUT)

    assert attendance.to_remind(honour.category.cycle) == []
    with pytest.raises(Refused):
        attendance.say(honour, state="declined", who="", by=administrator)


def test_the_number_of_queries_does_not_grow(client, honour, administrator, award):
    client.force_login(administrator)
    client.get(desk(honour, "gala"))  # what a first visit asks once
    counts = []
    for number in (1, 3, 30):
        for n in range(attendance.bound(award.cycle).count(), number):
            who = candidate(award, f"Desk {n}", organisation=factories.organisation())
            nomination = nominated(award, who, factories.user())
            Honour.objects.create(
                category=award, placing=honour.placing, candidate=who, nomination=nomination, name_as_printed=who.name
            )
        counts.append(queries(lambda: client.get(desk(honour, "gala"))))
    assert len(attendance.invited(award.cycle)) == 30
    assert counts == counts[:1] * 3
