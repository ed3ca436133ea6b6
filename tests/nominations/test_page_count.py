"""Pages of an application: counted on what is printed, kept until something changes, held to the limit."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from nominations.domain import eligibility, pages
from nominations.models import Answer, Attachment, Nomination
from nominations.pdf import entry_pdf
from operations.refusal import Refused
from programs.models import Question

from . import given

pytestmark = pytest.mark.django_db
PAGE = "One more sentence of our practice, as it was lived on the floor. " * 60


@pytest.fixture
def entry(category):
    return given.submitted(category)


def limited(category, maximum=2, mode="block"):
    return given.rule(category, "page_limit", {"maximum": maximum, "mode": mode})


def write(entry, text):
    question = entry.category.questions.filter(kind="narrative").first()
    answer, _made = Answer.objects.get_or_create(nomination=entry, question=question, defaults={"version": 0})
    Answer.objects.filter(pk=answer.pk).update(value=text, version=answer.version + 1)
    return question


def verdict(entry):
    report = eligibility.check(entry, cause="asked")
    line = next(line for line in report.lines if line["kind"] == "page_limit")
    return line["verdict"], line["reason"]


def test_the_count_is_that_of_the_printed_entry(entry):
    limited(entry.category)
    write(entry, PAGE * 2)

    counted = pages.recount(entry)

    assert counted == len(PdfReader(BytesIO(entry_pdf(entry))).pages) >= 2
    assert Nomination.objects.get(pk=entry.pk).pages == counted


def test_without_a_limit_nothing_is_rendered(entry, monkeypatch):
    monkeypatch.setattr(pages, "rendered", lambda nomination: pytest.fail("rendered"))

    assert pages.recount(entry) is None


def test_it_is_counted_again_only_after_a_change(entry, monkeypatch):
    limited(entry.category)
    counts = []
    monkeypatch.setattr(pages, "rendered", lambda nomination: counts.append(1) or len(counts))

    assert [pages.recount(entry), pages.recount(entry)] == [1, 1]
    write(entry, "Something new.")
    assert pages.recount(entry) == 2


@pytest.mark.parametrize(
    ("counted", "mode", "expected", "refused"),
    [(5, "block", "pass", False), (6, "block", "fail", True), (6, "warn", "pass", False)],
)
def test_five_pages_are_taken_and_six_are_refused_unless_the_rule_warns(
    entry, monkeypatch, counted, mode, expected, refused
):
    limited(entry.category, 5, mode)
    monkeypatch.setattr(pages, "rendered", lambda nomination: counted)

    assert verdict(entry)[0] == expected
    if refused:
        with pytest.raises(Refused, match="6 pages, and at most 5 are allowed. Please shorten it by 1"):
            pages.refuse_too_long(entry)
    else:
        pages.refuse_too_long(entry)


def test_an_uploaded_application_counts_and_files_of_figures_do_not(entry, monkeypatch):
    limited(entry.category, 5)
    monkeypatch.setattr(pages, "rendered", lambda nomination: 1)

    def attach(section, count):
        question = Question.objects.create(
            category=entry.category, slug=f"files-{section}", section=section, kind="attachments", label="Files"
        )
        Attachment.objects.create(
            nomination=entry, question=question, path=f"{section}.pdf", name="a.pdf", content_type="application/pdf",
            size=1, sha256="0" * 64, pages=count,
        )  # fmt: skip

    attach("support", 40)
    assert pages.recount(entry) == 1
    attach("story", 6)
    assert pages.recount(entry) == 6
    assert verdict(entry) == ("fail", "6 pages: 1 more than the 5 allowed. Please shorten it.")


def test_the_live_count_stands_beside_the_verdict(client, entry):
    limited(entry.category, 5)
    write(entry, "Short.")
    client.force_login(entry.nominator)

    body = client.get(reverse("nominations:pages", args=[entry.code]), headers={"HX-Request": "true"}).content.decode()

    assert "1 page of at most 5" in body
    assert 'id="verdict"' in body
    assert "Pages" in body
