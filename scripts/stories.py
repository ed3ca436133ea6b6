"""The stories in the browser, two at a time, each in a process of its own that has half an hour: `make story`.

What a story said is shown where it failed. The last lines say which stood, and how long each took.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = int(os.environ.get("TEST_PROCESSES") or 2)
MINUTES = float(os.environ.get("STORY_MINUTES") or 30)
CHAPTER = re.compile(r"^(?:Step by step:|Broken off in)\n.*\n +(.+)$", re.MULTILINE)
LAST_WORDS = 60  # seconds, in which a story that was broken off says where it stood
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "story"]


@dataclass(frozen=True)
class Told:
    name: str
    stood: bool
    seconds: float
    output: str

    def __str__(self) -> str:
        minutes, seconds = divmod(round(self.seconds), 60)
        chapter = CHAPTER.search(self.output)
        broke = f" in {chapter[1]}" if chapter and not self.stood else ""
        return f"{'stood ' if self.stood else 'FAILED'} {minutes:3}:{seconds:02}  {self.name}{broke}"


def names() -> list[str]:
    """Every story there is, the longest first."""
    asked = subprocess.run([*PYTEST, "--collect-only", "tests/browser"], cwd=ROOT, capture_output=True, text=True)
    found = [line for line in asked.stdout.splitlines() if "::" in line]
    if asked.returncode or not found:
        sys.exit(f"No story was found.\n{asked.stdout}{asked.stderr}")
    return sorted(found, key=lambda name: "test_sqm_story" not in name)


def tell(name: str) -> Told:
    begun = time.monotonic()
    story = subprocess.Popen([*PYTEST, name], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output, _none = story.communicate(timeout=MINUTES * 60)
    except subprocess.TimeoutExpired:
        output = broken_off(story)
    told = Told(name, story.returncode == 0, time.monotonic() - begun, output)
    print(told if told.stood else f"{told}\n{output}", flush=True)
    return told


def broken_off(story: subprocess.Popen) -> str:
    story.send_signal(signal.SIGINT)
    try:
        output, _none = story.communicate(timeout=LAST_WORDS)
    except subprocess.TimeoutExpired:
        story.kill()
        output, _none = story.communicate()
    return f"{output}\nBroken off after {MINUTES:g} minutes."


def main() -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(tell, names()))
    print("", *told, sep="\n")
    if not all(one.stood for one in told):
        sys.exit(1)


if __name__ == "__main__":
    main()
