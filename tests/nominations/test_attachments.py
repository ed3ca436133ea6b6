"""Files: every kind that is taken, every trick that is not, and who may read them."""

import re

import pytest
from django.urls import reverse

from nominations.domain import attachments, filetypes
from nominations.models import Attachment
from operations import files as stored_files
from operations.refusal import Refused
from programs.models import Question
from tests import factories

from . import files

OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def question(draft):
    return Question.objects.create(
        category=draft.category,
        slug="proof",
        section="support",
        kind="attachments",
        label="Proof",
        required=False,
        limits={"max_files": 2, "max_megabytes": 1},
    )


@pytest.mark.parametrize(
    ("name", "content", "kind", "pages"),
    [
        ("a.pdf", files.pdf(3), "application/pdf", 3),
        ("a.PNG", files.image("PNG"), "image/png", None),
        ("a.jpg", files.image("JPEG"), "image/jpeg", None),
        ("a.jpeg", files.image("JPEG"), "image/jpeg", None),
        ("a.webp", files.image("WEBP"), "image/webp", None),
        ("a.docx", files.office("docx"), OFFICE + "wordprocessingml.document", None),
        ("a.xlsx", files.office("xlsx"), OFFICE + "spreadsheetml.sheet", None),
        ("a.pptx", files.office("pptx"), OFFICE + "presentationml.presentation", None),
        ("a.mp4", files.mp4(), "video/mp4", None),
    ],
)
def test_files_of_the_list_are_taken(draft, question, nominator, name, content, kind, pages):
    kept = attachments.add(draft, question, files.upload(name, content), by=nominator)

    assert (kept.name, kept.content_type, kept.pages, kept.size) == (name, kind, pages, len(content))
    assert re.fullmatch(r"nominations/[0-9a-f]{2}/[0-9a-f]{32}(\.\w+)?", kept.path)  # nothing of its name
    with stored_files.open(kept.path) as stored:
        assert stored.read() == content


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.pdf", b"", "is empty"),
        ("page.html", b"<html><script>alert(1)</script>", "not a file we can take"),
        ("page.pdf", b"<html><script>alert(1)</script>", "not a file we can take"),
        ("art.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a file we can take"),
        ("program.exe", b"MZ\x90\x00", "not a file we can take"),
        ("archive.zip", files.plain_zip(), "not a file we can take"),
        ("archive.docx", files.plain_zip(), "not a file we can take"),
        ("really.pdf", files.image("PNG"), "is really a PNG file"),
        ("sheet.docx", files.office("xlsx"), "is really a XLSX file"),
        ("cut.pdf", files.pdf()[:60], "is damaged"),
        ("cut.png", files.image("PNG", (200, 200))[:40], "is damaged"),
        ("cut.docx", files.office("docx")[:-30], "is damaged"),
        ("locked.pdf", files.pdf(password="secret"), "locked with a password"),
        ("none.pdf", files.pdf(pages=0), "no pages"),
        ("macro.docx", files.office("docx", {"word/vbaProject.bin": b"x"}), "contains macros"),
        ("out.docx", files.office("docx", {"../../etc/passwd": b"x"}), "is damaged"),
        ("bomb.docx", files.office("docx", {"word/big.xml": b"0" * 5_000_000}), "unpacks to far more"),
        ("many.docx", files.office("docx", {f"word/{n}.xml": b"" for n in range(1001)}), "unpacks to far more"),
        ("pixels.png", files.bomb_of_pixels(), "too many pixels"),
        ("large.mp4", files.mp4() + b"0" * 1024 * 1024, "at most 1 MB"),
    ],
)
def test_anything_else_gets_a_sentence_with_its_name_and_the_reason(draft, question, nominator, name, content, reason):
    with pytest.raises(Refused, match=reason) as refused:
        attachments.add(draft, question, files.upload(name, content), by=nominator)

    assert f"“{name}”" in refused.value.reasons[0]
    assert not Attachment.objects.exists()


def test_a_file_of_exactly_the_limit_is_taken(draft, question, nominator):
    content = files.mp4() + b"0" * (1024 * 1024 - len(files.mp4()))

    assert attachments.add(draft, question, files.upload("clip.mp4", content), by=nominator).size == 1024 * 1024


def test_names_lose_folders_and_tricks_of_direction():
    assert filetypes.display_name("C:\\secret\\plan\u202efdp.exe") == "planfdp.exe"
    assert filetypes.display_name("../../a\x00b.pdf") == "ab.pdf"
    assert len(filetypes.display_name("x" * 500 + ".pdf")) <= 200


def test_one_file_too_many_is_refused_until_one_is_removed(draft, question, nominator):
    kept = [attachments.add(draft, question, files.upload(f"{n}.pdf", files.pdf()), by=nominator) for n in (1, 2)]
    with pytest.raises(Refused, match="at most 2 files"):
        attachments.add(draft, question, files.upload("3.pdf", files.pdf()), by=nominator)

    attachments.remove(kept[0], by=nominator)
    attachments.add(draft, question, files.upload("3.pdf", files.pdf()), by=nominator)
    with pytest.raises(Refused, match="at most 2 files"):
        attachments.restore(kept[0], by=nominator)

    attachments.remove(kept[1], by=nominator)
    attachments.restore(kept[0], by=nominator)
    assert set(draft.attachments.filter(removed_at=None).values_list("name", flat=True)) == {"1.pdf", "3.pdf"}


def test_the_last_required_file_of_a_submitted_entry_stays(submitted, nominator):
    asked = Question.objects.create(
        category=submitted.category, slug="proof", section="support", kind="attachments", label="Proof"
    )
    only = attachments.add(submitted, asked, files.upload("1.pdf", files.pdf()), by=nominator)
    with pytest.raises(Refused, match="Add the new one before"):
        attachments.remove(only, by=nominator)

    attachments.add(submitted, asked, files.upload("2.pdf", files.pdf()), by=nominator)
    attachments.remove(only, by=nominator)
    assert submitted.attachments.filter(removed_at=None).count() == 1


def test_files_belong_to_questions_that_ask_for_files(draft, nominator, question):
    story = draft.category.questions.get(slug="story-1")
    elsewhere = Question.objects.create(
        category=factories.category(draft.cycle), slug="proof", section="support", kind="attachments", label="Proof"
    )
    for wrong in (story, elsewhere):
        with pytest.raises(Refused, match="No files are asked for"):
            attachments.add(draft, wrong, files.upload("1.pdf", files.pdf()), by=nominator)


def test_no_files_after_the_deadline(draft, question, nominator, at):
    at("2026-04-01 00:00:00")
    with pytest.raises(Refused, match="deadline has passed"):
        attachments.add(draft, question, files.upload("1.pdf", files.pdf()), by=nominator)


def test_only_writers_and_administrators_read_a_file(
    client, draft, question, nominator, colleague, administrator, outsider, judge
):
    kept = attachments.add(draft, question, files.upload("1.pdf", files.pdf()), by=nominator)
    draft.collaborators.create(email=colleague.email, user=colleague, token="t")
    draft.collaborators.create(email=outsider.email, token="u")
    url = reverse("nominations:file", args=[draft.code, kept.code])

    answers = {}
    for user in (nominator, colleague, administrator, outsider, judge):
        client.force_login(user)
        answers[user.email.split("@")[0].rstrip("0123456789")] = client.get(url).status_code
    client.logout()
    answers["nobody"] = client.get(url).status_code

    assert answers == {"nora": 200, "cora": 200, "ada": 200, "otto": 404, "judith": 404, "nobody": 302}


def test_a_file_is_served_so_that_no_browser_runs_it(client, draft, question, nominator):
    kept = attachments.add(draft, question, files.upload("1.pdf", files.pdf()), by=nominator)
    client.force_login(nominator)

    response = client.get(reverse("nominations:file", args=[draft.code, kept.code]))

    assert response["Content-Disposition"] == 'attachment; filename="1.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_bad_file_among_good_ones_spoils_nothing(client, draft, question, nominator):
    client.force_login(nominator)
    response = client.post(
        reverse("nominations:files", args=[draft.code, "proof"]),
        {"q-proof": [files.upload("good.pdf", files.pdf()), files.upload("bad.pdf", b"<html>")]},
        headers={"HX-Request": "true"},
    )

    assert "good.pdf" in response.text
    assert "“bad.pdf” is not a file we can take" in response.text
    assert [kept.name for kept in Attachment.objects.all()] == ["good.pdf"]


def test_the_plain_save_button_takes_texts_and_files_and_names_the_bad_one(client, draft, question, nominator):
    client.force_login(nominator)
    url = reverse("nominations:edit", args=[draft.code])
    response = client.post(
        url,
        {
            "q-story-1": "Saved all the same.",
            "v-story-1": "0",
            "q-proof": [files.upload("bad.svg", b"<svg/>"), files.upload("good.pdf", files.pdf())],
        },
    )

    assert response.status_code == 422
    assert "“bad.svg” is not a file we can take" in response.text
    assert draft.answers.get().value == "Saved all the same."
    assert [kept.name for kept in Attachment.objects.all()] == ["good.pdf"]
    assert "good.pdf" in client.get(url).text


def test_remove_and_bring_back_by_htmx(client, draft, question, nominator, outsider):
    kept = attachments.add(draft, question, files.upload("1.pdf", files.pdf()), by=nominator)
    away = reverse("nominations:remove_file", args=[draft.code, kept.code])
    back = reverse("nominations:restore_file", args=[draft.code, kept.code])
    client.force_login(outsider)
    assert client.post(away).status_code == 404

    client.force_login(nominator)
    assert "Bring back" in client.post(away, headers={"HX-Request": "true"}).text
    assert not draft.attachments.filter(removed_at=None).exists()
    client.post(back, headers={"HX-Request": "true"})
    assert draft.attachments.filter(removed_at=None).exists()


def test_a_file_taken_away_in_the_moment_of_submitting_is_still_needed(submitted, nominator):
    asked = Question.objects.create(
        category=submitted.category, slug="proof", section="support", kind="attachments", label="Proof"
    )
    only = attachments.add(submitted, asked, files.upload("1.pdf", files.pdf()), by=nominator)
    only.nomination.state = "draft"  # as it was looked at, just before
    with pytest.raises(Refused, match="Add the new one before"):
        attachments.remove(only, by=nominator)


def test_an_archive_whose_list_of_members_alone_is_huge_is_refused_unread(draft, question, nominator, monkeypatch):
    """Twenty megabytes of directory are hundreds in memory: only the last record is looked at."""
    many = files.office("docx", {f"{n:0100}": b"" for n in range(500)})
    monkeypatch.setattr(filetypes, "MOST_DIRECTORY", 50_000)
    monkeypatch.setattr(filetypes.zipfile, "ZipFile", lambda *_given: pytest.fail("the list was read"))
    with pytest.raises(Refused, match="unpacks to far more"):
        attachments.add(draft, question, files.upload("many.docx", many), by=nominator)
