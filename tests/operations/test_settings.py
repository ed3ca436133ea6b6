"""Production refuses to start badly, naming the variable; what it starts with satisfies Django's own deploy check."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from redis.connection import parse_url

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_DEBUG": "0",
    "DJANGO_SECRET_KEY": "k9Zxw-7Qpd_" * 6,
    "DJANGO_ALLOWED_HOSTS": "awards.example.org",
    "SITE_URL": "https://awards.example.org",
}
SHOWN = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "awards_portal.settings"
import django
django.setup()
from django.conf import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


@pytest.fixture
def run(tmp_path):
    def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        everything = {**kept, "AWARDS_VAR_DIR": str(tmp_path), **environment}
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=everything, capture_output=True, text=True, timeout=120
        )

    return started


def test_production_passes_djangos_deploy_check_without_a_word(run):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **GOOD)

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DJANGO_SECRET_KEY", ""),
        ("DJANGO_SECRET_KEY", "short"),
        ("DJANGO_SECRET_KEY", "django-insecure-" + "x" * 60),
        ("DJANGO_ALLOWED_HOSTS", ""),
        ("SITE_URL", "http://awards.example.org"),
    ],
)
def test_production_refuses_to_start_and_names_the_variable(run, variable, value):
    done = run("-c", SHOWN, **{**GOOD, variable: value})

    assert done.returncode != 0
    assert f"Set {variable} to" in done.stderr


@pytest.fixture
def production(run):
    done = run("-c", SHOWN, **GOOD)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_speaks_https_alone(production):
    assert {
        name: production[name]
        for name in (
            "SECURE_SSL_REDIRECT",
            "SECURE_HSTS_SECONDS",
            "SESSION_COOKIE_NAME",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_NAME",
            "CSRF_COOKIE_SECURE",
            "USE_X_FORWARDED_HOST",
            "SESSION_COOKIE_AGE",
            "PASSWORD_RESET_TIMEOUT",
            "EMAIL_TIMEOUT",
        )
    } == {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_NAME": "__Host-sid",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "USE_X_FORWARDED_HOST": False,
        "SESSION_COOKIE_AGE": 43_200,
        "PASSWORD_RESET_TIMEOUT": 3600,
        "EMAIL_TIMEOUT": 10,
    }
    assert not production["MAIL_STAYS_HERE"]


def test_production_trusts_no_header_of_a_proxy_that_nobody_named(production):
    assert production["SECURE_PROXY_SSL_HEADER"] is None
    assert production["TRUSTED_PROXY_COUNT"] == 0


def test_no_script_and_no_style_runs_that_is_not_a_file_of_ours(production):
    directives = production["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


def test_a_development_site_starts_with_no_variables_at_all(run, tmp_path):
    shown = json.loads(run("-c", SHOWN).stdout)

    assert shown["DEBUG"] is True
    assert shown["DATABASES"]["default"]["NAME"] == str(tmp_path / "portal.sqlite3")
    assert shown["MAIL_STAYS_HERE"] is True
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert json.loads(run("-c", SHOWN).stdout)["SECRET_KEY"] == shown["SECRET_KEY"]


def test_sqlite_is_set_up_so_that_nothing_is_lost_and_nobody_is_refused(run):
    options = json.loads(run("-c", SHOWN).stdout)["DATABASES"]["default"]["OPTIONS"]
    folding = json.loads(run("-c", SHOWN, AWARDS_SQLITE_CHECKPOINTS="1").stdout)["DATABASES"]["default"]["OPTIONS"]

    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=0"):
        assert f"PRAGMA {pragma};" in options["init_command"]
    assert "PRAGMA wal_autocheckpoint=1000;" in folding["init_command"]


def test_one_variable_moves_the_portal_to_postgresql(run):
    shown = json.loads(run("-c", SHOWN, DATABASE_URL="postgres://u:p@db.example:5433/awards").stdout)

    database = shown["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["PORT"]) == (
        "django.db.backends.postgresql",
        "db.example",
        5433,
    )
    assert "statement_timeout" in database["OPTIONS"]["options"]
    assert "init_command" not in database["OPTIONS"]


def test_passwords_beside_their_addresses_may_hold_any_character(run):
    password = "p@ss:w/rd#1?&%20$é"
    shown = json.loads(
        run(
            "-c",
            SHOWN,
            DATABASE_URL="postgres://awards@db:5432/awards",
            DATABASE_PASSWORD=password,
            REDIS_URL="redis://broker:6379/0",
            REDIS_PASSWORD=password,
        ).stdout
    )

    database = shown["DATABASES"]["default"]
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("awards", password, "db")
    parsed = parse_url(shown["CELERY_BROKER_URL"])
    assert (parsed["password"], parsed["host"], parsed["port"], parsed["db"]) == (password, "broker", 6379, 0)


def test_compose_hands_passwords_over_beside_their_addresses():
    text = (ROOT / "docker-compose.yml").read_text()

    assert "${POSTGRES_PASSWORD" in text and "${REDIS_PASSWORD" in text
    assert not re.search(r"_URL:.*PASSWORD", text)


def test_one_variable_moves_files_to_an_object_store(run):
    shown = json.loads(run("-c", SHOWN, S3_BUCKET="awards").stdout)

    assert shown["STORAGES"]["default"]["BACKEND"] == "storages.backends.s3.S3Storage"
    assert shown["STORAGES"]["default"]["OPTIONS"]["default_acl"] == "private"
