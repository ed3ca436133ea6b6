"""What a judge reads: nothing that tells a name where judging is blind, and files."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from judging.domain import recusals
from nominations.models import Answer, Attachment
from operations import files
from programs.models import Question
from tests import factories

from . import stories
from .pages import address

# Blind judging


def cv() -> bytes:
    """One blank page by Erica."""
    file, written = BytesIO(), PdfWriter()
    written.add_blank_page(100, 100)
    written.add_metadata({"/Author": "Erica Example"})
    written.write(file)
    return file.getvalue()


CV = cv()
SECRETS = [
    "Erica Example",
    "Acme Contact",
    "Nathan Nominator",
    "nathan@writer.example",
    "acme-cv-erica.pdf",
    "For the office alone",
]


@pytest.fixture
def secretive(category, judge):
    acme = factories.organisation("Acme Contact")
    writer = factories.user("Nathan Nominator", email="nathan@writer.example")
    Question.objects.create(
        category=category, slug="office", section="support", kind="text", label="Office", visibility="administrators"
    )
    upload = Question.objects.create(
        category=category, slug="files", section="support", kind="attachments", label="Files", required=False
    )
    nomination = stories.entry(category, "Erica Example", organisation=acme, nominator=writer)
    Answer.objects.filter(question__slug="office").update(value="For the office alone")
    stored = files.save(CV, folder="nominations", suffix=".pdf")
    Attachment.objects.create(
        nomination=nomination,
        question=upload,
        path=stored.path,
        sha256=stored.sha256,
        size=stored.size,
        name="acme-cv-erica.pdf",
        content_type="application/pdf",
    )
    return stories.assigned(judge, nomination)


def everything_a_judge_gets(client, assignment):
    """Every page and header about one entry, from the list to the submitted scorecard."""
    answers = [client.get(reverse("judging:queue")), client.get(address("scorecard", assignment))]
    answers += [client.get(address("recuse", assignment)), client.post(address("no_conflict", assignment), follow=True)]
    answers += [client.get(address("scorecard", assignment)), client.get(reverse("judging:queue") + "?state=started")]
    code = assignment.nomination.attachments.get().code
    attachment = client.get(address("attachment", assignment, code))
    data = {"mark-criterion-1": 7, "comment-criterion-1": "", "version-criterion-1": 0}
    answers.append(client.post(address("save_mark", assignment, "criterion-1"), data, headers={"HX-Request": "true"}))
    answers.append(client.get(address("recuse", assignment)))
    return "\n".join([*(f"{answer.headers}{answer.content.decode()}" for answer in answers), str(attachment.headers)])


def test_blind_judging_tells_no_name_anywhere(as_judge, category, secretive):
    category.is_blind = True
    category.save()
    told = everything_a_judge_gets(as_judge, secretive)

    assert [secret for secret in SECRETS if secret in told] == []
    assert "Answer to story-1" in told
    assert secretive.nomination.code in told


def test_open_judging_tells_names_and_never_the_offices_answers(as_judge, category, secretive):
    told = everything_a_judge_gets(as_judge, secretive)

    assert {secret for secret in SECRETS if secret in told} == {
        "Erica Example", "Acme Contact", "Nathan Nominator", "acme-cv-erica.pdf"
    }  # fmt: skip


# Files


def file_address(assignment):
    return address("attachment", assignment, assignment.nomination.attachments.get().code)


def test_files_open_with_the_entry(as_judge, secretive, judge):
    assert as_judge.get(file_address(secretive)).status_code == 404

    recusals.state_no_conflict(secretive, by=judge)
    page = as_judge.get(file_address(secretive))
    assert b"".join(page.streaming_content) == CV

    recusals.recuse(secretive, reason="family", by=judge)
    assert as_judge.get(file_address(secretive)).status_code == 404


@pytest.mark.parametrize(("is_blind", "authors"), [(True, [None]), (False, ["Erica Example"])])
def test_where_judging_is_blind_a_file_names_no_author(as_judge, secretive, category, judge, is_blind, authors):
    category.is_blind = is_blind
    category.save()
    recusals.state_no_conflict(secretive, by=judge)

    content = b"".join(as_judge.get(file_address(secretive)).streaming_content)

    assert [(PdfReader(BytesIO(content)).metadata or {}).get("/Author")] == authors


def test_a_file_that_cannot_be_cleaned_stays_closed_with_a_sentence(as_judge, secretive, category, judge):
    category.is_blind = True
    category.save()
    recusals.state_no_conflict(secretive, by=judge)
    broken = files.save(b"%PDF-1.4 a file", folder="nominations", suffix=".pdf")
    Attachment.objects.update(path=broken.path)

    page = as_judge.get(file_address(secretive), follow=True)

    assert "This file cannot be shown without the name of its author." in page.content.decode()


def test_new_terms_close_the_files_until_they_are_accepted(as_judge, secretive, category, judge):
    recusals.state_no_conflict(secretive, by=judge)
    stories.publish_terms(category)

    assert as_judge.get(file_address(secretive)).status_code == 404


def test_files_judges_may_not_see_are_a_404(as_judge, secretive, judge):
    recusals.state_no_conflict(secretive, by=judge)
    Question.objects.filter(slug="files").update(visibility="administrators")

    assert as_judge.get(file_address(secretive)).status_code == 404


def test_a_file_of_another_entry_is_a_404(as_judge, secretive, category, judge):
    other = stories.opened(judge, stories.entry(category)).assignment
    code = secretive.nomination.attachments.get().code

    assert as_judge.get(address("attachment", other, code)).status_code == 404
