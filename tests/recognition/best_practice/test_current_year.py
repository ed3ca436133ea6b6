"""S37: whether figures of a part of the current year are enough. With a deadline in November they must be."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from desk.setup_forms import QuestionForm
from nominations.domain import copying, submission
from nominations.models import Nomination
from operations.models import AuditEvent
from operations.refusal import Refused
from programs import checks
from programs.domain import coherence
from programs.domain.reading import read
from programs.domain.writing import text_of
from tests import program_files
from tests.desk.typed import posted

from . import given

pytestmark = pytest.mark.django_db

FIGURES = ("fcr-figures", "csat-figures")
LAST_OF_2017, FIRST_OF_2018 = given.vancouver("2017-12-31 23:59:59"), given.vancouver("2018-01-01 00:00")
TO_DATE, WHOLE = "2017, to date", "All of 2017, January 1 to December 31"


def allow(award, partial_allowed: bool) -> None:
    for question in award.questions.filter(slug__in=FIGURES):
        question.table = {
            **question.table,
            "current_year": {"row": "Current year", "partial_allowed": partial_allowed},
        }
        question.save()


def close(award, text: str) -> None:
    award.closes_at = given.vancouver(text)
    award.save()


@pytest.mark.parametrize(
    ("partial_allowed", "at", "is_taken"),
    [
        (True, LAST_OF_2017, True),
        (True, FIRST_OF_2018, True),
        (False, LAST_OF_2017, False),  # in UTC it is January 1, 08:00, by then
        (False, FIRST_OF_2018, True),
    ],
)
def test_whether_the_current_year_must_be_over_is_a_setting(award, partial_allowed, at, is_taken):
    close(award, "2018-01-31 23:59:59")
    allow(award, partial_allowed)
    entry = given.draft(award)
    given.at(at)

    if is_taken:
        assert submission.submit(entry, by=entry.nominator).state == "submitted"
        return
    with pytest.raises(Refused) as refused:
        submission.submit(entry, by=entry.nominator)
    assert refused.value.reasons == [
        f"“{award.questions.get(slug=slug).label}”: row “Current year” is about all of 2017, which is not over yet. "
        "It can be submitted from January 1, 2018."
        for slug in FIGURES
    ]
    assert Nomination.objects.get(pk=entry.pk).state == "draft"


def test_as_the_file_is_written_a_part_of_the_year_is_enough(award):
    assert [award.questions.get(slug=slug).table["current_year"] for slug in FIGURES] == [
        {"row": "Current year", "partial_allowed": True}
    ] * 2


@pytest.mark.parametrize(("partial_allowed", "said", "unsaid"), [(True, TO_DATE, WHOLE), (False, WHOLE, TO_DATE)])
def test_the_form_and_the_questions_on_paper_say_which_figures_are_asked(award, client, partial_allowed, said, unsaid):
    allow(award, partial_allowed)
    entry = given.draft(award)
    client.force_login(entry.nominator)
    cycle = award.cycle

    for address in (
        reverse("nominations:edit", args=[entry.code]),
        reverse("programs:kit", args=[cycle.program.slug, cycle.slug, award.slug]),
    ):
        page = client.get(address).content.decode()
        assert page.count(said) == 2 and unsaid not in page, address


def test_what_is_missing_is_told_before_it_is_submitted(award, client):
    allow(award, False)
    entry = given.draft(award)
    client.force_login(entry.nominator)

    page = client.get(reverse("nominations:review", args=[entry.code])).content.decode()

    assert page.count("is about all of 2017, which is not over yet") >= 2
    assert f"{reverse('nominations:edit', args=[entry.code])}#question-csat-figures" in page


@pytest.mark.parametrize("partial_allowed", [True, False])
def test_a_row_that_was_not_sent_is_empty_and_not_early(award, partial_allowed):
    """Somebody sends the previous year alone: rate, sample, method and by whom are missing of FCR, three of Csat."""
    allow(award, partial_allowed)
    close(award, "2018-01-31 23:59:59")
    entry = given.draft(award, **{slug: given.figures([given.FCR[0]]) for slug in FIGURES})
    given.at(LAST_OF_2017)

    with pytest.raises(Refused) as refused:
        submission.submit(entry, by=entry.nominator)

    assert refused.value.reasons == [
        "“FCR of the previous year and the current year”: Row “Current year”, "
        "“FCR”, “Sample size”, “Method of measurement” and “Determined by” are empty.",
        "“Csat of the previous year and the current year”: Row “Current year”, "
        "“Csat”, “Sample size” and “Method of measurement” are empty.",
    ]


def test_figures_are_copied_to_an_award_that_asks_for_the_whole_year(db):
    first, second = given.load(39, 44)
    allow(second, False)
    entry = given.draft(first)

    made = copying.copy(entry, second, by=entry.nominator)

    assert set(FIGURES) <= set(made.answers.values_list("question__slug", flat=True))
    with pytest.raises(Refused, match="not over yet"):
        submission.submit(made, by=entry.nominator)


@pytest.mark.parametrize(("years", "said"), [({"survey_year": 2016}, 2016), ({"survey_year": None}, 2018)])
def test_the_current_year_is_the_surveyed_one_or_else_that_of_the_award(award, client, years, said):
    for name, value in years.items():
        setattr(award.cycle, name, value)
    award.cycle.save()
    entry = given.draft(award)
    client.force_login(entry.nominator)

    assert f"{said}, to date" in client.get(reverse("nominations:edit", args=[entry.code])).content.decode()


# The program file and the screen


def test_the_switch_is_read_and_written(award):
    text = program_files.SQM.read_text().replace("partial_allowed: true", "partial_allowed: false")
    late = text.replace("closes: 2017-11-30\n    announce: 2018-02-15", "closes: 2018-01-31\n    announce: 2018-02-15")

    plan = read(late, name="late.yaml")

    assert text_of(plan) == late
    assert late.count("current_year: {row: Current year, partial_allowed: false}") == 2


@pytest.mark.parametrize(("closes", "wrong"), [("2017-11-30", 34), ("2017-12-31", 34), ("2018-01-01", 0)])
def test_a_file_in_which_nobody_could_enter_has_a_contradiction(closes, wrong):
    """Two tables of seventeen awards. A deadline on New Year's Day leaves that day."""
    plan = program_files.plan(program_files.SQM)
    for award in plan["categories"][38:]:
        award["closes"] = closes
        for question in award["questions"]:
            if question["slug"] in FIGURES:
                question["table"]["current_year"]["partial_allowed"] = False

    found = [sentence for _path, sentence in coherence.problems(plan)]

    assert (
        found
        == [
            f"figures of all of 2017 are asked for, but entries close on {closes}: nobody could enter. "
            "Write true, or close in a later year"
        ]
        * wrong
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"row": "This year", "partial_allowed": True}, "The row of current_year is one of the table's rows."),
        ({"row": "Current year"}, "current_year has row and partial_allowed, and nothing else."),
        ({"row": "Current year", "partial_allowed": "perhaps"}, "partial_allowed is true or false."),
        (
            {"row": "Current year", "partial_allowed": True, "until": "June"},
            "current_year has row and partial_allowed, and nothing else.",
        ),
        ("Current year", "current_year has row and partial_allowed, and nothing else."),
    ],
)
def test_what_the_switch_cannot_be_is_named(wrong, sentence):
    table = {"columns": [{"slug": "rate", "label": "FCR"}], "rows": ["Previous year", "Current year"]}
    checks.table({**table, "current_year": {"row": "Current year", "partial_allowed": True}})

    with pytest.raises(ValidationError) as refused:
        checks.table({**table, "current_year": wrong})
    assert refused.value.messages == [sentence]


def untouched(question) -> dict:
    form = QuestionForm(instance=question, category=question.category)
    data = posted(form) | posted(form.columns.management_form)
    for line in form.columns:
        data |= posted(line)
    return {name: value for name, value in data.items() if value is not None}


def test_the_switch_stands_on_the_page_of_the_question(award, administrator, client):
    client.force_login(administrator)
    question = award.questions.get(slug="csat-figures")
    page = reverse("desk:question", args=[award.cycle.program.slug, award.cycle.slug, award.slug, question.slug])
    before, typed = question.table, untouched(question)
    assert "Figures of the current year may be to date" in client.get(page).content.decode()

    assert client.post(page, typed).status_code == 302
    question.refresh_from_db()
    assert question.table == before

    without = {name: value for name, value in typed.items() if name != "partial_allowed"}
    assert client.post(page, without).status_code == 302
    question.refresh_from_db()
    assert question.table == {**before, "current_year": {"row": "Current year", "partial_allowed": False}}
    changes = [one.change for one in AuditEvent.objects.filter(action="question changed").order_by("pk")]
    assert changes == [{}, {"partial_allowed": {"from": "True", "to": "False"}}]

    answer = client.post(page, {**typed, "current_row": "This year"})
    assert answer.status_code == 422 and "one of the named rows" in answer.content.decode()

    assert client.post(page, {**typed, "current_row": ""}).status_code == 302
    question.refresh_from_db()
    assert "current_year" not in question.table


@pytest.mark.parametrize("partial_allowed", [True, False])
def test_the_launch_check_says_where_nobody_could_enter(award, administrator, client, partial_allowed):
    allow(award, partial_allowed)
    client.force_login(administrator)

    page = client.get(reverse("desk:launch", args=[award.cycle.program.slug, award.cycle.slug])).content.decode()

    assert ("entries close on 2017-11-30: nobody could enter" in page) is not partial_allowed
