"""Which column of a file is which of ours: by its name, as it was settled the last time, or as it seems likely."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from operations import clock
from operations.refusal import Refused
from programs.models import Program

from ..models import ColumnMapping, SurveyImport
from ..surveys import formats, refused

LIKELY = 78
SHORTEST = 4  # "id" would be like too much


@dataclass(frozen=True)
class Proposal:
    """`is_sure` where no person need look at it: every column is named as ours, or the header was settled before."""

    mapping: dict[str, str]
    is_sure: bool


def propose(program: Program, kind: str, columns: list[str]) -> Proposal:
    """What the columns of a file probably are."""
    remembered = ColumnMapping.objects.filter(program=program, kind=kind, header_key=header_key(columns)).first()
    if remembered is not None:
        return Proposal(remembered.mapping, True)
    ours = formats.columns_of(kind)
    mapping = formats.guess(kind, columns)
    is_sure = all(formats.plain(mapping.get(one.name, "")) == formats.plain(one.name) for one in ours)
    if not is_sure:
        mapping |= likely([one for one in ours if one.name not in mapping], left_over(columns, mapping))
    return Proposal(mapping, is_sure)


def likely(ours: list[formats.Column], columns: list[str]) -> dict[str, str]:
    """The best pairs first, each column once: by our name and by the other names that it goes by."""
    names = {column: formats.plain(column) for column in columns}
    scored = [
        (score, one.name, column)
        for one in ours
        for called in {formats.plain(name) for name in (one.name, *one.also)}
        if len(called) >= SHORTEST
        for _text, score, column in process.extract(called, names, scorer=likeness, score_cutoff=LIKELY, limit=3)
    ]
    found: dict[str, str] = {}
    for _score, name, column in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if name not in found and column not in found.values():
            found[name] = column
    return found


def likeness(one: str, other: str, *, score_cutoff: float | None = None, **_unused) -> float:
    """0 to 100. All words of the shorter name within the longer come close: "client" and "client name"."""
    return max(fuzz.token_sort_ratio(one, other), 0.95 * fuzz.token_set_ratio(one, other))


def left_over(columns: list[str], mapping: dict[str, str]) -> list[str]:
    """Columns of the file that are none of ours: they are kept with the original and not looked at."""
    used = set(mapping.values())
    return [column for column in columns if column not in used]


def cleaned(survey_import: SurveyImport, typed: dict[str, str]) -> dict[str, str]:
    """A mapping as a person chose it; refused where it names a column twice, one that is not there, or too few."""
    names = {one.name for one in formats.columns_of(survey_import.kind)}
    mapping = {name: column for name, column in typed.items() if name in names and column}
    problems = [
        _("The file has no column “%(column)s”.") % {"column": column}
        for column in mapping.values()
        if column not in survey_import.columns
    ]
    chosen = list(mapping.values())
    problems += [
        _("“%(column)s” cannot be two columns at once.") % {"column": column}
        for column in sorted({one for one in chosen if chosen.count(one) > 1})
    ]
    problems += [
        _("Say which column of the file is “%(name)s”.") % {"name": one.name}
        for one in formats.missing(survey_import.kind, mapping)
    ]
    if problems:
        raise Refused(*problems)
    return mapping


def remember(survey_import: SurveyImport) -> None:
    """The next file with this header needs no person's eye."""
    ColumnMapping.objects.update_or_create(
        program=survey_import.program,
        kind=survey_import.kind,
        header_key=header_key(survey_import.columns),
        defaults={"mapping": survey_import.mapping, "used_at": clock.now()},
    )


def header_key(columns: list[str]) -> str:
    """The same for a file and for the file of its refused rows, which comes back with columns of ours in front."""
    if refused.is_ours(tuple(columns)):
        columns = columns[len(refused.OURS) :]
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()
