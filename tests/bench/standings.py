"""What the standings of all awards of a cycle cost, the measured ones from the roll-ups: `make bench-standings`.

500 organizations with 40 CSRs and 4 supervisors each, surveyed in every metric in two years, stand in the awards of the
program file. An award that is judged has entries, each read by six experts; where surveys gate it, its rules are asked of
every entry. Printed are CPU seconds, of the best of three rounds, and the number of queries. The limit is for all that
rests on surveys; the marks of six experts are shown beside it.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

ORGANISATIONS, CSRS, SUPERVISORS, ROUNDS = 500, 40, 4, 3
LIMIT = float(os.environ.get("BENCH_STANDINGS_LIMIT", "2"))
#: Most queries; for awards that people judge so many each, however many entries they have.
MEASURED, GATES, JUDGED = 15, 30, 10
PROGRAM = "fixtures/programs/sqm-awards.yaml"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="awards-bench-standings-") as folder:
        os.environ |= {"AWARDS_VAR_DIR": folder, "DATABASE_URL": "", "REDIS_URL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        import django

        django.setup()
        return measured()


def measured() -> int:
    from django.core.management import call_command

    from measurement.domain import results

    call_command("migrate", verbosity=0)
    call_command("load_program", PROGRAM, verbosity=0)
    fill(cycle())
    print(f"\n{ORGANISATIONS:,} organizations, {ORGANISATIONS * CSRS:,} CSRs")
    print(f"{'':<44}{'awards':>8}{'rows':>8}{'CPU s':>8}{'queries':>9}")
    show("results alone", cost(results.of_cycle))
    show("measured awards from above", cost(above))
    standing, gated, others = cost(standings), cost(gates), cost(judged)
    show("measured awards, standings", standing)
    show("gated awards, what surveys say of entries", gated)
    seconds = standing.seconds + gated.seconds
    show("all that rests on surveys", Cost(standing.awards + gated.awards, standing.rows + gated.rows, seconds, 0))
    show("judged and appointed awards, standings", others)
    over = [f"{seconds:.2f} CPU seconds, at most {LIMIT:g}"] if seconds > LIMIT else []
    for one, most in ((standing, MEASURED), (gated, GATES), (others, JUDGED * others.awards)):
        if one.queries > most:
            over.append(f"{one.queries} queries, at most {most}")
    print("\nEverything within its limits." if not over else "\n  ".join(["\nOver a limit:", *over]))
    return len(over)


class Cost(NamedTuple):
    awards: int
    rows: int
    seconds: float
    queries: int


def show(name: str, one: Cost) -> None:
    print(f"{name:<44}{one.awards:>8}{one.rows:>8,}{one.seconds:>8.2f}{one.queries or '':>9}", flush=True)


def cycle():
    from programs.models import Cycle

    return Cycle.objects.select_related("program").get(program__slug="sqm-awards")


def above(cycle) -> dict:
    """As the page of all results shows them: how many, and who is placed."""
    from judging.domain import measuring

    return {one: field.placed for one, field in measuring.fields_of(cycle).items()}


def standings(cycle) -> dict:
    """Everybody's standing in every measured award."""
    from django.db.models import prefetch_related_objects

    from judging.domain import measuring
    from measurement.domain import results
    from operations.memory import without_rings

    with without_rings():
        found = results.of_cycle(cycle)
        prefetch_related_objects(list(found), "placings")
        return {one: measuring.standings_of(one, theirs, candidates={}) for one, theirs in found.items()}


def gates(cycle) -> dict:
    """What the rules say of every entry to an award that asks for another one to be reached first."""
    from nominations.domain import eligibility, facts
    from nominations.models import Nomination

    entries = list(Nomination.objects.filter(cycle=cycle, category__rules__kind="reaches_award").order_by("pk"))
    eligibility._share_categories(entries, cycle)
    known = facts.facts_of(entries)
    found: dict = defaultdict(list)
    for one in entries:
        found[one.category].append(eligibility.evaluate(one.category, known[one.pk]))
    return found


def judged(cycle) -> dict:
    from judging.domain import measuring
    from judging.domain.standings import standings

    return {one: standings(one) for one in cycle.categories.all() if not measuring.is_measured(one)}


def cost(find: Callable) -> Cost:
    """Of the best round."""
    from .meter import counting

    rounds = []
    for _round in range(ROUNDS):
        fresh = cycle()
        with counting() as counted:
            start = time.process_time()
            found = find(fresh)
            seconds = time.process_time() - start
        rounds.append(Cost(len(found), sum(map(len, found.values())), seconds, counted.queries))
    return min(rounds, key=lambda one: one.seconds)


def fill(cycle) -> None:
    from accounts.models import Organisation
    from measurement.models import OrganisationYear, Participation, Tally

    from . import stories

    program, year = cycle.program, cycle.survey_year
    numbers = random.Random(1)
    organisations = Organisation.objects.bulk_create(
        [Organisation(name=f"Bench {n}", normalised_name=f"bench {n}") for n in range(ORGANISATIONS)]
    )
    OrganisationYear.objects.bulk_create(
        OrganisationYear(
            program=program, organisation=one, year=known, csrs=numbers.randint(40, 900),
            sectors=["energy", "financial"], channels=["call_center", "website"],
        )
        for one in organisations
        for known in (year, year - 1)
    )  # fmt: skip
    Participation.objects.bulk_create(
        Participation(program=program, organisation=one, year=year, kind="tracking") for one in organisations
    )
    rows = [
        Tally(program=program, organisation=one, **plain) for one in organisations for plain in tallies(year, numbers)
    ]
    Tally.objects.bulk_create(rows, batch_size=2000)
    stories.fill(cycle, organisations)


def tallies(year: int, numbers: random.Random) -> Iterator[dict]:
    """The roll-ups of one organisation."""
    from programs.enums import Metric

    for metric in Metric.values:
        methods = ("online",) if metric.startswith("ex") else ("live", "automated")
        for method in methods:
            for known in (year, year - 1):
                yield {"metric": metric, "level": "site", "year": known, "method": method, **months(80, numbers)}
    for level, people, most in (("csr", CSRS, 5), ("supervisor", SUPERVISORS, 40)):
        for n in range(people):
            for method in ("live", "automated"):
                who = {"level": level, "person": f"{level[0]}{n}"}
                yield {"metric": "world_class", "year": year, "method": method, **who, **months(most, numbers)}


def months(most: int, numbers: random.Random) -> dict[str, list[int]]:
    counts = [numbers.randint(0, most) for _month in range(12)]
    hits = [numbers.randint(n * 3 // 4, n) for n in counts]
    return {"counts": counts, "hits": hits, "n": sum(counts), "top": sum(hits)}


if __name__ == "__main__":
    sys.exit(main())
