"""The requests: each page asked many times under one real server, in turn with its bare counterpart."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from waitress.server import create_server

from judging.models import Mark

from .world import World


@dataclass(frozen=True)
class Page:
    """One page of ours, the bare page beside it, who asks, and how much more it may cost."""

    name: str
    path: str
    bare: str
    user: object
    limit: float
    queries: int = 0
    form: dict | None = None
    version: int = 0
    """What the first save is written on."""


@dataclass(frozen=True)
class Cost:
    """Medians of one page: seconds of CPU and of time, the number of queries and of rows fetched."""

    cpu: float
    time: float
    queries: int
    rows: int


@dataclass(frozen=True)
class Result:
    page: Page
    size: int
    ours: Cost
    bare: Cost

    @property
    def ratio(self) -> float:
        return self.ours.cpu / self.bare.cpu


def pages_of(world: World) -> list[Page]:
    where = [world.program.slug, world.cycle.slug]
    assignment, draft = world.open_assignment(), world.draft()
    criterion = assignment.nomination.category.criteria.first()
    mark = Mark.objects.get(scorecard__assignment=assignment, criterion=criterion)
    judge = world.judges[0]
    empty = f"/bench/empty/{world.program.slug}/"
    narrative = draft.category.questions.filter(kind="narrative").first()
    return [
        Page("nominations list", reverse("desk:nominations", args=where), "/bench/list/", world.administrator, 2, 10),
        Page("judge queue", reverse("judging:queue") + "?state=all", "/bench/queue/", judge, 2, 10),
        Page("scoring page", reverse("judging:scorecard", args=[assignment.code]), "/bench/empty/", judge, 10, 12),
        Page(
            "scoring page, a mark", reverse("judging:save_mark", args=[assignment.code, criterion.slug]), "/bench/empty/",
            judge, 10, 12, mark_form(criterion.slug), mark.version,
        ),
        Page("entry form", reverse("nominations:edit", args=[draft.code]), "/bench/empty/", world.nominator, 20),
        Page(
            "entry form, an answer", reverse("nominations:save_answer", args=[draft.code, narrative.slug]), "/bench/empty/",
            world.nominator, 20, 0, {"value": "We did it.", "version": "{version}"},
        ),
        Page("public cycle page", reverse("programs:cycle", args=where), empty, None, 5),
        Page("public program page", reverse("programs:program", args=where[:1]), empty, None, 5),
        Page("public category page", reverse("programs:category", args=[*where, world.category.slug]), empty, None, 5),
        Page("dashboard", reverse("desk:dashboard", args=where), "/bench/list/", world.administrator, 0),
    ]  # fmt: skip


def mark_form(slug: str) -> dict:
    """A mark with a comment that is new each time, so that each save writes."""
    return {f"mark-{slug}": "8", f"comment-{slug}": "Good figures, {version}.", f"version-{slug}": "{version}"}


class Browser:
    """One connection that is signed in as somebody."""

    def __init__(self, port: int, user) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Host": f"127.0.0.1:{port}"}
        if user:
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.save()
            token = "a" * 32
            self.headers |= {"Cookie": f"sid={session.session_key}; csrf={token}", "X-CSRFToken": token}

    def ask(self, path: str, form: dict | None = None) -> tuple[list[float], str]:
        from urllib.parse import urlencode

        body, headers, method = None, dict(self.headers), "GET"
        if form is not None:
            method, body = "POST", urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        self.connection.request(method, path, body=body, headers=headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status not in (200, 204):
            raise SystemExit(f"{method} {path} answered {response.status}: {text[:400]}")
        return [float(part) for part in response.headers["X-Cost"].split()], text


def medians(samples: list[list[float]]) -> Cost:
    cpu, time, queries, rows = (statistics.median(column) for column in zip(*samples, strict=True))
    return Cost(cpu, time, int(queries), int(rows))


def measure_page(port: int, page: Page, size: int, samples: int) -> Result:
    """Ours and the bare page in turn, so that whatever else the machine does falls on both."""
    browser, ours, bare, version = Browser(port, page.user), [], [], page.version
    for turn in range(samples + 3):
        form = page.form and {name: value.format(version=version) for name, value in page.form.items()}
        cost, text = browser.ask(page.path, form)
        if form is not None:
            found = re.search(r'name="version[^"]*"[^>]*value="(\d+)"', text)
            version = int(found.group(1)) if found else version + 1
        plain, _text = browser.ask(page.bare)
        if turn >= 3:
            ours.append(cost)
            bare.append(plain)
    return Result(page, size, medians(ours), medians(bare))


def measure(sizes: list[int], samples: int) -> list[Result]:
    world = World()
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=1)
    threading.Thread(target=server.run, daemon=True).start()
    port = server.effective_port
    results = []
    for size in sizes:
        print(f"… {size} nominations with six scorecards each", flush=True)
        world.grow(size)
        results += [measure_page(port, page, size, samples) for page in pages_of(world)]
    return results
