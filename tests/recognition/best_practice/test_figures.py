"""Figures of both years: judges read each with its mark; a winner's page shows those without one, and nobody the rest."""

import pytest
from django.urls import reverse

from judging.domain import decisions
from nominations.domain import tables
from programs.models import Category
from recognition.domain import announcements, honours
from tests import factories

from . import given

pytestmark = pytest.mark.django_db
MARKED = ("64.25", "Survey by e-mail")
OPEN = ("71.5%", "1200", "Callback after three days", "The organization", "78%", "69%", "Survey by web form")


@pytest.fixture
def entry(award, panel):
    made = given.applied(award)
    given.judged_by_six(made, panel, 8)
    return made


@pytest.fixture
def honour(entry, administrator):
    made = honours.make(given.won(entry, administrator))[0]
    announcements.schedule(entry.category, None, given.OUT, by=administrator)
    given.at(given.OUT)
    announcements.open_doors(entry.category)
    return made


def text(client, url):
    return client.get(url).content.decode()


def test_judges_read_every_figure_and_see_which_are_confidential(client, entry, panel):
    client.force_login(panel[0])
    code = entry.assignments.get(judge=panel[0]).code

    body = text(client, reverse("judging:scorecard", args=[code]))

    assert all(words in body for words in (*MARKED, *OPEN))
    row = body[body.index("64.25%") :]
    assert row[: row.index("</tr>")].endswith(">Confidential</td>")
    row = body[body.index("69%") :]
    assert row[: row.index("</tr>")].endswith("></td>")


def test_the_administrator_reads_them_as_tables_too(client, entry, administrator):
    client.force_login(administrator)
    cycle = entry.cycle

    body = text(client, reverse("desk:nomination", args=[cycle.program.slug, cycle.slug, entry.code]))

    assert all(f">{words}</td>" in body for words in ("64.25%", "400", "Confidential", "Survey by e-mail"))


def test_the_winners_page_shows_what_is_not_marked_and_nothing_else(client, honour):
    body = text(client, honour.get_absolute_url())

    assert all(f">{words}</td>" in body for words in OPEN)
    assert not any(words in body for words in (*MARKED, "Confidential", "We listen to every tenth call"))


@pytest.mark.parametrize("marks", [(True, True), (False, False)])
def test_both_rows_marked_leave_no_table_and_none_marked_both(client, award, panel, administrator, marks):
    rows = [(*row[:-1], mark) for row, mark in zip(given.CSAT, marks, strict=True)]
    made = given.applied(award, **{"csat-figures": given.figures(rows)})
    given.judged_by_six(made, panel, 8)
    honour = honours.make(given.won(made, administrator))[0]
    announcements.schedule(award, None, given.OUT, by=administrator)
    given.at(given.OUT)

    body = text(client, honour.get_absolute_url())

    assert ("Csat of the previous year" in body) == (marks == (False, False))
    assert ("64.25%" in body) == ("69%" in body) == (marks == (False, False))
    assert "FCR of the previous year" in body


def test_nothing_is_shown_before_the_moment(client, entry, administrator):
    honour = honours.make(given.won(entry, administrator))[0]
    announcements.schedule(entry.category, None, given.OUT, by=administrator)
    given.at(given.vancouver("2018-02-15 08:59:59"))

    assert client.get(honour.get_absolute_url()).status_code == 404


def public_addresses(honour):
    cycle, category = honour.category.cycle, honour.category
    where = [cycle.program.slug, cycle.slug]
    return [
        honour.get_absolute_url(),
        reverse("home"),
        reverse("recognition:winners", args=where),
        reverse("recognition:verify", args=[honour.code]),
        reverse("programs:program", args=where[:1]),
        reverse("programs:cycle", args=where),
        reverse("programs:category", args=[*where, category.slug]),
        reverse("programs:search") + "?q=harbor",
    ]


def test_no_page_of_the_public_has_a_marked_figure(client, honour):
    for who in (None, factories.user("Stranger")):
        if who:
            client.force_login(who)
        for address in public_addresses(honour):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert not any(words in answer.content.decode() for words in MARKED), address


def test_the_pdf_and_the_entry_are_for_its_writers(client, honour, entry):
    addresses = [reverse(f"nominations:{name}", args=[entry.code]) for name in ("pdf", "detail", "edit")]
    client.force_login(factories.user("Stranger"))
    assert {client.get(address).status_code for address in addresses} == {404}

    client.force_login(entry.nominator)
    assert client.get(addresses[0]).status_code == 200
    assert "64.25%" in text(client, addresses[1])


def test_the_api_the_credential_and_the_list_of_nominations_say_no_figure(client, honour, entry, administrator):
    answer = client.post(
        f"/api/v1/categories/{entry.category_id}/eligibility",
        {"organisation": "Harbor Desk"}, content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 200
    assert not any(words in answer.content.decode() for words in (*MARKED, *OPEN))

    client.force_login(entry.nominator)
    credential = client.get(reverse("recognition:credential", args=[honour.code]))
    assert not any(words.encode() in credential.content for words in MARKED)

    client.force_login(administrator)
    where = [entry.cycle.program.slug, entry.cycle.slug]
    listed = client.get(reverse("desk:nominations_export", args=[*where, "csv"]))
    assert not any(words in listed.getvalue().decode() for words in MARKED)


def test_a_finalist_publishes_no_figures(client, award, panel, administrator):
    winner, finalist = given.applied(award), given.applied(award, "Prairie Desk")
    given.judged_by_six(winner, panel, 9)
    given.judged_by_six(finalist, panel, 8)
    decision = decisions.prepare(Category.objects.get(pk=award.pk), by=administrator)
    decisions.place(decision, award.placings.get(slug="finalist"), nomination=finalist, by=administrator)
    decisions.seal(decision, by=administrator)
    made = {honour.name_as_printed: honour for honour in honours.make(decision)}
    announcements.schedule(award, None, given.OUT, by=administrator)
    given.at(given.OUT)

    assert "71.5%" in text(client, made["Harbor Desk"].get_absolute_url())
    assert "71.5%" not in text(client, made["Prairie Desk"].get_absolute_url())


def test_a_winner_that_still_stands_among_the_finalists_publishes_no_figures(client, honour):
    finalist = honour.category.placings.get(slug="finalist")
    type(honour).objects.filter(pk=honour.pk).update(
        appears_as=finalist, revealed_at=given.vancouver("2018-05-24 20:00")
    )

    assert "71.5%" not in text(client, honour.get_absolute_url())
    given.at(given.vancouver("2018-05-24 20:00"))
    assert "71.5%" in text(client, honour.get_absolute_url())


def test_only_a_table_that_is_set_so_is_published(award):
    question = award.questions.get(slug="csat-figures")
    rows = given.figures(given.CSAT)
    assert len(tables.public_grid(question, rows)) == 2  # the heading and the row without a mark

    question.table = {**question.table, "published": False}
    assert tables.public_grid(question, rows) == []
    question.table = {**question.table, "published": True, "confidential": False}
    assert tables.public_grid(question, rows) == []


@pytest.mark.parametrize("mark", [True, None, "", 0, "no"])
def test_a_mark_that_is_not_plainly_absent_counts(award, mark):
    question = award.questions.get(slug="csat-figures")
    rows = [{"cells": {"rate": "64.25"}, "confidential": mark}]

    assert tables.public_grid(question, rows) == []
