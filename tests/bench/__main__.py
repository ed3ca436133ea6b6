"""What pages cost beside bare Django pages, then imports and standings beside their limits: `make bench`.

Ours and the bare pages share the template base, the session, the signed-in person, the middleware and the
process. Printed are medians: CPU of the server's thread, the ratio to the bare page, queries and rows fetched.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "100,1000,10000").split(",")]
SAMPLES = int(os.environ.get("BENCH_SAMPLES", "25"))


#: Each in a process of its own, and by itself: `make bench-surveys`, `make bench-standings`.
OTHERS = ("tests.bench.surveys", "tests.bench.standings")


def main() -> None:
    over = sum([pages(), *(subprocess.call([sys.executable, "-m", module]) for module in OTHERS)])
    sys.exit(min(over, 100))


def pages() -> int:
    """How many pages passed over a limit."""
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
    return report.show(results, SIZES)


if __name__ == "__main__":
    main()
