"""Settings of the best practice awards, each in both positions, on an application as it is written and sent."""

from datetime import timedelta

import pytest
from django.core.files import File

from judging.domain import decisions, review
from nominations.domain import attachments, submission
from nominations.models import Nomination
from operations.refusal import Refused
from programs.models import Category

from . import given
from .given import pdf_of

pytestmark = pytest.mark.django_db


def rule(award, slug, **changes):
    row = award.rules.get(slug=slug)
    row.params = {**row.params, **changes}
    row.save()


def with_pdf(award, pages: int) -> Nomination:
    entry = given.draft(award)
    question = award.questions.get(slug="application-pdf")
    attachments.add(entry, question, File(pdf_of(pages), name="application.pdf"), by=entry.nominator)
    return entry


# S38: five pages


@pytest.mark.parametrize(
    ("changes", "pages", "is_taken"),
    [
        ({}, 5, True),
        ({}, 6, False),
        ({"mode": "warn"}, 6, True),
        ({"maximum": 6}, 6, True),
        ({"maximum": 4}, 5, False),
        ({"maximum": 4}, 4, True),
    ],
)
def test_how_many_pages_and_whether_they_block_is_a_setting(award, changes, pages, is_taken):
    rule(award, "pages", **changes)
    entry = with_pdf(award, pages)

    if is_taken:
        sent = submission.submit(entry, by=entry.nominator)
        assert (sent.state, sent.pages, sent.eligibility) == ("submitted", pages, "pass")
    else:
        most = changes.get("maximum", 5)
        with pytest.raises(Refused, match=f"has {pages} pages, and at most {most} are allowed"):
            submission.submit(entry, by=entry.nominator)


# S39: the gala


@pytest.mark.parametrize(
    ("mode", "promised", "is_taken"),
    [
        ("obligation", True, True),
        ("obligation", False, True),
        ("condition", True, True),
        ("condition", False, False),
    ],
)
def test_whether_an_entry_hangs_on_the_gala_is_a_setting(award, mode, promised, is_taken):
    rule(award, "gala", mode=mode)
    entry = given.draft(award, gala=promised)

    if is_taken:
        assert submission.submit(entry, by=entry.nominator).eligibility == "pass"
    else:
        with pytest.raises(Refused, match="Without this promise there is no entry"):
            submission.submit(entry, by=entry.nominator)


# S16: when it is announced


@pytest.mark.parametrize(("own", "expected"), [("2018-02-15 09:00", "2018-02-15 09:00"), (None, "2018-03-01 09:00")])
def test_whether_best_practice_is_announced_before_the_others_is_a_setting(award, own, expected):
    """On February 15, or in March with all other recipients."""
    award.announce_at = own and given.vancouver(own)
    award.save()

    assert Category.objects.get(pk=award.pk).announced_from == given.vancouver(expected)


# S41: late submissions


@pytest.mark.parametrize(
    ("grace", "seconds", "is_taken"), [(0, 0, True), (0, 1, False), (5, 300, True), (5, 301, False)]
)
def test_minutes_of_grace_are_a_setting(award, grace, seconds, is_taken):
    """Counted from November 30, 23:59:59 in Vancouver."""
    award.cycle.grace_minutes = grace
    award.cycle.save()
    entry = given.draft(award)
    given.at(given.vancouver("2017-11-30 23:59:59") + timedelta(seconds=seconds))

    if is_taken:
        assert submission.submit(entry, by=entry.nominator).state == "submitted"
    else:
        with pytest.raises(Refused, match="The deadline has passed"):
            submission.submit(entry, by=entry.nominator)


# S57: six experts


@pytest.mark.parametrize(
    ("changes", "scorecards", "is_sealed"),
    [
        ({}, 6, True),
        ({}, 5, False),
        ({"panel_size": 5, "quorum": 5}, 5, True),
        ({"panel_size": 5, "quorum": 5}, 4, False),
    ],
)
def test_how_many_experts_an_entry_needs_is_a_setting(award, administrator, panel, changes, scorecards, is_sealed):
    Category.objects.filter(pk=award.pk).update(**changes)
    entry = given.applied(Category.objects.select_related("cycle__program").get(pk=award.pk))
    given.judged_by_six(entry, panel[:scorecards], 8)

    if is_sealed:
        assert given.won(entry, administrator).is_sealed
    else:
        needed = changes.get("quorum", 6)
        with pytest.raises(Refused, match=f"{scorecards} of {needed} scorecards are submitted"):
            given.won(entry, administrator)


@pytest.mark.parametrize("binds", [True, False])
def test_whether_all_six_must_have_read_every_entry_is_a_setting(award, administrator, panel, binds):
    """One entry has six scorecards, the other five. Where it does not bind, a reason is enough."""
    Category.objects.filter(pk=award.pk).update(quorum_binds=binds)
    fresh = Category.objects.select_related("cycle__program").get(pk=award.pk)
    whole, short = given.applied(fresh, "Harbor Desk"), given.applied(fresh, "Prairie Desk")
    given.judged_by_six(whole, panel, 8)
    given.judged_by_six(short, panel[:5], 9)
    decision = decisions.prepare(fresh, by=administrator)

    if binds:
        assert not decision.placings.exists()
        assert review.of(decision).problems[0] == (
            "Prairie Desk: 5 of 6 scorecards are submitted; all 6 must be before a result is fixed."
        )
        return
    assert decision.placings.get().candidate.name == "Harbor Desk"
    decisions.explain(decision, "The sixth expert fell ill.", by=administrator)
    assert decisions.seal(decision, by=administrator).is_sealed


# X01, X05: ties, too few


@pytest.mark.parametrize(("policy", "winners"), [("decide", set()), ("share", {"Harbor Desk", "Prairie Desk"})])
def test_whether_equal_applications_share_is_a_setting(award, administrator, panel, policy, winners):
    Category.objects.filter(pk=award.pk).update(tie_policy=policy)
    fresh = Category.objects.select_related("cycle__program").get(pk=award.pk)
    for name in ("Harbor Desk", "Prairie Desk"):
        given.judged_by_six(given.applied(fresh, name), panel, 8)

    decision = decisions.prepare(fresh, by=administrator)

    assert {one.candidate.name for one in decision.placings.all()} == winners


@pytest.mark.parametrize(("least", "problems"), [(1, 0), (2, 1)])
def test_whether_one_application_is_enough_is_a_setting(award, administrator, panel, least, problems):
    Category.objects.filter(pk=award.pk).update(minimum_entrants=least)
    fresh = Category.objects.select_related("cycle__program").get(pk=award.pk)
    given.judged_by_six(given.applied(fresh), panel, 8)

    found = review.of(decisions.prepare(fresh, by=administrator)).problems

    assert len([one for one in found if "asks for at least 2" in one]) == problems
