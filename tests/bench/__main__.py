"""What pages cost beside bare Django pages, in one run under one server: `make bench`.

Ours and the bare pages share the template base, the session, the signed-in person, the middleware and the
process. Printed are medians: CPU of the server's thread, the ratio to the bare page, queries and rows fetched.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "100,1000,10000").split(",")]
SAMPLES = int(os.environ.get("BENCH_SAMPLES", "25"))


def main() -> None:
    folder = tempfile.mkdtemp(prefix="awards-bench-")
    os.environ.update(
        AWARDS_VAR_DIR=folder,
        DJANGO_SETTINGS_MODULE="tests.bench.settings",
        DATABASE_URL=f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        REDIS_URL="",
    )
    import django

    django.setup()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    from . import report, run

    results = run.measure(SIZES, SAMPLES)
    sys.exit(report.show(results, SIZES))


if __name__ == "__main__":
    main()
