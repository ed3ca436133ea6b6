"""Certified: the honor at once, its certificate, the public register by consent, and a credential checked from outside."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from judging.domain import results
from judging.models import Evaluation
from nominations.models import Enrolment
from operations import clock, files
from operations.domain import jobs
from recognition.domain import certification, honours
from recognition.models import Honour
from tests import factories
from tests.judging import assessments as story

DECIDED = factories.at("2026-05-04 15:00")


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def category(db):
    return story.designation(summary="Leads centers.")


def certified(category, administrator, name: str = "Cora Candidate", **fields) -> Honour:
    clock.stopped_at.set(DECIDED)
    attempt = story.received(story.enrolled(category, name, **fields))
    for expert in story.panel_of_experts(category, 2):
        story.evaluated(expert, attempt, "MMM")
    results.decide(attempt, result="met", by=administrator)
    jobs.run_due()
    jobs.run_due()
    return Honour.objects.get(certified_by__attempt=attempt)


def test_met_is_announced_at_once_with_certificate_and_letter(category, administrator, client):
    honour = certified(category, administrator)

    assert (honour.announced_at, honour.published_at) == (DECIDED, DECIDED)
    document = honour.documents.get()
    with files.open(document.path) as stored:
        text = " ".join(PdfReader(stored).pages[0].extract_text().split())
    assert "has met the requirements of the Performance Assessment and is certified as" in text
    assert "Cora Candidate" in text and honour.printed_code in text and "STRATEGIC LEADER" in text.upper()
    assert "May 4, 2026" in text
    letter = next(one for one in mail.outbox if one.subject == "You are certified: Strategic Leader")
    assert letter.to == [honour.candidate.email]
    page = client.get(reverse("recognition:verify", args=[honour.code]))
    assert page.status_code == 200 and b"Cora Candidate" in page.content and b"Strategic Leader" in page.content


def test_asked_twice_it_is_one_honour_and_a_revoked_one_stays_revoked(category, administrator):
    honour = certified(category, administrator)
    assert certification.certify(honour.certified_by) == honour
    honours.revoke(honour, reason="Plagiarism", by=administrator)
    assert certification.certify(honour.certified_by) == honour
    assert Honour.objects.count() == 1


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_the_credential_is_verified_with_nothing_but_the_public_key(category, administrator, client):
    """As a stranger's verifier does it: the key from its public address, the signature over header and body."""
    honour = certified(category, administrator)
    client.force_login(honour.candidate.user)
    token = client.get(reverse("recognition:credential", args=[honour.code])).content.decode()
    client.logout()
    head, body, signature = token.split(".")
    header = json.loads(decoded(head))
    key = next(
        one for one in client.get("/.well-known/jwks.json").json()["keys"] if header["kid"].endswith(f"#{one['kid']}")
    )
    public = Ed25519PublicKey.from_public_bytes(decoded(key["x"]))
    public.verify(decoded(signature), f"{head}.{body}".encode())

    claims = json.loads(decoded(body))
    assert header["alg"] == "EdDSA"
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["iss"] == claims["issuer"]["id"] == client.get("/.well-known/did.json").json()["id"]
    assert claims["jti"] == claims["id"] == honour.verify_url
    assert claims["validFrom"] == "2026-05-04T15:00:00Z"
    assert claims["credentialSubject"]["identifier"][0]["identityHash"] == "Cora Candidate"
    assert claims["credentialSubject"]["achievement"]["achievementType"] == "Certification"

    forged = base64.urlsafe_b64encode(decoded(body).replace(b"Cora", b"Dora")).rstrip(b"=").decode()
    with pytest.raises(InvalidSignature):
        public.verify(decoded(signature), f"{head}.{forged}".encode())
    assert client.get("/.well-known/jwks.json").json()["keys"] == [key]


def test_a_revoked_credential_is_named_in_the_list(category, administrator, client):
    honour = certified(category, administrator)
    assert client.get("/credentials/revoked.json").json()["revokedCredential"] == []
    honours.revoke(honour, reason="Plagiarism", by=administrator)
    assert client.get("/credentials/revoked.json").json()["revokedCredential"] == [
        {"id": honour.verify_url, "revoked": True}
    ]
    client.force_login(honour.candidate.user)
    assert client.get(reverse("recognition:credential", args=[honour.code])).status_code == 404


def test_a_stranger_does_not_download_a_credential(category, administrator, client, outsider):
    honour = certified(category, administrator, register_consent=True)
    client.force_login(outsider)
    assert client.get(reverse("recognition:credential", args=[honour.code])).status_code == 404


def register(client, category, query: str = "") -> str:
    address = reverse("recognition:certified", args=[category.cycle.program.slug])
    return client.get(address + query).content.decode()


def test_who_agreed_stands_in_the_register_and_leaves_at_any_time(category, administrator, client):
    honour = certified(category, administrator, register_consent=True)
    assert "Cora Candidate" in register(client, category)
    assert client.get(honour.get_absolute_url()).status_code == 200

    client.force_login(honour.candidate.user)
    client.post(reverse("recognition:listing", args=[honour.code]), {"listed": "no"})
    client.logout()
    assert "Cora Candidate" not in register(client, category)
    assert client.get(honour.get_absolute_url()).status_code == 404
    winners = reverse("recognition:winners", args=[category.cycle.program.slug, category.cycle.slug])
    assert b"Cora Candidate" not in client.get(winners).content
    page = client.get(reverse("recognition:verify", args=[honour.code]))
    assert page.status_code == 200 and honour.get_absolute_url().encode() not in page.content

    client.force_login(honour.candidate.user)
    client.post(reverse("recognition:listing", args=[honour.code]), {"listed": "yes"})
    assert "Cora Candidate" in register(client, category)


def test_who_did_not_agree_is_listed_nowhere(category, administrator, client):
    certified(category, administrator)
    assert "Cora Candidate" not in register(client, category)


def test_nobody_else_changes_the_listing(category, administrator, client, outsider):
    honour = certified(category, administrator, register_consent=True)
    client.force_login(outsider)
    assert client.post(reverse("recognition:listing", args=[honour.code]), {"listed": "no"}).status_code == 404
    assert Enrolment.objects.get().register_consent


def test_the_register_is_searched_by_name_and_designation(category, administrator, client):
    certified(category, administrator, register_consent=True)
    certified(category, administrator, "Dora Other", register_consent=True)
    found = register(client, category, "?q=dora")
    assert "Dora Other" in found and "Cora Candidate" not in found
    assert "Nobody found" in register(client, category, "?designation=another")


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_register_costs_the_same(category, client, django_assert_max_num_queries, n):
    placing = category.placings.get()
    for _n in range(n):
        attempt = story.received(story.enrolled(category, register_consent=True), state="met")
        decision = results.AttemptDecision.objects.create(attempt=attempt, result="met", inputs_hash="x")
        Honour.objects.create(
            certified_by=decision, category=category, placing=placing, candidate=attempt.enrolment.nomination.candidate,
            name_as_printed="Name", published_at=DECIDED, announced_at=DECIDED,
        )  # fmt: skip
    clock.stopped_at.set(DECIDED)
    with django_assert_max_num_queries(5):
        register(client, category)
    assert not Evaluation.objects.exists()
