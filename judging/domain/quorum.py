"""Where a quorum binds (S57): nothing is decided before every entry was read by enough different judges."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nominations.models import Nomination
from programs.enums import SelectionMethod
from programs.models import Category

from ..enums import ScorecardState

MOST_NAMED = 5


def shortfalls(category: Category) -> list[str]:
    """A sentence for each entry that is still read by too few; none where the quorum does not bind. One query."""
    if not category.quorum_binds or category.method != SelectionMethod.PANEL:
        return []
    submitted = Q(assignments__scorecard__state=ScorecardState.SUBMITTED, assignments__recusal=None)
    rows = (
        Nomination.objects.filter(category=category)
        .to_be_judged()
        .annotate(read_by=Count("assignments__judge", filter=submitted, distinct=True))
        .filter(read_by__lt=category.quorum)
        .order_by("first_submitted_at", "receipt_number", "pk")
    )
    short = list(rows)
    sentences = [
        _("%(title)s: %(n)d of %(quorum)d scorecards are submitted; all %(quorum)d must be before a result is fixed.")
        % {"title": one.title or one.code, "n": one.read_by, "quorum": category.quorum}
        for one in short[:MOST_NAMED]
    ]
    more = len(short) - MOST_NAMED
    if more > 0:
        sentences.append(ngettext("One more entry is short.", "%(n)d more entries are short.", more) % {"n": more})
    return sentences
