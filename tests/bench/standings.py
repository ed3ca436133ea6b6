"""What the standings of all measured awards of a cycle cost, from the roll-ups: `make bench-standings`.

500 organizations with 40 CSRs and 4 supervisors each, surveyed in every metric in two years, stand in the awards of the
program file. Printed are CPU seconds, of the best of three rounds, and the number of queries.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

ORGANISATIONS, CSRS, SUPERVISORS, ROUNDS = 500, 40, 4, 3
LIMIT = float(os.environ.get("BENCH_STANDINGS_LIMIT", "2"))
MOST_QUERIES = 15
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

    from judging.domain import measuring
    from measurement.domain import results
    from programs.models import Cycle

    call_command("migrate", verbosity=0)
    call_command("load_program", PROGRAM, verbosity=0)
    fill(Cycle.objects.select_related("program").get(program__slug="sqm-awards"))
    print(f"\n{ORGANISATIONS:,} organizations, {ORGANISATIONS * CSRS:,} CSRs")
    print(f"{'':<32}{'awards':>8}{'subjects':>10}{'CPU s':>8}{'queries':>9}")
    over = []
    for name, find in (("results", results.of_cycle), ("standings with candidates", measuring.of_cycle)):
        awards, subjects, seconds, queries = cost(find)
        print(f"{name:<32}{awards:>8}{subjects:>10,}{seconds:>8.2f}{queries:>9}")
        if seconds > LIMIT:
            over.append(f"{name}: {seconds:.2f} CPU seconds, at most {LIMIT:g}")
        if queries > MOST_QUERIES:
            over.append(f"{name}: {queries} queries, at most {MOST_QUERIES}")
    print("\nEverything within its limits." if not over else "\n  ".join(["\nOver a limit:", *over]))
    return len(over)


def cost(find: Callable) -> tuple[int, int, float, int]:
    from programs.models import Cycle

    from .meter import counting

    best = None
    for _round in range(ROUNDS):
        cycle = Cycle.objects.select_related("program").get(program__slug="sqm-awards")
        with counting() as counted:
            start = time.process_time()
            found = find(cycle)
            seconds = time.process_time() - start
        one = (len(found), sum(map(len, found.values())), seconds, counted.queries)
        best = one if best is None or seconds < best[2] else best
    return best


def fill(cycle) -> None:
    from accounts.models import Organisation
    from measurement.models import OrganisationYear, Participation, Tally

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
