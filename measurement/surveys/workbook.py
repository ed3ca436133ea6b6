"""XLSX: looked at as an archive before anything of it is unpacked, then a sheet of it as CSV."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from .formats import FEWEST_KNOWN, HEAD_AMONG, names_known
from .refusals import Unreadable

MEMBERS = 1000
LOOKED_AT = 1024 * 1024
UNPACKED = 1_200 * 1024 * 1024
RATIO = 120  # a sheet of surveys packs to a tenth or twentieth
SMALL = 10 * 1024 * 1024


def as_csv(path: Path, folder: Path) -> tuple[Path, list[str]]:
    """The sheet of surveys, as UTF-8 CSV, and what to say about the workbook."""
    import fastexcel  # large, and only for workbooks

    look_inside(path)
    try:
        workbook = fastexcel.read_excel(path)
        names = workbook.sheet_names
        sheets = (workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string") for name in names)
        name, table = chosen((one.name, one.to_polars()) for one in sheets if one.visible == "visible")
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError, ValueError) as error:
        raise Unreadable(
            _("This workbook is damaged: it cannot be opened. Please save it once more, or as CSV.")
        ) from error
    if not table.height:
        raise Unreadable(_("The file is empty."))
    copy = folder / "sheet.csv"
    with copy.open("wb") as file:
        blank = table.select(pl.all_horizontal(pl.all().is_null())).to_series().to_list()
        lead = blank.index(False) if False in blank else len(blank)
        file.write(b"\n" * lead)  # so that rows keep their numbers
        table.slice(lead).write_csv(file, include_header=False)
    notes = []
    if len(names) > 1:
        notes.append(_("The workbook has %(n)d sheets; “%(name)s” was read.") % {"n": len(names), "name": name})
    return copy, notes


def chosen(sheets: Iterable[tuple[str, pl.DataFrame]]) -> tuple[str, pl.DataFrame]:
    """The first sheet in which column names stand that we know; else the first one."""
    first = None
    for name, table in sheets:
        first = first or (name, table)
        if any(names_known(row) >= FEWEST_KNOWN for row in table.head(HEAD_AMONG).iter_rows()):
            return name, table
    if first is None:
        raise Unreadable(_("This workbook has no sheet that can be seen."))
    return first


def counts_from_1904(path: Path) -> bool:
    """Whether its numbers of days begin in 1904, as those of old Macintosh workbooks do."""
    with zipfile.ZipFile(path) as archive, suppress(KeyError), archive.open("xl/workbook.xml") as told:
        return re.search(rb'date1904="(1|true)"', told.read(LOOKED_AT)) is not None
    return False


def look_inside(path: Path) -> None:
    """Refuses what is no workbook, and what would unpack to more than a workbook of surveys does."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable(
            _("This workbook is damaged: it cannot be opened. Please save it once more, or as CSV.")
        ) from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise Unreadable(
            _("This archive is no workbook. Please unpack it and upload the CSV, XLSX or Parquet file in it.")
        )
    declared, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
    overlapping = packed > path.stat().st_size
    if (
        len(members) > MEMBERS
        or declared > UNPACKED
        or overlapping
        or (declared > SMALL and declared > RATIO * max(1, packed))
        or any(member.flag_bits & 1 for member in members)
    ):
        raise Unreadable(
            _("This workbook unpacks to far more than surveys need, or is locked by a password. Please save it as CSV.")
        )
