"""The demo as one story: last year announced, judges rehearsing, and this year at the stage that is asked for."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from nominations.domain import register_file
from operations import clock
from operations.enums import JobState
from operations.models import Job
from programs.models import Cycle
from recognition.domain import documents

from . import certification, cycles, entering, judging
from .cast import Cast, give_roles, hire, texts

YEARS_BEFORE = """\
year,category,placing,recipient,organization
{year},icmi-agent,winner,Callum Reyes,Harborline Insurance
{year},icmi-supervisor,winner,Beatrice Long,Lumina Health
{year},icmi-manager,winner,Oskar Lind,Kestrel Telecom
{year},icmi-lifetime-achievement,winner,Joan Ashworth,
{year},icmi-small,winner,Cobalt Credit Desk,Cobalt Credit Union
{year},icmi-small,runner-up,Juniper Reader Desk,Juniper Books
{year},icmi-medium,winner,Pinecrest Outage Line,Pinecrest Energy
{year},icmi-medium,runner-up,Granite Card Center,Granite Bank
{year},icmi-large,winner,Bluebird Care Center,Bluebird Airlines
{year},icmi-large,runner-up,Solstice Global Care,Solstice Care Partners
{year},icmi-culture,winner,Orchard Hotels,Orchard Hotels
{year},icmi-new-technology,winner,Heron Desk,Heron Systems
"""
LETTERS_NOT_SENT = (
    "nomination_confirmation",
    "nomination_letter",
    "draft_reminder",
    "eligibility_letter",
    "judge_letters",
)


def is_told() -> bool:
    """Whether the demo is there already: last year's cycle is its first chapter."""
    return Cycle.objects.filter(program__slug="icmi-awards", slug=str(this_years_number() - 1)).exists()


@transaction.atomic
def tell(stage: str, *, password: str) -> Cast:
    """Build the whole demo, or nothing of it."""
    began = clock.now()
    with clock.standing_at(began - timedelta(days=440)):
        cast = hire(password)
        last = cycles_at(began, cycles.last_year)
        give_roles(cast, last.program)
        last.program.terms.update(published_at=clock.now())
        register_file.import_rows(
            last.program,
            YEARS_BEFORE.format(year=last.award_year - 1),
            source="demo: winners of earlier years",
            by=cast.administrator,
        )
    whole_year(last, texts("last-year"), cast)
    this = cycles.this_year(stage)
    play(this, stage, texts("this-year"), cast)
    if stage == "open":
        rehearse(cast)
    cast.assessed = certification.tell(cast, began, password=password)
    quiet(began)
    documents.request(last, by=cast.administrator)
    return cast


def cycles_at(moment, make) -> Cycle:
    """A cycle whose dates count from today, though the clock stands elsewhere."""
    with clock.standing_at(moment):
        return make()


def whole_year(cycle: Cycle, entries: list[dict], cast: Cast) -> None:
    """A cycle from its first entry to its announcement."""
    told = entering.enter_all(cycle, entries, cast)
    judging.propose_for_lifetime(
        cycle.categories.get(slug="lifetime-achievement"),
        cast,
        cycle.judging_opens_at,
        name="Dorothea Whitlock",
        reason="Forty years of teaching an industry to listen.",
    )
    judge_and_decide(cycle, told, cast)
    judging.announce(cycle)


def play(cycle: Cycle, stage: str, entries: list[dict], cast: Cast) -> None:
    """This year's cycle up to a stage."""
    told = entering.enter_all(cycle, entries, cast)
    if stage == "open":
        return
    if stage == "judging":
        begin_judging(cycle, told, cast, share=0.6)
        return
    judge_and_decide(cycle, told, cast)
    if stage == "announced":
        judging.announce(cycle)


def rehearse(cast: Cast) -> None:
    """A cycle in judging beside the open one, so that every judge has a queue. Public pages do not show it."""
    cycle = cycles.rehearsal()
    told = entering.enter_all(cycle, texts("rehearsal"), cast)
    begin_judging(cycle, told, cast, share=0.35)
    judging.step_back_once(cycle, clock.now() - timedelta(hours=5))
    Cycle.objects.filter(pk=cycle.pk).update(is_public=False)


def begin_judging(cycle: Cycle, told: dict, cast: Cast, *, share: float) -> None:
    opens = cycle.judging_opens_at
    judging.seat(cycle, cast, opens - timedelta(days=1))
    judging.deal(cycle, cast, opens)
    judging.mark(cycle, told, opens + timedelta(hours=2), share=share)


def judge_and_decide(cycle: Cycle, told: dict, cast: Cast) -> None:
    begin_judging(cycle, told, cast, share=1.0)
    closes = cycle.judging_closes_at
    judging.decide(cycle, told, cast, closes + timedelta(days=1))
    judging.make_honours(cycle, cast, closes + timedelta(days=2))


def quiet(began) -> None:
    """Letters about what never happened are not sent; the demo's other work is left to the worker."""
    Job.objects.filter(kind__in=LETTERS_NOT_SENT, state=JobState.DUE, due_at__lte=began).delete()


def this_years_number() -> int:
    return cycles.file_plan()["cycle"]["award_year"]
