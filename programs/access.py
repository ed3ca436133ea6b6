"""Who is what in a program: one-line questions, and the door that asks administrators for a second factor."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User

from .enums import Role
from .models import Program, ProgramRole


def administered_programs(user) -> QuerySet[Program]:
    """Programs whose administrator this person is; the site's own staff administer all."""
    return Program.objects.administered_by(user)


def is_administrator(user, program: Program) -> bool:
    return administered_programs(user).filter(pk=program.pk).exists()


def administrators_of(programs: QuerySet[Program]) -> QuerySet[User]:
    """Administrators of any of these programs."""
    return User.objects.filter(program_roles__role=Role.ADMINISTRATOR, program_roles__program__in=programs)


def is_judge(user, program: Program) -> bool:
    return _holds(user, program, Role.JUDGE)


def is_decider(user, program: Program) -> bool:
    """Whether this person has the final word where one is reserved (appointed awards)."""
    return _holds(user, program, Role.DECIDER)


def second_factor_demanded(user) -> bool:
    """Whether any program that this person administers asks its administrators for a second factor."""
    return administered_programs(user).filter(require_second_factor=True).exists()


def _holds(user, program: Program, role: str) -> bool:
    return user.is_authenticated and ProgramRole.objects.filter(program=program, user=user, role=role).exists()
