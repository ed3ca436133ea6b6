"""Colours that can be read whatever was chosen, Markdown that can do no harm, templates without script or style."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.domain.instants import distance
from programs.domain.markdown import rendered
from programs.domain.palette import PAPER, contrast, palette, parsed

from .. import factories

COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")
ROOT = Path(settings.BASE_DIR)


def rgb(text: str) -> tuple[int, int, int]:
    return parsed(text, (1, 2, 3))


@given(COLOURS, COLOURS)
def test_text_reads_on_every_colour(colour, accent):
    made = palette(colour, accent)
    assert contrast(rgb(made.on_program), rgb(made.program)) >= 4.5
    assert contrast(rgb(made.on_program), rgb(made.program_deep)) >= 4.5
    assert contrast(rgb(made.on_accent), rgb(made.accent)) >= 4.5
    assert contrast(rgb(made.program_text), PAPER) >= 4.5
    assert contrast(rgb(made.accent_text), PAPER) >= 4.5
    assert contrast(rgb(made.accent_on_program), rgb(made.program)) >= 4.5


def test_a_dark_colour_keeps_its_tone_and_gets_white_text():
    made = palette("#12355b", "#c8963e")
    assert (made.program, made.on_program, made.program_text) == ("#12355b", "#ffffff", "#12355b")


def test_a_stylesheet_holds_colours_and_nothing_that_was_typed(client, db):
    program = factories.program(colour="}*{x:y", accent="#abcdef")
    answer = client.get(reverse("programs:look", args=[program.slug]))
    css = answer.content.decode()
    assert answer["Content-Type"].startswith("text/css") and "max-age" in answer["Cache-Control"]
    assert "x:y" not in css and "--accent: #abcdef;" in css and css.count("{") == 1
    again = client.get(reverse("programs:look", args=[program.slug]), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_all_looks_are_scoped_by_program(client, db):
    cycle = factories.cycle(factories.program(slug="one", colour="#112233"))
    factories.cycle(factories.program(slug="hidden"), is_public=False)
    css = client.get(reverse("programs:looks")).content.decode()
    assert f".look-{cycle.program.slug} {{" in css and "--program: #112233;" in css and "hidden" not in css


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("[a](javascript:alert(1))", "href"),
        ("[a](data:text/html;base64,xx)", "href"),
        ("![a](https://evil.example/x.png)", "<img"),
        ('<p style="color:red">x</p>', "<p style"),
        ("[a](vbscript:x)", "href"),
    ],
)
def test_markdown_does_no_harm(text, refused):
    assert refused not in rendered(text)


def test_markdown_keeps_what_organisers_need():
    html = rendered("# Title\n\nA **word**, a [link](https://example.com).\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|")
    for part in ("<h3>Title</h3>", "<strong>word</strong>", 'href="https://example.com"', "<li>two</li>", "<td>2</td>"):
        assert part in html
    assert 'rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-03-28 12:30", "in 30 minutes"),
        ("2026-03-28 13:00", "in 1 hour"),
        ("2026-03-30 11:59", "in 47 hours"),
        ("2026-03-30 12:00", "in 2 days"),
        ("2026-03-31 23:59", "in 3 days"),
        ("2026-05-26 12:00", "in 59 days"),
        ("2026-05-28 12:00", "in 2 months"),
        ("2026-03-28 11:30", "today"),
        ("2026-03-26 12:00", "2 days ago"),
        ("2026-01-28 12:00", "59 days ago"),
        ("2025-05-27 12:00", "10 months ago"),
        ("2024-03-29 12:00", "23 months ago"),
        ("2018-03-01 12:00", "8 years ago"),
        ("2028-03-29 12:00", "in 2 years"),
    ],
)
def test_how_far_an_instant_is(instant, words):
    assert distance(factories.at(instant), factories.at("2026-03-28 12:00")) == words


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NOT_FOR_BROWSERS = {"mail", "documents", "pdf"}
FOR_BROWSERS = [one for one in TEMPLATES if not NOT_FOR_BROWSERS & set(one.parts) and "pdf" not in one.stem]


@pytest.mark.parametrize("path", FOR_BROWSERS, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_pages_carry_no_style_and_no_script_of_their_own(path):
    """The content policy refuses them; without this test one would only see a page that looks wrong."""
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text), "style attribute"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "event handler attribute"
    assert not re.search(r"href\s*=\s*[\"']javascript:", text), "script address"
    for script in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in script or 'type="application/json"' in script, "inline script"
    assert not re.search(r"(src|href)=[\"'](https?:)?//(?!www\.w3\.org)", text), "address of another host"


def test_every_component_opens_with_what_it_takes():
    for path in (ROOT / "templates" / "components").glob("*.html"):
        assert path.read_text().startswith("{#"), path.name


def test_vendored_files_are_those_that_were_listed():
    import hashlib

    folder = ROOT / "static" / "vendor"
    listed = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (folder / "VENDOR.md").read_text()))
    there = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("LICENSE", "VENDOR"))
    }
    assert there == listed


def test_every_icon_that_is_named_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/vendor/bootstrap-icons/icons.svg").read_text()))
    named = {name for path in TEMPLATES for name in re.findall(r'{%\s*icon "([^"]+)"', path.read_text())}
    named |= {
        name for path in TEMPLATES for name in re.findall(r'(?:icon_name|action_icon)="([^"]+)"', path.read_text())
    }
    assert named - sprite == set()


@pytest.mark.parametrize(
    ("zone", "place"),
    [("America/New_York", "New York"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", "UTC")],
)
def test_a_zone_is_called_by_its_place(zone, place):
    assert Template("{% load look %}{{ zone|zone_place }}").render(Context({"zone": zone})) == place
