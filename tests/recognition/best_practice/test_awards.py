"""Awards 39 to 55, each by itself: its name, what is asked, who may enter, six experts, one winner, one trophy."""

import pytest

from judging.domain import decisions, review
from judging.domain.standings import standings
from nominations.domain import submission
from operations.refusal import Refused
from programs.models import Category
from recognition.domain import honours
from tests import factories

from . import given

pytestmark = pytest.mark.django_db

# Numbers and names as the text lists them under "39 – 55. CX Best Practice Awards", word for word.
NAMES = {
    39: "Omni-Channel",
    40: "Web Self-Service Channel",
    41: "IVR Self-Service Channel",
    42: "Email Channel",
    43: "Emerging Channels (Chat, Video Chat, Mobile Application)",
    44: "Quality Assurance Program",
    45: "Desktop Applications",
    46: "CSR Recognition Program",
    47: "Career Advancement",
    48: "Call Handling Practice",
    49: "Escalation CSR Support",
    50: "Performance Management System",
    51: "CSR Coaching Program",
    52: "CSR Training Program",
    53: "CSR Hiring Process",
    54: "Standard Operating Procedures",
    55: "Continuous Improvement Process",
}
REQUIRED = {"practices", "link", "success", "fcr-figures", "csat-figures", "contact-email", "gala", "accurate", "terms"}


@pytest.fixture(params=NAMES, ids=lambda number: f"{number}")
def number(request):
    return request.param


@pytest.fixture
def award(db, number):
    return given.load(number)[0]


def test_it_is_the_award_of_the_text(award, number):
    assert (award.key, award.name) == (f"sqm-{number}", NAMES[number])
    assert (award.subject, award.method, award.accepts_nominations) == ("organisation", "panel", True)
    assert (award.panel_size, award.quorum, award.quorum_binds, award.tie_policy) == (6, 6, True, "decide")
    assert award.last_instant == given.vancouver("2017-11-30 23:59:59.999999")
    assert award.announced_from == given.OUT
    rules = {rule.kind: rule.params for rule in award.rules.filter(is_enabled=True)}
    assert set(rules) == {"page_limit", "promise", "repeat_bar"}  # no participation: clients and non-clients (S42)
    assert rules["page_limit"] == {"maximum": 5, "mode": "block"}
    assert rules["repeat_bar"]["enabled"] is False
    assert set(award.questions.filter(required=True).values_list("slug", flat=True)) == REQUIRED
    assert [(p.kind, p.places, p.recognitions) for p in award.placings.all()] == [
        ("winner", 1, [{"kind": "trophy", "words": "trophy award"}]),
        ("finalist", None, []),
    ]


def test_eligible_is_who_applies_and_one_answer_short_is_a_draft(award):
    complete = given.applied(award)
    short = given.lacking(given.draft(award, "Prairie Desk"), "csat-figures")

    assert (complete.eligibility, complete.receipt_number, complete.pages) == ("pass", 1, 1)
    with pytest.raises(Refused, match="Csat of the previous year and the current year.*is not answered yet"):
        submission.submit(short, by=short.nominator)


def test_six_experts_make_a_winner_five_make_none_and_the_panel_chooses_its_finalists(award, administrator, panel):
    """Marks 9, 9, 9, 9, 9, 6 have the mean 51/6 = 8.5; then come 8 and 7. S36: finalists as the panel likes."""
    best, second, third = (given.applied(award, f"{place} Desk") for place in ("Harbor", "Prairie", "Valley"))
    given.judged_by_six(best, panel, 9, 9, 9, 9, 9, 6)
    given.judged_by_six(third, panel, 7)
    given.judged_by_six(second, panel[:5], 8)
    with pytest.raises(Refused, match="Prairie Desk: 5 of 6 scorecards are submitted"):
        given.won(best, administrator)

    given.judged(second, panel[5], 8)
    decision = decisions.prepare(Category.objects.get(pk=award.pk), by=administrator)
    assert [(s.place, s.candidate.name) for s in standings(award)] == [
        (1, "Harbor Desk"), (2, "Prairie Desk"), (3, "Valley Desk"),
    ]  # fmt: skip
    assert [(p.placing.slug, p.candidate.name) for p in decision.placings.all()] == [("winner", "Harbor Desk")]
    decisions.place(decision, award.placings.get(slug="finalist"), nomination=third, by=administrator)
    assert review.of(decision).departures == []
    decisions.seal(decision, by=administrator)

    assert {h.name_as_printed: (h.placing.kind, h.placing.recognitions) for h in honours.make(decision)} == {
        "Harbor Desk": ("winner", [{"kind": "trophy", "words": "trophy award"}]),
        "Valley Desk": ("finalist", []),
    }


def test_a_tie_is_for_a_person_and_never_shared(award, administrator, panel):
    """X01: one organization is recognized. 7 from everybody and half 6, half 8 are both 7."""
    first, second = given.applied(award, "Harbor Desk"), given.applied(award, "Prairie Desk")
    given.judged_by_six(first, panel, 7)
    given.judged_by_six(second, panel, 6, 6, 6, 8, 8, 8)

    decision = decisions.prepare(award, by=administrator)
    assert not decision.placings.exists()
    winner = award.placings.get(slug="winner")
    decisions.place(decision, winner, nomination=second, by=administrator)
    with pytest.raises(Refused, match="has one place, and it is taken"):
        decisions.place(decision, winner, nomination=first, by=administrator)
    with pytest.raises(Refused, match="Write the reason"):
        decisions.seal(decision, by=administrator)
    decisions.explain(decision, "The panel met and preferred the second practice.", by=administrator)
    assert decisions.seal(decision, by=administrator).is_sealed


def test_a_past_winner_may_return(award, number):
    """S48: last year's winner of this very award applies and is eligible; with the bar in force it is not."""
    from accounts.domain.names import normalised
    from nominations.models import PastHonour

    PastHonour.objects.create(
        program=award.cycle.program, category_key=award.key, award_year=2017, recipient="Harbor Desk",
        recipient_key=normalised("Harbor Desk"), kind="winner",
    )  # fmt: skip

    returning = factories.organisation("Harbor Desk")
    assert given.applied(award, organisation=returning).eligibility == "pass"

    rule = award.rules.get(kind="repeat_bar")
    rule.params = {**rule.params, "enabled": True}
    rule.save()
    with pytest.raises(Refused, match="was winner in 2017 and cannot be considered again"):
        given.applied(award, organisation=returning)
