"""The embargo: every address of recognition, one second before the moment and at it, for everybody."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from judging.domain import decisions
from judging.models import Decision, DecisionPlacing
from nominations.models import Candidate
from operations.domain import jobs
from operations.models import AuditEvent
from recognition.domain import announcements, documents, honours
from recognition.models import Document, Honour
from tests import factories

from .conftest import BEFORE, T

pytestmark = pytest.mark.django_db
SECRETS = ("Amara", "Okonkwo", "Bo Berg", "Harbour Light", "A desk that sleeps")


@pytest.fixture
def scheduled(story, administrator):
    announcements.schedule(story.category, None, T, by=administrator)
    documents.request(story.category.cycle, by=administrator)
    jobs.run_due()
    return story


@pytest.fixture
def cast(scheduled, judge, administrator, client):
    """Everybody who may come: by name of the part, the person or nobody."""
    program = scheduled.category.cycle.program
    factories.role(judge, program, "judge")
    stranger = factories.user("Stranger Admin")
    factories.role(stranger, factories.program())
    return {
        "anonymous": None, "winner's nominator": scheduled.winner_by, "other nominator": scheduled.other_by,
        "judge": judge, "other program's administrator": stranger, "administrator": administrator,
    }  # fmt: skip


def addresses(story):
    honour = story.honour(story.winner)
    cycle = story.category.cycle
    return {
        "winners": reverse("recognition:winners", args=[cycle.program.slug, cycle.slug]),
        "winner": honour.get_absolute_url(),
        "verify": reverse("recognition:verify", args=[honour.code]),
        "verify without slash": f"/v/{honour.code}",
        "certificate": reverse("recognition:document", args=[honour.code, "certificate"]),
        "plaque": reverse("recognition:document", args=[honour.code, "plaque"]),
        "batch": reverse("recognition:batch", args=[cycle.program.slug, cycle.slug]),
        "mine": reverse("recognition:mine"),
    }


def ask(client, person, address):
    client.logout()
    if person:
        client.force_login(person)
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response, body.decode("latin-1")


def answers(client, cast, story):
    return {
        part: {name: ask(client, person, address)[0].status_code for name, address in addresses(story).items()}
        for part, person in cast.items()
    }


def test_one_second_before_nobody_but_the_administrator_gets_a_file(client, cast, scheduled, set_clock):
    set_clock(BEFORE)

    told = answers(client, cast, scheduled)

    nothing = {
        "winners": 200, "winner": 404, "verify": 404, "verify without slash": 404, "certificate": 404, "plaque": 404,
        "batch": 404, "mine": 200,
    }  # fmt: skip
    assert told == {
        "anonymous": {**nothing, "batch": 302, "mine": 302},
        "winner's nominator": nothing,
        "other nominator": nothing,
        "judge": nothing,
        "other program's administrator": nothing,
        "administrator": {**nothing, "certificate": 200, "plaque": 200, "batch": 200},
    }


def test_one_second_before_no_page_names_anybody(client, cast, scheduled, set_clock):
    set_clock(BEFORE)
    pages = {
        name: address
        for name, address in addresses(scheduled).items()
        if name in ("winners", "winner", "verify", "mine")
    }

    leaks = [
        (part, name, secret)
        for part, person in cast.items()
        for name, address in pages.items()
        for secret in SECRETS
        if secret in ask(client, person, address)[1]
    ]

    assert leaks == []


def test_before_the_moment_a_code_answers_exactly_as_a_code_nobody_knows(client, scheduled, set_clock):
    set_clock(BEFORE)
    code = scheduled.honour(scheduled.winner).code

    real, real_body = ask(client, None, reverse("recognition:verify", args=[code]))
    false, false_body = ask(client, None, reverse("recognition:verify", args=["0000000000"]))

    from operations.codes import grouped

    assert real.status_code == false.status_code == 404
    assert real_body.replace(grouped(code), "CODE") == false_body.replace(grouped("0000000000"), "CODE")
    assert dict(real.headers) | {"Content-Length": ""} == dict(false.headers) | {"Content-Length": ""}


def test_a_code_before_its_moment_costs_as_many_queries_as_an_unknown_one(
    client, scheduled, set_clock, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    set_clock(BEFORE)
    counts = []
    for code in ("0000000000", "0000000000", scheduled.honour(scheduled.winner).code):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(reverse("recognition:verify", args=[code]))
        counts.append(len(caught))

    assert counts[1] == counts[2]


def test_at_the_moment_it_is_public_and_files_are_the_winner_s(client, cast, scheduled, set_clock):
    set_clock(T)

    told = answers(client, cast, scheduled)

    public = {
        "winners": 200, "winner": 200, "verify": 200, "verify without slash": 200, "certificate": 404, "plaque": 404,
        "batch": 404, "mine": 200,
    }  # fmt: skip
    assert told == {
        "anonymous": {**public, "batch": 302, "mine": 302},
        "winner's nominator": {**public, "certificate": 200, "plaque": 200},
        "other nominator": public,
        "judge": public,
        "other program's administrator": public,
        "administrator": {**public, "certificate": 200, "plaque": 200, "batch": 200},
    }
    assert "Amara Okonkwo-Lindqvist" in ask(client, None, addresses(scheduled)["winners"])[1]


def test_where_the_program_says_so_certificates_are_everybody_s_after_the_moment(client, scheduled, set_clock):
    program = scheduled.category.cycle.program
    program.certificates_are_public = True
    program.save()
    address = addresses(scheduled)["certificate"]

    set_clock(BEFORE)
    assert ask(client, None, address)[0].status_code == 404
    set_clock(T)
    response, body = ask(client, None, address)

    assert response.status_code == 200
    assert body.startswith("%PDF")
    assert response["Cache-Control"] == "private, no-store"


def test_pages_before_the_moment_are_not_cached(client, scheduled, set_clock):
    address = addresses(scheduled)["winners"]
    set_clock(BEFORE)
    assert "no-store" in client.get(address)["Cache-Control"]

    set_clock(T)
    jobs.run_due()
    after = client.get(address)
    assert "no-store" not in after["Cache-Control"]
    again = client.get(address, headers={"if-none-match": after["ETag"]})
    assert again.status_code == 304


def test_an_etag_from_before_the_moment_does_not_hide_the_winners(client, scheduled, set_clock):
    address = addresses(scheduled)["winners"]
    set_clock(BEFORE)
    old = client.get(address)["ETag"]

    set_clock(T)
    response = client.get(address, headers={"if-none-match": old})

    assert response.status_code == 200
    assert "Amara" in response.content.decode()


def test_a_held_honour_is_unknown_after_its_moment(client, scheduled, set_clock, administrator):
    announcements.hold(scheduled.category, by=administrator, reason="A complaint")
    set_clock(T)

    assert {name: ask(client, None, address)[0].status_code for name, address in addresses(scheduled).items()} == {
        "winners": 200, "winner": 404, "verify": 404, "verify without slash": 404, "certificate": 404, "plaque": 404,
        "batch": 302, "mine": 302,
    }  # fmt: skip
    assert "Amara" not in ask(client, None, addresses(scheduled)["winners"])[1]


def test_a_cycle_that_is_not_public_has_no_winners_page(client, scheduled, set_clock):
    cycle = scheduled.category.cycle
    cycle.is_public = False
    cycle.save()
    set_clock(T)

    assert client.get(addresses(scheduled)["winners"]).status_code == 404
    assert client.get(addresses(scheduled)["winner"]).status_code == 404


def test_per_placing_moments_show_the_runner_up_first(client, scheduled, set_clock, administrator):
    announcements.schedule(
        scheduled.category, scheduled.category.placings.get(slug="winner"), factories.at("2026-06-20"), by=administrator
    )
    set_clock(T)

    body = ask(client, None, addresses(scheduled)["winners"])[1]

    assert "Bo Berg" in body
    assert "Amara" not in body


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-"])
def test_a_typed_code_is_read_with_its_lookalikes(client, scheduled, set_clock, typed):
    set_clock(T)
    code = scheduled.honour(scheduled.winner).printed_code.lower().replace("0", "o").replace("1", "l")

    response = client.get(reverse("recognition:ask"), {"code": typed.format(code)}, follow=True)

    assert response.status_code == 200
    assert "Amara" in response.content.decode()


def test_the_same_answer_as_json(client, scheduled, set_clock):
    set_clock(T)
    honour = scheduled.honour(scheduled.winner)
    address = reverse("recognition:verify", args=[honour.code])

    told = client.get(address, headers={"accept": "application/json"}).json()

    assert (told["standing"], told["name"], told["code"]) == ("valid", "Amara Okonkwo-Lindqvist", honour.printed_code)
    assert {file["sha256"] for file in told["files"]} == set(
        Document.objects.filter(honour=honour).values_list("sha256", flat=True)
    )
    set_clock(BEFORE)
    assert client.get(address, headers={"accept": "application/json"}).json() == {
        "code": honour.printed_code, "standing": "unknown",
    }  # fmt: skip


def test_a_corrected_and_a_revoked_code_say_so(client, scheduled, set_clock, administrator):
    set_clock(T)
    jobs.run_due()
    honours.correct(scheduled.honour(scheduled.second), name="Bo Bergh", reason="Typo", by=administrator)
    second = reverse("recognition:verify", args=[scheduled.honour(scheduled.second).code])
    first = reverse("recognition:verify", args=[scheduled.honour(scheduled.winner).code])
    honours.revoke(scheduled.honour(scheduled.winner), reason="Private matter", by=administrator)

    corrected, revoked = client.get(second).content.decode(), client.get(first).content.decode()

    assert "Valid, corrected" in corrected and "Bo Bergh" in corrected
    assert "revoked on" in revoked
    assert "Amara" not in revoked and "Private matter" not in revoked
    assert "Amara" not in client.get(addresses_winners(scheduled)).content.decode()


def addresses_winners(story):
    cycle = story.category.cycle
    return reverse("recognition:winners", args=[cycle.program.slug, cycle.slug])


def test_an_honour_revoked_before_its_moment_stays_unknown_for_ever(client, scheduled, set_clock, administrator):
    honour = scheduled.honour(scheduled.winner)
    honours.revoke(honour, reason="A mistake", by=administrator)
    set_clock(factories.at("2027-01-01"))

    assert client.get(reverse("recognition:verify", args=[honour.code])).status_code == 404


@pytest.mark.parametrize("name", ["winners", "mine"])
def test_pages_cost_the_same_for_one_three_and_thirty_honours(client, story, set_clock, administrator, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from .conftest import candidate, nominated, sealed

    category = story.category
    category.placings.filter(slug="winner").update(places=None)
    announcements.schedule(category, None, BEFORE, by=administrator)
    client.force_login(story.winner_by)
    costs = []
    for count in (1, 3, 30):
        rows = [nominated(category, candidate(category, f"Person {count} {n}"), story.winner_by) for n in range(count)]
        honours.make(sealed(category, *[("winner", row, "") for row in rows]))
        set_clock(T)
        announcements.open_doors(category)
        address = reverse("recognition:mine") if name == "mine" else addresses_winners(story)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        costs.append(len(caught))

    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 15


def test_no_header_tells_that_something_waits_behind_the_planned_moment(client, scheduled, set_clock, administrator):
    """Held or not decided at all: after the planned moment the page of a cycle looks the same."""
    cycle = scheduled.category.cycle
    held = factories.category(cycle)
    set_clock(T)
    jobs.run_due()
    plain = client.get(addresses(scheduled)["winners"])

    candidate = Candidate.objects.create(program=cycle.program, subject="person", name="Di Dahl", match_key="di")
    Honour.objects.create(category=held, placing=held.placings.get(), candidate=candidate, name_as_printed="Di Dahl")
    announcements.schedule(held, None, T + timedelta(days=9), by=administrator)
    waiting = client.get(addresses(scheduled)["winners"])

    assert (waiting.headers, waiting.content) == (plain.headers, plain.content)


def test_a_decision_sealed_anew_after_its_moment_shows_nothing_until_the_honours_follow(
    client, scheduled, set_clock, administrator
):
    """The seal and the honours are two transactions; between them the old placing must not be seen."""
    story = scheduled
    decisions.reopen(story.decision, reason="A slip", by=administrator)
    runner_up = story.category.placings.get(slug="runner-up")
    DecisionPlacing.objects.filter(decision=story.decision, candidate=story.second.candidate).delete()
    DecisionPlacing.objects.filter(decision=story.decision, candidate=story.winner.candidate).update(placing=runner_up)
    Decision.objects.filter(pk=story.decision.pk).update(state="sealed", version=F("version") + 1)
    set_clock(T)

    assert "Okonkwo" not in client.get(addresses(story)["winners"]).content.decode()
    honours.make(story.decision)
    assert "Okonkwo" in client.get(addresses(story)["winners"]).content.decode()


def test_who_downloads_results_before_everybody_stands_in_the_trail(client, scheduled, set_clock, administrator):
    code = scheduled.honour(scheduled.winner).code
    where = [scheduled.category.cycle.program.slug, scheduled.category.cycle.slug]
    pages = [
        reverse("recognition:batch", args=where),
        reverse("recognition:document", args=[code, "certificate"]),
        reverse("desk:documents_zip", args=where),
        reverse("desk:honour_document", args=[*where, code, "certificate"]),
    ]
    client.force_login(administrator)
    downloads = AuditEvent.objects.filter(action="embargoed documents downloaded")

    set_clock(BEFORE)
    assert [client.get(page).status_code for page in pages] == [200] * 4
    assert downloads.count() == 4

    set_clock(T)
    assert [client.get(page).status_code for page in pages] == [200] * 4
    assert downloads.count() == 4
