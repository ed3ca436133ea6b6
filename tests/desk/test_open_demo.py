"""The demo at its open stage, with the certification: everything to look at, made once for all who look at it here."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from accounts.models import User
from judging.domain import terms
from judging.models import Assignment, Evaluation, PanelMember, Scorecard
from nominations.domain import eligibility, facts
from nominations.models import Attempt, Nomination, PastHonour, SectionComment
from operations import clock
from operations.domain import audit
from operations.models import AuditEvent, Job
from programs.models import Cycle
from recognition.models import Honour
from tests import program_files

from .test_seed_demo import seed

LAST_YEAR = {
    ("agent", "winner", "Naomi Adler"),
    ("supervisor", "winner", "Viktor Petrov"),
    ("manager", "winner", "Amara Nwosu"),
    ("lifetime-achievement", "recipient", "Dorothea Whitlock"),
    ("small", "winner", "Juniper Reader Desk"),
    ("small", "runner-up", "Marlow Customer Studio"),
    ("medium", "winner", "Granite Card Center"),
    ("medium", "runner-up", "Lumina Patient Access Center"),
    ("large", "winner", "Solstice Global Care"),
    ("large", "runner-up", "Kestrel Customer House"),
    ("culture", "winner", "Pinecrest Energy"),
    ("new-technology", "winner", "Tessera Relay"),
}
REFUSED = {
    ("agent", "Emily Tanaka", "nominator_relation"),
    ("agent", "Naomi Adler", "repeat_bar"),
    ("culture", "Pinecrest Energy", "repeat_bar"),
    ("small", "Pinecrest Billing Desk", "headcount_band"),
    ("innovation", "Callback by Text", "recency"),
    ("public-sector", "Solstice Passport Line", "public_sector"),
    ("new-technology", "Our new phone system", "technology_provider"),
    ("new-technology", "Heron Everything", "single_deployment"),
}


@pytest.fixture(scope="module")
def said(rows_of_the_module, tmp_path_factory) -> str:
    call_command("load_program", str(program_files.CERTIFICATION), stdout=StringIO())
    with override_settings(DEBUG=True, MEDIA_ROOT=tmp_path_factory.mktemp("uploads")):
        return seed()


def rows() -> dict:
    counted = (Nomination, Scorecard, Honour, PastHonour, Cycle, Job, AuditEvent)
    return {model.__name__: model.objects.count() for model in counted}


def test_the_open_stage_has_everything_to_look_at_and_a_second_run_adds_nothing(said, db, settings):
    assert "admin@icmi.example" in said
    assert "password" in said

    now = clock.now()
    this_year, last_year, rehearsal = (Cycle.objects.get(slug=slug) for slug in ("2026", "2025", "rehearsal"))
    assert this_year.opens_at < now < this_year.closes_at
    assert last_year.announce_at < now
    assert rehearsal.judging_opens_at < now < rehearsal.judging_closes_at
    assert not rehearsal.is_public

    entries = Nomination.objects.filter(cycle=this_year)
    assert Counter(entries.values_list("state", "cap_place")) == {
        ("submitted", "judged"): 44,
        ("submitted", "over"): 1,
        ("draft", ""): 11,
        ("withdrawn", ""): 2,
        ("rejected", ""): 1,
    }
    assert set(entries.submitted().values_list("category__slug", flat=True)) == set(
        this_year.categories.exclude(slug="lifetime-achievement").values_list("slug", flat=True)
    )
    assert entries.filter(first_submitted_at__gt=now).count() == 0

    honours = Honour.objects.announced(now).filter(category__cycle__program=last_year.program)
    assert set(honours.values_list("category__slug", "placing__slug", "name_as_printed")) == LAST_YEAR
    past = PastHonour.objects.filter(program=last_year.program)
    assert Counter(past.values_list("award_year", flat=True)) == {2025: 12, 2024: 12}
    assert Scorecard.objects.filter(assignment__nomination__cycle=rehearsal, state="submitted").exists()
    assert Assignment.objects.filter(nomination__cycle=rehearsal, scorecard=None, recusal=None).exists()
    assert [one.judge for one in PanelMember.objects.all() if terms.outstanding(one.judge)] == []
    assert refused_drafts(this_year) == REFUSED
    assert audit.verify().is_whole

    before = rows()
    settings.DEBUG = True
    assert seed() == "The demo is there already.\n"
    assert rows() == before


def refused_drafts(cycle: Cycle) -> set[tuple[str, str, str]]:
    """Each draft that a rule refuses, with the kinds of rule that do."""
    drafts = list(Nomination.objects.filter(cycle=cycle, state="draft").select_related("category"))
    known = facts.facts_of(drafts)
    return {
        (draft.category.slug, draft.title, line["kind"])
        for draft in drafts
        for line in eligibility.evaluate(draft.category, known[draft.pk]).lines
        if line["verdict"] == "fail"
    }


def test_a_site_with_the_certification_has_a_candidate_at_each_stage(said, db):
    newest = {one.enrolment.candidate.name: one for one in Attempt.objects.select_related("enrolment__candidate")}
    assert {name: attempt.state for name, attempt in newest.items()} == {
        "Priya Raman": "writing",
        "Daniel Osei": "writing",
        "Marta Kowalski": "in_evaluation",
        "Henrik Solberg": "met",
    }
    assert [len(one.enrolment.nomination.answers.all()) for one in newest.values() if one.state == "writing"] == [1, 6]
    assert SectionComment.objects.get().link.nomination == newest["Daniel Osei"].enrolment.nomination
    counted = Counter(Evaluation.objects.values_list("attempt__enrolment__candidate__name", "state"))
    assert counted == {
        ("Marta Kowalski", "draft"): 1,
        ("Marta Kowalski", "asked"): 1,
        ("Henrik Solberg", "submitted"): 2,
    }
    certified = Honour.objects.announced(clock.now()).get(category__cycle__program__slug="icmi-certification")
    assert certified.name_as_printed == "Henrik Solberg"
    for email in ("daniel.osei@bluebird.example", "expert1@experts.example"):
        assert email in said
        assert User.objects.get(email=email).check_password("demo-awards-portal")
    assert audit.verify().is_whole
