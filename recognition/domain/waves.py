"""Honours as they are seen. A winner of a later wave stands among the finalists, like one of them.

Every page, file, letter, code and row outside `/manage/` takes its honours from here: the placing that must not be
known yet is replaced before anything can look at it, so no template has to be careful. While a wave waits, the
jury's sentence is left out for all who are shown as that placing: a sentence for one would tell. A measured person
stands there without name and sentence until the name is confirmed.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from operations import clock
from programs.models import Placing

from ..models import Honour

ORDER = ("category__position", "category_id")


def is_seen_with(at: datetime) -> Q:
    """Documents of the placing that an honour is shown as at this instant."""
    itself = Q(honour__appears_as=None) | Q(honour__revealed_at__lte=at)
    veiled = Q(honour__revealed_at=None) | Q(honour__revealed_at__gt=at)
    return Q(itself, placing=F("honour__placing")) | Q(veiled, placing=F("honour__appears_as"))


def as_seen(honours: Iterable[Honour], at: datetime | None = None) -> list[Honour]:
    """Copies that say what everybody may know now, in the order everybody sees: by placing, then by name.

    Constant queries where `candidate__agent` is selected. The copies are to be shown, never saved.
    """
    at = at or clock.now()
    honours = list(honours)
    waiting = set(
        Honour.objects.standing()
        .filter(category__in={honour.category_id for honour in honours})
        .exclude(appears_as=None)
        .exclude(revealed_at__lte=at)
        .values_list("appears_as", flat=True)
    )
    shown = [_copy(honour, at, waiting) for honour in honours]
    return sorted(shown, key=order)


def one_as_seen(honour: Honour, at: datetime | None = None) -> Honour:
    return as_seen([honour], at)[0]


def order(honour: Honour) -> tuple:
    """Alphabetical inside a placing: no order of rows or of the decision shows through."""
    category = honour.category
    return (category.position, category.pk, honour.placing.position, honour.placing_id, *by_name(honour))


def by_name(honour: Honour) -> tuple:
    return (alphabetical(honour.name_as_printed), alphabetical(honour.organisation_as_printed), honour.code)


def alphabetical(name: str) -> tuple[str, str]:
    """Émile stands beside Emile, not behind Zoe."""
    plain = (letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return "".join(plain), name.casefold()


def lends_itself(placing: Placing) -> bool:
    """Whether winners of a later wave are shown as this placing; its documents never carry the jury's sentence."""
    return Placing.objects.filter(category=placing.category_id, appears_as=placing.slug).exclude(pk=placing.pk).exists()


def _copy(honour: Honour, at: datetime, waiting: set[int]) -> Honour:
    shown = copy.copy(honour)
    shown._state = copy.copy(honour._state)
    shown._state.fields_cache = dict(honour._state.fields_cache)
    if honour.is_veiled(at):
        shown.placing = honour.appears_as
    elif honour.revealed_at is not None:
        shown.published_at = honour.revealed_at
    if shown.placing_id in waiting:
        shown.citation = ""
    if not honour.is_named:
        shown.name_as_printed, shown.citation = _("Name to be confirmed"), ""
    shown.appears_as = shown.revealed_at = None
    return shown
