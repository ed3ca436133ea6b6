"""The instrument of a designation is edited in versions, on its screen or as a file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.domain import designations
from desk.setup_forms import section_forms
from nominations.domain import enrolments
from programs.domain import instruments
from programs.models import Category

from .given import SECTION, address, filled


def sections_page(category: Category):
    return section_forms(1)(category=category, sections=instruments.newest(category).sections)


def test_an_edit_after_an_attempt_is_a_new_version_and_the_attempt_keeps_its_own(desk, cycle, leader, ada):
    one = enrolments.enrol(leader, email="one@example.com", name="One", by=ada)
    enrolments.make_available(one, by=ada)
    where = address(cycle, "instrument", leader.slug)
    page = desk.get(where).content.decode()
    assert "Each attempt is evaluated with the version that was in force when it was opened" in page
    assert "one attempt" in page

    data = filled(sections_page(leader), {0: {"guidance": "Look closely."}, 5: {**SECTION, "ORDER": 1}}, base=1)
    assert desk.post(where, data).status_code == 302

    newest = instruments.newest(leader)
    assert newest.version == 2
    assert [section["slug"] for section in newest.sections] == [
        "environment", "plan", "measurement", "strengths-and-opportunities", "solutions", "recommendations",
    ]  # fmt: skip
    assert newest.sections[0]["guidance"] == "Look closely."
    assert one.attempts.get().instrument.version == 1
    assert [(each.instrument.version, each.attempts) for each in designations.versions(leader)] == [(2, 0), (1, 1)]


def test_untouched_sections_make_no_version_and_one_can_be_taken_out(desk, cycle, leader):
    where = address(cycle, "instrument", leader.slug)
    desk.post(where, filled(sections_page(leader), {}, base=1))
    assert instruments.newest(leader).version == 1
    desk.post(where, filled(sections_page(leader), {1: {"DELETE": "on"}, 4: {"ORDER": 0}}, base=1))
    assert [section["slug"] for section in instruments.newest(leader).sections] == [
        "environment", "strengths-and-opportunities", "solutions", "recommendations",
    ]  # fmt: skip


def test_two_administrators_do_not_overwrite_one_another_and_nothing_typed_is_lost(desk, cycle, leader, ada):
    data = filled(sections_page(leader), {0: {"guidance": "Mine."}}, base=1)
    instruments.publish(leader, [{**instruments.newest(leader).sections[0], "guidance": "Theirs."}], by=ada)
    answer = desk.post(address(cycle, "instrument", leader.slug), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody published version 2 meanwhile" in page and "Mine." in page
    assert instruments.newest(leader).version == 2


def test_what_is_missing_is_named_by_section_and_field(desk, cycle, leader):
    data = filled(sections_page(leader), {2: {"meets": " "}, 5: {"title": "Extra"}}, base=1)
    answer = desk.post(address(cycle, "instrument", leader.slug), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Section 3, “Meets” means" in page and "Section 6, Competency it shows" in page
    assert instruments.newest(leader).version == 1


def test_a_version_is_a_file_that_fills_the_form_again_and_is_saved_from_there(desk, cycle, leader):
    text = desk.get(address(cycle, "instrument_version", leader.slug, 1)).content.decode()
    assert instruments.read(text) == instruments.newest(leader).sections
    changed = text.replace("title: Measures", "title: Measures and targets")
    where = address(cycle, "instrument_file", leader.slug)

    looked = desk.post(where, {"file": SimpleUploadedFile("mine.yaml", changed.encode())})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "This is what mine.yaml holds. Nothing is saved yet" in page and "Measures and targets" in page
    assert instruments.newest(leader).version == 1

    forms = section_forms(1)(category=leader, sections=instruments.read(changed))
    desk.post(address(cycle, "instrument", leader.slug), filled(forms, {}, base=1))
    assert instruments.newest(leader).sections == instruments.read(changed)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"- title: [", "Line 1 cannot be read as YAML"),
        (b"\xff\xfe\x00", "This is no text file."),
        (b"sections: []", "write at least one"),
        (
            b"- {slug: a, title: A, competency: courage, guidance: g, anchors: {meets: m, deficiency: d}}",
            "Section “A” names “courage”, which this category does not have.",
        ),
    ],
)
def test_a_file_that_is_no_instrument_says_where_and_changes_nothing(desk, cycle, leader, content, sentence):
    answer = desk.post(address(cycle, "instrument_file", leader.slug), {"file": SimpleUploadedFile("x.yaml", content)})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert instruments.newest(leader).version == 1


def test_what_the_instrument_looks_at_stays(desk, cycle, leader):
    desk.post(address(cycle, "criterion_remove", leader.slug, "leadership"))
    desk.post(address(cycle, "question_remove", leader.slug, "measures"))
    assert leader.criteria.filter(slug="leadership").exists() and leader.questions.filter(slug="measures").exists()
    desk.post(address(cycle, "question_remove", leader.slug, "evidence"))
    assert not leader.questions.filter(slug="evidence").exists()


def test_one_blank_section_follows_those_of_an_instrument(desk, cycle, leader):
    page = desk.get(address(cycle, "instrument", leader.slug)).content.decode()
    assert page.count("A further section") == 1
