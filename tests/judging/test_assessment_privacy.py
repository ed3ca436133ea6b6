"""Who sees what of an assessment: candidates nothing of others, experts nothing of each other, managers one document.

Everything that must not be seen is a word of its own. Each person opens every address there is, their own and that
of the others, and none of the words may stand in what they get.
"""

from __future__ import annotations

import secrets

import pytest
from django.test import Client
from django.urls import reverse

from judging.domain import evaluating, experts, results
from nominations.domain import private_links
from nominations.domain.attachments import Attachment
from nominations.enums import LinkPurpose
from nominations.models import Answer, Attempt
from operations import files
from operations.domain import jobs
from operations.models import OutgoingMail
from programs.models import Question
from tests import factories

from . import assessments as given

pytestmark = pytest.mark.django_db


class Side:
    """One candidate with a workbook, a manager and two experts of their own words."""

    def __init__(self, category, people, letter: str) -> None:
        self.word = f"word{letter}"
        self.enrolment = given.enrolled(
            category, f"Candidate{letter}", manager_name=f"Manager{letter}", manager_email=f"manager{letter}@m.example"
        )
        self.candidate, self.nomination = self.enrolment.candidate, self.enrolment.nomination
        answers = given.snapshot(category, **{slug: f"{self.word} on {slug}" for slug in given.SECTIONS})
        self.attempt = given.received(self.enrolment, snapshot=answers)
        self.file = self.attached(category)
        link, self.token = private_links.issue(
            self.nomination, LinkPurpose.MANAGER_REVIEW, name=f"Manager{letter}", email=f"manager{letter}@m.example",
            by=self.candidate,
        )  # fmt: skip
        self.link = link
        private_links.comment(link, category.questions.get(slug="plan-text"), f"comment{letter}", base_version=0)
        self.evaluations = [self.evaluated(one, place) for place, one in enumerate(people)]

    def attached(self, category) -> Attachment:
        path, sha256, size = files.save(f"%PDF-1.4 {self.word}".encode(), folder="attachments", suffix=".pdf")
        made = Attachment.objects.create(
            nomination=self.nomination, question=category.questions.get(slug="support"), path=path,
            name=f"{self.word}.pdf", content_type="application/pdf", size=size, sha256=sha256,
        )  # fmt: skip
        self.attempt.snapshot["answers"][0]["files"] = [{"code": made.code, "name": made.name}]
        self.attempt.save()
        for question in category.questions.exclude(slug="support"):
            Answer.objects.create(
                nomination=self.nomination, question=question, value=f"{self.word} on {question.slug}"
            )
        return made

    def evaluated(self, expert, place: int):
        evaluation = given.begun(expert, self.attempt)
        word = f"finding{self.word}{place}"
        typed = evaluating.Typed("deficiency", f"{word} evidence", f"{word} correction", 0)
        evaluating.save(evaluation, {"plan": typed}, by=expert)
        evaluating.save(
            evaluation, {slug: evaluating.Typed("meets", "", "", 0) for slug in ("environment", "strengths")}, by=expert
        )
        evaluating.save_note(evaluation, note=f"note{self.word}{place}", base_version=0, by=expert)
        evaluating.submit(evaluation, by=expert)
        return evaluation

    def words(self) -> set[str]:
        """Whatever is this side's: who, what, and where to look."""
        return {
            self.word, self.candidate.name, self.candidate.email, self.link.email, self.link.name, self.token,
            self.enrolment.code, self.nomination.code, self.attempt.code, self.file.code,
            f"comment{self.word[-1]}",
        }  # fmt: skip

    def of_experts(self, *places: int) -> set[str]:
        found = set()
        for place in places or (0, 1):
            one = self.evaluations[place]
            found |= {f"finding{self.word}{place}", f"note{self.word}{place}", one.code}
        return found

    def addresses(self) -> dict[str, str]:
        """Every page and file that is about this candidate, outside of `/manage/`."""
        code, own = self.nomination.code, self.enrolment.code
        found = {
            name: reverse(f"nominations:{name}", args=[code])
            for name in ("detail", "edit", "review", "pages", "thanks", "pdf", "stories")
        }
        found["file"] = reverse("nominations:file", args=[code, self.file.code])
        found["assessment"] = reverse("nominations:assessment", args=[own])
        for place, one in enumerate(self.evaluations):
            found[f"evaluation {place}"] = reverse("judging:evaluation", args=[one.code])
            found[f"evaluation file {place}"] = reverse("judging:evaluation_file", args=[one.code, self.file.code])
        return found


LISTS = ("nominations:mine", "judging:queue", "judging:evaluations", "recognition:mine", "accounts:profile", "home")


@pytest.fixture
def sides():
    """Two candidates of one designation, evaluated by the same two experts; both have met nothing yet."""
    category = given.designation()
    for place, slug in enumerate(given.SECTIONS):
        Question.objects.create(
            category=category,
            slug=f"{slug}-text",
            section="story",
            kind="narrative",
            label=slug.title(),
            position=place,
        )
    Question.objects.create(
        category=category, slug="support", section="support", kind="attachments", label="Files", required=False
    )
    people = given.panel_of_experts(category, 2)
    found = [Side(category, people, letter) for letter in "AB"]
    for one in found:
        one.experts = people
    return found


@pytest.fixture
def organizer(sides):
    made = factories.user("Ada Organizer", email="ada@organizer.example")
    factories.role(made, sides[0].enrolment.program)
    return made


def seen(person, addresses) -> dict[str, tuple[int, str]]:
    """Status and whole text of each address as this person gets it; None is whoever comes by."""
    client = Client(raise_request_exception=True)
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = {}
    for name, address in addresses.items():
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found[name] = response.status_code, body.decode("latin-1")
    return found


def lists() -> dict[str, str]:
    return {name: reverse(name) for name in LISTS}


def leaks(found: dict[str, tuple[int, str]], words: set[str]) -> list[tuple[str, str]]:
    return [(name, word) for name, (_status, text) in found.items() for word in sorted(words) if word in text]


def names_of(people) -> set[str]:
    return {word for one in people for word in (one.name, one.email)}


def not_met(side: Side, organizer) -> None:
    told = [results.Feedback("plan", "What the plan lacks.", "Add the figures.")]
    results.decide(side.attempt, result="not_met", feedback=told, reason="As found.", word="", by=organizer)
    jobs.run_due()


@pytest.mark.parametrize("is_decided", [False, True])
def test_a_candidate_sees_no_other_candidate_no_expert_and_no_finding(sides, organizer, is_decided):
    mine, other = sides
    if is_decided:
        not_met(mine, organizer)
    own = seen(mine.candidate, {**mine.addresses(), **lists()})
    theirs = seen(mine.candidate, other.addresses())

    hidden = other.words() | mine.of_experts() | other.of_experts() | names_of(mine.experts)
    assert leaks(own, hidden) == []
    assert {status for status, _text in theirs.values()} == {404}
    assert [name for name, (status, _text) in own.items() if name.startswith("evaluation") and status != 404] == []
    assert mine.word in own["assessment"][1] and mine.word in own["file"][1]
    letters = OutgoingMail.objects.filter(to=mine.candidate.email)
    assert letters.exists() is is_decided
    for letter in letters:
        assert leaks({"letter": (0, letter.subject + letter.text + letter.html)}, hidden) == []
    if is_decided:
        assert "What the plan lacks." in letters.get(subject__contains="").text
        assert Attempt.objects.filter(enrolment=mine.enrolment).count() == 2


@pytest.mark.parametrize("is_decided", [False, True])
def test_an_expert_sees_the_workbook_and_nothing_of_the_other_expert_or_the_manager(sides, organizer, is_decided):
    mine, _other = sides
    first, second = mine.experts
    if is_decided:
        not_met(mine, organizer)
    pages = seen(first, {**mine.addresses(), **lists()})

    hidden = mine.of_experts(1) | names_of([second]) | {"commentA", mine.link.email, mine.token}
    assert leaks(pages, hidden) == []
    assert {name for name, (status, _text) in pages.items() if status == 200} == {
        "evaluation 0", "evaluation file 0", *LISTS,
    }  # fmt: skip
    assert mine.word in pages["evaluation 0"][1] and "findingwordA0" in pages["evaluation 0"][1]


def test_an_expert_of_one_candidate_alone_finds_nothing_of_the_other(sides):
    mine, other = sides
    first = mine.experts[0]
    experts.recuse(other.evaluations[0], reason="other", note="I know the person.", by=first)

    pages = seen(first, {**other.addresses(), **{f"list {name}": address for name, address in lists().items()}})

    assert {status for name, (status, _text) in pages.items() if not name.startswith("list")} == {404}
    assert leaks(pages, other.words() | other.of_experts()) == []


@pytest.mark.parametrize("is_decided", [False, True])
def test_a_manager_sees_one_document_and_nothing_else(sides, organizer, is_decided):
    mine, other = sides
    if is_decided:
        not_met(mine, organizer)
    page = reverse("nominations:manager_review", args=[mine.token])
    opened = {
        "review": page,
        "file": reverse("nominations:manager_file", args=[mine.token, mine.file.code]),
        "file of another": reverse("nominations:manager_file", args=[mine.token, other.file.code]),
        "as a story": reverse("nominations:story", args=[mine.token]),
        "a guess": reverse("nominations:manager_review", args=[secrets.token_urlsafe(32)]),
    }
    found = seen(None, opened)

    hidden = (other.words() | mine.of_experts() | other.of_experts() | names_of(mine.experts)) | {
        mine.enrolment.code, mine.nomination.code, mine.attempt.code, "What the plan lacks.", "Add the figures.",
    }  # fmt: skip
    assert leaks(found, hidden) == []
    assert {name: status for name, (status, _text) in found.items()} == {
        "review": 200, "file": 200, "file of another": 404, "as a story": 404, "a guess": 404,
    }  # fmt: skip
    assert all(text in found["review"][1] for text in (f"{mine.word} on plan-text", "commentA"))
    inside = seen(None, {**mine.addresses(), **other.addresses()})
    assert {status for status, _text in inside.values()} <= {302, 404}


def test_two_managers_of_one_candidate_do_not_read_each_other(sides):
    mine, _other = sides
    _link, token = private_links.issue(
        mine.nomination, LinkPurpose.MANAGER_REVIEW, name="Second", email="second@m.example", by=mine.candidate
    )
    pages = seen(None, {"review": reverse("nominations:manager_review", args=[token])})

    assert pages["review"][0] == 200
    assert leaks(pages, {"commentA", mine.link.email, mine.token}) == []


def test_a_link_that_was_withdrawn_writes_nothing(sides):
    mine, other = sides
    client = Client()
    address = reverse("nominations:manager_comment", args=[mine.token, "plan-text"])
    assert client.post(address, {"text": "Again", "version": "1"}).status_code == 302
    private_links.withdraw(mine.link, by=mine.candidate)

    assert client.post(address, {"text": "Late", "version": "2"}).status_code == 404
    assert client.post(reverse("nominations:manager_sign_off", args=[mine.token]), {"name": "Mo"}).status_code == 404
    assert mine.link.comments.get().text == "Again"
    elsewhere = reverse("nominations:manager_comment", args=[other.token, "story-1"])
    assert client.post(elsewhere, {"text": "No such section"}).status_code == 404
