"""Counts what one request costs the server: CPU of its thread, queries, rows fetched."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

counted = threading.local()


class CountingCursor(CursorWrapper):
    """A cursor that notes how many rows came out of it."""

    def note(self, rows: int) -> None:
        counted.rows = getattr(counted, "rows", 0) + rows

    def fetchone(self):
        row = self.cursor.fetchone()
        self.note(row is not None)
        return row

    def fetchmany(self, *args, **kwargs):
        rows = self.cursor.fetchmany(*args, **kwargs)
        self.note(len(rows))
        return rows

    def fetchall(self):
        rows = self.cursor.fetchall()
        self.note(len(rows))
        return rows

    def __iter__(self):
        for row in super().__iter__():
            self.note(1)
            yield row


BaseDatabaseWrapper.make_cursor = lambda self, cursor: CountingCursor(cursor, self)


def count_query(execute, sql, params, many, context):
    if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
        counted.queries = getattr(counted, "queries", 0) + 1
    return execute(sql, params, many, context)


@contextmanager
def counting():
    counted.queries = counted.rows = 0
    with connection.execute_wrapper(count_query):
        yield counted


class Meter:
    """The outermost middleware: writes what the request cost into the answer's headers."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        with counting() as cost:
            wall, cpu = time.perf_counter(), time.thread_time()
            response = self.get_response(request)
            response["X-Cost"] = (
                f"{time.thread_time() - cpu:.6f} {time.perf_counter() - wall:.6f} {cost.queries} {cost.rows}"
            )
        return response
