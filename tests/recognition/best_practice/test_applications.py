"""An application for a best practice award: its deadline, its pages, one story in several categories, its visit."""

import pytest
from django.core.files import File
from django.urls import reverse

from judging.domain import decisions, review, visits
from nominations.domain import attachments, copying, drafts, pages, submission
from nominations.models import Nomination
from operations.refusal import Refused
from tests import factories

from . import given

pytestmark = pytest.mark.django_db
LAST, FIRST_AFTER = given.vancouver("2017-11-30 23:59"), given.vancouver("2017-12-01 00:00")


# The deadline


def test_the_last_minute_of_november_counts_and_the_first_of_december_does_not(award):
    """On the clocks of Vancouver: in UTC it is December 1, 08:00, by then."""
    in_time, late = given.draft(award), given.draft(award, "Prairie Desk")

    given.at(LAST)
    assert submission.submit(in_time, by=in_time.nominator).state == "submitted"

    given.at(FIRST_AFTER)
    with pytest.raises(Refused, match="The deadline has passed. Your draft is kept"):
        submission.submit(late, by=late.nominator)
    assert Nomination.objects.get(pk=late.pk).state == "draft"


def test_nobody_is_asked_whether_the_organization_is_a_client(award, client):
    """S42: no rule asks for participation, and an organization without any study is eligible."""
    stranger = factories.organisation("Never Surveyed Ltd")
    entry = given.applied(award, organisation=stranger)
    assert entry.eligibility == "pass"

    client.force_login(entry.nominator)
    body = client.get(reverse("nominations:edit", args=[entry.code])).content.decode().lower()
    assert "benchmarking" not in body and "tracking program" not in body and "client of" not in body


# Pages


def in_lines(count):
    return "\n".join(f"Line {n}" for n in range(count))


def shortest_above(nomination, most):
    """The fewest lines of a text that make the application longer than so many pages."""
    low, high = 150, 278
    while low < high:
        middle = (low + high) // 2
        if pages_with(nomination, middle) > most:
            high = middle
        else:
            low = middle + 1
    return low


def pages_with(nomination, lines):
    answer = nomination.answers.select_related("question").get(question__slug="practices")
    answer.value = in_lines(lines)
    answer.version += 1
    answer.save()
    return pages.recount(nomination)


def test_one_line_decides_between_five_pages_and_six(award):
    entry = given.draft(award)
    award.questions.filter(slug="practices").update(limits={})

    lines = shortest_above(entry, 5)

    assert pages_with(entry, lines) == 6
    with pytest.raises(Refused, match="6 pages, and at most 5 are allowed. Please shorten it by 1"):
        submission.submit(entry, by=entry.nominator)
    assert pages_with(entry, lines - 1) == 5
    assert submission.submit(entry, by=entry.nominator).state == "submitted"


@pytest.mark.parametrize("count", [5, 6])
def test_an_uploaded_application_of_five_pages_is_taken_and_one_of_six_is_not(award, count):
    entry = given.draft(award)
    question = award.questions.get(slug="application-pdf")
    attachments.add(entry, question, File(given.pdf_of(count), name="application.pdf"), by=entry.nominator)

    if count == 6:
        with pytest.raises(Refused, match="6 pages, and at most 5"):
            submission.submit(entry, by=entry.nominator)
    else:
        assert submission.submit(entry, by=entry.nominator).pages == 5


@pytest.mark.parametrize(
    ("printed", "own", "counted"), [(1, 5, 5), (2, 3, 5), (2, 4, 6), (5, 1, 6), (5, 5, 10), (5, 0, 5)]
)
def test_what_is_typed_and_what_is_uploaded_count_together(award, monkeypatch, printed, own, counted):
    """Five pages typed and five uploaded would be ten to read; one page of short answers is the cover of a PDF."""
    monkeypatch.setattr(pages, "rendered", lambda nomination: printed)
    entry = given.draft(award)
    if own:
        question = award.questions.get(slug="application-pdf")
        attachments.add(entry, question, File(given.pdf_of(own), name="application.pdf"), by=entry.nominator)

    if counted <= 5:
        assert submission.submit(entry, by=entry.nominator).pages == counted
    else:
        with pytest.raises(Refused, match=f"{counted} pages, and at most 5"):
            submission.submit(entry, by=entry.nominator)


def test_files_of_figures_are_not_counted(award):
    entry = given.draft(award)
    question = award.questions.get(slug="evidence")
    attachments.add(entry, question, File(given.pdf_of(40), name="figures.pdf"), by=entry.nominator)

    assert submission.submit(entry, by=entry.nominator).pages == 1


# One story in several categories


def test_one_story_in_three_categories(db):
    first, second, third = given.load(39, 44, 55)
    entry = given.applied(first)
    by = entry.nominator

    copies = [submission.submit(copying.copy(entry, award, by=by), by=by) for award in (second, third)]

    told = {one.question.slug: one.value for one in entry.answers.select_related("question")}
    for made in copies:
        assert {one.question.slug: one.value for one in made.answers.select_related("question")} == told
        assert (made.state, made.eligibility, made.title) == ("submitted", "pass", "Harbor Desk")
    marked = [row["confidential"] for row in told["csat-figures"]]
    assert marked == [True, False]  # the marks are copied with the figures
    assert len({entry.receipt_number, *(made.receipt_number for made in copies)}) == 3


def test_a_table_of_another_shape_is_not_taken_over(db):
    first, second = given.load(39, 44)
    entry = given.applied(first)
    asked = second.questions.get(slug="csat-figures")
    asked.table = {**asked.table, "rows": ["This year", "Last year"]}
    asked.save()

    made = copying.copy(entry, second, by=entry.nominator)

    assert "csat-figures" not in set(made.answers.values_list("question__slug", flat=True))
    assert "fcr-figures" in set(made.answers.values_list("question__slug", flat=True))


# Csat is the customers' word


def test_fcr_may_be_the_organizations_and_csat_is_never_asked_whose_it_is(award):
    fcr, csat = (award.questions.get(slug=slug).table for slug in ("fcr-figures", "csat-figures"))

    assert fcr["columns"][-1]["choices"] == ["The customer", "The organization"]
    assert [column["slug"] for column in csat["columns"]] == ["rate", "sample", "method"]
    assert fcr["rows"] == csat["rows"] == ["Previous year", "Current year"]


@pytest.mark.parametrize("missing", ["rate", "sample", "method"])
def test_rate_sample_and_method_are_wanted_of_both_years(award, missing):
    rows = given.figures(given.CSAT)
    rows[1]["cells"][missing] = ""
    entry = given.draft(award, **{"csat-figures": rows})

    with pytest.raises(Refused, match="Row “Current year”"):
        submission.submit(entry, by=entry.nominator)


def test_what_is_no_number_is_named_with_its_row(award):
    entry = given.draft(award)
    rows = given.figures([("around seventy", "400", "e-mail", False), given.CSAT[1]])

    with pytest.raises(ValueError, match="Row “Previous year”, “Csat”: “around seventy” is no number"):
        drafts.save_answer(entry, award.questions.get(slug="csat-figures"), rows, base_version=1, by=entry.nominator)


# Interview, visit, panel


def test_a_phone_interview_is_noted_and_the_experts_read_it(award, administrator, panel, client):
    entry = given.applied(award)
    given.at(given.JUDGING)
    visit = visits.plan(entry, kind="phone", who="Two experts", planned_at=given.JUDGING, by=administrator)
    visits.record(visit, held_at=given.JUDGING, notes="They demonstrated the practice.", by=administrator)
    card = given.judged(entry, panel[0], 8)

    client.force_login(panel[0])
    body = client.get(reverse("judging:scorecard", args=[card.assignment.code])).content.decode()
    assert "Phone interview" in body and "They demonstrated the practice." in body

    client.force_login(entry.nominator)
    assert "They demonstrated" not in client.get(entry.get_absolute_url()).content.decode()


def test_the_same_expert_twice_does_not_count(award, administrator, panel):
    """Five experts, one of them assigned again: the second assignment is the first."""
    entry = given.applied(award)
    given.judged_by_six(entry, panel[:5], 8)

    with pytest.raises(Refused):
        given.judged(entry, panel[0], 8)
    with pytest.raises(Refused, match="5 of 6 scorecards"):
        given.won(entry, administrator)


def test_the_best_as_a_finalist_needs_a_reason(award, administrator, panel):
    best, other = given.applied(award, "Harbor Desk"), given.applied(award, "Prairie Desk")
    given.judged_by_six(best, panel, 9)
    given.judged_by_six(other, panel, 8)
    decision = decisions.prepare(award, by=administrator)

    decisions.place(decision, award.placings.get(slug="finalist"), nomination=best, by=administrator)

    assert review.of(decision).departures == [
        "Harbor Desk is placed as Best Practice Finalist, which the standing does not say."
    ]
