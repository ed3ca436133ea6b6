"""Certified: the honor at once, its certificate, the public register by consent, and a credential checked from outside."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from judging.domain import results
from judging.models import Evaluation
from nominations.domain import enrolments
from nominations.models import Enrolment, Nomination
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


# Met once more


def met_again(honour: Honour, administrator, at: str, **settings) -> Honour:
    """The same person, enrolled anew for the same designation, meets it again."""
    before = honour.certified_by.attempt.enrolment
    Enrolment.objects.filter(pk=before.pk).update(closed_at=DECIDED)
    clock.stopped_at.set(factories.at(at))
    nomination = Nomination.objects.create(
        cycle=before.category.cycle, category=before.category, nominator=before.candidate, candidate=honour.candidate,
        title="Cora", relation="self", state="submitted", eligibility="pass", first_submitted_at=clock.now(),
    )  # fmt: skip
    enrolment = Enrolment.objects.create(
        nomination=nomination, program=before.program, category=before.category, candidate=before.candidate,
        calendar="US", zone="America/Chicago",
    )  # fmt: skip
    attempt = story.received(enrolment)
    for expert in story.panel_of_experts(before.category, 2):
        story.evaluated(expert, attempt, "MMM")
    results.decide(attempt, result="met", by=administrator)
    jobs.run_due()
    jobs.run_due()
    return Honour.objects.get(certified_by__attempt=attempt)


def printed(document) -> str:
    with files.open(document.path) as stored:
        return " ".join(PdfReader(stored).pages[0].extract_text().split())


def test_met_once_more_renews_the_certificate_under_its_code(category, administrator, client):
    """The code on the first print stays good, and says the new day; the corrected name is printed, not the first one."""
    first = certified(category, administrator, register_consent=True)
    first = honours.correct(first, name="Cora M. Candidate", reason="Middle name", by=administrator)
    jobs.run_due()
    again = met_again(first, administrator, "2028-03-06 15:00")

    assert (again.pk, again.code, again.version) == (first.pk, first.code, 3)
    assert (again.announced_at, again.published_at) == (DECIDED, factories.at("2028-03-06 15:00"))
    newest = again.documents.get(version=3)
    assert "Cora M. Candidate" in printed(newest) and "March 6, 2028" in printed(newest)
    client.force_login(first.candidate.user)
    download = client.get(reverse("recognition:document", args=[again.code, "certificate"]))
    assert b"".join(download.streaming_content) == files.open(newest.path).read()
    client.logout()
    assert "Cora M. Candidate" in register(client, category)
    answer = client.get(reverse("recognition:verify", args=[again.code]), headers={"accept": "application/json"}).json()
    assert (answer["announced_at"], answer["standing"]) == ("2028-03-06T15:00:00+00:00", "corrected")
    assert [one.subject for one in mail.outbox].count("You are certified: Strategic Leader") == 2


def test_an_older_result_asked_again_takes_nothing_back(category, administrator):
    first = certified(category, administrator)
    old = first.certified_by
    again = met_again(first, administrator, "2028-03-06 15:00")
    assert certification.certify(old) == again
    honours.revoke(again, reason="Plagiarism", by=administrator)
    assert certification.certify(old) == again
    assert Honour.objects.count() == 1 and Honour.objects.get().version == 2


def test_after_a_revocation_a_new_result_brings_a_new_code(category, administrator):
    first = certified(category, administrator)
    honours.revoke(first, reason="Plagiarism", by=administrator)
    again = met_again(first, administrator, "2028-03-06 15:00")
    assert again.code != first.code and again.version == 1


# A designation that expires


@pytest.mark.parametrize(
    ("years", "decided", "last"),
    [
        (None, "2026-05-04 15:00", None),
        (2, "2026-05-04 15:00", "2028-05-05 03:59:59.999999"),
        # In New York it is still May 4 at half past three in the morning of UTC.
        (1, "2026-05-05 03:30", "2027-05-05 03:59:59.999999"),
        (1, "2028-02-29 15:00", "2029-03-01 04:59:59.999999"),
    ],
)
def test_it_is_valid_to_the_end_of_its_last_day_where_the_program_is(category, years, decided, last):
    category.assessment = {"valid_years": years}
    category.save()
    attempt = story.received(story.enrolled(category), state="met")
    decision = results.AttemptDecision(attempt=attempt, result="met", decided_at=factories.at(decided))
    assert certification.valid_until(decision) == (factories.at(last) if last else None)


def test_an_expired_designation_says_so_leaves_the_register_and_is_renewed(category, administrator, client):
    category.assessment = {"valid_years": 2}
    category.save()
    honour = certified(category, administrator, register_consent=True)
    last = factories.at("2028-05-05 03:59:59.999999")
    assert honour.valid_until == last
    assert "Valid from May 4, 2026 to May 4, 2028" in printed(honour.documents.get())
    client.force_login(honour.candidate.user)
    token = client.get(reverse("recognition:credential", args=[honour.code])).content.decode()
    client.logout()
    claims = json.loads(decoded(token.split(".")[1]))
    assert (claims["validUntil"], claims["exp"]) == ("2028-05-05T03:59:59Z", int(last.timestamp()))

    verify = reverse("recognition:verify", args=[honour.code])
    clock.stopped_at.set(last)
    page = client.get(verify).content.decode()
    assert "Valid until" in page and "May 4, 2028" in page and "Expired" not in page
    assert "Cora Candidate" in register(client, category)
    client.force_login(administrator)
    where = reverse("desk:honour", args=[category.cycle.program.slug, category.cycle.slug, honour.code])
    assert "valid until Thursday, May 4, 2028" in client.get(where).content.decode()
    client.force_login(honour.candidate.user)
    mine = client.get(reverse("recognition:mine")).content.decode()
    assert "Valid until Thursday, May 4, 2028." in mine and "expirationYear=2028&amp;expirationMonth=5" in mine
    clock.stopped_at.set(last + timedelta(microseconds=1))
    assert "Expired after Thursday, May 4, 2028." in client.get(reverse("recognition:mine")).content.decode()
    client.logout()
    page = client.get(verify)
    assert page.status_code == 200 and "Expired" in page.content.decode() and "Cora Candidate" in page.content.decode()
    assert client.get(verify, headers={"accept": "application/json"}).json()["standing"] == "expired"
    assert "Cora Candidate" not in register(client, category)
    assert client.get(honour.get_absolute_url()).status_code == 404

    again = met_again(honour, administrator, "2028-06-01 15:00")
    assert again.code == honour.code and "Expired" not in client.get(verify).content.decode()
    assert "Cora Candidate" in register(client, category)


# Other conditions of the designation

CONDITIONS = [{"slug": "exam", "label": "The examination is passed"}, {"slug": "ethics", "label": "Ethics course"}]


def met_with_conditions(category, administrator, **settings):
    category.assessment = {"requirements": CONDITIONS, **settings}
    category.save()
    clock.stopped_at.set(DECIDED)
    attempt = story.received(story.enrolled(category, "Cora Candidate"))
    for expert in story.panel_of_experts(category, 2):
        story.evaluated(expert, attempt, "MMM")
    results.decide(attempt, result="met", by=administrator)
    jobs.run_due()
    return Enrolment.objects.select_related(*enrolments.RELATED).get(pk=attempt.enrolment_id)


def test_the_certificate_waits_until_every_condition_is_ticked_off(category, administrator, client):
    enrolment = met_with_conditions(category, administrator)
    jobs.run_due()
    assert not Honour.objects.exists()
    assert certification.waits_for(enrolment) == ["The examination is passed", "Ethics course"]
    letter = next(one for one in mail.outbox if one.subject == "You have met the requirements: Strategic Leader")
    assert letter.to == [enrolment.candidate.email] and "- The examination is passed\n- Ethics course" in letter.body

    client.force_login(enrolment.candidate)
    own = reverse("nominations:assessment", args=[enrolment.code])
    page = client.get(own).content.decode()
    assert "Your certificate follows as soon as everything else" in page and "To your certificate" not in page

    enrolments.tick(enrolment, "exam", is_met=True, by=administrator)
    jobs.run_due()
    assert not Honour.objects.exists()
    enrolments.tick(enrolment, "ethics", is_met=True, by=administrator)
    jobs.run_due()
    assert Honour.objects.get().name_as_printed == "Cora Candidate"
    assert certification.waits_for(enrolment) == []
    page = client.get(own).content.decode()
    assert "To your certificate" in page and "Your certificate follows" not in page


def test_where_the_setting_is_off_nothing_waits(category, administrator):
    met_with_conditions(category, administrator, requirements_bind=False)
    assert Honour.objects.count() == 1


def test_a_condition_that_is_taken_away_lets_go_of_the_certificates_that_waited(category, administrator):
    from desk.domain import designations

    met_with_conditions(category, administrator)
    designations.save_settings(category, {"requirements": []}, by=administrator)
    jobs.run_due()
    assert Honour.objects.count() == 1
