"""A judge's way to an entry: terms, no conflict, and who gets in."""

import pytest
from django.urls import reverse

from judging.domain import panels, recusals
from judging.models import Recusal, Scorecard, TermsAcceptance
from tests import factories

from . import stories
from .pages import address, typed

# Opening


def test_an_entry_opens_after_terms_and_the_statement_of_no_conflict(as_judge, assignment, category, judge):
    terms = stories.publish_terms(category)
    page = as_judge.get(address("scorecard", assignment))
    assert page.status_code == 302
    assert page.url.startswith(reverse("judging:terms"))

    page = as_judge.get(page.url)
    assert "version 1" in page.content.decode()
    as_judge.post(
        reverse("judging:terms"), {"terms": terms.pk, "agree": "on", "next": address("scorecard", assignment)}
    )
    page = as_judge.get(address("scorecard", assignment)).content.decode()
    assert "Do you have a conflict" in page
    assert "Answer to story-1" not in page

    page = as_judge.post(address("no_conflict", assignment), follow=True).content.decode()
    assert "Answer to story-1" in page
    assert TermsAcceptance.objects.get().user == judge


def test_terms_without_a_tick_are_not_accepted(as_judge, assignment, category):
    terms = stories.publish_terms(category)
    as_judge.post(reverse("judging:terms"), {"terms": terms.pk})

    assert not TermsAcceptance.objects.exists()


def test_the_terms_lead_back_only_to_this_site(as_judge, assignment, category):
    terms = stories.publish_terms(category)
    page = as_judge.post(
        reverse("judging:terms"), {"terms": terms.pk, "agree": "on", "next": "https://elsewhere.example/"}
    )

    assert page.url == reverse("judging:queue")


def test_no_entry_opens_before_judging_starts(as_judge, assignment):
    stories.set_clock(factories.at("2026-04-01"))
    page = as_judge.get(address("scorecard", assignment)).content.decode()
    assert "Judging has not started yet" in page
    assert "open the entry" not in page

    as_judge.post(address("no_conflict", assignment))
    assert not Scorecard.objects.exists()


def test_a_judge_steps_back_on_the_page(as_judge, assignment, judge):
    page = as_judge.post(address("recuse", assignment), {"reason": ""})
    assert page.status_code == 422

    as_judge.post(address("recuse", assignment), {"reason": "competitor", "note": "We bid for the same work"})
    assert Recusal.objects.get().reason == "competitor"
    assert as_judge.get(address("scorecard", assignment)).status_code == 404


def test_reasons_of_the_portal_cannot_be_chosen(as_judge, assignment):
    assert as_judge.post(address("recuse", assignment), {"reason": "same_domain"}).status_code == 422
    assert not Recusal.objects.exists()


# Who gets in

PAGES = [
    ("scorecard", "get", ()),
    ("recuse", "get", ()),
    ("no_conflict", "post", ()),
    ("recuse", "post", ()),
    ("save", "post", ()),
    ("submit", "post", ()),
    ("save_mark", "post", ("criterion-1",)),
    ("save_note", "post", ()),
    ("resolve", "post", (1,)),
    ("attachment", "get", ("7K4Q",)),
]


@pytest.mark.parametrize(("name", "method", "more"), PAGES)
@pytest.mark.parametrize("part", ["outsider", "other_judge", "administrator", "nominator"])
def test_another_persons_assignment_is_a_404(
    client, category, assignment, scorecard, request, part, name, method, more
):
    person = request.getfixturevalue(part)
    if part == "other_judge":
        stories.assigned(person, scorecard.assignment.nomination)
    client.force_login(person)

    assert getattr(client, method)(address(name, assignment, *more)).status_code == 404


@pytest.mark.parametrize(("name", "method", "more"), PAGES)
def test_who_is_not_signed_in_is_asked_to(client, scorecard, assignment, name, method, more):
    page = getattr(client, method)(address(name, assignment, *more))

    assert (page.status_code, page.url.partition("?")[0]) == (302, reverse("account_login"))


def recused(assignment, category, judge):
    recusals.recuse(assignment, reason="family", by=judge)


def removed(assignment, category, judge):
    panels.remove_member(category, judge, by=judge)


def withdrawn(assignment, category, judge):
    assignment.nomination.state = "withdrawn"
    assignment.nomination.save()


@pytest.mark.parametrize("what_happened", [None, recused, removed, withdrawn])
def test_the_entry_closes_for_who_no_longer_judges_it(as_judge, assignment, scorecard, category, judge, what_happened):
    if what_happened:
        what_happened(assignment, category, judge)

    expected = 404 if what_happened else 200
    assert as_judge.get(address("scorecard", assignment)).status_code == expected
    assert as_judge.post(address("save", assignment), typed(scorecard, 5)).status_code == (
        404 if what_happened else 302
    )


def test_marks_need_the_entry_to_be_opened(as_judge, assignment):
    assert as_judge.post(address("save", assignment), {}).status_code == 404
    assert as_judge.get(address("scorecard", assignment)).status_code == 200
