"""Tallies made anew from the accepted rows of the files in force. Nothing is ever added to a tally or taken from it.

A survey in two files counts once: the file that was taken in later says what it was.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q

from accounts.models import Organisation
from operations import files
from programs.models import Program

from ..enums import AgentRole, FileKind, TallyLevel
from ..models import Stint, Study, SurveyImport, Tally
from .book import Row
from .corrections import each_once
from .metrics import POPULATIONS, Population, Populations, counting_of, populations
from .rollups import COUNTS, HITS, ROW, SUBJECT, rolled_up

SURVEYS = [population.kind for population in POPULATIONS]
COLUMN_OF = {"organization": "organisation_id"}
LISTS = {"counts": COUNTS, "hits": HITS}
SUMS = {"n": COUNTS, "top": HITS}


def renew(program: Program, years: set[int], kinds: Collection[str] = SURVEYS) -> int:
    """Make the tallies of these years anew, in the caller's transaction. Answers how many there are.

    After a file was taken in or withdrawn (its state says so already), `years` are its `years_touched`, and `kinds` may
    name its kind alone: a file of employees changes nothing that customers said.
    """
    found = tallied(program, years, kinds=kinds)
    metrics = [one.metric for population in POPULATIONS if population.kind in kinds for one in population.metrics]
    Tally.objects.filter(program=program, year__in=years, metric__in=metrics).delete()
    write(program, found)
    return found.height


def rows_with(program: Program, years: Iterable[int], extra: SurveyImport | None = None) -> list[Row]:
    """The tallies as they would be with one more file taken in: for a dry run, nothing is written."""
    return as_rows(tallied(program, years, extra))


def years_touched(survey_import: SurveyImport) -> set[int]:
    """The years whose tallies may change when this file is taken in or withdrawn.

    Its own, and those in which other files have the same surveys: a correction may move a survey to another year.
    """
    years = set(survey_import.years)
    if survey_import.kind not in SURVEYS:
        return years
    population = next(one for one in POPULATIONS if one.kind == survey_import.kind)
    with ExitStack() as stack:
        own = scanned(stack, survey_import).select(population.identity)
        for other in in_force(survey_import.program, survey_import.kind):
            if other.pk != survey_import.pk:
                same = scanned(stack, other).join(own, on=population.identity, how="semi")
                years |= set(same.select(pl.col("survey_date").dt.year().unique()).collect().to_series().to_list())
    return years


def tallied(
    program: Program, years: Iterable[int], extra: SurveyImport | None = None, *, kinds: Collection[str] = SURVEYS
) -> pl.DataFrame:
    """All tallies of these years (`rollups.ROW`)."""
    years = sorted(set(years))
    with ExitStack() as stack:
        found = []
        for population in (one for one in counted_in(program) if one.kind in kinds):
            rows = surveys(stack, program, population, extra)
            if rows is not None:
                stints = year_end_teams(program, years) if population.kind == FileKind.CUSTOMERS else None
                found.append(rolled_up(rows, population, years, stints))
        return of_those_known(pl.concat(found)) if found else pl.DataFrame(schema=ROW)


def of_those_known(found: pl.DataFrame) -> pl.DataFrame:
    """Without organisations that were deleted since their rows were accepted."""
    known = Organisation.objects.order_by().values_list("pk", flat=True)
    return found.filter(pl.col("organization").is_in(pl.Series(list(known), dtype=pl.Int64).implode()))


def counted_in(program: Program) -> Populations:
    """Which rows count in this program, as its study is set (S52)."""
    study = Study.objects.filter(program=program).first() or Study()
    return populations(only_random=study.only_random, only_representative=study.only_representative)


def surveys(
    stack: ExitStack, program: Program, population: Population, extra: SurveyImport | None = None
) -> pl.LazyFrame | None:
    """The accepted rows of all files in force, each survey once. `file` is the import's key."""
    imports = in_force(program, population.kind)
    if extra is not None and extra.kind == population.kind:
        imports = [*(one for one in imports if one.pk != extra.pk), extra]
    if not imports:
        return None
    frames = each_once([scanned(stack, one) for one in imports], population.identity)
    return pl.concat(frames, how="vertical_relaxed")


def in_force(program: Program, kind: str) -> list[SurveyImport]:
    """In the order in which a later file corrects an earlier one."""
    return list(SurveyImport.objects.in_force().filter(program=program, kind=kind))


def scanned(stack: ExitStack, survey_import: SurveyImport) -> pl.LazyFrame:
    path = stack.enter_context(on_this_machine(survey_import.accepted))
    return pl.scan_parquet(path).with_columns(file=pl.lit(survey_import.pk, pl.Int64))


@contextmanager
def on_this_machine(stored: str) -> Iterator[Path]:
    """A stored file as a path, copied first when the store is elsewhere."""
    try:
        path = Path(default_storage.path(stored))
    except NotImplementedError:
        with files.open(stored) as file, tempfile.NamedTemporaryFile(suffix=".parquet") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
    else:
        yield path


def year_end_teams(program: Program, years: Iterable[int]) -> pl.DataFrame:
    """Whose team each CSR was in on December 31: organisation, csr_id, year, supervisor (S12)."""
    stints = Stint.objects.filter(agent__program=program, agent__role=AgentRole.CSR).exclude(supervisor="")
    names = ("agent__organisation_id", "agent__number", "supervisor")
    schema = {"organization": pl.Int64, "csr_id": pl.String, "supervisor": pl.String}
    found = [pl.DataFrame(schema={**schema, "year": pl.Int32})]
    for year in years:
        last = date(year, 12, 31)
        there = stints.filter(Q(until=None) | Q(until__gte=last), since__lte=last).order_by("since", "pk")
        rows = pl.DataFrame(list(there.values_list(*names)), schema=schema, orient="row")
        found.append(rows.with_columns(year=pl.lit(year, pl.Int32)))
    return pl.concat(found).unique(["organization", "csr_id", "year"], keep="last", maintain_order=True)


# --- Writing and reading ---


def write(program: Program, found: pl.DataFrame) -> None:
    """Straight into the table: it is a hundred thousand rows for a full year."""
    subject = [pl.col(name).alias(COLUMN_OF.get(name, name)) for name in SUBJECT]
    numbers = [pl.format("[{}]", pl.concat_str(months, separator=",")).alias(name) for name, months in LISTS.items()]
    sums = [pl.sum_horizontal(months).alias(name) for name, months in SUMS.items()]
    in_order = ("year", "metric", "level", "organization", "site", "person", "method")  # as the unique index has them
    plain = found.sort(in_order).select(pl.lit(program.pk).alias("program_id"), *subject, *numbers, *sums)
    table, names = connection.ops.quote_name(Tally._meta.db_table), ", ".join(plain.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.BytesIO()
            plain.write_csv(text, include_header=False, quote_style="always")
            text.seek(0)
            cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv)", text)
        else:
            marks = ", ".join(["%s"] * plain.width)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain.rows())  # nosec B608: our names


def as_rows(found: pl.DataFrame) -> list[Row]:
    size = len(SUBJECT)
    return [Row(*plain[:size], plain[size : size + 12], plain[size + 12 :]) for plain in found.select(list(ROW)).rows()]


class Traced(NamedTuple):
    """One accepted row behind a tally: the import's key, the row's number in its file, and whether it is a hit."""

    survey_import: int
    row: int
    survey_id: str
    day: date
    hit: bool


def trace(
    program: Program,
    *,
    year: int,
    metric: str,
    level: str,
    organisation: int,
    site: str | None = "",
    person: str = "",
    method: str = "",
) -> list[Traced]:
    """The surveys behind a tally. `site` None: of all sites; `method` "": however they were made."""
    population, counting = counting_of(metric, counted_in(program))
    with ExitStack() as stack:
        rows = surveys(stack, program, population)
        if rows is None:
            return []
        wanted = (
            population.counts
            & counting.counts
            & (pl.col("organization") == organisation)
            & (pl.col("survey_date").dt.year() == year)
        )
        if method:
            wanted &= pl.col("method") == method
        if level == TallyLevel.SITE and site is not None:
            wanted &= pl.col("site").cast(pl.String).fill_null("") == site
        elif level == TallyLevel.CSR:
            wanted &= pl.col("csr_id") == person
        elif level == TallyLevel.SUPERVISOR:
            wanted &= pl.col("supervisor_id") == person
        elif level == TallyLevel.SUPERVISOR_YEAR_END:
            teams = year_end_teams(program, [year]).filter(pl.col("supervisor") == person)
            rows = rows.with_columns(pl.col("csr_id").cast(pl.String)).join(
                teams.lazy().select("organization", "csr_id"), on=["organization", "csr_id"], how="semi"
            )
        hit = counting.hits.fill_null(False).alias("hit")
        found = rows.filter(wanted.fill_null(False)).select("file", "row", population.identity, "survey_date", hit)
        return [Traced(*plain) for plain in found.sort("survey_date", "file", "row").collect().iter_rows()]
