from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from operations import files


def test_a_file_lies_under_a_random_name_and_says_what_it_is(settings):
    saved = files.save(SimpleUploadedFile("../../etc/passwd.pdf", b"content"), folder="attachments", suffix=".pdf")

    assert saved.size == 7
    assert saved.sha256 == "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
    assert saved.path.startswith("attachments/")
    assert "passwd" not in saved.path
    assert files.open(saved.path).read() == b"content"
    stored = Path(settings.MEDIA_ROOT) / saved.path
    assert stored.stat().st_mode & 0o777 == 0o640
    assert [p for p in stored.parent.iterdir() if p != stored] == []


def test_the_same_bytes_twice_are_two_files():
    assert files.save(b"x", folder="a").path != files.save(b"x", folder="a").path


def test_a_served_file_is_downloaded_and_never_run(rf):
    saved = files.save(b"<script>", folder="a")

    response = files.serve(rf.get("/"), saved.path, name="Entry Ä.pdf", content_type="application/pdf")

    assert b"".join(response) == b"<script>"
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert response["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_stored_file_has_no_address_of_its_own():
    saved = files.save(b"x", folder="a")

    with pytest.raises(ValueError, match="no address"):
        default_storage.url(saved.path)


def test_a_file_that_is_gone_from_the_store_is_not_found_rather_than_a_crash(rf):
    saved = files.save(b"x", folder="a")
    files.delete(saved.path)

    with pytest.raises(Http404, match="missing"):
        files.serve(rf.get("/"), saved.path, name="x.pdf", content_type="application/pdf")
