"""Anybody may put anybody forward; what was measured of an organization is told to its own people alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Membership
from measurement.models import Tally
from nominations.domain import drafts, eligibility, submission
from nominations.models import Answer, Nomination
from operations import clock
from operations.domain import jobs
from operations.models import OutgoingMail
from operations.refusal import Refused
from programs.models import EligibilityRule, Question

from .. import factories
from ..measurement import given

pytestmark = pytest.mark.django_db

WORLD_CLASS = {"metric": "world_class", "surveys": "telephone", "person": "csr"}
RULES = (
    ("reaches_award", {"award": "certified-csr", "name": "Certification", "within": "same_year"}),
    ("improvement", {"metric": "world_class", "surveys": "telephone", "at_least": 10, "unit": "points"}),
    ("minimum_sample", {"metric": "world_class", "surveys": "telephone", "minimum": 25}),
    ("csr_headcount", {"minimum": 50, "maximum": None}),
    ("participation", {"kinds": ["tracking", "benchmarking"]}),
)
LOOKED_AT = "What was measured is told to members of the organization alone."


@pytest.fixture
def story(db):
    """A judged award for certified CSRs who became better, of organizations that take part."""
    clock.stopped_at.set(factories.at("2026-02-01 12:00"))
    cycle = given.cycle()
    given.award(
        cycle, {**WORLD_CLASS, "bar": 85}, RULES[2],
        key="certified-csr", subject="person", method="threshold",
    )  # fmt: skip
    made = factories.category(cycle, measure=WORLD_CLASS, questions=False)
    for place, (kind, params) in enumerate(RULES):
        EligibilityRule.objects.create(
            cycle=cycle, category=made, slug=kind, kind=kind, params=params, source="As written.", position=place
        )
    Question.objects.create(
        category=made, slug="number", section="entrant", kind="text", label="Number", fact="agent_number"
    )
    return made


@pytest.fixture
def acme(story):
    """CSR 7 rose from 60 % to 92 %; CSR 8 has one survey too few and fell."""
    made = given.organisation(story.cycle, "Acme", csrs=190)
    for csr, now, before in (("7", (23, 25), (15, 25)), ("8", (12, 24), (20, 25))):
        given.surveys(story.cycle, made, "world_class", *now, csr=csr)
        given.surveys(story.cycle, made, "world_class", *before, csr=csr, year=2016)
    return made


@pytest.fixture
def outsider():
    return factories.user("Rita Rival")


@pytest.fixture
def member(acme):
    made = factories.user("Mia Member")
    Membership.objects.create(organisation=acme, user=made, role="member")
    return made


def entry(story, acme, by, number: str) -> Nomination:
    made = drafts.start(story, by=by, organisation=acme, relation="colleague")
    Answer.objects.create(nomination=made, question=story.questions.get(slug="number"), value=number)
    return made


def pages(client, nomination) -> str:
    """What a writer reads about it beside the form and before submitting."""
    answers = [client.get(reverse(f"nominations:{name}", args=[nomination.code])) for name in ("edit", "review")]
    return " ".join(answer.content.decode() for answer in answers)


def test_a_member_reads_every_figure(client, story, acme, member):
    client.force_login(member)

    good, bad = (pages(client, entry(story, acme, member, number)) for number in ("7", "8"))

    assert "Reaches “Certification” in 2017." in good and "From 60 % to 92 %" in good
    assert "Does not reach “Certification” in 2017." in bad and "24 of 25 surveys: 1 short." in bad
    assert "From 80 % to 50 %" in bad
    assert LOOKED_AT not in good + bad


def test_to_anybody_else_every_number_of_every_person_looks_the_same(client, story, acme, outsider):
    client.force_login(outsider)

    good, bad, nobody = (client_report(client, entry(story, acme, outsider, number)) for number in ("7", "8", "9"))

    assert good == bad == nobody
    assert good.count(LOOKED_AT) >= len(RULES)
    for told in ("Reaches “", "Does not reach", "60 %", "92 %", "of 25 surveys", "190", "benchmarking"):
        assert told not in good


def client_report(client, nomination) -> str:
    """The verdict beside the form and on the page before submitting."""
    found = [client.get(reverse(f"nominations:{name}", args=[nomination.code])) for name in ("edit", "review")]
    reports = [answer.context["report"] for answer in found]
    assert {report.verdict for report in reports} == {"unknown"}
    said = [line["reason"] for report in reports for line in report.lines]
    body = " ".join(answer.content.decode() for answer in found)
    assert all(reason in body for reason in said)
    return " ".join(said)


def test_an_outsiders_entry_is_taken_whatever_surveys_say_and_the_organizer_sees_it(client, story, acme, outsider):
    """A refusal would tell: so the entry is in, and stands as not eligible where administrators look."""
    entries = {number: entry(story, acme, outsider, number) for number in ("7", "8")}
    for one in entries.values():
        submission.submit(one, by=outsider)
    jobs.run_due()

    assert {number: (one.state, one.eligibility) for number, one in entries.items()} == {
        "7": ("submitted", "pass"),
        "8": ("submitted", "fail"),
    }
    assert "24 of 25 surveys: 1 short." in [line["reason"] for line in eligibility.newest_report(entries["8"]).lines]
    client.force_login(outsider)
    assert "Not eligible</span>" not in client.get(reverse("nominations:mine")).content.decode()
    for name in ("detail", "thanks", "edit"):
        told = {
            number: " ".join(client.get(reverse(f"nominations:{name}", args=[one.code])).content.decode().split())
            for number, one in entries.items()
        }
        assert not [
            page for page in told.values() if "of 25" in page or "Reaches “" in page or "Not eligible</span>" in page
        ]


def test_a_members_entry_is_refused_with_the_figures(client, story, acme, member):
    with pytest.raises(Refused, match="24 of 25 surveys: 1 short."):
        submission.submit(entry(story, acme, member, "8"), by=member)

    made = submission.submit(entry(story, acme, member, "7"), by=member)
    assert made.state == "submitted"
    Nomination.objects.filter(pk=made.pk).update(eligibility="fail")
    client.force_login(member)
    for address in (reverse("nominations:mine"), made.get_absolute_url()):
        assert "Not eligible</span>" in client.get(address).content.decode()


@pytest.mark.parametrize(("who", "letters"), [("member", 1), ("outsider", 0)])
def test_a_verdict_that_changed_with_the_surveys_is_news_to_members_alone(request, client, story, acme, who, letters):
    by = request.getfixturevalue(who)
    one = submission.submit(entry(story, acme, by, "7"), by=by)
    Tally.objects.filter(person="7", year=2017).update(top=10, hits=[10, *[0] * 11])
    eligibility.check_cycle(story.cycle, cause="survey figures changed")
    jobs.run_due()

    one.refresh_from_db()
    assert one.eligibility == "fail"
    assert OutgoingMail.objects.filter(key__startswith="eligibility-changed:").count() == letters
    client.force_login(by)
    page = client.get(reverse("nominations:detail", args=[one.code])).content.decode()
    assert ("survey figures changed" in page) == bool(letters)


def test_the_quick_check_and_the_api_know_no_figure_of_anybody(client, story, acme):
    """Asked with the name of an organization and a number, both answer as for a number that nobody has."""
    address = f"/api/v1/categories/{story.pk}/eligibility"
    page = reverse("programs:check", args=[story.cycle.program.slug, story.cycle.slug, story.slug])
    told = set()
    for number in ("7", "8", "nobody"):
        asked = {"organisation": "Acme", "agent_number": number}
        answer = client.post(address, asked, content_type="application/json").json()
        shown = client.post(page, {"organisation": "Acme", "q-number": number}).context["report"]
        told.add((str(answer["rules"]), answer["verdict"], str(shown.lines), shown.verdict))

    assert len(told) == 1
    assert "60 %" not in str(told) and "190" not in str(told)
