"""What is to be ordered for a cycle, and the currency of its sums of money."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from operations.domain import audit
from operations.web import render_page
from programs.models import Cycle
from recognition.domain import orders

from ..access import for_cycle
from ..domain import exports
from .answers import attempt, to

NAMES_SHOWN = 8


@require_safe
@for_cycle
def listed(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    found = orders.pieces(cycle)
    placings = orders.with_cash(cycle)
    context = {
        "cycle": cycle,
        "section": "orders",
        "pieces": len(found),
        "unnamed": sum(not piece.is_named for piece in found),
        "totals": orders.totals(found),
        "placings": by_placing(orders.lines(found)),
        "has_cash": bool(placings),
        "currency": orders.currency_of(placings),
    }
    return render_page(request, "desk/orders.html", context)


def by_placing(lines: list[orders.Line]) -> list[dict]:
    """One row for each placing: its things, and the names once, because everybody gets the same."""
    rows = []
    for (category, placing), group in groupby(lines, key=lambda line: (line.category, line.placing)):
        things = list(group)
        pieces = things[0].pieces
        rows.append(
            {
                "category": category,
                "placing": placing,
                "things": things,
                "first": pieces[:NAMES_SHOWN],
                "more": max(len(pieces) - NAMES_SHOWN, 0),
            }
        )
    return rows


@require_safe
@for_cycle
def export(request: HttpRequest, cycle: Cycle, table: str, kind: str) -> HttpResponse:
    """Every piece with its name, or the counts by award and placing."""
    writer = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}.get(kind)
    rows = {"pieces": piece_rows, "counts": count_rows}.get(table)
    if writer is None or rows is None:
        raise Http404
    found = orders.pieces(cycle)
    change = {"table": table, "kind": kind, "pieces": len(found)}
    audit.record("orders exported", f"cycle:{cycle.pk}", by=request.user, program=cycle.program.slug, change=change)
    return writer(f"{table}-{cycle.slug}", *rows(found))


def piece_rows(found: list[orders.Piece]) -> tuple[list[str], list[list]]:
    header = [
        _("Award"), _("Placing"), _("Kind"), _("What"), _("Name to engrave"), _("Organization"), _("Citation"),
        _("Name confirmed"), _("Code"),
    ]  # fmt: skip
    return header, [
        [
            piece.honour.category.name, piece.honour.placing.name, piece.kind, piece.words, piece.name,
            piece.honour.organisation_as_printed, piece.honour.citation, piece.is_named, piece.honour.printed_code,
        ]
        for piece in found
    ]  # fmt: skip


def count_rows(found: list[orders.Piece]) -> tuple[list[str], list[list]]:
    header = [_("Award"), _("Placing"), _("Kind"), _("What"), _("Number"), _("Names")]
    return header, [
        [line.category, line.placing, line.kind, line.words, line.count, "; ".join(one.name for one in line.pieces)]
        for line in orders.lines(found)
    ]


@require_POST
@for_cycle
def currency(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    wanted = request.POST.get("currency", "")
    attempt(request, lambda: orders.set_currency(cycle, wanted, by=request.user), _("The currency is saved."))
    return to(cycle, "orders")
