"""Roles in a program: given, taken, asked for."""

import pytest

from operations.models import AuditEvent
from programs import access
from programs.domain import roles
from programs.enums import Role
from programs.models import ProgramRole
from tests import factories


def test_a_role_counts_in_its_program_alone(nominator, db):
    here, there = factories.program(), factories.program()
    roles.grant(nominator, here, Role.ADMINISTRATOR, by=None)
    roles.grant(nominator, there, Role.JUDGE, by=None)

    assert set(access.administered_programs(nominator)) == {here}
    assert [access.is_administrator(nominator, program) for program in (here, there)] == [True, False]
    assert [access.is_judge(nominator, program) for program in (here, there)] == [False, True]


def test_granting_twice_is_granting_once(nominator, administrator, category):
    for _time in range(2):
        roles.grant(nominator, category.cycle.program, Role.JUDGE, by=administrator)
    assert ProgramRole.objects.filter(user=nominator).count() == 1
    assert AuditEvent.objects.filter(action="role granted").count() == 1


def test_a_role_that_is_none_is_refused(nominator, category):
    with pytest.raises(ValueError):
        roles.grant(nominator, category.cycle.program, "emperor", by=None)


def test_the_last_administrator_stays(administrator, nominator, category):
    program = category.cycle.program
    with pytest.raises(roles.LastAdministrator):
        roles.revoke(administrator, program, Role.ADMINISTRATOR, by=administrator)

    roles.grant(nominator, program, Role.ADMINISTRATOR, by=administrator)
    assert roles.revoke(administrator, program, Role.ADMINISTRATOR, by=nominator)
    assert not access.is_administrator(administrator, program)


def test_a_closed_account_is_no_other_administrator(administrator, category):
    program = category.cycle.program
    roles.grant(factories.user(is_active=False), program, Role.ADMINISTRATOR, by=administrator)
    with pytest.raises(roles.LastAdministrator):
        roles.revoke(administrator, program, Role.ADMINISTRATOR, by=administrator)


def test_taking_what_was_not_given_changes_nothing(nominator, category):
    assert not roles.revoke(nominator, category.cycle.program, Role.JUDGE, by=None)
    assert not AuditEvent.objects.exists()
