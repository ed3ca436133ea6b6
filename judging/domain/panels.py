"""Who judges a category: panels and their seats. Invitations by e-mail stand in `invitations`."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.refusal import Refused
from programs.enums import Role
from programs.models import Category, ProgramRole

from ..enums import ScorecardState
from ..models import Assignment, Panel, PanelMember


def panel_of(category: Category) -> Panel:
    """The panel of a category, made when it is first asked for."""
    return Panel.objects.get_or_create(category=category)[0]


@transaction.atomic
def set_instructions(category: Category, text: str, *, by) -> Panel:
    """What the organiser tells the judges of this category."""
    panel = panel_of(category)
    panel.instructions = text
    panel.save(update_fields=["instructions"])
    audit.record("panel instructed", key_of(category), by=by, program=slug_of(category))
    return panel


@transaction.atomic
def add_member(category: Category, judge, *, by) -> PanelMember:
    """Give a person a seat, and the role of a judge in the program. Somebody who had left comes back."""
    panel = panel_of(category)
    ProgramRole.objects.get_or_create(program=category.cycle.program, user=judge, role=Role.JUDGE)
    seat, made = PanelMember.objects.get_or_create(panel=panel, judge=judge)
    returned = not made and PanelMember.objects.filter(pk=seat.pk).exclude(left_at=None).update(left_at=None)
    if made or returned:
        seat.left_at = None
        audit.record("judge seated", key_of(category), by=by, program=slug_of(category), change={"judge": judge.key})
    return seat


@transaction.atomic
def remove_member(category: Category, judge, *, by, reason: str = "") -> None:
    """Take a person off the panel. Submitted scorecards stay and count; what was not submitted is free for others."""
    left = PanelMember.objects.filter(panel__category=category, judge=judge, left_at=None).update(left_at=clock.now())
    if not left:
        raise Refused(_("%(judge)s is not on this panel.") % {"judge": judge})
    untouched = Assignment.objects.active().filter(judge=judge, nomination__category=category, scorecard=None)
    untouched.delete()
    change = {"judge": judge.key, "reason": reason}
    audit.record("judge unseated", key_of(category), by=by, program=slug_of(category), change=change)


def members(category: Category) -> list[PanelMember]:
    """Seats held now, with the people on them, by name."""
    seats = PanelMember.objects.filter(panel__category=category, left_at=None)
    return list(seats.select_related("judge").order_by("judge__name", "judge__email"))


def has_submitted(category: Category, judge) -> bool:
    return Assignment.objects.filter(
        judge=judge, nomination__category=category, scorecard__state=ScorecardState.SUBMITTED
    ).exists()


def key_of(category: Category) -> str:
    return f"panel:{category.pk}"


def slug_of(category: Category) -> str:
    return category.cycle.program.slug
