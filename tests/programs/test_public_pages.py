"""What a visitor sees of programs, cycles and categories, and what it costs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from operations import clock
from programs.models import Cycle, EligibilityRule, Program, Terms

from .. import factories


def address(category, name: str = "category") -> str:
    cycle = category.cycle
    return reverse(f"programs:{name}", args=[cycle.program.slug, cycle.slug, category.slug])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def three_days_before_closing():
    with clock.standing_at(factories.at("2026-03-28 12:00")):
        yield


def test_home_shows_public_programs_and_no_others(client, db, three_days_before_closing):
    cycle = factories.cycle(factories.program(name="Shown Awards"))
    factories.cycle(factories.program(name="Hidden Awards"), is_public=False)
    page = text_of(client.get(reverse("home")))
    assert "Shown Awards" in page and "Hidden Awards" not in page
    assert reverse("programs:cycle", args=[cycle.program.slug, cycle.slug]) in page
    assert "Open for nominations" in page and "in 3 days" in page


def test_home_without_programs_says_what_will_be_here(client, db):
    assert "No program is public yet" in text_of(client.get(reverse("home")))


def test_a_deadline_stands_in_both_zones(client, category, three_days_before_closing):
    client.cookies["tz"] = "Europe/Berlin"
    page = text_of(client.get(address(category)))
    assert "Tuesday, March 31, 2026" in page and "7:59 PM EDT" in page
    assert "Apr 1, 2026, 1:59 AM CEST" in page


def test_a_reader_in_the_programs_own_zone_sees_it_once(client, category, three_days_before_closing):
    client.cookies["tz"] = "America/New_York"
    assert "Your time: M" not in text_of(client.get(address(category)))


def test_a_cookie_that_is_no_zone_changes_nothing(client, category, three_days_before_closing):
    for nonsense in ("../../etc/passwd", "Nowhere/Land", "x" * 500):
        client.cookies["tz"] = nonsense
        assert client.get(address(category)).status_code == 200


def test_the_cycle_shows_groups_new_badges_and_notes(client, db):
    cycle = factories.cycle(notes=["No more than three."], introduction="*Welcome*")
    factories.category(cycle, name="Best Agent", group="People")
    factories.category(cycle, name="Best Use of AI", group="Teams", is_new=True)
    page = text_of(client.get(reverse("programs:cycle", args=[cycle.program.slug, cycle.slug])))
    for part in ("People", "Teams", "Best Agent", "Best Use of AI", "No more than three.", "<em>Welcome</em>"):
        assert part in page
    assert page.count(">New<") == 1


def test_a_program_that_certifies_leads_to_its_cycle_and_to_its_register(client, db):
    cycle = factories.cycle(factories.program(name="Certification"), name="Always", is_rolling=True)
    designation = factories.category(cycle, name="Strategic Leader", method="assessment")
    register = reverse("recognition:certified", args=[cycle.program.slug])
    own = reverse("programs:cycle", args=[cycle.program.slug, cycle.slug])

    page = text_of(client.get(reverse("programs:program", args=[cycle.program.slug])))
    assert f'href="{register}"' in page and f'href="{own}"' in page and "Always open" in page
    page = text_of(client.get(own))
    assert f'href="{register}"' in page and "<h1>Certification</h1>" in page
    assert client.get(register).status_code == 200

    designation.method = "panel"
    designation.save()
    for path in (own, reverse("programs:program", args=[cycle.program.slug])):
        assert register not in text_of(client.get(path))
    assert client.get(register).status_code == 404


def test_a_category_shows_criteria_rules_with_their_source_questions_and_prizes(client, category):
    EligibilityRule.objects.create(
        cycle=category.cycle,
        category=category,
        slug="recent",
        kind="recency",
        params={"months": 18, "reference": "submitted", "inclusive": True, "verb": "implemented"},
        source="Within the last 18 months.",
    )
    Terms.objects.create(program=category.cycle.program, kind="entry", version=1, text="Be *honest*.")
    Terms.objects.create(program=category.cycle.program, kind="confidentiality", version=1, text="For judges only")
    page = text_of(client.get(address(category)))
    for part in ("Criterion 1", "18 months", "Within the last 18 months.", "Story 2", "up to 300 words", "Winner"):
        assert part in page
    terms = text_of(client.get(reverse("programs:cycle", args=[category.cycle.program.slug, category.cycle.slug])))
    assert "Be <em>honest</em>." in terms and "For judges only" not in terms + page


def test_a_rule_that_is_switched_off_is_not_shown(client, category):
    rule = EligibilityRule.objects.create(
        cycle=category.cycle,
        category=category,
        slug="once",
        kind="once_only",
        params={},
        source="Only once.",
    )
    assert "Only once." in text_of(client.get(address(category)))
    rule.is_enabled = False
    rule.save()
    assert "Only once." not in text_of(client.get(address(category)))


def test_nothing_of_a_hidden_cycle_can_be_found(client, db):
    category = factories.category(factories.cycle(is_public=False), name="Secret Award")
    cycle = category.cycle
    pages = [
        reverse("programs:program", args=[cycle.program.slug]),
        reverse("programs:cycle", args=[cycle.program.slug, cycle.slug]),
        *(address(category, name) for name in ("category", "kit", "kit_pdf", "check")),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    assert "Secret Award" not in text_of(client.get(reverse("programs:search"), {"q": "secret"}))


def test_a_category_of_another_program_is_not_found_under_this_one(client, category):
    other = factories.category()
    mixed = reverse("programs:category", args=[category.cycle.program.slug, category.cycle.slug, other.slug])
    assert client.get(mixed).status_code == 404
    assert client.get(address(category)).status_code == 200


@pytest.mark.parametrize("words", ["agent", "AGENT", "Frontline", "agnet", "customer heroes"])
def test_search_finds_names_aliases_descriptions_and_small_slips(client, db, words):
    cycle = factories.cycle()
    factories.category(cycle, name="Best Agent", aliases=["Frontline Star"], description="For customer heroes")
    factories.category(cycle, name="Best Culture")
    page = text_of(client.get(reverse("programs:search"), {"q": words}))
    assert "Best Agent" in page and "Best Culture" not in page


def test_search_says_when_nothing_is_found_and_answers_htmx_with_the_results_alone(client, category):
    page = text_of(client.get(reverse("programs:search"), {"q": "zebra"}, headers={"HX-Request": "true"}))
    assert "Nothing found" in page and "<html" not in page
    assert "<html" in text_of(client.get(reverse("programs:search"), {"q": "zebra"}))


def test_the_kit_has_every_question_on_the_page_and_as_pdf(client, category):
    page = text_of(client.get(address(category, "kit")))
    assert all(question.label in page for question in category.questions.all())
    pdf = client.get(address(category, "kit_pdf"))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_pages_answer_304_when_nothing_changed_and_200_when_something_did(client, category):
    first = client.get(address(category))
    assert "private" in first["Cache-Control"] and "no-cache" in first["Cache-Control"]
    assert client.get(address(category), headers={"If-None-Match": first["ETag"]}).status_code == 304
    category.name = "Renamed"
    category.save()
    assert client.get(address(category), headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(("page", "most"), [("home", 2), ("program", 3), ("cycle", 4), ("search", 1)])
def test_lists_cost_the_same_queries_for_1_3_and_30_categories(client, db, django_assert_max_num_queries, page, most):
    cycle = factories.cycle()
    addresses = {
        "home": reverse("home"),
        "program": reverse("programs:program", args=[cycle.program.slug]),
        "cycle": reverse("programs:cycle", args=[cycle.program.slug, cycle.slug]),
        "search": reverse("programs:search") + "?q=category",
    }
    for more in (1, 2, 27):
        for _n in range(more):
            factories.category(cycle)
        with django_assert_max_num_queries(most):
            assert client.get(addresses[page]).status_code == 200


@pytest.mark.parametrize(("page", "most"), [("category", 6), ("kit", 6)])
def test_a_categorys_pages_cost_the_same_however_much_is_asked(
    client, category, django_assert_max_num_queries, page, most
):
    for more in (0, 2, 27):
        for _n in range(more):
            factories.category(category.cycle)
        with django_assert_max_num_queries(most):
            assert client.get(address(category, page)).status_code == 200


def test_somebody_signed_in_pays_three_queries_more_and_sees_where_to_go(
    client, administrator, category, django_assert_max_num_queries
):
    client.force_login(administrator)
    with django_assert_max_num_queries(9):
        page = text_of(client.get(address(category)))
    assert "Manage" in page and "Judging" not in page and "Sign in" not in page


def test_the_gallery_is_for_developers_only(client, db, settings):
    settings.DEBUG = True
    assert client.get("/design/").status_code == 200
    settings.DEBUG = False
    assert client.get("/design/").status_code == 404


def test_the_dates_go_into_a_calendar_each_once_with_an_alarm_before_the_closing(client, db):
    cycle = factories.cycle(factories.program(name="The Awards, and more"))
    early = factories.category(cycle, name="Best Agent", closes_at=factories.at("2026-03-10 12:00"))
    factories.category(cycle, name="Best Team", closes_at=cycle.closes_at)

    answer = client.get(reverse("programs:dates", args=[cycle.program.slug, cycle.slug]))

    lines = answer.text.replace("\r\n ", "").split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert [line for line in lines if line.startswith("DTSTART")] == [
        f"DTSTART:{instant:%Y%m%dT%H%M%SZ}"
        for instant in [
            *sorted([
                cycle.opens_at, cycle.closes_at, cycle.judging_opens_at, cycle.judging_closes_at, cycle.announce_at
            ]),
            early.closes_at,
        ]
    ]  # fmt: skip
    assert "SUMMARY:The Awards\\, and more 2026: Nominations close" in lines
    assert "SUMMARY:The Awards\\, and more 2026: Best Agent: nominations close" in lines
    assert lines.count("TRIGGER:-P3D") == 2
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 6
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))


def test_what_is_hidden_or_always_open_has_no_dates(client, db):
    cycle = factories.cycle()
    address = reverse("programs:dates", args=[cycle.program.slug, cycle.slug])
    assert client.get(address).status_code == 200
    for hidden in ({"is_public": False}, {"is_public": True, "is_rolling": True}):
        type(cycle).objects.filter(pk=cycle.pk).update(**hidden)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("program", "cycle", "together"),
    [
        ("SQM Awards", "2018 Awards", "SQM Awards 2018"),
        ("ICMI Certification", "Certification", "ICMI Certification"),
        ("ICMI Certification", "Spring", "ICMI Certification Spring"),
    ],
)
def test_a_program_and_its_cycle_are_named_in_one_line_that_says_nothing_twice(program, cycle, together):
    assert str(Cycle(program=Program(name=program), name=cycle)) == together
