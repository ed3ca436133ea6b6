"""Asking the rules about nominations: reports, overrides, re-checks, and the check of a whole cycle."""

from __future__ import annotations

import pytest

from nominations.domain import eligibility
from nominations.domain.facts import facts_from
from nominations.models import EligibilityReport, Nomination, NominationEvent
from operations.domain import audit, jobs
from operations.enums import JobState
from operations.models import AuditEvent, Job, OutgoingMail
from operations.refusal import Refused
from programs.models import EligibilityRule
from programs.rules.report import Report

from .. import factories
from .given import answer, ask, caps, past, queries, rule, submitted

MEDIUM = {"minimum": 76, "maximum": 150}


@pytest.fixture
def medium(db):
    """A size category for 76 to 150 agents, with its question and its sister for fewer."""
    cycle = factories.cycle(announce_at=factories.at("2100-06-01"))
    category = factories.category(cycle, subject="contact_center", family="size", slug="medium", name="Medium")
    small = factories.category(category.cycle, subject="contact_center", family="size", slug="small", name="Small")
    rule(category, "headcount_band", MEDIUM, source="medium (76-150 agents)", reading="I15")
    rule(small, "headcount_band", {"maximum": 75})
    ask(category, "agents")
    return category


@pytest.fixture
def band(medium):
    return medium.rules.get()


def work() -> None:
    jobs.run_due()
    assert set(Job.objects.values_list("state", flat=True)) <= {JobState.DONE}, Job.objects.values("kind", "last_error")


def letters() -> list[str]:
    work()
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


# Reports


def test_a_check_keeps_what_each_rule_says(medium):
    nomination = submitted(medium, entrant_name="Acme Care", agents=80)

    report = eligibility.check(nomination, cause="submitted")

    nomination.refresh_from_db()
    assert (report.verdict, nomination.eligibility) == ("pass", "pass")
    [line] = report.lines
    assert {name: line[name] for name in ("slug", "kind", "source", "reading", "verdict", "reason", "proposal")} == {
        "slug": "headcount-band",
        "kind": "headcount_band",
        "source": "medium (76-150 agents)",
        "reading": "I15",
        "verdict": "pass",
        "reason": "80 agents: within 76 to 150 agents.",
        "proposal": None,
    }
    assert line["rule_text"] == "The contact center has 76 to 150 agents, counted in people on the day of submission."
    assert (report.facts["agents"], report.cause) == ("80", "submitted")


def test_a_refusal_names_the_right_category(medium):
    report = eligibility.evaluate(medium, facts_from(medium, {"agents": 75}))

    assert report.verdict == "fail"
    assert report.proposal == {"slug": "small", "name": "Small"}


@pytest.mark.parametrize(
    ("statements", "agents", "expected"),
    [
        ({"a": True, "b": True}, 80, "pass"),
        ({"a": True}, 80, "unknown"),
        ({"a": True, "b": False}, 80, "fail"),
        ({"b": False}, 80, "fail"),  # a fail is a fail, whatever else is unknown
        ({"a": True}, 75, "fail"),
        ({}, None, "unknown"),
    ],
)
def test_the_sum(medium, statements, agents, expected):
    for slug in "ab":
        rule(medium, "statement", {"slug": slug, "text": "So it is."}, slug=slug)
    data = {"agents": agents} | {f"statement:{slug}": value for slug, value in statements.items()}

    assert eligibility.evaluate(medium, facts_from(medium, data)).verdict == expected


def test_without_rules_everyone_is_eligible(medium, band):
    band.delete()
    assert eligibility.evaluate(medium, facts_from(medium, {})) == Report("pass", [])


def test_a_disabled_rule_and_the_rules_of_other_categories_say_nothing(medium, band):
    EligibilityRule.objects.filter(pk=band.pk).update(is_enabled=False)
    assert eligibility.evaluate(medium, facts_from(medium, {"agents": 3})).lines == []


def test_a_rule_of_the_cycle_holds_in_each_category(medium):
    rule(medium, "technology_provider", cycle_wide=True)
    said = eligibility.evaluate(medium, facts_from(medium, {"agents": 80, "is_provider": False}))
    assert {line["kind"]: line["verdict"] for line in said.lines} == {
        "headcount_band": "pass",
        "technology_provider": "fail",
    }


def test_caps_stand_in_the_report_and_never_decide(medium):
    caps(medium)
    said = eligibility.evaluate(medium, facts_from(medium, {"agents": 80}))
    assert (said.verdict, [line["verdict"] for line in said.lines]) == ("pass", ["pass", "limit", "limit"])


def test_what_stands_outside_the_caps_does_not_speak_of_them(medium):
    caps(medium)
    medium.counts_for_caps = False
    said = eligibility.evaluate(medium, facts_from(medium, {"agents": 80}))
    assert [line["kind"] for line in said.lines] == ["headcount_band"]


def test_a_rule_that_cannot_be_read_is_a_question_and_no_crash(medium, band):
    EligibilityRule.objects.filter(pk=band.pk).update(params={"minimum": "many"})
    said = eligibility.evaluate(medium, facts_from(medium, {"agents": 80}))
    assert (said.verdict, said.lines[0]["verdict"]) == ("unknown", "unknown")


def test_rules_are_read_once_for_a_category(medium):
    facts = facts_from(medium, {"agents": 80})
    assert queries(lambda: [eligibility.evaluate(medium, facts) for _n in range(50)]) == 1


def test_the_same_answer_makes_no_second_report(medium):
    nomination = submitted(medium, agents=80)
    first = eligibility.check(nomination, cause="submitted")

    assert eligibility.check(nomination, cause="again") == first
    answer(nomination, "agents", 81)
    assert eligibility.check(nomination, cause="facts changed") != first
    assert nomination.reports.count() == 2


# Who is told


def test_the_first_answer_is_no_change(medium):
    eligibility.check(submitted(medium, agents=80), cause="submitted")
    assert letters() == []


def test_changed_facts_tell_the_nominator_once(medium):
    nora = factories.user(email="nora@acme.example")
    nomination = submitted(medium, nominator=nora, agents=80, entrant_name="Acme Care")
    eligibility.check(nomination, cause="submitted")

    answer(nomination, "agents", 75)
    eligibility.check(nomination, cause="facts changed")
    eligibility.check(nomination, cause="facts changed")

    assert letters() == ["nora@acme.example"]
    letter = OutgoingMail.objects.get()
    assert letter.subject == "The eligibility of “Acme Care” has changed"
    assert "It now stands as: Not eligible." in letter.text
    assert "75 agents: this category is for 76 to 150 agents." in letter.text
    assert nomination.events.get().reason == "Eligible → Not eligible (facts changed)"


def test_a_verdict_that_changes_twice_is_told_twice(medium):
    nomination = submitted(medium, agents=80)
    for agents in (80, 75, 80, 75):
        answer(nomination, "agents", agents)
        eligibility.check(nomination, cause="facts changed")
    assert len(letters()) == 3


def test_drafts_get_no_letters(medium):
    nomination = submitted(medium, agents=80, state="draft")
    eligibility.check(nomination, cause="form")
    answer(nomination, "agents", 75)
    eligibility.check(nomination, cause="form")
    assert letters() == []


def test_a_letter_job_that_runs_again_writes_no_second_letter(medium):
    nomination = submitted(medium, agents=80)
    eligibility.check(nomination, cause="submitted")
    answer(nomination, "agents", 75)
    eligibility.check(nomination, cause="facts changed")
    work()
    done = Job.objects.filter(kind="eligibility_letters")
    done.update(state=JobState.DUE)
    assert len(letters()) == 1


# The whole cycle


def test_changed_rules_recheck_the_cycle_and_tell_whom_it_touches(medium, band):
    touched = submitted(medium, agents=80, nominator=factories.user(email="touched@x.example"))
    same = submitted(medium, agents=100, nominator=factories.user(email="same@x.example"))
    for nomination in (touched, same):
        eligibility.check(nomination, cause="submitted")

    EligibilityRule.objects.filter(pk=band.pk).update(params={"minimum": 90, "maximum": 150})
    version = eligibility.rules_changed(medium.cycle)

    assert letters() == ["touched@x.example"]
    assert version == 2
    assert dict(Nomination.objects.values_list("pk", "eligibility")) == {touched.pk: "fail", same.pk: "pass"}
    newest = touched.reports.first()
    assert (newest.config_version, newest.cause) == (2, "rules changed")


def test_a_check_that_runs_again_changes_and_tells_nothing(medium, band):
    for agents in (80, 81, 75):
        eligibility.check(submitted(medium, agents=agents), cause="submitted")
    EligibilityRule.objects.filter(pk=band.pk).update(params={"minimum": 90, "maximum": 150})
    first = eligibility.check_cycle(medium.cycle)
    second = eligibility.check_cycle(medium.cycle)

    assert first == {"checked": 3, "changed": 3, "moved": 0}
    assert second == {"checked": 3, "changed": 0, "moved": 0}
    assert EligibilityReport.objects.count() == 6
    assert len(letters()) == 2  # the third was not eligible before


def test_drafts_and_withdrawn_ones_are_left_alone(medium):
    for state in ("draft", "withdrawn", "rejected"):
        submitted(medium, agents=80, state=state)
    assert eligibility.check_cycle(medium.cycle)["checked"] == 0


def test_nominations_of_other_cycles_are_left_alone(medium):
    other = factories.category(factories.cycle(medium.cycle.program, slug="2027", award_year=2027))
    submitted(other)
    submitted(medium, agents=80)
    assert eligibility.check_cycle(medium.cycle)["checked"] == 1


def test_a_job_shows_its_progress(medium):
    for _n in range(3):
        submitted(medium, agents=80)
    eligibility.rules_changed(medium.cycle)
    jobs.run_due()

    job = Job.objects.get(kind="check_cycle")
    assert (job.state, job.progress_done, job.progress_total) == (JobState.DONE, 3, 3)
    assert job.result == {"checked": 3, "changed": 3, "moved": 0}


def test_the_number_of_queries_does_not_grow(medium, band):
    caps(medium)
    audit.record("warm", "up")
    first, steady, changed = {}, {}, {}
    for number in (1, 3, 30):
        while Nomination.objects.count() < number:
            submitted(medium, agents=80, entrant_name="Acme Care")
        EligibilityReport.objects.all().delete()
        Nomination.objects.update(eligibility="not_checked", cap_place="", cap_reason="")
        EligibilityRule.objects.filter(pk=band.pk).update(params=MEDIUM)
        first[number] = queries(lambda: eligibility.check_cycle(medium.cycle))
        steady[number] = queries(lambda: eligibility.check_cycle(medium.cycle))
        EligibilityRule.objects.filter(pk=band.pk).update(params={"minimum": 90})
        changed[number] = queries(lambda: eligibility.check_cycle(medium.cycle))
    assert len(set(first.values())) == 1, first
    assert len(set(steady.values())) == 1, steady
    assert len(set(changed.values())) == 1, changed


def test_a_steady_cycle_costs_the_same_over_many_chunks(medium, monkeypatch):
    monkeypatch.setattr(eligibility, "CHUNK", 4)
    submitted(medium, agents=80)
    eligibility.check_cycle(medium.cycle)
    one = queries(lambda: eligibility.check_cycle(medium.cycle))
    for _n in range(20):
        submitted(medium, agents=80)
    assert eligibility.check_cycle(medium.cycle)["changed"] == 20
    assert queries(lambda: eligibility.check_cycle(medium.cycle)) == one


# The register


def test_a_new_row_of_the_register_rechecks_whom_it_touches(medium):
    from nominations.domain import register

    rule(medium, "repeat_bar", {"scope": "family"})
    acme = factories.organisation("Acme")
    barred = submitted(medium, acme, agents=80, entrant_name="Acme Care", nominator=factories.user(email="a@x.example"))
    free = submitted(medium, agents=80, entrant_name="Bolt Care", nominator=factories.user(email="b@x.example"))
    for nomination in (barred, free):
        eligibility.check(nomination, cause="submitted")

    register.add(medium.cycle.program, year=2025, category="small", recipient="ACME care", organisation="Acme Inc.")

    assert letters() == ["a@x.example"]
    assert dict(Nomination.objects.values_list("pk", "eligibility")) == {barred.pk: "fail", free.pk: "pass"}


def test_a_cycle_that_is_announced_is_not_checked_for_a_new_row(medium):
    from nominations.domain import register

    medium.cycle.announce_at = factories.at("2020-06-01")
    medium.cycle.save()
    register.add(medium.cycle.program, year=2019, category="small", recipient="Acme")
    assert not Job.objects.filter(kind="check_cycle").exists()


# Overrides


def test_an_override_needs_a_reason_and_both_verdicts_stand(medium, band, administrator):
    nomination = submitted(medium, agents=75)
    eligibility.check(nomination, cause="submitted")

    with pytest.raises(Refused):
        eligibility.override(nomination, band, "pass", reason="  ", by=administrator)
    eligibility.override(nomination, band, "pass", reason="Two agents started on Monday.", by=administrator)

    nomination.refresh_from_db()
    report = eligibility.newest_report(nomination)
    assert (nomination.eligibility, report.verdict) == ("pass", "pass")
    [line] = report.lines
    assert line["verdict"] == "fail"
    assert {name: line["overridden"][name] for name in ("verdict", "reason", "by")} == {
        "verdict": "pass",
        "reason": "Two agents started on Monday.",
        "by": "Ada Administrator",
    }
    assert AuditEvent.objects.filter(action="eligibility overridden", object_key=nomination.key).count() == 1
    assert len(letters()) == 1


def test_an_override_outlives_later_checks_until_it_is_revoked(medium, band, administrator):
    nomination = submitted(medium, agents=75)
    made = eligibility.override(nomination, band, "pass", reason="Known to us.", by=administrator)
    eligibility.check_cycle(medium.cycle)
    nomination.refresh_from_db()
    assert nomination.eligibility == "pass"

    with pytest.raises(Refused):
        eligibility.revoke_override(made, reason="", by=administrator)
    eligibility.revoke_override(made, reason="It was a mistake.", by=administrator)

    nomination.refresh_from_db()
    assert nomination.eligibility == "fail"
    assert eligibility.newest_report(nomination).lines[0]["overridden"] is None
    with pytest.raises(Refused):
        eligibility.revoke_override(made, reason="Again.", by=administrator)
    assert nomination.overrides.count() == 1  # the books keep it


def test_a_second_override_takes_the_place_of_the_first(medium, band, administrator):
    nomination = submitted(medium, agents=80)
    eligibility.override(nomination, band, "fail", reason="These are two centers.", by=administrator)
    eligibility.override(nomination, band, "unknown", reason="We have asked.", by=administrator)

    assert nomination.eligibility == "unknown"
    assert [one.revoked_at is None for one in nomination.overrides.order_by("pk")] == [False, True]


def test_only_rules_that_decide_about_it_can_be_overridden(medium, administrator):
    caps(medium)
    nomination = submitted(medium, agents=80)
    foreign = rule(factories.category(), "technology_provider")
    for wrong in (foreign, medium.cycle.rules.get(kind="category_cap")):
        with pytest.raises(Refused):
            eligibility.override(nomination, wrong, "pass", reason="Because.", by=administrator)
    with pytest.raises(Refused):
        eligibility.override(nomination, medium.rules.get(), "limit", reason="Because.", by=administrator)


def test_the_nominator_can_be_asked(medium, administrator):
    nomination = submitted(medium, agents=80, nominator=factories.user(email="nora@x.example"))

    eligibility.ask_nominator(nomination, "Are these two centers?", by=administrator)

    assert letters() == ["nora@x.example"]
    assert "Are these two centers?" in OutgoingMail.objects.get().text
    assert NominationEvent.objects.get().what == "information_asked"
    with pytest.raises(Refused):
        eligibility.ask_nominator(nomination, " ", by=administrator)


def test_winning_this_year_does_not_bar_this_years_winner(medium):
    rule(medium, "repeat_bar")
    rule(medium, "once_only")
    nomination = submitted(medium, factories.organisation("Acme"), agents=80, entrant_name="Acme Care")
    past(medium, "Acme Care", 2026, organisation_name="Acme")
    assert eligibility.check(nomination, cause="submitted").verdict == "pass"
