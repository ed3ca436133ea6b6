"""A real Chromium for the tests of this folder, with the accessibility rules of axe-core.

Chromium comes from the environment (CHROMIUM), from the system, or from Playwright's own download.
"""

from __future__ import annotations

import os
import shutil

import pytest
from django.db import connections

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60_000  # milliseconds; a busy machine is slow, not wrong

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs in this thread


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Pages send several requests at once. An SQLite file lets them take turns; in memory, they share one connection."""
    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")
        database.settings_dict["OPTIONS"]["timeout"] = PATIENCE / 1000


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import Error, expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"No Chromium: install it, or run `playwright install chromium` ({error.message[:80]})")
        yield started
        started.close()


@pytest.fixture(params=WIDTHS)
def page(request, browser):
    """A page at desktop and at phone width that remembers what its console complained of."""
    width, height = WIDTHS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, timezone_id="Europe/Berlin")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda line: opened.complaints.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()


@pytest.fixture
def calendar():
    """The site's own thread sees it too, which a context variable would not let it."""
    from operations import clock

    from .stage import Calendar

    opened, usual = Calendar(), clock.stopped_at
    clock.stopped_at = opened
    yield opened
    clock.stopped_at = usual


@pytest.fixture
def company(browser, live_server, settings):
    """Who comes to the site in a story. Letters are read at /mails/, as on the site that `make run` starts."""
    from .stage import Company

    settings.SITE_URL = live_server.url
    settings.DEBUG = True
    everybody = Company(browser, live_server.url)
    yield everybody
    everybody.leave()


@pytest.fixture(params=WIDTHS)
def meet(request, company, calendar):
    """Somebody new, with a browser as wide as this telling of the story. Its module says when it BEGINS."""
    calendar.move_to(*request.module.BEGINS)

    def somebody(name: str, email: str):
        return company.join(name, email, width=request.param)

    somebody.found = company.found
    return somebody


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A story that fails says in which step, and what everybody saw."""
    report = yield
    if report.failed and call.when == "call" and "company" in item.funcargs:
        from . import breaking

        words = breaking.told(call.excinfo.traceback, item.funcargs["company"].people)
        report.sections.append(("Where the story broke", words))
    return report


def pytest_keyboard_interrupt(excinfo) -> None:
    """So does one that is broken off because it took too long."""
    from . import breaking

    if steps := breaking.steps(excinfo.traceback):
        print("Broken off in", *steps, sep="\n  ")


def barriers(page) -> list[str]:
    """What axe-core finds on a page, each with the elements it is about. It runs past the content policy."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": RULES, "preload": False}).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def sideways(page) -> int:
    """By how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
