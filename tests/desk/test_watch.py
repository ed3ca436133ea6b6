"""An administrator sees the own programs' cycles, and nobody else does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from desk.domain import overview
from judging.models import Assignment, Recusal, Scorecard
from nominations.models import Nomination
from programs.models import Cycle
from tests import factories

PAGES = ["dashboard", "nominations", "jobs", "letters", "audit"]


def submitted(category, nominator, number, **fields):
    fields = {"title": f"Entry {number}", "eligibility": "pass", **fields}
    return Nomination.objects.create(
        cycle=category.cycle,
        category=category,
        nominator=nominator,
        state="submitted",
        receipt_number=number,
        first_submitted_at=factories.at(f"2026-02-{number:02d} 10:00"),
        submitted_at=factories.at(f"2026-02-{number:02d} 10:00"),
        **fields,
    )


def address(category, name, *more):
    return reverse(f"desk:{name}", args=[category.cycle.program.slug, category.cycle.slug, *more])


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_of_the_program_opens_its_pages(client, category, administrator, page):
    client.force_login(administrator)
    assert client.get(address(category, page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_of_another_program_finds_nothing(client, category, outsider, page):
    factories.role(outsider, factories.program())
    client.force_login(outsider)
    assert client.get(address(category, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_without_signing_in_one_is_sent_to_sign_in(client, category, page):
    response = client.get(address(category, page))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_nominator_finds_no_administrators_home(client, nominator, administrator):
    client.force_login(nominator)
    assert client.get(reverse("desk:home")).status_code == 404
    client.force_login(administrator)
    assert client.get(reverse("desk:home")).status_code == 200


def test_the_dashboard_counts_what_stands_where(client, category, administrator, nominator):
    submitted(category, nominator, 1)
    submitted(category, nominator, 2, eligibility="unknown")
    submitted(category, nominator, 3, eligibility="fail")
    submitted(category, nominator, 4, cap_place="over")
    Nomination.objects.create(cycle=category.cycle, category=category, nominator=nominator)
    client.force_login(administrator)

    context = client.get(address(category, "dashboard")).context

    totals = context["totals"]
    assert (totals.submitted, totals.drafts, totals.eligible, totals.needs_information, totals.ineligible) == (
        4,
        1,
        2,
        1,
        1,
    )
    assert totals.over_cap == 1
    assert [(row.to_be_judged, row.is_judged, row.takes_entries) for row in context["rows"]] == [(1, True, True)]
    assert [(day.day.day, day.count, day.total) for day in context["days"]] == [
        (1, 1, 1),
        (2, 1, 2),
        (3, 1, 3),
        (4, 1, 4),
    ]


@pytest.mark.engines
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"])
def test_a_submission_counts_for_the_day_of_the_programs_zone(category, nominator, zone):
    """The last minute of February 3 and the first of February 4, wherever that is, and one more a second later."""
    cycle = category.cycle
    cycle.program.time_zone = zone
    cycle.program.save()
    midnight = datetime(2026, 2, 4, tzinfo=ZoneInfo(zone))
    for number, seconds in enumerate((-60, -0.000001, 0, 1), start=1):
        one = submitted(category, nominator, number)
        one.first_submitted_at = midnight + timedelta(seconds=seconds)
        one.save()

    days = overview.submissions_by_day(Cycle.objects.select_related("program").get(pk=cycle.pk))

    assert [(day.day.isoformat(), day.count, day.total) for day in days if day.count] == [
        ("2026-02-03", 2, 2),
        ("2026-02-04", 2, 4),
    ]


def test_every_category_says_what_is_judged_and_what_is_not(category, nominator, judge, other_judge):
    first, second = (submitted(category, nominator, number) for number in (1, 2))
    submitted(category, nominator, 3, eligibility="fail")
    submitted(category, nominator, 4, cap_place="over")
    submitted(category, nominator, 5, cap_place="judged")
    Nomination.objects.create(cycle=category.cycle, category=category, nominator=nominator)
    empty = factories.category(category.cycle)
    now = factories.at("2026-03-01 10:00")
    for person, entry, state in (
        (judge, first, "submitted"),
        (other_judge, first, "draft"),
        (judge, second, "submitted"),
    ):
        assignment = Assignment.objects.create(judge=person, nomination=entry)
        Scorecard.objects.create(assignment=assignment, state=state, submitted_at=now)
    Assignment.objects.create(judge=other_judge, nomination=second)
    recused = Assignment.objects.create(judge=factories.user("Rae"), nomination=second)
    Recusal.objects.create(assignment=recused, reason="colleague")

    rows = overview.category_rows(category.cycle, overview.piles(category.cycle))

    assert [
        (row.category, row.drafts, row.submitted, row.to_be_judged, row.assignments, row.scorecards) for row in rows
    ] == [(category, 1, 5, 3, 4, 2), (empty, 0, 0, 0, 0, 0)]
    to_be_judged = Nomination.objects.filter(category=category).to_be_judged()
    assert rows[0].to_be_judged == to_be_judged.count()


FILTERS = [
    ("q=Entry 2", {"Entry 2"}),
    ("state=draft", set()),
    ("eligibility=fail", {"Entry 3"}),
    ("cap=over", {"Entry 1"}),
    ("state=nonsense", {"Entry 1", "Entry 2", "Entry 3"}),
    ("q=nobody", set()),
]


@pytest.mark.parametrize("query, titles", FILTERS)
def test_the_list_is_filtered(client, category, administrator, nominator, query, titles):
    submitted(category, nominator, 1, cap_place="over")
    submitted(category, nominator, 2)
    submitted(category, nominator, 3, eligibility="fail")
    client.force_login(administrator)
    rows = client.get(address(category, "nominations") + "?" + query).context["rows"]
    assert {row["title"] for row in rows} == titles


@pytest.mark.parametrize(
    "sort, order", [("received", [1, 2, 3]), ("-received", [3, 2, 1]), ("title", [3, 1, 2]), ("-title", [2, 1, 3])]
)
def test_the_list_is_sorted(client, category, administrator, nominator, sort, order):
    for number, title in [(1, "Bee"), (2, "Cat"), (3, "Ant")]:
        submitted(category, nominator, number, title=title)
    client.force_login(administrator)
    rows = client.get(address(category, "nominations") + f"?sort={sort}").context["rows"]
    assert [row["receipt_number"] for row in rows] == order


@pytest.mark.parametrize("page", ["nominations", "dashboard", "eligibility"])
def test_pages_cost_the_same_number_of_queries_with_more_rows(
    client, category, administrator, nominator, django_assert_max_num_queries, page
):
    client.force_login(administrator)
    counts = []
    for first, last in [(1, 1), (2, 3), (4, 28)]:
        for number in range(first, last + 1):
            submitted(category, nominator, number, eligibility="fail")
        client.get(address(category, page))
        with django_assert_max_num_queries(20) as queries:
            client.get(address(category, page))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_holds_what_the_filters_leave(client, category, administrator, nominator, kind):
    submitted(category, nominator, 1, title="=HYPERLINK(1)")
    submitted(category, nominator, 2, title="Other", eligibility="fail")
    client.force_login(administrator)
    response = client.get(address(category, "nominations_export", kind) + "?eligibility=pass")
    assert response.status_code == 200
    if kind == "csv":
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert text.count("\r\n") == 2
        assert "'=HYPERLINK(1)" in text
    else:
        assert response["Content-Disposition"].endswith('.xlsx"')


def test_an_unknown_kind_of_export_is_not_found(client, category, administrator):
    client.force_login(administrator)
    assert client.get(address(category, "nominations_export", "exe")).status_code == 404
