"""Who hears of an award that was won by what was measured: the owners of the organization, at the moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import MemberRole
from accounts.models import Membership
from judging.domain import decisions
from nominations.models import Candidate
from operations import clock
from operations.domain import jobs
from operations.models import OutgoingMail
from recognition.domain import announcements
from recognition.models import Honour
from tests import factories

from ..measurement import given
from .conftest import T

pytestmark = pytest.mark.django_db


def letters() -> list[str]:
    return sorted(OutgoingMail.objects.filter(key__startswith="honour-letter").values_list("to", flat=True))


@pytest.fixture
def people(set_clock):
    """Ash wins with 90 %, Birch is second; each has an owner and a member. Decided and set to a moment."""
    administrator = factories.user("Ada Administrator")
    cycle = given.cycle()
    award = given.award(cycle, {"metric": "ivr"})
    factories.role(administrator, cycle.program)
    found = {}
    for name, top in (("Ash", 90), ("Birch", 80)):
        organisation = given.organisation(cycle, name)
        given.surveys(cycle, organisation, "ivr", top, 100)
        for role in (MemberRole.OWNER, MemberRole.MEMBER):
            found[name, role] = factories.user(f"{name} {role}")
            Membership.objects.create(organisation=organisation, user=found[name, role], role=role)
    decisions.seal(decisions.prepare(award, by=administrator), by=administrator)
    jobs.run_due()
    announcements.schedule(award, None, T, by=administrator)
    return found


def test_the_owner_of_the_winner_hears_at_the_moment_and_once(people, set_clock):
    set_clock(T - timedelta(seconds=1))
    jobs.run_due()
    assert letters() == []

    set_clock(T)
    jobs.run_due()
    announcements.open_doors(Honour.objects.get().category)

    assert letters() == [people["Ash", MemberRole.OWNER].email]
    assert "Congratulations to Ash!" in OutgoingMail.objects.get(key__startswith="honour-letter").text


def test_members_of_the_winner_find_its_honor_and_nobody_elses_do(people, set_clock):
    set_clock(T)
    jobs.run_due()

    found = {who: list(Honour.objects.announced(clock.now()).of(user)) for who, user in people.items()}

    won = [Honour.objects.get()]
    assert found == {
        ("Ash", MemberRole.OWNER): won,
        ("Ash", MemberRole.MEMBER): won,
        ("Birch", MemberRole.OWNER): [],
        ("Birch", MemberRole.MEMBER): [],
    }


def test_the_honor_of_a_person_is_not_the_organizations(people):
    Candidate.objects.update(subject="person")

    assert not Honour.objects.of(people["Ash", MemberRole.OWNER]).exists()
