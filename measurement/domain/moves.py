"""The one place where an import's state changes.

Named verbs (`imports.take`, `imports.withdraw`, ...) and the work behind them call `move`; nothing else writes `state`.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.refusal import Refused

from ..enums import IMPORT_MOVES, ImportState
from ..models import ImportEvent, SurveyImport

ACTIONS = {
    ImportState.UPLOADED: "survey file received",
    ImportState.CHECKING: "survey file sent to the check",
    ImportState.CHECKED: "survey file checked",
    ImportState.TAKING: "survey file asked to be taken",
    ImportState.TAKEN: "survey file taken",
    ImportState.WITHDRAWING: "survey file asked to be withdrawn",
    ImportState.WITHDRAWN: "survey file withdrawn",
    ImportState.UNREADABLE: "survey file found unreadable",
    ImportState.DISCARDED: "survey file discarded",
}


class MoveNotAllowed(Refused):
    """The table of moves does not lead from here to there."""


class SomebodyWasFaster(Refused):
    """The old state was gone when it was claimed: another tab, person or worker moved first."""


@transaction.atomic
def move(
    survey_import: SurveyImport, to: str, *, by=None, note: str = "", change: dict | None = None, **fields
) -> SurveyImport:
    """Take an import to its next state, once, and remember who did it. `fields` are written with the state."""
    was = claim(survey_import, to, **fields)
    remember(survey_import, was, to, by=by, note=note, change=change)
    return survey_import


def claim(survey_import: SurveyImport, to: str, **fields) -> str:
    """The move without its line in the trail, which follows at the end of a long transaction. Says what it was before."""
    was = survey_import.state
    if to not in IMPORT_MOVES[was]:
        raise MoveNotAllowed(
            _("A file that is “%(was)s” cannot become “%(to)s”.")
            % {"was": ImportState(was).label, "to": ImportState(to).label}
        )
    changes = {"state": to, "version": survey_import.version + 1, **fields}
    claimed = SurveyImport.objects.filter(pk=survey_import.pk, state=was, version=survey_import.version)
    if not claimed.update(**changes):
        raise SomebodyWasFaster(_("This file was changed in the meantime. Please look at it again."))
    for name, value in changes.items():
        setattr(survey_import, name, value)
    return was


def remember(survey_import: SurveyImport, was: str, to: str, *, by, note: str = "", change: dict | None = None) -> None:
    """One step for the file's page and one line for the audit trail, in the transaction of the change."""
    ImportEvent.objects.create(
        survey_import=survey_import, from_state=was, to_state=to, note=note[:300], by=by, at=clock.now()
    )
    audit.record(
        ACTIONS.get(to, "survey file announced"),
        survey_import.key,
        by=by,
        program=survey_import.program.slug,
        change={
            "file": survey_import.file_name,
            **({"from": was, "to": to} if was else {}),
            **({"note": note} if note else {}),
            **(change or {}),
        },
    )
