"""Waves: a winner of a later wave stands among the finalists, like one of them, until its own moment."""

import re

import pytest
from django.urls import reverse

from nominations.models import PastHonour
from operations.domain import jobs
from operations.models import OutgoingMail
from programs.models import Placing
from recognition.domain import announcements, documents, honours, letters
from recognition.domain import waves as domain
from recognition.models import Document, Honour
from tests import factories

from .conftest import candidate, nominated, sealed

pytestmark = pytest.mark.django_db
MARCH = factories.at("2026-06-01 16:00")
BEFORE_MARCH = factories.at("2026-06-01 15:59:59")
CONFERENCE = factories.at("2026-07-22 18:00")
BEFORE_CONFERENCE = factories.at("2026-07-22 17:59:59")
NAMES = ("Zoe Zander", "Ada Abel", "mia Mohr", "Bo Berg")


@pytest.fixture
def waves(category, set_clock, administrator):
    """Four people in a category of a winner, a finalist with a larger plaque and finalists; all public in March."""
    category.name = "CSR of the Year"
    category.save()
    program = category.cycle.program
    program.name, program.certificates_are_public = "The Awards", True
    program.save()
    finalist = Placing.objects.create(
        category=category, slug="finalist", kind="finalist", name="Finalist", places=24, position=3,
        recognitions=[{"kind": "plaque", "words": "a plaque award"}],
    )  # fmt: skip
    Placing.objects.create(
        category=category, slug="top", kind="finalist", name="Top finalist", places=2, position=2,
        appears_as="finalist", announce_at=CONFERENCE,
        recognitions=[{"kind": "larger_plaque", "words": "a larger plaque award"}],
    )  # fmt: skip
    category.placings.filter(slug="winner").update(appears_as="finalist", announce_at=CONFERENCE)
    return Waves(category, finalist, administrator)


class Waves:
    def __init__(self, category, finalist, administrator):
        self.category, self.finalist = category, finalist
        self.by = {name: factories.user(f"Nominator of {name}") for name in NAMES}
        self.rows = {name: nominated(category, candidate(category, name), self.by[name]) for name in NAMES}
        self.decide("Zoe Zander", "Bo Berg")
        announcements.schedule(category, None, MARCH, by=administrator)
        documents.request(category.cycle, by=administrator)
        jobs.run_due()

    def decide(self, winner, top, citation="The best story that we ever read."):
        rest = [name for name in NAMES if name not in (winner, top)]
        rows = [("winner", winner), ("top", top), *(("finalist", name) for name in rest)]
        self.decision = sealed(
            self.category, *((slug, self.rows[name], citation if slug == "winner" else "") for slug, name in rows)
        )
        honours.make(self.decision)
        jobs.run_due()

    def honour(self, name):
        return Honour.objects.get(name_as_printed=name, revoked_at=None)

    def pages(self):
        cycle = self.category.cycle
        found = {"winners": reverse("recognition:winners", args=[cycle.program.slug, cycle.slug])}
        for name in NAMES:
            code = self.honour(name).code
            found |= {
                f"{name} page": self.honour(name).get_absolute_url(),
                f"{name} code": reverse("recognition:verify", args=[code]),
                f"{name} certificate": reverse("recognition:document", args=[code, "certificate"]),
                f"{name} plaque": reverse("recognition:document", args=[code, "plaque"]),
                f"{name} credential": reverse("recognition:credential", args=[code]),
                f"{name} larger plaque": reverse("recognition:document", args=[code, "larger_plaque"]),
            }
        return found


def told(client, story):
    """Every public answer: status, headers and bytes, and the code as JSON."""
    answers = {}
    for name, address in story.pages().items():
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: value for name, value in response.headers.items() if name not in ("Date", "Expires")}
        answers[name] = (response.status_code, headers, body)
    for name in NAMES:
        address = reverse("recognition:verify", args=[story.honour(name).code])
        answers[f"{name} json"] = client.get(address, headers={"accept": "application/json"}).json()
    return answers


def order_of(client, story):
    body = client.get(story.pages()["winners"]).content.decode()
    return re.findall("|".join(NAMES), body)


def test_one_second_before_march_nothing_is_told(client, waves, set_clock):
    set_clock(BEFORE_MARCH)

    statuses = {name: answer[0] for name, answer in told(client, waves).items() if isinstance(answer, tuple)}

    assert statuses.pop("winners") == 200
    assert set(statuses.values()) == {404}
    assert order_of(client, waves) == []


@pytest.mark.parametrize("instant", [MARCH, BEFORE_CONFERENCE])
def test_from_march_to_the_conference_all_four_are_finalists_in_alphabetical_order(client, waves, set_clock, instant):
    set_clock(instant)
    jobs.run_due()

    answers = told(client, waves)

    assert order_of(client, waves) == ["Ada Abel", "Bo Berg", "mia Mohr", "Zoe Zander"]
    for name in NAMES:
        assert answers[f"{name} json"]["placing"] == "Finalist"
        assert answers[f"{name} json"]["citation"] == ""
        assert [file["kind"] for file in answers[f"{name} json"]["files"]] == ["certificate", "plaque"]
        assert (answers[f"{name} certificate"][0], answers[f"{name} plaque"][0]) == (200, 200)
        assert answers[f"{name} larger plaque"][0] == 404
        assert f"finalist-{name.lower().replace(' ', '-')}" in answers[f"{name} plaque"][1]["Content-Disposition"]
    everything = repr(answers).lower()
    assert 'winner"' not in everything.replace("winners", "") and "top finalist" not in everything
    assert "the best story" not in everything


def test_alphabetical_is_as_in_a_dictionary():
    names = ["Zoe", "Émile", "emma", "Emile", "Åsa", "Ben", "Ørsted", "李", "Álvaro"]

    assert sorted(names, key=domain.alphabetical) == [
        "Álvaro", "Åsa", "Ben", "Emile", "Émile", "emma", "Zoe", "Ørsted", "李",
    ]  # fmt: skip


def test_who_the_winner_is_changes_no_public_byte_before_the_conference(client, waves, set_clock):
    set_clock(MARCH)
    jobs.run_due()
    before = told(client, waves)
    letters_before = sorted(OutgoingMail.objects.values_list("to", "subject", "text", "html"))
    register_before = sorted(PastHonour.objects.values_list("kind", "recipient", "honour_code"))

    waves.decide("Ada Abel", "mia Mohr", citation="Another sentence.")
    after = told(client, waves)

    assert {honour.name_as_printed: honour.placing.slug for honour in Honour.objects.all()} == {
        "Ada Abel": "winner", "mia Mohr": "top", "Zoe Zander": "finalist", "Bo Berg": "finalist",
    }  # fmt: skip
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert sorted(OutgoingMail.objects.values_list("to", "subject", "text", "html")) == letters_before
    assert sorted(PastHonour.objects.values_list("kind", "recipient", "honour_code")) == register_before


def test_winner_and_finalists_cost_the_same_number_of_queries(client, waves, set_clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    set_clock(MARCH)
    jobs.run_due()
    pages = waves.pages()
    for kind in ("page", "code", "certificate"):
        client.get(pages[f"Zoe Zander {kind}"])
    for kind in ("page", "code", "certificate"):
        costs = set()
        for name in NAMES:
            with CaptureQueriesContext(connection) as caught:
                client.get(pages[f"{name} {kind}"])
            costs.add(len(caught))
        assert len(costs) == 1


def test_at_the_conference_each_is_shown_as_itself(client, waves, set_clock):
    set_clock(CONFERENCE)
    jobs.run_due()

    answers = told(client, waves)

    placings = {name: answers[f"{name} json"]["placing"] for name in NAMES}
    assert placings == {
        "Zoe Zander": "Winner", "Bo Berg": "Top finalist", "Ada Abel": "Finalist", "mia Mohr": "Finalist",
    }  # fmt: skip
    assert order_of(client, waves) == ["Zoe Zander", "Bo Berg", "Ada Abel", "mia Mohr"]
    assert answers["Zoe Zander json"]["citation"] == "The best story that we ever read."
    assert answers["Bo Berg larger plaque"][0] == 200 and answers["Bo Berg plaque"][0] == 404
    assert "winner-zoe" in answers["Zoe Zander plaque"][1]["Content-Disposition"]
    assert PastHonour.objects.get(recipient="Zoe Zander").kind == "winner"


def test_a_letter_in_march_and_a_second_one_at_the_conference(waves, set_clock):
    set_clock(MARCH)
    jobs.run_due()
    first = {mail.to: mail.subject for mail in OutgoingMail.objects.filter(key__contains="letter")}
    set_clock(CONFERENCE)
    jobs.run_due()
    announcements.open_doors(waves.category)
    second = OutgoingMail.objects.filter(key__endswith=":revealed")

    assert first == {waves.by[name].email: f"{name}: Finalist, CSR of the Year" for name in NAMES}
    assert {mail.to: mail.subject for mail in second} == {
        waves.by["Zoe Zander"].email: "Zoe Zander: Winner, CSR of the Year",
        waves.by["Bo Berg"].email: "Bo Berg: Top finalist, CSR of the Year",
    }


def test_who_is_not_among_them_hears_so_in_march(waves, set_clock, category):
    other = nominated(category, candidate(category, "Cy Clark"), factories.user("Olga O"))
    set_clock(BEFORE_MARCH)
    assert letters.others(category) == []
    set_clock(MARCH)
    jobs.run_due()
    assert letters.others(category) == [other]


def test_the_category_s_moment_alone_never_opens_a_planned_wave(client, waves, set_clock, administrator):
    announcements.schedule(waves.category, None, BEFORE_MARCH, by=administrator)
    set_clock(MARCH)
    jobs.run_due()

    assert told(client, waves)["Zoe Zander json"]["placing"] == "Finalist"

    winner = waves.category.placings.get(slug="winner")
    announcements.schedule(waves.category, winner, MARCH, by=administrator)
    assert told(client, waves)["Zoe Zander json"]["placing"] == "Winner"


def test_the_conference_may_move_after_march_but_not_after_itself(waves, set_clock, administrator):
    winner = waves.category.placings.get(slug="winner")
    later = factories.at("2026-08-01")
    set_clock(MARCH)
    jobs.run_due()
    announcements.schedule(waves.category, winner, later, by=administrator)
    assert waves.honour("Zoe Zander").revealed_at == later

    set_clock(later)
    jobs.run_due()
    with pytest.raises(Exception, match="public already"):
        announcements.schedule(waves.category, winner, factories.at("2026-09-01"), by=administrator)


def test_holding_the_winner_leaves_a_finalist_and_no_gap(client, waves, set_clock, administrator):
    winner = waves.category.placings.get(slug="winner")
    announcements.schedule(waves.category, winner, CONFERENCE, by=administrator)
    announcements.hold(waves.category, winner, by=administrator, reason="A question")
    set_clock(CONFERENCE)
    jobs.run_due()

    assert told(client, waves)["Zoe Zander json"]["placing"] == "Finalist"
    announcements.release(waves.category, winner, by=administrator)
    assert told(client, waves)["Zoe Zander json"]["placing"] == "Winner"


def test_without_the_setting_the_winner_is_unseen_until_the_conference(client, waves, set_clock):
    waves.category.placings.update(appears_as="")
    announcements.lay_anew(waves.category)
    set_clock(MARCH)
    announcements.schedule(waves.category, waves.category.placings.get(slug="winner"), CONFERENCE, by=None)

    assert "Zoe Zander" not in order_of(client, waves)


def test_the_desk_alone_has_the_true_documents_before(client, waves, set_clock, administrator):
    set_clock(MARCH)
    honour = waves.honour("Zoe Zander")
    assert sorted(Document.objects.filter(honour=honour).values_list("placing__slug", "kind")) == [
        ("finalist", "certificate"), ("finalist", "plaque"), ("winner", "certificate"), ("winner", "plaque"),
    ]  # fmt: skip
    client.force_login(administrator)
    cycle = waves.category.cycle
    address = reverse("desk:honour_document", args=[cycle.program.slug, cycle.slug, honour.code, "certificate"])

    true = b"".join(client.get(address).streaming_content)
    first = b"".join(client.get(address + "?first").streaming_content)
    public = b"".join(client.get(waves.pages()["Zoe Zander certificate"]).streaming_content)

    assert first == public != true
