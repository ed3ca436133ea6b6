"""Somebody without an account who asks every public address there is, pages, files, codes and the API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import escape

from operations.models import Counter
from programs.models import Cycle
from recognition.models import Honour

from .conftest import PATIENCE

NOISE = re.compile(r"name=.csrfmiddlewaretoken.[^>]*|csrftoken=\w+|nonce-[^'\"]+|[0-9a-f]{64}")
"""What differs from one answer to the next and says nothing: tokens, and sums of files that hold a name."""

OF_THE_MOMENT = ("date", "expires", "etag", "content-length", "set-cookie")


@dataclass(frozen=True)
class Told:
    """One answer: its status, and everything in it, headers included."""

    status: int
    text: str


def pages_of(cycle: Cycle) -> Iterator[str]:
    """Addresses that name nobody."""
    where = [cycle.program.slug, cycle.slug]
    yield from (reverse("home"), reverse("programs:program", args=where[:1]), reverse("programs:cycle", args=where))
    yield reverse("recognition:winners", args=where)
    yield from (reverse("recognition:card", args=where[:1]), reverse("recognition:revoked"))
    yield f"{reverse('programs:search')}?q=csr"
    for slug in cycle.categories.values_list("slug", flat=True):
        yield reverse("programs:category", args=[*where, slug])


def lists_of(cycle: Cycle) -> Iterator[str]:
    """The lists of single awards, which exist only once somebody of theirs is public."""
    for slug in cycle.categories.filter(decision__isnull=False).values_list("slug", flat=True):
        yield f"{reverse('recognition:winners', args=[cycle.program.slug, cycle.slug])}?award={slug}"


def addresses_of(honour: Honour) -> dict[str, str]:
    """Every address that names this honour, by what it is."""
    code = honour.code
    files = {
        kind: reverse("recognition:document", args=[code, kind]) for kind in ("certificate", "plaque", "larger_plaque")
    }
    return files | {
        "page": honour.get_absolute_url(),
        "verification": reverse("recognition:verify", args=[code]),
        "credential": reverse("recognition:credential", args=[code]),
    }


class Visitor:
    """Asks with a browser that is signed in nowhere."""

    def __init__(self, browser, site: str) -> None:
        self.context, self.site = browser.new_context(), site

    def ask(self, path: str, **headers: str) -> Told:
        answer = self.context.request.get(self.site + path, headers=headers, max_redirects=0, timeout=PATIENCE)
        told = {name: value for name, value in answer.headers.items() if name not in OF_THE_MOMENT}
        body = answer.body()
        return Told(answer.status, f"{told} {body.decode('utf-8', 'replace')}")

    def everything(self, cycle: Cycle) -> dict[str, str]:
        """Every page that names nobody, as it reads now."""
        found = {path: self.ask(path) for path in pages_of(cycle)}
        assert {told.status for told in found.values()} == {200}, [p for p, told in found.items() if told.status != 200]
        found |= {path: self.ask(path) for path in lists_of(cycle)}
        return {path: told.text for path, told in found.items()}

    def of(self, honour: Honour) -> dict[str, Told]:
        """What each address of an honour answers, its names taken out, so that two of them can be compared."""
        Counter.objects.filter(key__startswith="verify:").delete()  # as if each honour were looked at by another person
        found = {kind: self.ask(path) for kind, path in addresses_of(honour).items()}
        found["json"] = self.ask(reverse("recognition:verify", args=[honour.code]), accept="application/json")
        return {kind: Told(told.status, without(told.text, honour)) for kind, told in found.items()}

    def knows_nothing_of(self, honours: Iterable[Honour]) -> None:
        """Their addresses answer like those of a code that nobody has."""
        for honour in honours:
            statuses = {kind: told.status for kind, told in self.of(honour).items()}
            assert set(statuses.values()) == {404}, (honour, statuses)

    def asks_the_api(self, honour: Honour) -> Told:
        """Could this person be entered? The register, which knows past honors, is behind the answer."""
        answer = self.context.request.post(
            f"{self.site}/api/v1/categories/{honour.category_id}/eligibility",
            data={"entrant_name": honour.name_as_printed, "organisation": honour.organisation_as_printed},
            timeout=PATIENCE,
        )
        return Told(answer.status, without(answer.text(), honour))

    def leave(self) -> None:
        self.context.close()


def without(text: str, honour: Honour) -> str:
    """The text with the names and codes of this honour replaced by words that say nothing."""
    for word, put in ((honour.name_as_printed, "NAME"), (honour.printed_code, "CODE"), (honour.code, "CODE")):
        for written in (word, escape(word), quote(word), json.dumps(word)[1:-1]):
            text = text.replace(written, put)
    return NOISE.sub("", text)
