"""A document fetches nothing but what is bundled with the portal."""

import io
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdf import PdfReader

from operations import pdf


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/secret",
        "https://example.com/pixel.png",
        "file:///etc/passwd",
        "data:text/html,x",
        "bundled:///../awards_portal/settings.py",
        "bundled:///../var/secret_key",
        "bundled:///css/missing.css",
        "bundled:///js/portal.js",
    ],
)
def test_anything_else_is_refused(address):
    with pytest.raises(pdf.RefusedAddress):
        pdf.BundledOnly().fetch(address)


def test_a_bundled_file_is_given(settings):
    response = pdf.BundledOnly().fetch("bundled:///css/entry-pdf.css")
    assert b"@page" in response.read()


def test_a_page_that_asks_for_secrets_is_made_without_them():
    made = pdf.render("<p>Seen</p><img src='file:///etc/passwd'><object data='http://127.0.0.1:9/'></object>")
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert text.strip() == "Seen"


# A stylesheet that is read once


SHEET = "css/small.css"


@pytest.fixture
def sheet(settings, tmp_path):
    """A page of a hundred points' height, on which a paragraph of sixty has room alone."""
    settings.BASE_DIR = tmp_path
    path = tmp_path / "static" / SHEET
    path.parent.mkdir(parents=True)
    path.write_text("@page { size: 200pt 100pt; margin: 10pt } p { height: 60pt; margin: 0 }")
    return path


def paragraphs(count: int) -> str:
    return "<!doctype html><title>T</title>" + "<p>One.</p>" * count


@pytest.mark.parametrize("count", [1, 2, 5])
def test_pages_are_counted_as_they_are_printed(sheet, count):
    assert pdf.pages(paragraphs(count), sheet=SHEET) == count
    printed = PdfReader(io.BytesIO(pdf.render(paragraphs(count), sheet=SHEET)))
    assert len(printed.pages) == count
    assert printed.pages[0].mediabox.width == 200


def test_a_stylesheet_that_changed_is_read_again(sheet):
    assert pdf.pages(paragraphs(2), sheet=SHEET) == 2
    assert pdf.styled(SHEET)[0] is pdf.styled(SHEET)[0]

    sheet.write_text("@page { size: 200pt 200pt; margin: 10pt } p { height: 60pt; margin: 0 }")
    os.utime(sheet, ns=(1, 1))

    assert pdf.pages(paragraphs(2), sheet=SHEET) == 1


def test_each_thread_reads_its_own(sheet):
    """Fonts cannot be shared between threads."""
    with ThreadPoolExecutor(1) as other:
        theirs = other.submit(pdf.styled, SHEET).result()
        counted = other.submit(pdf.pages, paragraphs(3), sheet=SHEET).result()

    assert counted == 3
    assert theirs[0] is not pdf.styled(SHEET)[0]


def test_nothing_outside_is_a_stylesheet(sheet):
    with pytest.raises(pdf.RefusedAddress):
        pdf.render("<p>Seen</p>", sheet="../secret.css")
