"""Surveys of a file that other files in force have too: taking it in replaces them, and that is told before."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

import polars as pl
from django.utils.translation import ngettext

from accounts.models import Organisation

from ..models import SurveyImport
from . import tallying
from .metrics import POPULATIONS


@dataclass
class Overlap:
    """Rows of other files with the same number; `strange` are of another organization there, `some` is one of them."""

    rows: int = 0
    strange: int = 0
    some: tuple[str, int, int] | None = None


def told(survey_import: SurveyImport) -> list[str]:
    """In sentences. Where two organizations each count their surveys from 1, the later file would replace the earlier."""
    found = of(survey_import)
    if not found.rows:
        return []
    sentences = [
        ngettext(
            "One survey stands in another file already; taking this one in replaces it.",
            "%(n)d surveys stand in other files already; taking this one in replaces them.",
            found.rows,
        )
        % {"n": found.rows}
    ]
    if found.some:
        number, here, there = found.some
        names = Organisation.objects.in_bulk([here, there])
        sentences.append(
            ngettext(
                "One of them is of another organization there: “%(number)s” is of %(here)s here and of %(there)s there."
                " If these are two surveys, give each its own number first.",
                "%(n)d of them are of other organizations there: “%(number)s”, for one, is of %(here)s here and of"
                " %(there)s there. If these are other surveys, give each its own number first.",
                found.strange,
            )
            % {"n": found.strange, "number": number, "here": names.get(here, here), "there": names.get(there, there)}
        )
    return sentences


def of(survey_import: SurveyImport) -> Overlap:
    population = next((one for one in POPULATIONS if one.kind == survey_import.kind), None)
    found = Overlap()
    if population is None:
        return found
    identity = population.identity
    with ExitStack() as stack:
        own = tallying.scanned(stack, survey_import).select(identity, here="organization")
        for other in tallying.in_force(survey_import.program, survey_import.kind):
            if other.pk == survey_import.pk:
                continue
            theirs = tallying.scanned(stack, other).select(identity, there="organization")
            both = own.join(theirs, on=identity).collect(engine="streaming")
            strange = both.filter(pl.col("here") != pl.col("there"))
            found.rows += both.height
            found.strange += strange.height
            if strange.height and found.some is None:
                found.some = strange.sort(identity).row(0)
    return found
