"""Program files: mistakes by line and field, loading twice, live cycles, and back to the same file."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from operations.models import AuditEvent, Job
from programs.domain.loading import ChangesLiveCycle, StillUsed, load
from programs.domain.plans import plan_of
from programs.domain.reading import NotReadable, read
from programs.domain.writing import text_of
from programs.models import Category, Cycle, Program, Question, Terms

FILE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "programs" / "icmi-awards.yaml"
SMALL = """\
program:
  slug: small-awards
  name: Small Awards
  organiser: The Small Society
  time_zone: America/New_York
  terms:
    entry: Be honest.
cycle:
  slug: '2026'
  name: 2026 Awards
  award_year: 2026
  opens: 2026-03-01
  closes: 2026-03-31
  judging_opens: 2026-04-02
  judging_closes: 2026-04-30
  announce: 2026-06-01 16:00
rules:
  - slug: three-categories
    kind: category_cap
    params: {maximum: 3}
    source: At most three.
defaults:
  placings:
    - slug: winner
      kind: winner
      name: Winner
      places: 1
questions:
  entrant-name:
    section: entrant
    kind: text
    label: Name
    fact: entrant_name
categories:
  - slug: agent
    key: small-agent
    name: Best Agent
    subject: person
    criteria:
      - name: Impact
        description: What changed.
        question: What changed?
    rules:
      - slug: recency
        kind: recency
        params: {months: 18, reference: submitted, inclusive: true, verb: implemented}
        source: Within the last 18 months.
    questions:
      - entrant-name
      - slug: since
        section: eligibility
        kind: date
        label: First used on
        fact: first_used_on
  - slug: team
    key: small-team
    name: Best Team
    subject: team
    criteria:
      - name: Impact
        description: What changed.
        question: What changed?
    questions:
      - use: entrant-name
        label: Name of the team
"""


def load_small(text: str = SMALL, *, submissions: int = 0, **how):
    return load(text, name="small.yaml", submissions_of=lambda cycle: submissions, **how)


def changed(old: str, new: str, text: str = SMALL) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def mistakes(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(NotReadable) as caught:
        read(text, name="small.yaml")
    return [(problem.line, problem.field, problem.message) for problem in caught.value.problems]


def line_with(words: str, text: str = SMALL, nth: int = 1) -> int:
    return [number for number, line in enumerate(text.splitlines(), start=1) if words in line][nth - 1]


# Mistakes

BAD_FILES = {
    "an unknown key, with the nearest known one": (
        ("organiser: The", "organizer: The"),
        [
            ("program:", "program", "“organiser” is missing: organizer"),
            ("organizer:", "program → organizer", "nothing is called so here; did you mean “organiser”?"),
        ],
    ),
    "a choice that does not exist": (
        ("subject: team", "subject: teem"),
        [
            (
                "subject: teem",
                "categories → team → subject",
                "“teem” is none of person, contact_center, site, team, organisation, solution; did you mean “team”?",
            )
        ],
    ),
    "a number in quotes": (
        ("award_year: 2026", "award_year: '2026'"),
        [("award_year", "cycle → award_year", "write a whole number")],
    ),
    "a text that is a number": (
        ("name: Small Awards", "name: 2026"),
        [
            (
                "name: 2026",
                "program → name",
                "write a text; put it in quotes if it looks like a number or a day",
            )
        ],
    ),
    "a day that is none": (
        ("closes: 2026-03-31", "closes: end of March"),
        [
            (
                "closes: end",
                "cycle → closes",
                "write a day as 2026-12-31, or a day and a time as 2026-12-31 17:00",
            )
        ],
    ),
    "an hour that the clocks skip": (
        ("opens: 2026-03-01", "opens: 2026-03-08 02:30"),
        [
            (
                "opens: 2026-03-08",
                "cycle → opens",
                "this time does not exist in America/New_York: the clocks go forward over it",
            )
        ],
    ),
    "judging before closing": (
        ("judging_opens: 2026-04-02", "judging_opens: 2026-03-31"),
        [("judging_opens", "cycle → judging_opens", "this must come after “closes”")],
    ),
    "a zone that is none": (
        ("America/New_York", "America/New_Yrok"),
        [
            (
                "time_zone",
                "program → time_zone",
                "“America/New_Yrok” is no time zone; write one like America/New_York.",
            )
        ],
    ),
    "a kind of rule that does not exist": (
        ("kind: recency", "kind: recentness"),
        [("kind: recentness", "categories → agent → rules → recency → kind", "“recentness” is no kind of rule.")],
    ),
    "a parameter that is no number": (
        ("months: 18", "months: soon"),
        [
            (
                "params: {months",
                "categories → agent → rules → recency → params → months",
                "“months” must be a whole number",
            )
        ],
    ),
    "a rule whose fact nobody asks for": (
        ("        fact: first_used_on\n", ""),
        [
            (
                "slug: recency",
                "categories → agent → rules → recency",
                "no question asks for first_used_on: add one with that fact",
            )
        ],
    ),
    "a fact that no rule knows": (
        ("fact: entrant_name", "fact: entrant"),
        [
            ("- entrant-name", "categories → agent → questions → entrant-name → fact", "no rule knows this fact"),
            ("use: entrant-name", "categories → team → questions → entrant-name → fact", "no rule knows this fact"),
        ],
    ),
    "a shared question that is not there": (
        ("      - entrant-name\n", "      - entrant-nmae\n"),
        [
            (
                "- entrant-nmae",
                "categories → agent → questions → entrant-nmae",
                "“entrant-nmae” does not stand under questions; did you mean “entrant-name”?",
            )
        ],
    ),
    "the same slug twice": (
        ("- slug: team", "- slug: agent"),
        [("- slug: agent", "categories → agent ", "“agent” stands here twice; give one another slug")],
    ),
    "a judged category without criteria": (
        (
            "    criteria:\n      - name: Impact\n        description: What changed.\n        question: What changed?\n    questions",
            "    questions",
        ),
        [
            (
                "- slug: team",
                "categories → team",
                "judges need criteria: list at least one under criteria, or choose another method",
            )
        ],
    ),
    "a list where a map belongs": (
        ("    params: {maximum: 3}", "    params: [3]"),
        [("params: [3]", "rules → three-categories → params", "The parameters must be a list of names with values.")],
    ),
    "a category that is only a name": (
        ("categories:\n", "categories:\n  - director\n"),
        [("- director", "categories → director", "write names with their values here, one a line: “name: value”")],
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_mistake_is_named_by_line_and_field_with_what_to_do(case):
    (old, new), expected = BAD_FILES[case]
    text = changed(old, new)
    found = mistakes(text)
    assert len(found) == len(expected), found
    for (line, field, message), (words, wanted_field, wanted) in zip(found, expected, strict=True):
        nth = 2 if case == "the same slug twice" else 1
        assert (line, field) == (line_with(words, text, nth), wanted_field)
        assert message.startswith(wanted)


def test_the_unchanged_small_file_has_no_mistake():
    assert [category["slug"] for category in read(SMALL, name="small.yaml")["categories"]] == ["agent", "team"]


def test_one_run_names_every_mistake_in_order_of_lines():
    text = changed("subject: team", "subject: teem", changed("award_year: 2026", "award_year: soon"))
    assert [field for _line, field, _message in mistakes(text)] == ["cycle → award_year", "categories → team → subject"]


def test_broken_yaml_is_named_by_line():
    text = changed("  name: Small Awards", '  name: "Small Awards')
    assert [field for _line, field, _message in mistakes(text)] == ["YAML"]
    double = changed("  slug: '2026'\n", "  slug: '2026'\n  slug: '2027'\n")
    [(line, field, message)] = mistakes(double)
    assert (line, field) == (line_with("slug: '2027'", double), "YAML")
    assert "duplicate" in message


@pytest.mark.parametrize("text", ["", "just words", "- a\n- list\n"])
def test_something_that_is_no_program_file_is_said_so(text):
    assert any("is missing" in message for _line, _field, message in mistakes(text))


def test_a_file_with_a_mistake_writes_nothing(db):
    with pytest.raises(NotReadable):
        load_small(changed("subject: team", "subject: teem"))
    assert not Program.objects.exists()


# Loading


def test_days_are_in_the_program_s_zone_and_a_deadline_has_its_whole_day(db):
    cycle = load_small().cycle
    zone = ZoneInfo("America/New_York")
    assert cycle.opens_at.astimezone(zone).isoformat() == "2026-03-01T00:00:00-05:00"
    assert cycle.closes_at.astimezone(zone).isoformat() == "2026-03-31T23:59:59.999999-04:00"
    assert cycle.announce_at.astimezone(zone).isoformat() == "2026-06-01T16:00:00-04:00"


def test_the_deadline_time_is_a_setting(db):
    cycle = load_small(changed("  terms:", "  deadline_time: 17:00:00\n  terms:")).cycle
    assert cycle.closes_at.astimezone(cycle.zone).isoformat() == "2026-03-31T17:00:00.999999-04:00"
    assert plan_of(cycle)["cycle"]["closes"] == "2026-03-31"


def test_a_second_load_writes_nothing(db, django_assert_num_queries):
    load_small()
    cycle = Cycle.objects.get()
    before = (cycle.config_version, list(Question.objects.values_list("pk", "position")), AuditEvent.objects.count())

    assert load_small().changes == []

    cycle.refresh_from_db()
    after = (cycle.config_version, list(Question.objects.values_list("pk", "position")), AuditEvent.objects.count())
    assert after == before


def test_a_change_touches_only_what_it_names_and_is_said(db):
    load_small()
    kept = set(Category.objects.values_list("pk", "slug"))
    loaded = load_small(changed("name: Best Team", "name: Best Service Team"))
    assert loaded.changes == ["categories → team → name: Best Team → Best Service Team"]
    assert set(Category.objects.values_list("pk", "slug")) == kept
    assert Category.objects.get(slug="team").name == "Best Service Team"


def test_what_the_file_leaves_out_goes_and_a_new_order_is_an_order(db):
    load_small()
    agent = SMALL[SMALL.index("  - slug: agent") : SMALL.index("  - slug: team")]
    swapped = SMALL.replace(agent, "") + agent
    assert load_small(swapped).changes == ["categories: new order team, agent"]
    assert [category.slug for category in Category.objects.all()] == ["team", "agent"]

    loaded = load_small(changed("      - entrant-name\n", "", swapped))
    assert loaded.changes == ["categories → agent → questions → entrant-name: removed"]


def test_changed_terms_become_a_new_version_and_the_old_one_stays(db):
    load_small()
    load_small(changed("Be honest.", "Be honest and brief."))
    assert set(Terms.objects.values_list("version", "text")) == {(1, "Be honest."), (2, "Be honest and brief.")}


def test_a_dry_run_says_what_would_change_and_changes_nothing(db):
    load_small()
    loaded = load_small(changed("name: Best Team", "name: Other"), dry_run=True)
    assert loaded.changes == ["categories → team → name: Best Team → Other"]
    assert Category.objects.get(slug="team").name == "Best Team"


def test_a_changed_rule_counts_up_and_checks_everything_again_a_changed_name_does_not(db):
    cycle = load_small().cycle
    assert load_small(changed("name: Best Team", "name: Other")).checks_again is False
    loaded = load_small(changed("months: 18", "months: 24", changed("name: Best Team", "name: Other")))
    cycle.refresh_from_db()
    assert (loaded.checks_again, cycle.config_version) == (True, 2)
    assert [job.payload for job in Job.objects.filter(kind="check_cycle")] == [{"cycle": cycle.pk}]


def test_a_cycle_with_submissions_changes_only_when_told_to(db):
    load_small()
    text = changed("months: 18", "months: 24")

    with pytest.raises(ChangesLiveCycle) as caught:
        load_small(text, submissions=7)

    assert caught.value.changes == ["categories → agent → rules → recency → params → months: 18 → 24"]
    assert "7 submissions" in str(caught.value)
    assert Category.objects.get(slug="agent").rules.get().params["months"] == 18

    load_small(text, submissions=7, change_live=True)
    assert Category.objects.get(slug="agent").rules.get().params["months"] == 24


def test_an_unchanged_file_needs_no_leave_for_a_live_cycle(db):
    load_small()
    assert load_small(submissions=7).changes == []


def test_a_program_wide_change_asks_for_its_other_live_cycles_too(db):
    load_small()
    next_year = SMALL.replace("2026", "2027")
    live = {"2026": 3, "2027": 0}

    def submissions_of(cycle):
        return live[cycle.slug]

    load(next_year, name="f", submissions_of=submissions_of)
    with pytest.raises(ChangesLiveCycle):
        load(changed("Be honest.", "Be kind.", next_year), name="f", submissions_of=submissions_of)
    loaded = load(changed("Best Team", "Team", next_year), name="f", submissions_of=submissions_of)
    assert loaded.changes == ["categories → team → name: Best Team → Team"]


def test_a_question_with_answers_cannot_be_left_out(db, nominator):
    from nominations.models import Answer, Nomination

    cycle = load_small().cycle
    category = cycle.categories.get(slug="agent")
    nomination = Nomination.objects.create(cycle=cycle, category=category, nominator=nominator)
    Answer.objects.create(nomination=nomination, question=category.questions.get(slug="entrant-name"), value="Ann")

    with pytest.raises(StillUsed, match="answers rest on it"):
        load_small(changed("      - entrant-name\n", ""), change_live=True)

    assert category.questions.filter(slug="entrant-name").exists()


# Back to a file


def test_what_was_loaded_is_dumped_as_the_same_data(db):
    plan = read(SMALL, name="small.yaml")
    cycle = load_small().cycle
    assert plan_of(cycle) == plan
    text = text_of(plan_of(cycle))
    assert read(text, name="dumped") == plan
    assert text_of(read(text, name="dumped")) == text


def test_the_icmi_file_comes_back_byte_for_byte(db):
    text = FILE.read_text()
    cycle = load(text, name=FILE.name, submissions_of=lambda cycle: 0).cycle
    assert text_of(plan_of(cycle)) == text


def test_texts_that_look_like_something_else_survive(db):
    text = SMALL
    for words in (
        "'no'",
        "'2026-01-01'",
        "'# not a comment'",
        "'a: b'",
        "'  padded '",
        '"two\\n\\nparagraphs "',
        "'1'",
    ):
        text = re.sub(r"description: .*", f"description: {words}", SMALL, count=1)
        plan = read(text, name="f")
        assert read(text_of(plan), name="dumped") == plan, words


REPEATED = "a: &a [x,x,x,x,x,x,x,x,x]\nb0: &b0 [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + "".join(
    f"b{n}: &b{n} [{','.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    "text",
    [
        REPEATED,
        "program: &a\n  slug: *a\n",
        "a: " + "[" * 60 + "]" * 60,
        "a: 2026-13-45T99:99:99\n",
        "a: \x07\n",
        "a: !!python/object/apply:os.system [id]\n",
        "a: !!int no\n",
        "--- a\n--- b\n",
        "[" * 5000,
    ],
)
def test_a_file_made_to_hurt_is_a_file_with_a_mistake(text):
    with pytest.raises(NotReadable, match="bad.yaml, line"):
        read(text, name="bad.yaml")


def test_a_file_that_repeats_itself_without_end_is_refused_before_it_is_unfolded():
    with pytest.raises(NotReadable, match="repeats or nests itself"):
        read(REPEATED, name="bad.yaml")
