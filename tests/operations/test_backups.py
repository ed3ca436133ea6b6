"""A backup gives back rows and files as they were, and a damaged one is refused before it touches anything."""

import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from operations import files
from operations.domain import audit, backups, stored
from operations.models import AuditEvent, Counter, OutgoingMail
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]


@pytest.fixture
def names_files():
    """A file of a row, and the row."""
    path = files.save(b"a certificate", folder="letters", suffix=".pdf").path
    OutgoingMail.objects.create(
        key="a", to="a@example.com", subject="s", text="t", attachments=[{"name": "a", "path": path, "type": "x"}]
    )
    return path


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path_factory):
    """A data folder without keys, but for the stories that make one."""
    settings.VAR_DIR, settings.CREDENTIAL_KEY = tmp_path_factory.mktemp("data"), ""


@pytest.fixture
def archive(names_files, tmp_path):
    factories.user("Nora Nominator", email="nora@example.com")
    audit.record("moved", "nomination:1", by="user:1")
    return backups.make(tmp_path / "backups")


def people() -> set[str]:
    from accounts.models import User

    return set(User.objects.values_list("email", flat=True))


def test_rows_and_files_come_back(archive, names_files):
    factories.user("Otto", email="otto@example.com")
    OutgoingMail.objects.all().delete()
    default_storage.delete(names_files)
    Counter.objects.create(key="later", window_started_at="2026-01-01T00:00Z")

    done = backups.restore(archive)

    assert people() == {"nora@example.com"}
    assert files.open(names_files).read() == b"a certificate"
    assert OutgoingMail.objects.count() == 1
    assert not Counter.objects.exists()
    assert (done.files, done.events, done.faults) == (1, 1, ())


@pytest.fixture
def own_key(own_folder):
    """The file of the portal's own key, and its public half."""
    from recognition.domain import credential

    return credential.key_file(), credential.public_jwk()


def test_the_key_of_credentials_comes_back_so_that_old_ones_still_check(own_key, archive, capsys):
    from recognition.domain import credential

    path, public = own_key
    call_command("backup", check=str(archive))
    assert "whole, 1 files, credential_key.pem, made" in capsys.readouterr().out
    path.unlink()
    assert credential.public_jwk() != public  # without the backup, another key is made

    call_command("restore", str(archive), yes=True)

    assert credential.public_jwk() == public
    assert path.stat().st_mode & 0o777 == 0o600
    beside = [one for one in path.parent.iterdir() if one.name.startswith("credential_key.pem.before-")]
    assert len(beside) == 1 and beside[0].stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_there_is_left_alone(own_key, archive):
    path, _public = own_key
    was = path.stat().st_ino
    backups.restore(archive)
    assert path.stat().st_ino == was
    assert [one.name for one in path.parent.iterdir() if "credential" in one.name] == ["credential_key.pem"]


def test_an_archive_without_a_key_leaves_the_one_there_is(archive):
    from recognition.domain import credential

    public = credential.public_jwk()
    backups.restore(archive)
    assert credential.public_jwk() == public


def test_a_changed_file_is_put_right(archive, names_files):
    Path(default_storage.path(names_files)).write_bytes(b"something else")

    backups.restore(archive)

    assert files.open(names_files).read() == b"a certificate"


def test_the_archive_is_private_and_nothing_is_left_beside_it(archive):
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_a_damaged_archive_is_refused_and_nothing_is_touched(archive):
    content = bytearray(archive.read_bytes())
    place = content.index(b"a certificate")
    content[place] = ord("A")
    archive.write_bytes(bytes(content))
    factories.user("Otto", email="otto@example.com")

    with pytest.raises(CommandError, match=r"damaged: files/letters/"):
        call_command("restore", str(archive), yes=True)

    assert people() == {"nora@example.com", "otto@example.com"}


def test_an_archive_with_a_part_outside_is_refused(archive, tmp_path):
    (tmp_path / "evil").write_text("x")
    with tarfile.open(archive, "a") as opened:
        opened.add(tmp_path / "evil", "../../evil")

    with pytest.raises(backups.BackupFailed, match="no backup holds"):
        backups.check(archive)


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    (tmp_path / "x.tar").write_bytes(b"hello")

    with pytest.raises(backups.BackupFailed, match="cannot be read as a backup"):
        backups.check(tmp_path / "x.tar")


def test_a_trail_that_was_cut_after_the_backup_is_noticed_on_the_way_back(archive):
    """The archive remembers the head of the trail, so a doctored database inside it is seen."""
    head = audit.verify().head

    backups.restore(archive)

    assert audit.verify(head).is_whole
    assert AuditEvent.objects.count() == 1


def test_old_archives_go(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"awards-2026010{day}-000000.tar").touch()

    backups.forget_old(tmp_path, 2)

    assert sorted(path.name[7:15] for path in tmp_path.iterdir()) == ["20260104", "20260105"]


def test_the_commands_say_what_they_did(archive, capsys):
    call_command("backup", check=str(archive))
    assert "whole, 2 files" not in capsys.readouterr().err

    call_command("restore", str(archive), yes=True)
    assert "Restored: 1 files, 1 events" in capsys.readouterr().out


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's file")
def test_a_damaged_copy_of_sqlite_is_noticed(archive, tmp_path):
    with tarfile.open(archive) as opened:
        opened.extract("portal.sqlite3", tmp_path, filter="data")
    copy = tmp_path / "portal.sqlite3"
    backups.check_sqlite(copy)

    with copy.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 8192)

    with pytest.raises((backups.BackupFailed, sqlite3.DatabaseError)):
        backups.check_sqlite(copy)


def test_files_without_a_row_go_after_a_day_and_lost_files_are_named(names_files, monkeypatch):
    from datetime import timedelta

    from operations import clock

    orphan = files.save(b"left behind", folder="letters").path
    not_ours = files.save(b"of nobody's folder", folder="elsewhere").path
    assert stored.without_row() == []

    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert stored.sweep() == {"removed": 1, "missing": []}

    assert not default_storage.exists(orphan)
    assert default_storage.exists(names_files)
    assert default_storage.exists(not_ours)
    shutil.rmtree(default_storage.path("letters"))
    assert stored.without_file() == [names_files]
