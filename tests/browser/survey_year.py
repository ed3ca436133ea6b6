"""A year of survey files for a story, as a vendor sends them: every figure can be worked out by hand, six rows are wrong.

Cedar Bank has 520 CSRs in teams of ten. The first 500 have 25 live interviews each, in 22 of which the customer is very
satisfied and the call resolved (88 %). The five of them whose last rows are refused have fewer until those are mended.
The next ten (team 51) have 24 interviews each, all good: one short of 25. The last ten (team 52) have 25 with 21 good:
84 %, under the bar. Teams 1 to 50 are at 220 of 250, team 51 at 240 of 240, team 52 at 210 of 250.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from measurement.making.names import FIRST_NAMES, LAST_NAMES
from tests.measurement.survey_files import (
    AGENTS,
    CUSTOMERS,
    ORGANISATIONS,
    agents,
    customers,
    organisations,
    participation,
)

YEAR = 2017
CEDAR, TYPO = "Cedar Bank", "Ceder Bank"
CERTIFIED, ONE_SHORT, UNDER = 500, 10, 10
TEAM = 10
LEADS = 600
"""Supervisors take the names from here on."""
OTHERS = {"Prairie Energy": (400, 320), "Northfield Energy": (410, 300), "Lakeshore Energy": (388, 380)}
"""Live interviews, and in how many the first call resolved."""
EMPLOYEES = "response_id,organization,site,employee_id,role,survey_date,method,satisfaction,work_from_home"
WRONG = {
    "csr_satisfaction": ("7", "3"),
    "survey_date": ("2017-02-30", "2017-02-28"),
    "method": ("carrier pigeon", "live"),
    "channel": ("smoke signal", "call_center"),
    "call_resolved": ("maybe", "no"),
}
"""Columns, what stands there in one row each, and what it should have been."""
SPOILED = tuple(range(CERTIFIED - 4, CERTIFIED + 1))
"""The CSRs whose last row is wrong: each is one interview short until it is mended."""


def number(csr: int) -> str:
    return f"C-{csr:03d}"


def name(csr: int) -> str:
    """No two CSRs have the same."""
    first = FIRST_NAMES[csr % len(FIRST_NAMES)]
    return f"{first} {LAST_NAMES[(csr // len(FIRST_NAMES) * 7 + csr) % len(LAST_NAMES)]}"


def supervisor(csr: int) -> str:
    return f"T-{(csr - 1) // TEAM + 1:02d}"


def everybody() -> range:
    return range(1, CERTIFIED + ONE_SHORT + UNDER + 1)


def interviews(csr: int) -> tuple[int, int]:
    """How many, and how many good ones."""
    if csr <= CERTIFIED:
        return 25, 22
    return (24, 24) if csr <= CERTIFIED + ONE_SHORT else (25, 21)


def row(survey: str, organisation: str, csr: str, team: str, at: int, *, is_good: bool) -> dict[str, str]:
    """One live call, spread over the year by its place among its kind."""
    yes, five = ("yes", "5") if is_good else ("no", "3")
    day = f"{YEAR}-{at % 12 + 1:02d}-{at // 12 % 28 + 1:02d}"
    cells = (survey, organisation, "", csr, team, day, "live", "call_center", "call_center", "call", "no",
             yes, yes, yes, five, five, "yes", "yes")  # fmt: skip
    return dict(zip(CUSTOMERS.split(","), cells, strict=True))


def rows() -> Iterator[dict[str, str]]:
    for csr in everybody():
        count, good = interviews(csr)
        for at in range(count):
            named = TYPO if (csr, at) == (1, 0) else CEDAR
            yield row(f"{number(csr)}-{at:02d}", named, number(csr), supervisor(csr), at, is_good=at < good)
    for name_, (count, good) in OTHERS.items():
        for at in range(count):
            yield row(f"{name_[:4]}-{at:03d}", name_, "", "", at, is_good=at < good)


def customer_file() -> bytes:
    """With one wrong value in the last row of five CSRs, each in another column."""
    faults = {f"{number(csr)}-24": fault for csr, fault in zip(SPOILED, WRONG.items(), strict=True)}
    lines = []
    for each in rows():
        if each["survey_id"] in faults:
            column, (wrong, _right) = faults[each["survey_id"]]
            each[column] = wrong
        lines.append(",".join(each.values()))
    return customers(*lines)


def mended(refused: str) -> bytes:
    """The file of refused rows, put right where it says that something is wrong; its own columns stay in it."""
    table = csv.DictReader(io.StringIO(refused.removeprefix("\ufeff")))
    target = io.StringIO()
    out = csv.DictWriter(target, table.fieldnames or [])
    out.writeheader()
    for line in table:
        wrong, right = WRONG[line["column"]]
        assert line["value"] == line[line["column"]] == wrong
        out.writerow({**line, line["column"]: right})
    return target.getvalue().encode()


def organisation_file() -> bytes:
    """Headcounts, sectors and channels; seven columns of volumes that nobody fills in."""
    blanks = "," * (len(ORGANISATIONS.split(",")) - 7)
    lines = [f"{CEDAR},{YEAR},520,560,60,banking,call_center{blanks}"]
    lines += [f"{one},{YEAR},90,100,0,energy,call_center{blanks}" for one in OTHERS]
    return organisations(*lines)


def participation_file() -> bytes:
    return participation(*(f"{one},{YEAR},benchmarking" for one in (CEDAR, *OTHERS)))


def agent_file() -> bytes:
    begin = f"{YEAR}-01-01"
    teams = sorted({supervisor(csr) for csr in everybody()})
    lines = [f"{CEDAR},{one},supervisor,{name(LEADS + at)},,,Austin,{begin}," for at, one in enumerate(teams, 1)]
    lines += [f"{CEDAR},{number(csr)},csr,{name(csr)},,{supervisor(csr)},Austin,{begin}," for csr in everybody()]
    assert len(set(lines)) == len(lines) and AGENTS.count(",") == lines[0].count(",")
    return agents(*lines)


def employee_file() -> bytes:
    """Cedar Bank: 200 CSRs answered online, 120 of them with a 5."""
    lines = [
        f"E-{at:03d},{CEDAR},Austin,{at},csr,{YEAR}-05-{at % 28 + 1:02d},online,{5 if at < 120 else 3},no"
        for at in range(200)
    ]
    return "\n".join([EMPLOYEES, *lines, ""]).encode()
