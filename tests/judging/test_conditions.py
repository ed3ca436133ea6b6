"""A seal keeps under which settings it was computed; what is otherwise since is said, and only that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import Organisation
from judging.domain import decisions, review, sealing
from judging.domain.standings import standings
from judging.models import Decision
from measurement.domain import studies
from measurement.models import EntryChoice, OrganisationYear, Participation, Study, SurveyImport
from nominations.models import PastHonour
from operations.domain import jobs
from operations.refusal import Refused
from programs.models import Category, EligibilityRule

from .. import factories
from ..measurement import given, survey_files

pytestmark = pytest.mark.django_db

FCR = {"metric": "fcr", "surveys": "live"}
SAMPLE = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 400})
NO_BAR = {"enabled": False, "scope": "category", "subject": "candidate", "basis": "year_before"}
COMPARED = "What is measured, or how it is compared, has changed since."
YEARS = "The years of the cycle have changed since."
RULES = "The rules have changed since."
SURVEYS = "Which surveys count, chosen at random and reflecting the call types, has changed since."
SCOPE = "Which organizations count as one has changed since."
CHOICES = "Who asked to be entered, or opted out, has changed since."
KNOWN = "What is known of organizations (headcounts, sectors, channels, participation) has changed since: {}."


@pytest.fixture
def award(db) -> Category:
    """Birch and Cedar stand in an award that has a sister of the same family; Birch is first."""
    cycle = given.cycle()
    made = given.award(cycle, FCR, SAMPLE, ("repeat_bar", NO_BAR), family="sizes")
    given.award(cycle, FCR, ("csr_headcount", {"minimum": 50, "maximum": 200}), family="sizes", name="Sister")
    for name, top in (("Birch", 320), ("Cedar", 310)):
        given.surveys(cycle, given.organisation(cycle, name, csrs=100), "fcr", top, 400)
    file(cycle.program, "first.csv")
    return made


@pytest.fixture
def administrator(award):
    person = factories.user("Ada Administrator")
    factories.role(person, award.cycle.program)
    return person


@pytest.fixture
def decision(award, administrator) -> Decision:
    return decisions.seal(decisions.prepare(award, by=administrator), by=administrator)


def file(program, name: str, **fields) -> SurveyImport:
    return SurveyImport.objects.create(
        program=program, kind="customers", file_name=name, state="taken", sha256="0" * 64,
        **{"taken_at": factories.at("2018-01-05"), **fields},
    )  # fmt: skip


def since(decision: Decision) -> tuple[str, ...]:
    found = sealing.recompute(Decision.objects.get(pk=decision.pk))
    assert found.is_same  # whatever changed since, what was sealed still says the same
    return found.since


def of(name: str, **values) -> Callable:
    """A change of one field of something that hangs on the award."""

    def change(award: Category) -> None:
        one = {"award": award, "cycle": award.cycle, "program": award.cycle.program}[name]
        for field, value in values.items():
            setattr(one, field, value)
        one.save()

    return change


def counted(**values) -> Callable:
    def change(award: Category) -> None:
        Study.objects.update_or_create(program=award.cycle.program, defaults=values)

    return change


def bar(**params) -> Callable:
    return lambda award: award.rules.filter(kind="repeat_bar").update(params={**NO_BAR, **params})


def sisters_rule(award: Category) -> None:
    EligibilityRule.objects.filter(category__name="Sister").update(params={"minimum": 60, "maximum": 200})


def rule_for_all(award: Category) -> None:
    EligibilityRule.objects.create(
        cycle=award.cycle, slug="all", kind="participation", params={"kinds": ["tracking"]}, source="As written."
    )


def chosen(name: str, choice: str) -> Callable:
    def change(award: Category) -> None:
        category = award if name == "own" else Category.objects.get(name="Sister")
        EntryChoice.objects.create(category=category, organisation=organisation("Birch"), choice=choice)

    return change


def organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def told(**values) -> Callable:
    return lambda award: OrganisationYear.objects.filter(organisation__name="Birch").update(**values)


def last_years_headcount(award: Category) -> None:
    OrganisationYear.objects.create(program=award.cycle.program, organisation=organisation("Birch"), year=2016, csrs=90)


def takes_part(award: Category) -> None:
    Participation.objects.create(
        program=award.cycle.program, organisation=organisation("Cedar"), year=2017, kind="tracking"
    )


def withdrawn(award: Category) -> None:
    SurveyImport.objects.filter(file_name="first.csv").update(state="withdrawn")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (of("award", measure={**FCR, "window": "best_period"}), COMPARED),
        (of("award", measure={**FCR, "telephone_includes_automated": False}), COMPARED),
        (of("award", measure={**FCR, "entry_mode": "opt_in"}), COMPARED),
        (of("award", rate_rounding=1), COMPARED),
        (of("award", tie_policy="decide"), COMPARED),
        (lambda award: award.placings.update(places=2), COMPARED),
        (of("award", minimum_entrants=2), "How many entrants the award needs has changed since."),
        (of("cycle", award_year=2019), YEARS),
        (lambda award: award.rules.filter(kind="minimum_sample").update(is_enabled=False), RULES),
        (bar(scope="program"), RULES),
        (rule_for_all, RULES),
        (sisters_rule, RULES),
        (counted(only_random=False), SURVEYS),
        (counted(only_representative=False), SURVEYS),
        (of("program", organisation_scope="parent"), SCOPE),
        (chosen("own", "out"), CHOICES),
        (chosen("sister", "in"), CHOICES),
        (told(csrs=101), KNOWN.format("Birch")),
        (told(employees=300), KNOWN.format("Birch")),
        (told(home_csrs=3), KNOWN.format("Birch")),
        (told(sectors=["energy"]), KNOWN.format("Birch")),
        (told(channels=["call_center"]), KNOWN.format("Birch")),
        (told(volumes={"call_center": 5}), KNOWN.format("Birch")),
        (last_years_headcount, KNOWN.format("Birch")),
        (takes_part, KNOWN.format("Cedar")),
        (lambda award: file(award.cycle.program, "second.csv"), "The file second.csv was taken in since."),
        (withdrawn, "The file first.csv was withdrawn since."),
    ],
)
def test_what_is_otherwise_since_is_said(award, decision, change, sentence):
    assert since(decision) == ()

    change(award)

    assert since(decision) == (sentence,)


def test_another_survey_year_is_about_other_profiles_too(award, decision):
    of("cycle", survey_year=2016)(award)

    assert since(decision) == (YEARS, KNOWN.format("Birch, Cedar"))


@pytest.mark.parametrize(
    "change",
    [
        of("award", summary="Said in other words.", announce_at=None),
        of("program", tagline="Another line"),
        counted(most_sectors=3),  # a limit of what may be told, which no result looks at
        counted(only_random=True, only_representative=True),
        lambda award: award.rules.update(source="Said in other words."),
        lambda award: Category.objects.filter(name="Sister").update(name="Sister, renamed"),
        lambda award: EntryChoice.objects.create(
            category=given.award(award.cycle, FCR, name="Elsewhere"), organisation=organisation("Birch"), choice="out"
        ),
        lambda award: OrganisationYear.objects.create(
            program=award.cycle.program, organisation=organisation("Birch"), year=2015, csrs=1
        ),
        # Nothing bars earlier winners, so the register is not looked at.
        lambda award: earlier(award, "Birch"),
    ],
)
def test_what_no_result_rests_on_is_not_said(award, decision, change):
    change(award)

    assert since(decision) == ()


def test_what_was_changed_back_is_not_said(award, decision):
    change, back = counted(only_random=False), counted(only_random=True)

    change(award)
    assert since(decision) == (SURVEYS,)
    back(award)
    assert since(decision) == ()


def test_the_seal_itself_holds_which_surveys_counted(award, administrator):
    counted(only_random=False)(award)
    sealed = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)

    basis = sealed.inputs["basis"]
    assert basis["surveys"] == {"only_random": False, "only_representative": True}
    assert basis["organisation_scope"] == "record"
    assert [one["csrs"] for one in basis["profiles"]] == [100, 100]
    assert basis["files"][0]["attested_by"] == ""
    assert since(sealed) == ()


def test_a_group_that_grows_is_said_where_groups_count_as_one(award, administrator):
    of("program", organisation_scope="parent")(award)
    award = Category.objects.select_related("cycle__program").get(pk=award.pk)
    sealed = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)

    Organisation.objects.filter(name="Cedar").update(parent=organisation("Birch"))

    assert SCOPE in since(sealed)


def earlier(award: Category, name: str) -> PastHonour:
    one = organisation(name)
    return PastHonour.objects.create(
        program=award.cycle.program, category_key=award.key, award_year=2016, kind="winner", recipient=name,
        recipient_key=name.lower(), organisation=one, organisation_name=name, organisation_key=name.lower(),
    )  # fmt: skip


def test_the_register_is_kept_where_a_rule_bars_earlier_winners(award, administrator):
    """Of 2016, and the bar is about the year before 2018: it bars nobody, and is what the seal rests on."""
    bar(enabled=True)(award)
    sealed = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)
    assert sealed.inputs["basis"]["register"] == {"last_year": None, "wins": {}}

    earlier(award, "Birch")

    assert since(sealed) == ("The register of earlier honors has changed since.",)


def test_files_in_another_order_correct_one_another_otherwise(award, administrator):
    second = file(award.cycle.program, "second.csv", taken_at=factories.at("2018-01-06"))
    sealed = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)

    SurveyImport.objects.filter(pk=second.pk).update(taken_at=factories.at("2018-01-04"))

    assert since(sealed) == ("The files correct one another in another order since.",)


def test_an_older_seal_is_compared_by_what_it_holds(award, decision):
    basis = decision.inputs["basis"]
    for name in ("surveys", "choices", "profiles", "participation", "bands", "register", "organisation_scope"):
        del basis[name]
    for one in basis["files"]:
        del one["attested_by"]
    decision.inputs_hash = sealing.hash_of(decision.inputs)
    decision.save()
    counted(only_random=False)(award)
    told(csrs=7)(award)

    assert since(decision) == ()
    award.rules.update(is_enabled=False)
    assert since(decision) == (RULES,)


# While surveys are counted anew


def test_nothing_is_sealed_while_surveys_are_counted_anew(award, administrator):
    """The switch says one thing and the counts still another."""
    decision = decisions.prepare(award, by=administrator)
    studies.choose_surveys(award.cycle.program, only_random=False, only_representative=True, by=administrator)

    with pytest.raises(Refused, match="still being counted anew"):
        decisions.seal(decision, by=administrator)
    assert len(review.of(decision).problems) == 1

    SurveyImport.objects.all().delete()  # its rows are not stored here
    jobs.run_due()
    assert not studies.is_recounting(award.cycle.program)


def test_another_programs_surveys_hold_up_nothing(award, administrator):
    other = factories.program(slug="other")
    studies.choose_surveys(other, only_random=False, only_representative=True, by=administrator)

    assert decisions.seal(decisions.prepare(award, by=administrator), by=administrator).is_sealed


# Queries


@pytest.mark.parametrize("n", [1, 3, 30])
def test_looking_again_costs_the_same(award, administrator, n, django_assert_num_queries):
    for place in range(n):
        one = given.organisation(award.cycle, f"Organization {place}", csrs=100)
        given.surveys(award.cycle, one, "fcr", 200, 400)
    sealed = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)
    told(csrs=7)(award)
    sealed = Decision.objects.select_related("category__cycle__program").get(pk=sealed.pk)

    with django_assert_num_queries(11):
        assert sealing.recompute(sealed).since == (KNOWN.format("Birch"),)


# From files to the seal


@pytest.mark.parametrize(
    ("flags", "before", "after"),
    [
        ("no,yes", {"only_random": True}, {"only_random": False}),
        ("yes,no", {"only_representative": True}, {"only_representative": False}),
        ("no,yes", {"only_random": False}, {"only_random": True}),
        ("yes,no", {"only_representative": False}, {"only_representative": True}),
    ],
)
def test_the_switch_changes_who_wins_and_the_seal_says_under_which_it_was_computed(administrator, flags, before, after):
    """Without the flagged surveys Ash has 2 of 2 and Birch 2 of 4; with them Ash has 2 of 6. One file of real rows."""
    cycle = given.cycle()
    factories.role(administrator, cycle.program)
    for name in ("Ash", "Birch Hill"):
        given.organisation(cycle, name)
    told = [("Ash", "yes", "yes,yes")] * 2 + [("Ash", "no", flags)] * 4
    told += [("Birch Hill", said, "yes,yes") for said in ("yes", "no") * 2]
    rows = [
        survey_files.survey(f"S{n}", name, resolved=resolved).removesuffix("yes,yes") + last
        for n, (name, resolved, last) in enumerate(told)
    ]
    both = {"only_random": True, "only_representative": True}
    studies.choose_surveys(cycle.program, **{**both, **before}, by=administrator)
    survey_files.taken(cycle.program, survey_files.customers(*rows), administrator)
    award = given.award(cycle, FCR)
    first, then = ("Ash", "Birch Hill") if True in before.values() else ("Birch Hill", "Ash")
    sealed = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)
    assert [one.candidate.name for one in sealed.placings.all()] == [first]

    studies.choose_surveys(cycle.program, **{**both, **after}, by=administrator)
    jobs.run_due()

    assert [row.name for row in standings(award) if row.place == 1] == [then]
    assert since(sealed) == (SURVEYS,)
    assert sealed.inputs["basis"]["surveys"] == {**both, **before}
