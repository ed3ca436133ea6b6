"""What a year of surveys costs beside DuckDB's bare read-and-group of the same file, in one run: `make bench-surveys`.

Every step runs in a process of its own, in turn with the others; printed are medians of the rounds. Compared is CPU, the
database server's with it: seconds of time say more about what else a machine is doing. "Bare" reads the CSV
and groups it by organization, site, CSR, supervisor, channel and month with two sums; it checks nothing and writes nothing.
Ours reads, validates, writes refused rows, finds duplicates, writes Parquet, adds up and writes the tallies. Compressing
the original counts apart. The row-by-row import is measured on a sample and extrapolated.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CUSTOMERS = int(os.environ.get("BENCH_SURVEYS", "1500000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
ORM_SAMPLE = int(os.environ.get("BENCH_ORM_ROWS", "3000"))
MOST_OF_BARE, LEAST_OF_ORM, MOST_OF_FILE = 2.5, 25, 4
LEAST_MEMORY = 400_000_000  # what Python, Django and Polars take for the smallest file
YEAR = 2017


def main() -> None:
    from tests.services.servers import Postgres

    folder = Path(tempfile.mkdtemp(prefix="awards-bench-surveys-"))
    postgres = Postgres().start()
    try:
        databases = {"SQLite": f"sqlite:///{folder / 'bench.sqlite3'}", "PostgreSQL": postgres.url}
        sys.exit(run(folder, databases, postgres.process.pid))
    finally:
        postgres.stop()


def run(folder: Path, databases: dict[str, str], server: int) -> int:
    step("make", folder, databases["SQLite"])
    for url in databases.values():
        step("prepare", folder, url)
    size = (folder / f"customers-{YEAR}.csv").stat().st_size
    print(f"{CUSTOMERS:,} customer surveys, {size / 1e6:.0f} MB, 1 % of the rows wrong; {ROUNDS} rounds", flush=True)
    rounds: dict[str, list[dict]] = {}
    for _round in range(ROUNDS):
        rounds.setdefault("bare", []).append(step("bare", folder, databases["SQLite"]))
        for name, url in databases.items():
            before = spent_by_children(server)
            one = step("ours", folder, url)
            one["cpu"] += spent_by_children(server) - before
            rounds.setdefault(name, []).append(one)
    rows_by_rows = {name: step("orm", folder, url)["seconds"] for name, url in databases.items()}
    packing = step("pack", folder, databases["SQLite"])["seconds"]
    return show(rounds, rows_by_rows, packing, size)


def spent_by_children(pid: int) -> float:
    """CPU seconds of the processes that a server started and that ended."""
    time.sleep(0.2)  # until it has noticed the last one's end
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def step(name: str, folder: Path, url: str) -> dict:
    """One step in a fresh process."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.surveys", name, folder],
        env={**os.environ, "AWARDS_VAR_DIR": str(folder), "DATABASE_URL": url, "REDIS_URL": ""}
        | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1])


def show(rounds: dict[str, list[dict]], rows_by_rows: dict[str, float], packing: float, size: int) -> int:
    """The table; how many limits were passed over is the exit code."""

    def middle(name: str, what: str) -> float:
        return statistics.median(one[what] for one in rounds[name])

    bare, over = middle("bare", "seconds"), []
    print(f"\n{'':<40}{'CPU s':>8}{'of bare':>9}{'seconds':>9}{'of bare':>9}{'memory':>9}{'of file':>9}")
    print(f"{'DuckDB, bare read and group':<40}{middle('bare', 'cpu'):>8.2f}{1:>8.1f}x{bare:>9.2f}{1:>8.1f}x")
    for name in rows_by_rows:
        cpu, whole, memory = middle(name, "cpu"), middle(name, "seconds"), middle(name, "memory")
        ratio, in_time = (
            statistics.median(
                ours[what] / plain[what] for ours, plain in zip(rounds[name], rounds["bare"], strict=True)
            )
            for what in ("cpu", "seconds")
        )
        print(
            f"{f'ours, into {name}':<40}{cpu:>8.2f}{ratio:>8.1f}x{whole:>9.2f}{in_time:>8.1f}x"
            f"{memory / 1e6:>6.0f} MB{memory / size:>8.1f}x"
        )
        for part in ("check", "renew"):
            print(f"{f'  of that {part}':<57}{middle(name, part):>9.2f}{middle(name, part) / bare:>8.1f}x")
        orm = rows_by_rows[name]
        print(f"{'  row by row through the ORM':<57}{orm:>9.0f}{orm / bare:>8.0f}x   (from {ORM_SAMPLE:,} rows)")
        print(f"{'  ours is faster by':<57}{'':>9}{orm / whole:>8.0f}x")
        if ratio > MOST_OF_BARE:
            over.append(f"{name}: {ratio:.2f}x of bare, at most {MOST_OF_BARE}x")
        if orm / whole < LEAST_OF_ORM:
            over.append(f"{name}: {orm / whole:.0f}x faster than the ORM, at least {LEAST_OF_ORM}x")
        if memory > max(MOST_OF_FILE * size, LEAST_MEMORY):
            over.append(f"{name}: memory {memory / size:.1f}x of the file, at most {MOST_OF_FILE}x")
    print(f"{'compressing the original':<57}{packing:>9.2f}{packing / bare:>8.1f}x\n")
    print("Everything within its limits." if not over else "Over a limit:", *over, sep="\n  ")
    return len(over)


# --- The steps, each in its own process ---


def make(folder: Path) -> dict:
    from measurement import making

    organisations = 500 if CUSTOMERS >= 100_000 else 20
    sizes = {"customers": CUSTOMERS, "employees": 25_000, "organisations": organisations}
    making.make(folder, **sizes, years=[YEAR], bad_percent=1)
    return {}


def prepare(folder: Path) -> dict:
    """A database with the organisations, and with the teams of all CSRs."""
    import polars as pl
    from django.core.management import call_command

    from accounts.models import Organisation
    from measurement.models import Agent, Stint
    from programs.models import Program

    call_command("migrate", verbosity=0)
    program = Program.objects.create(slug="bench", name="Bench")
    names = pl.read_csv(folder / "organizations.csv")["organization"].unique(maintain_order=True)
    for name in names:
        Organisation.objects.create(name=name)
    known = dict(Organisation.objects.values_list("name", "pk"))
    rows = pl.read_csv(folder / "agents.csv", infer_schema=False).filter(pl.col("role") == "CSR").to_dicts()
    first = {(row["organization"], row["csr_id"]): row for row in rows}
    agents = Agent.objects.bulk_create(
        [Agent(program=program, organisation_id=known[one], number=number) for one, number in first], batch_size=5000
    )
    by_key = dict(zip(first, agents, strict=True))
    Stint.objects.bulk_create(
        [
            Stint(
                agent=by_key[row["organization"], row["csr_id"]], supervisor=row["supervisor_id"],
                since=row["from"], until=row["to"] or None,
            )
            for row in rows
        ],
        batch_size=5000,
    )  # fmt: skip
    return {}


def known_organisations() -> dict[str, int]:
    from accounts.domain.names import normalised
    from accounts.models import Organisation

    return {normalised(name): pk for name, pk in Organisation.objects.values_list("name", "pk")}


def bare(folder: Path) -> dict:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {os.cpu_count()}")
    with timed() as spent:
        connection.execute(
            """
            SELECT organization, site, csr_id, supervisor_id, channel, month(try_cast(survey_date AS date)) AS month,
                   count(*), count(*) FILTER (overall_satisfaction = '5'),
                   count(*) FILTER (csr_satisfaction = '5' AND call_resolved = 'yes')
            FROM read_csv(?, ignore_errors = true) GROUP BY ALL
            """,
            [str(folder / f"customers-{YEAR}.csv")],
        ).fetchall()
    return spent


def ours(folder: Path) -> dict:
    from django.db import transaction
    from django.utils import timezone

    from measurement import surveys
    from measurement.domain import tallying
    from measurement.enums import FileKind, ImportState
    from measurement.models import SurveyImport, Tally
    from operations import files
    from programs.models import Program

    SurveyImport.objects.all().delete()
    Tally.objects.all().delete()
    program, known = Program.objects.get(slug="bench"), known_organisations()
    out = folder / "out"
    out.mkdir(exist_ok=True)
    with timed() as spent:
        start = time.perf_counter()
        path = folder / f"customers-{YEAR}.csv"
        found = surveys.check(
            path, kind=FileKind.CUSTOMERS, file_name=path.name, mapping={}, organisations=known, folder=out
        )
        checked = time.perf_counter()
        with transaction.atomic(), found.accepted.open("rb") as file:
            from django.core.files import File

            one = SurveyImport.objects.create(
                program=program, kind=FileKind.CUSTOMERS, state=ImportState.TAKEN, file_name=path.name,
                accepted=files.save(File(file), folder="surveys").path, years=found.years, taken_at=timezone.now(),
            )  # fmt: skip
            tallying.renew(program, tallying.years_touched(one))
    assert 0.98 * CUSTOMERS < found.rows_accepted < CUSTOMERS and Tally.objects.exists()
    return spent | {"check": checked - start, "renew": spent["seconds"] - (checked - start)}


def orm(folder: Path) -> dict:
    """Each row cleaned and saved by itself, in one transaction; seconds for all rows, from a sample."""
    import csv
    import itertools
    from datetime import date

    from django.db import connection, models, transaction

    from measurement.enums import FileKind
    from measurement.surveys.formats import columns_of
    from measurement.surveys.values import Bad, reader_of

    columns = columns_of(FileKind.CUSTOMERS)
    known = known_organisations()
    readers = {one.name: reader_of(one, organisations=known, sites={}, today=date.today()) for one in columns}
    fields = {one.name: models.CharField(max_length=120, null=True) for one in columns}
    fields |= {"survey_id": models.CharField(max_length=80, unique=True), "__module__": __name__}
    fields["Meta"] = type("Meta", (), {"app_label": "measurement"})
    survey = type("BenchSurvey", (models.Model,), fields)
    with connection.schema_editor() as editor:
        editor.create_model(survey)
    with (folder / f"customers-{YEAR}.csv").open(newline="") as file, timed() as spent, transaction.atomic():
        for row in itertools.islice(csv.DictReader(file), ORM_SAMPLE):
            try:
                values = {name: read(row[name]) if row[name] else None for name, read in readers.items()}
            except Bad:
                continue
            if values["survey_id"]:
                survey.objects.create(**values)
    with connection.schema_editor() as editor:
        editor.delete_model(survey)
    return {"seconds": spent["seconds"] * CUSTOMERS / ORM_SAMPLE}


def pack(folder: Path) -> dict:
    import gzip
    import shutil

    original, packed = folder / f"customers-{YEAR}.csv", folder / "original.gz"
    with timed() as spent, original.open("rb") as file, gzip.open(packed, "wb", compresslevel=1) as out:
        shutil.copyfileobj(file, out, 1 << 20)
    return spent


class timed(dict):
    """What its block takes: seconds, CPU of this process, and the most memory that the process ever had."""

    def __enter__(self) -> timed:
        self.start, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *error) -> None:
        self["seconds"] = time.perf_counter() - self.start
        self["cpu"] = time.process_time() - self.cpu
        self["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def one_step(name: str, folder: Path) -> None:
    import django

    django.setup()
    steps = {one.__name__: one for one in (make, prepare, bare, ours, orm, pack)}
    print(json.dumps(dict(steps[name](folder))))


if __name__ == "__main__":
    one_step(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 2 else main()
