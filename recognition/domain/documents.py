"""Certificates and plaques as files: what is due, made one by one, and the ZIP of a whole batch.

Each document is a row first. A row is filled once, by whoever claims it, so a batch that was killed
goes on where it stopped and makes nothing twice.
"""

from __future__ import annotations

import copy
import csv
import io
import zipfile
from collections.abc import Iterable
from tempfile import TemporaryFile

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from accounts.models import User
from operations import clock, files
from operations.codes import grouped, new_code
from operations.domain import audit, jobs
from operations.enums import JobState
from operations.models import Job
from programs.enums import PlacingKind
from programs.models import Category, Cycle, Placing

from ..enums import DocumentKind, DocumentState
from ..errors import RecognitionError
from ..models import Document, Honour
from . import waves

FOLDER = "documents"
EPOCH = (1980, 1, 1, 0, 0, 0)


def request(scope: Cycle | Category | Honour, *, by: User | None) -> Job:
    """Ask for the documents of a cycle, a category or one honour as one job with progress.

    Asked again while that job waits or runs, it is the same job.
    """
    kind = scope._meta.model_name
    prefix = f"documents:{kind}:{scope.pk}:"
    finished = Job.objects.filter(key__startswith=prefix).exclude(state__in=[JobState.DUE, JobState.RUNNING]).count()
    return jobs.enqueue(
        "render_documents", key=f"{prefix}{finished}", payload={kind: scope.pk}, program=_program_slug(scope), by=by
    )


def renew(honour: Honour, *, by: User | None) -> Job | None:
    """Make the documents of a changed honour anew, if there were any."""
    if not honour.documents.exists():
        return None
    return jobs.enqueue(
        "render_documents",
        key=f"documents:renew:{honour.code}:{honour.version}",
        payload={"honour": honour.pk},
        program=honour.category.cycle.program.slug,
        by=by,
    )


def renew_all(honours: Iterable[Honour], *, program: str) -> Job | None:
    """The same for several at once, as one job: only for those that had documents."""
    printed = sorted(set(Document.objects.filter(honour__in=list(honours)).values_list("honour", flat=True)))
    if not printed:
        return None
    return jobs.enqueue(
        "render_documents", key=f"documents:renewed:{new_code()}", payload={"honours": printed}, program=program
    )


def name_known(category: Category, honours: Iterable[Honour]) -> Job | None:
    """Documents of these become due, since their names were confirmed; made at once where the others were asked for."""
    honours = list(honours)
    prepare(honours)
    asked = Job.objects.filter(key__startswith=f"documents:cycle:{category.cycle_id}:")
    asked |= Job.objects.filter(key__startswith=f"documents:category:{category.pk}:")
    if not honours or not asked.exists():
        return None
    return jobs.enqueue(
        "render_documents",
        key=f"documents:named:{category.pk}:{new_code()}",
        payload={"honours": [honour.pk for honour in honours]},
        program=_program_slug(category),
    )


def scope_of(payload: dict) -> QuerySet[Honour]:
    """The standing honours that a job's payload names, in the order of the ceremony.

    Nothing is printed for a name that nobody has confirmed.
    """
    honours = Honour.objects.standing().named()
    honours = honours.select_related(
        "category__cycle__program", "placing", "appears_as", "candidate", "decided__decision", "certified_by"
    )
    if "honours" in payload:
        return honours.filter(pk__in=payload["honours"])
    if "honour" in payload:
        return honours.filter(pk=payload["honour"])
    if "category" in payload:
        return honours.filter(category=payload["category"])
    return honours.filter(category__cycle=payload["cycle"])


def kinds_for(placing: Placing) -> list[str]:
    """A certificate for everyone; a plaque for winners and wherever the placing promises one, in its size."""
    promised = {str(item.get("kind", "")) for item in placing.recognitions}
    if any("larger_plaque" in kind for kind in promised):
        return [DocumentKind.CERTIFICATE, DocumentKind.LARGER_PLAQUE]
    plaque = placing.kind == PlacingKind.WINNER or any("plaque" in kind for kind in promised)
    return [DocumentKind.CERTIFICATE, DocumentKind.PLAQUE] if plaque else [DocumentKind.CERTIFICATE]


def placings_of(honour: Honour) -> list[Placing]:
    """What it is printed as: its placing, and the one it is shown as until then."""
    return [honour.placing, honour.appears_as] if honour.appears_as else [honour.placing]


def prepare(honours: Iterable[Honour]) -> list[Document]:
    """The rows of what these honours get in their present version; those missing are made, as due."""
    honours = list(honours)
    wanted = [
        Document(honour=honour, placing=placing, kind=kind, version=honour.version)
        for honour in honours
        for placing in placings_of(honour)
        for kind in kinds_for(placing)
    ]
    Document.objects.bulk_create(wanted, ignore_conflicts=True)
    known = {honour.pk: honour for honour in honours}
    places = {_place(row): place for place, row in enumerate(wanted)}
    rows = [
        row for row in Document.objects.filter(honour__in=honours).select_related("placing") if _place(row) in places
    ]
    for row in rows:
        row.honour = known[row.honour_id]
        row.placing.category = row.honour.category
    return sorted(rows, key=lambda row: places[_place(row)])


def _place(row: Document) -> tuple:
    return (row.honour_id, row.placing_id, row.kind, row.version)


def as_printed(document: Document) -> Honour:
    """The honour as this file says it: for its placing, and without the jury's sentence where that would tell."""
    printed = copy.copy(document.honour)
    printed._state = copy.copy(printed._state)
    printed._state.fields_cache = dict(printed._state.fields_cache)
    printed.placing = document.placing
    if waves.lends_itself(document.placing):
        printed.citation = ""
    return printed


def make(document: Document) -> Document:
    """Render one document and fill its row. Who comes second finds it ready and throws the work away."""
    from ..documents import render

    if document.state == DocumentState.READY:
        return document
    path, sha256, size = files.save(render(as_printed(document), document.kind), folder=FOLDER, suffix=".pdf")
    waiting = Document.objects.filter(pk=document.pk).exclude(state=DocumentState.READY)
    with transaction.atomic():
        claimed = waiting.update(state=DocumentState.READY, path=path, sha256=sha256, size=size, made_at=clock.now())
    if not claimed:
        files.delete(path)
    document.refresh_from_db(fields=["state", "path", "sha256", "size", "made_at"])
    return document


def run(payload: dict, progress) -> dict:
    """The batch: every document that is due, then (for more than one honour) the ZIP for the administrator."""
    honours = list(scope_of(payload))
    rows = prepare(honours)
    waiting = [row for row in rows if row.state != DocumentState.READY]
    progress.start(len(rows), done=len(rows) - len(waiting))
    made = 0
    for row in waiting:
        try:
            make(row)
            made += 1
        except RecognitionError as refusal:
            Document.objects.filter(pk=row.pk).update(state=DocumentState.FAILED)
            progress.error(row.honour.name_as_printed, str(refusal))
        progress.advance()
    result = {"documents": len(rows), "made": made}
    if honours and not {"honour", "honours"} & payload.keys():
        result["zip"] = bundle(rows)
    return result


def bundle(rows: Iterable[Document]) -> str:
    """All ready documents in one ZIP: file names in plain ASCII and in order, real names in the manifest."""
    manifest = io.StringIO()
    table = csv.writer(manifest, quoting=csv.QUOTE_ALL)
    table.writerow(["file", "code", "category", "placing", "name", "organisation", "version", "sha256"])
    with TemporaryFile() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for place, row in enumerate(rows, start=1):
                if row.state != DocumentState.READY:
                    continue
                name = f"{place:04d}-{ascii_name(row)}.pdf"
                with files.open(row.path) as source:
                    archive.writestr(zipfile.ZipInfo(name, EPOCH), source.read())
                table.writerow([plain(cell) for cell in (name, *_manifest_cells(row))])
            archive.writestr(zipfile.ZipInfo("manifest.csv", EPOCH), manifest.getvalue().encode("utf-8-sig"))
        target.seek(0)
        path, _sha256, _size = files.save(target.read(), folder=FOLDER, suffix=".zip")
    return path


def note_download(scope: Cycle | Honour, *, by: User) -> None:
    """Who has seen results before everybody else stands in the trail; after the moment nobody needs to know."""
    honours = (
        Honour.objects.filter(category__cycle=scope) if isinstance(scope, Cycle) else Honour.objects.filter(pk=scope.pk)
    )
    announced = Honour.objects.announced(clock.now())
    if honours.standing().exclude(pk__in=announced.values("pk")).exists():
        key = f"cycle:{scope.pk}" if isinstance(scope, Cycle) else scope.key
        audit.record("embargoed documents downloaded", key, by=by, program=_program_slug(scope))


def latest_bundle(cycle: Cycle) -> str:
    """The newest finished ZIP of the whole cycle, or nothing."""
    finished = Job.objects.filter(kind="render_documents", key__startswith=f"documents:cycle:{cycle.pk}:")
    job = finished.filter(state=JobState.DONE).order_by("-finished_at", "-pk").first()
    return job.result.get("zip", "") if job else ""


def ascii_name(row: Document) -> str:
    """Category, placing, name and kind for every file system; names in other scripts keep their code."""
    honour = row.honour
    parts = [honour.category.slug, row.placing.slug, slugify(honour.name_as_printed)[:60], honour.code, row.kind]
    return "-".join(part for part in parts if part)


def plain(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return "'" + text if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _manifest_cells(row: Document) -> list[object]:
    honour = row.honour
    return [
        grouped(honour.code), honour.category.name, row.placing.name, honour.name_as_printed,
        honour.organisation_as_printed, row.version, row.sha256,
    ]  # fmt: skip


def _program_slug(scope: Cycle | Category | Honour) -> str:
    if isinstance(scope, Honour):
        return scope.category.cycle.program.slug
    cycle = scope if isinstance(scope, Cycle) else scope.cycle
    return cycle.program.slug
