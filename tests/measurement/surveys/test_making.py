"""Made-up survey files are right in every row, the same for the same seed, and wrong only where they shall be."""

import hashlib
import shutil
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from openpyxl import Workbook
from polars.testing import assert_frame_equal

from accounts.domain.names import normalised
from measurement import making
from measurement.domain.metrics import POPULATIONS
from measurement.enums import FileKind
from measurement.surveys.formats import columns_of
from programs.enums import Sector

from .files import check

SIZES = {"customers": 3000, "employees": 400, "organisations": 12, "years": [2016, 2017]}


def known(folder) -> dict[str, int]:
    names = pl.read_csv(folder / "organizations.csv")["organization"].unique(maintain_order=True)
    return {normalised(name): n for n, name in enumerate(names, 1)}


def kind_of(path) -> str:
    stem = path.stem.split("-")[0]
    return FileKind.ORGANISATIONS if stem == "organizations" else FileKind(stem)


def test_every_row_of_every_file_is_accepted(tmp_path):
    paths = making.make(tmp_path, **SIZES)

    assert [path.name for path in paths] == [
        "organizations.csv", "participation.csv", "agents.csv",
        "customers-2016.csv", "employees-2016.csv", "customers-2017.csv", "employees-2017.csv",
    ]  # fmt: skip
    for path in paths:
        found = check(path, kind_of(path), organisations=known(tmp_path))
        assert (found.rows_refused, found.problems) == (0, [])
        assert found.rows_accepted > 0
    assert found.years == [2017]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_every_file_is_the_same_as_a_workbook_and_as_parquet(tmp_path, form):
    paths = making.make(tmp_path, **SIZES)
    names = known(tmp_path)

    for path in paths:
        other = as_parquet(path) if form == "parquet" else as_workbook(path)
        plain, found = (check(one, kind_of(path), organisations=names) for one in (path, other))

        assert (found.rows_refused, found.problems) == (0, [])
        assert_frame_equal(rows_of(found), rows_of(plain))


def as_parquet(path: Path) -> Path:
    """With types of its own, as a data department sends it: numbers, days, and categoricals for what recurs."""
    table = pl.read_csv(path, try_parse_dates=True)
    table = table.with_columns(pl.col(pl.String).exclude("survey_id", "response_id").cast(pl.Categorical))
    table.write_parquet(path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


def as_workbook(path: Path) -> Path:
    """As Excel keeps it: days are days, numbers are numbers."""
    table = pl.read_csv(path, try_parse_dates=True)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Surveys")
    for row in (table.columns, *table.iter_rows()):
        sheet.append(row)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def rows_of(found) -> pl.DataFrame:
    return pl.read_parquet(found.accepted).with_columns(pl.col(pl.Categorical).cast(pl.String))


def test_the_same_seed_makes_the_same_files(tmp_path):
    def made(folder: str, seed: int) -> list[str]:
        return [
            hashlib.sha256(path.read_bytes()).hexdigest() for path in making.make(tmp_path / folder, **SIZES, seed=seed)
        ]

    first = made("a", 5)
    assert made("b", 5) == first
    assert not set(made("c", 6)) & set(first)


def test_bad_rows_are_about_as_many_as_asked_for(tmp_path):
    making.make(tmp_path, **SIZES, bad_percent=2)
    found = check(tmp_path / "customers-2017.csv", organisations=known(tmp_path))

    assert found.rows_read == 3000
    assert 30 <= found.rows_refused <= 90
    assert set(found.refused_by_reason) == {
        "survey_id is empty",
        "method is not valid",
        "survey_date is not valid",
        "unknown organization",
        "csr_satisfaction is not valid",
    }
    assert found.unknown_organisations.keys() == {"Nobody Knows Ltd"}


def test_the_smallest_demo_has_somebody_with_enough_surveys_for_every_award(tmp_path):
    """20,000 customers and 16 organizations, as `make run` makes them: samples as the awards ask for them."""
    making.make(tmp_path, customers=20_000, employees=3_500, organisations=16, years=[2016, 2017], seed=2018)
    about = pl.read_csv(tmp_path / "organizations.csv").filter(pl.col("year") == 2017)
    by_sector = about.select("organization", pl.col("sectors").str.split("|")).explode("sectors")
    found = {
        population.kind: counted(
            population,
            check(tmp_path / f"{population.kind}-2017.csv", population.kind, organisations=known(tmp_path)).accepted,
        )
        for population in POPULATIONS
    }
    customers, employees = found[FileKind.CUSTOMERS], found[FileKind.EMPLOYEES]
    assert {metric: n for metric in customers if (n := max(customers[metric].values())) < 400} == {}
    assert max(employees["ex_home"].values()) >= 100
    names = list(known(tmp_path))
    for counts, least, sectors in (
        (customers["fcr"], 400, [one for one in Sector.values if one != "outsourcer"]),
        (employees["ex"], 100, ["telecom_tv", "financial", "energy", "health_care", "outsourcer"]),
    ):
        for sector in sectors:
            theirs = by_sector.filter(pl.col("sectors") == sector)["organization"]
            assert max(counts.get(names.index(normalised(name)) + 1, 0) for name in theirs) >= least, sector


def counted(population, accepted) -> dict[str, dict[int, int]]:
    """Counting surveys of each metric by organization."""
    rows = pl.read_parquet(accepted).filter(population.counts)
    return {
        str(one.metric): dict(rows.filter(one.counts).group_by("organization").len().iter_rows())
        for one in population.metrics
    }


@pytest.mark.parametrize("kind", FileKind.values)
def test_the_example_files_are_right_and_every_column_is_documented(tmp_path, kind):
    docs = settings.BASE_DIR / "docs"
    name = "organizations" if kind == FileKind.ORGANISATIONS else kind
    example = shutil.copy(docs / "surveys" / f"{name}.csv", tmp_path)
    found = check(Path(example), kind, organisations=known(docs / "surveys"))

    assert (found.rows_refused, found.problems) == (0, [])
    assert found.rows_accepted > 2
    documented = (docs / "surveys.md").read_text(encoding="utf-8")
    assert [column.name for column in columns_of(kind) if f"| `{column.name}` |" not in documented] == []
