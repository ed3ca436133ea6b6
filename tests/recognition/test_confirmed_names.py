"""A measured person is public as “Name to be confirmed” until the name is confirmed, and by name from then on."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from judging.domain import decisions
from measurement.domain import agents
from measurement.models import Agent
from nominations.models import Candidate, PastHonour
from operations import files
from operations.domain import jobs
from operations.models import Job, OutgoingMail
from recognition.domain import announcements, documents, honours, letters
from recognition.errors import RecognitionError
from recognition.models import Document, Honour
from tests import factories

from ..measurement import given
from .conftest import Story, T, nominated

pytestmark = pytest.mark.django_db
OPEN = "Name to be confirmed"
NAME, NUMBER = "Samira Quillfeather", "csr-77431"
SECRETS = ("samira", "quillfeather", "77431")
CERTIFIED = {"metric": "world_class", "person": "csr", "bar": 85}


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.VAR_DIR = tmp_path


class Certified:
    """CSRs of Acme who reached the bar, decided, announced and looked at through the public doors."""

    def __init__(self, administrator, people: dict[str, str]):
        self.by = administrator
        self.cycle = given.cycle()
        self.acme = given.organisation(self.cycle, "Acme")
        self.category = given.award(
            self.cycle, CERTIFIED, subject="person", method="threshold", name="World Class CSR Certified"
        )
        program = self.cycle.program
        program.name, program.certificates_are_public = "The Awards", True
        program.save()
        factories.role(administrator, program)
        self.agents = {}
        for number, name in people.items():
            if name:
                self.agents[number] = given.agent(self.cycle, self.acme, number, name)
            given.surveys(self.cycle, self.acme, "world_class", 22, 25, csr=number)
        decision = decisions.prepare(self.category, by=administrator)
        decisions.seal(decision, by=administrator)
        jobs.run_due()
        announcements.schedule(self.category, None, T, by=administrator)
        documents.request(self.cycle, by=administrator)
        jobs.run_due()

    def honour(self, number=NUMBER) -> Honour:
        return Honour.objects.get(candidate__match_key__endswith=f":{number}", revoked_at=None)

    def confirm(self, number=NUMBER) -> None:
        agents.confirm(Agent.objects.filter(number=number), by=self.by)
        jobs.run_due()

    def address(self, name, *more) -> str:
        return reverse(f"desk:{name}", args=[self.cycle.program.slug, self.cycle.slug, *more])

    def readers(self) -> dict[str, str]:
        honour, program = self.honour(), self.cycle.program
        return {
            "winners": reverse("recognition:winners", args=[program.slug, self.cycle.slug]),
            "page": honour.get_absolute_url(),
            "code": reverse("recognition:verify", args=[honour.code]),
            "certificate": reverse("recognition:document", args=[honour.code, "certificate"]),
            "credential": reverse("recognition:credential", args=[honour.code]),
            "card": reverse("recognition:card", args=[program.slug]),
            "revoked": reverse("recognition:revoked"),
            "search": reverse("programs:search") + "?q=Quillfeather",
        }


def told(client, story) -> dict[str, tuple[int, str, bytes]]:
    """Every public answer: status, headers and bytes, and the code as JSON."""
    answers = {}
    asked = [(name, address, {}) for name, address in story.readers().items()]
    asked.append(("json", story.readers()["code"], {"accept": "application/json"}))
    for name, address, headers in asked:
        response = client.get(address, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answers[name] = (response.status_code, repr(sorted(response.headers.items())), body)
    return answers


def run(kind: str) -> None:
    """The due jobs of one kind."""
    for job in jobs.due().filter(kind=kind):
        jobs.work(jobs.claim(job.pk))


def leaks(answers) -> list[str]:
    """Which answers hold the name or the number; what was searched for stands in its own answer."""
    return [
        name
        for name, (_status, headers, body) in answers.items()
        if name != "search" and any(secret in (headers + body.decode("latin-1")).lower() for secret in SECRETS)
    ]


@pytest.fixture
def story(set_clock):
    administrator = factories.user("Ada Administrator")
    made = Certified(administrator, {NUMBER: NAME})
    set_clock(T)
    jobs.run_due()
    return made


def test_an_unconfirmed_name_and_number_stand_in_no_public_byte_or_header(client, story):
    answers = told(client, story)

    assert {name: status for name, (status, *_rest) in answers.items()} == {
        "winners": 200, "page": 200, "code": 200, "json": 200, "card": 200, "revoked": 200, "search": 200,
        "certificate": 404, "credential": 404,
    }  # fmt: skip
    assert leaks(answers) == []
    for name in ("winners", "page", "code"):
        assert OPEN in answers[name][2].decode() and "Acme" in answers[name][2].decode()
    said = json.loads(answers["json"][2])
    assert (said["standing"], said["name"], said["organisation"]) == ("valid", OPEN, "Acme")
    assert (said["placing"], said["files"]) == ("Certified", [])


def test_a_confirmed_name_stands_everywhere(client, story):
    tag = client.get(story.readers()["winners"]).headers["ETag"]
    story.confirm()

    answers = told(client, story)

    assert [name for name, (status, *_rest) in answers.items() if status != 200] == []
    assert leaks(answers) == ["winners", "page", "code", "certificate", "json"]  # the credential is packed: see below
    assert OPEN not in repr(answers)
    assert "certified-samira-quillfeather" in answers["certificate"][1]
    said = json.loads(answers["json"][2])
    assert (said["standing"], said["name"]) == ("valid", NAME)
    assert [file["kind"] for file in said["files"]] == ["certificate"]
    body = answers["credential"][2].decode().split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    assert claims["credentialSubject"]["identifier"][0]["identityHash"] == NAME
    assert client.get(story.readers()["winners"], headers={"if-none-match": tag}).status_code == 200


def test_nobody_is_public_before_the_moment_confirmed_or_not(client, story, set_clock):
    set_clock(factories.at("2026-06-01 15:59:59"))
    for _side in ("unconfirmed", "confirmed"):
        answers = told(client, story)
        assert answers["page"][0] == answers["code"][0] == answers["credential"][0] == 404
        assert OPEN not in answers["winners"][2].decode() and leaks(answers) == []
        story.confirm()


def test_a_name_taken_back_is_hidden_again_with_its_certificate(client, story):
    story.confirm()
    agents.take_back(Agent.objects.get(), by=story.by)
    assert leaks(told(client, story)) == []  # at once, before any job ran
    jobs.run_due()

    answers = told(client, story)
    assert leaks(answers) == []
    assert (answers["certificate"][0], answers["credential"][0]) == (404, 404)
    assert json.loads(answers["json"][2])["files"] == []
    assert PastHonour.objects.get().recipient == OPEN

    story.confirm()
    assert told(client, story)["certificate"][0] == 200


def test_a_number_that_no_file_names_is_never_a_name(client, set_clock):
    story = Certified(factories.user("Ada Administrator"), {NUMBER: ""})
    set_clock(T)
    jobs.run_due()
    assert story.honour().name_as_printed == NUMBER
    assert leaks(told(client, story)) == [] and OPEN in told(client, story)["page"][2].decode()

    given.agent(story.cycle, story.acme, NUMBER, NAME)
    assert leaks(told(client, story)) == []
    story.confirm()
    assert story.honour().name_as_printed == NAME
    assert told(client, story)["certificate"][0] == 200


def test_an_agent_that_is_forgotten_publishes_nothing(client, story):
    Agent.objects.all().delete()

    assert Candidate.objects.get().name_confirmed is False
    assert leaks(told(client, story)) == []


def test_nominated_people_need_no_confirmation(category, set_clock):
    story = Story(category)
    assert [honour.is_named for honour in Honour.objects.all()] == [True, True]
    assert Honour.objects.unnamed().count() == 0 and Honour.objects.named().count() == len(story.honours)


def test_nothing_is_printed_for_an_unconfirmed_name_and_all_of_it_once_confirmed(set_clock):
    story = Certified(factories.user("Ada Administrator"), {NUMBER: NAME, "2": "Bo Berg"})
    assert Document.objects.count() == 0

    story.confirm("2")
    documents.request(story.cycle, by=story.by)
    jobs.run_due()
    assert in_the_zip(story) == ["Bo Berg"]
    assert list(Document.objects.values_list("honour__name_as_printed", "state")) == [("Bo Berg", "ready")]

    story.confirm()
    documents.request(story.cycle, by=story.by)
    jobs.run_due()
    assert in_the_zip(story) == ["Bo Berg", NAME]
    assert set(Document.objects.values_list("version", "state")) == {(1, "ready")}


def in_the_zip(story) -> list[str]:
    with files.open(documents.latest_bundle(story.cycle)) as source:
        archive = zipfile.ZipFile(io.BytesIO(source.read()))
    rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    assert len(archive.namelist()) == len(rows) + 1
    return sorted(row["name"] for row in rows)


def test_where_no_documents_were_asked_for_they_only_become_due(story):
    Job.objects.filter(kind="render_documents").delete()
    story.confirm()
    assert list(Document.objects.values_list("kind", "state")) == [("certificate", "due")]


def test_the_honour_follows_the_name_as_a_person_writes_it(story):
    agents.correct(story.agents[NUMBER], name="Samira Q. Feather", email="", by=story.by)
    jobs.run_due()
    honour = story.honour()
    assert (honour.name_as_printed, honour.version, honour.corrections.count()) == ("Samira Q. Feather", 1, 0)

    agents.correct(Agent.objects.get(), name="Samira Feather", email="", by=story.by)
    jobs.run_due()
    honour = story.honour()
    assert (honour.name_as_printed, honour.version) == ("Samira Feather", 2)
    assert honour.corrections.get().name_before == "Samira Q. Feather"
    assert set(Document.objects.values_list("version", "state")) == {(1, "ready"), (2, "ready")}
    assert Candidate.objects.get().name == "Samira Feather"


def test_an_unconfirmed_name_is_confirmed_before_it_is_corrected(story):
    with pytest.raises(RecognitionError, match="Nobody has confirmed"):
        honours.correct(story.honour(), name="Sam Q", reason="A letter", by=story.by)
    story.confirm()
    assert honours.correct(story.honour(), name="Sam Q", reason="A letter", by=story.by).name_as_printed == "Sam Q"


def test_the_register_says_the_name_once_it_is_confirmed(story):
    row = PastHonour.objects.get()
    assert (row.recipient, row.recipient_email, row.organisation_name) == (OPEN, "", "Acme")
    assert row.recipient_key == f"honour:{story.honour().code}"

    story.confirm()
    row = PastHonour.objects.get()
    assert (row.recipient, row.recipient_key) == (NAME, "samira quillfeather")


def test_two_people_of_one_name_and_organization_both_stand_in_the_register(set_clock):
    story = Certified(factories.user("Ada Administrator"), {"1": "Sam Smith", "2": "Sam Smith"})
    set_clock(T)
    jobs.run_due()
    assert [row.recipient for row in PastHonour.objects.all()] == [OPEN, OPEN]
    for number in ("1", "2"):
        story.confirm(number)
    codes = {story.honour("1").code, story.honour("2").code}
    assert {row.honour_code for row in PastHonour.objects.filter(recipient="Sam Smith")} == codes

    keys = sorted(PastHonour.objects.values_list("pk", "recipient_key", "honour_code"))
    announcements.open_doors(story.category)
    assert sorted(PastHonour.objects.values_list("pk", "recipient_key", "honour_code")) == keys


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_letter_names_only_whom_it_may(story, confirmed):
    if confirmed:
        story.confirm()
    honour = story.honour()
    nominated(story.category, honour.candidate, factories.user("Nell Nominator"))
    letters.write(story.category)
    mail = OutgoingMail.objects.get(key__startswith="decision-letter:")
    text = (mail.subject + mail.text + mail.html).lower()
    assert any(secret in text for secret in SECRETS) is confirmed
    assert ("once the name is confirmed" in text) is not confirmed
    assert ("waits for you" in text) is confirmed


def letters_to(address) -> list[str]:
    return list(OutgoingMail.objects.filter(to=address).order_by("pk").values_list("text", flat=True))


def test_who_heard_of_it_without_a_name_hears_again_with_the_name(story):
    """The nominator has one letter without the name and one with it; the CSR has the one with it, at an own address."""
    Agent.objects.update(email="samira@acme.example")
    nominator = factories.user("Nell Nominator")
    nominated(story.category, story.honour().candidate, nominator)
    announcements.open_doors(story.category)
    announcements.open_doors(story.category)
    (without,) = letters_to(nominator.email)
    assert NAME not in without and letters_to("samira@acme.example") == []

    story.confirm()
    announcements.open_doors(story.category)

    before, after = letters_to(nominator.email)
    assert before == without and f"Congratulations to {NAME}!" in after
    (own,) = letters_to("samira@acme.example")
    assert f"Congratulations to {NAME}!" in own


def test_who_was_named_from_the_start_hears_once(set_clock):
    story = Certified(factories.user("Ada Administrator"), {NUMBER: NAME})
    Agent.objects.update(email="samira@acme.example")
    story.confirm()
    set_clock(T)
    jobs.run_due()
    announcements.open_doors(story.category)

    assert len(letters_to("samira@acme.example")) == 1


def test_the_certificate_waits_for_the_person_whose_address_the_files_have(client, story):
    person = factories.user("Samira Q", email="Samira@acme.example")
    Agent.objects.update(email="samira@acme.example")
    assert not Honour.objects.of(person).exists()

    story.confirm()

    assert [honour.name_as_printed for honour in Honour.objects.of(person)] == [NAME]


@pytest.mark.parametrize("confirmed", [False, True])
def test_my_honors_offer_a_credential_only_with_a_name(client, story, confirmed):
    person = factories.user("Nell Nominator")
    Candidate.objects.update(user=person)
    if confirmed:
        story.confirm()
    client.force_login(person)
    body = client.get(reverse("recognition:mine")).content.decode()
    assert ("credential.jwt" in body, NAME in body, OPEN in body) == (confirmed, confirmed, not confirmed)
    assert client.get(story.readers()["credential"]).status_code == (200 if confirmed else 404)


def test_the_desk_says_how_many_wait_and_where_to_confirm_them(client, story):
    client.force_login(story.by)
    link = story.address("agents") + "?names=open"
    body = client.get(story.address("documents")).content.decode()
    assert "One honor waits for a name" in body and link in body
    honour = client.get(story.address("honour", story.honour().code)).content.decode()
    assert story.address("agent", story.agents[NUMBER].pk) in honour

    story.confirm()
    body = client.get(story.address("documents")).content.decode()
    assert "waits for a name" not in body and link not in body
    assert client.get(story.address("honour_document", story.honour().code, "certificate")).status_code == 200


@pytest.mark.parametrize("confirmed", [False, True])
def test_pages_cost_the_same_for_1_3_and_30(client, set_clock, confirmed):
    costs = {}
    for n in (1, 3, 30):
        story = Certified(factories.user(), {f"{place}": f"Person {place}" for place in range(n)})
        if confirmed:
            agents.confirm(Agent.objects.filter(program=story.cycle.program), by=story.by)
            run("follow_names")
        set_clock(T)
        run("announce")
        client.force_login(story.by)
        public = reverse("recognition:winners", args=[story.cycle.program.slug, story.cycle.slug])
        for name, address in (("winners", public), ("desk", story.address("documents"))):
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                body = client.get(address).content.decode()
            costs.setdefault(name, []).append(len(caught))
            assert (OPEN in body) is not confirmed
        set_clock(factories.at("2026-05-20"))
    assert {name: len(set(found)) for name, found in costs.items()} == {"winners": 1, "desk": 1}, costs
