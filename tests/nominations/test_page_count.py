"""Pages of an application: counted on what is printed, kept until something changes, held to the limit."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from nominations.domain import eligibility, pages
from nominations.models import Answer, Attachment, Nomination
from nominations.pdf import application_pdf, entry_pdf
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


def pages_in(made):
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def without_number(text):
    return text.rsplit("\n", 1)[0]


def test_the_count_is_that_of_the_application_which_opens_the_printed_entry(entry):
    limited(entry.category)
    write(entry, PAGE * 2)

    counted = pages.recount(entry)

    application, printed = pages_in(application_pdf(entry)), pages_in(entry_pdf(entry))
    assert counted == len(application) >= 2
    assert [without_number(text) for text in printed[:counted]] == [without_number(text) for text in application]
    assert len(printed) == counted + 1
    assert "these pages are not counted" in printed[-1] and "Receipt" in printed[-1]
    assert Nomination.objects.get(pk=entry.pk).pages == counted


def test_statements_contact_and_receipt_are_not_counted(entry):
    limited(entry.category)
    write(entry, "Short.")
    for number in range(60):
        Question.objects.create(
            category=entry.category, slug=f"said-{number}", section="statements", kind="statement", label="All is true."
        )

    assert pages.recount(entry) == 1
    assert len(pages_in(entry_pdf(entry))) > 2
    assert "All is true" not in "".join(pages_in(application_pdf(entry)))


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


def write_pages(entry, count):
    """Short lines, so that the last page is about half full."""
    write(entry, "\n".join(f"Line {n}" for n in range(40 * count - 13)))
    assert pages.recount(entry) == count


@pytest.mark.parametrize(
    ("counted", "mode", "expected", "refused"),
    [(5, "block", "pass", False), (6, "block", "fail", True), (5, "warn", "pass", False), (6, "warn", "pass", False)],
)
def test_five_pages_are_taken_and_six_are_refused_unless_the_rule_warns(entry, counted, mode, expected, refused):
    limited(entry.category, 5, mode)
    write_pages(entry, counted)

    assert verdict(entry)[0] == expected
    if refused:
        with pytest.raises(Refused, match="6 pages, and at most 5 are allowed. Please shorten it by 1"):
            pages.refuse_too_long(entry)
    else:
        pages.refuse_too_long(entry)


def attached(entry, section, count, name="a.pdf"):
    question, _made = Question.objects.get_or_create(
        category=entry.category, slug=f"files-{section}",
        defaults={"section": section, "kind": "attachments", "label": "Files"},
    )  # fmt: skip
    Attachment.objects.create(
        nomination=entry, question=question, path=f"{section}-{name}", name=name, content_type="application/pdf",
        size=1, sha256="0" * 64, pages=count,
    )  # fmt: skip
    return question


@pytest.mark.parametrize(("counted", "verdict_of_it"), [(5, "pass"), (6, "fail")])
def test_an_uploaded_application_counts_and_files_of_figures_do_not(entry, counted, verdict_of_it):
    limited(entry.category, 5)

    attached(entry, "support", 40)
    assert pages.recount(entry) == 1
    attached(entry, "story", counted)
    assert pages.recount(entry) == counted
    assert verdict(entry)[0] == verdict_of_it


def test_two_files_of_one_application_are_counted_together(entry):
    limited(entry.category, 5)

    attached(entry, "story", 3)
    attached(entry, "story", 3, "b.pdf")

    assert verdict(entry) == ("fail", "6 pages: 1 more than the 5 allowed. Please shorten it.")


def test_an_application_that_cannot_be_counted_is_not_taken(entry):
    limited(entry.category, 5)
    story, support = attached(entry, "story", 1), attached(entry, "support", 1)

    with pytest.raises(Refused, match="upload the application as a PDF"):
        pages.refuse_uncountable(entry, story, "image/png")
    pages.refuse_uncountable(entry, story, "application/pdf")
    pages.refuse_uncountable(entry, support, "image/png")


def test_the_live_count_stands_beside_the_verdict(client, entry):
    limited(entry.category, 5)
    write(entry, "Short.")
    client.force_login(entry.nominator)

    body = client.get(reverse("nominations:pages", args=[entry.code]), headers={"HX-Request": "true"}).content.decode()

    assert "1 page of at most 5" in body
    assert 'id="verdict"' in body
    assert "Pages" in body
