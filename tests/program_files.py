"""The program files of this repository as plans: each is read once for all tests, and everybody gets a copy."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path

from desk.domain.submissions import submissions_of
from programs.domain.loading import apply
from programs.domain.plans import Plan
from programs.domain.reading import read
from programs.models import Cycle

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "programs"
ICMI, CERTIFICATION, SQM = (FOLDER / f"{name}.yaml" for name in ("icmi-awards", "icmi-certification", "sqm-awards"))


@cache
def as_read(file: Path) -> Plan:
    return read(file.read_text(), name=file.name)


def plan(file: Path) -> Plan:
    return deepcopy(as_read(file))


def loaded(file: Path) -> Cycle:
    return apply(plan(file), submissions_of=submissions_of).cycle
