"""A document fetches nothing but what is bundled with the portal."""

import io

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
