"""The trail: whatever is changed, removed or put in afterwards is noticed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from operations.domain import audit, triggers
from operations.models import AuditEvent, AuditPerson

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture(autouse=True)
def somebody_with_the_keys(db):
    """These tests do what the database refuses, as whoever owns it can; the last one shows the refusal."""
    triggers.remove(connection)


@pytest.fixture
def trail(nominator):
    return [audit.record("moved", f"nomination:{n}", by=nominator, change={"to": n, "share": 0.5}) for n in range(5)]


def test_an_untouched_trail_is_whole(trail):
    found = audit.verify()

    assert found.is_whole
    assert (found.events, found.head) == (5, trail[-1].hash)


def test_an_empty_trail_is_whole():
    assert audit.verify().is_whole


@pytest.mark.parametrize(
    "change", [{"action": "else"}, {"actor": "x"}, {"change": {"to": 9}}, {"object_key": "x"}, {"program": "x"}]
)
def test_a_changed_event_is_noticed(trail, change):
    AuditEvent.objects.filter(sequence=3).update(**change)

    assert audit.verify().faults == ("Event 3 was changed.",)


def test_a_removed_event_is_noticed(trail):
    AuditEvent.objects.filter(sequence=3).delete()

    assert audit.verify().faults == ("Events 3 to 3 are missing.",)


def test_a_cut_tail_is_noticed(trail):
    AuditEvent.objects.filter(sequence__gt=3).delete()

    assert audit.verify().faults == ("The trail ends at event 3, but 5 were written.",)


def test_a_trail_written_anew_is_noticed_by_the_head_that_was_mailed(trail):
    noted = trail[-1].hash
    AuditEvent.objects.all().delete()
    audit.AuditHead.objects.all().delete()
    for n in range(6):
        audit.record("moved", f"nomination:{n}")

    assert audit.verify().is_whole
    assert not audit.verify(noted).is_whole


def test_a_head_noted_earlier_stays_true_while_the_trail_grows(trail):
    noted = trail[2].hash

    assert audit.verify(noted).is_whole


def test_a_person_can_be_forgotten_and_the_trail_stays_whole(trail, nominator):
    audit.erase_person(nominator.key)

    assert audit.verify().is_whole
    assert not AuditPerson.objects.filter(key=nominator.key).exists()
    assert "Nora" not in str(list(AuditPerson.objects.values_list("key", "label")))


def test_the_command_fails_where_the_trail_is_not_whole(trail, capsys):
    call_command("verify_audit")
    assert "whole: 5 events" in capsys.readouterr().out

    AuditEvent.objects.filter(sequence=2).update(action="else")
    with pytest.raises(CommandError, match="Event 2 was changed"):
        call_command("verify_audit")


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses(trail, verb):
    triggers.install(connection)
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        rows = AuditEvent.objects.filter(sequence=3)
        rows.update(action="else") if verb == "update" else rows._raw_delete("default")

    audit.record("moved", "nomination:6")
    assert audit.verify().is_whole
    triggers.remove(connection)
