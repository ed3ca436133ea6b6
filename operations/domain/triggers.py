"""The database itself refuses to change or remove an event of the audit trail."""

from __future__ import annotations

REFUSAL = "The audit trail is never changed"
TABLE = "operations_auditevent"

SQLITE_ON = [
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
]
SQLITE_OFF = ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"]
POSTGRES_ON = [
    "CREATE OR REPLACE FUNCTION audit_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_is_never_changed()",
]
POSTGRES_OFF = [
    f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}",
    "DROP FUNCTION IF EXISTS audit_is_never_changed()",
]


def install(connection) -> None:
    run(connection, POSTGRES_ON if connection.vendor == "postgresql" else SQLITE_ON)


def remove(connection) -> None:
    run(connection, POSTGRES_OFF if connection.vendor == "postgresql" else SQLITE_OFF)


def run(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
