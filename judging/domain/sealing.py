"""What a sealed decision rests on: canonical JSON, its hash, and computing it again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from types import ModuleType

from django.utils.translation import gettext as _

from measurement.domain.measured import Measured
from programs.enums import SelectionMethod
from programs.models import Category

from ..models import Decision
from . import appointment, assessment, conditions, measuring, panel


@dataclass(frozen=True)
class Recomputation:
    """What computing a sealed decision again says: `differences` are sentences, none where all is as sealed."""

    differences: tuple[str, ...]
    since: tuple[str, ...]
    """What was changed on the site since, which the seal does not follow."""

    @property
    def is_same(self) -> bool:
        return not self.differences


def canonical(value: object) -> str:
    """JSON that is the same text for the same content."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(inputs: dict) -> str:
    return hashlib.sha256(canonical(inputs).encode()).hexdigest()


def gather(category: Category) -> dict:
    return method(category.method).gather(category)


def method(name: str) -> ModuleType:
    """The module of a selection method."""
    if name in measuring.METHODS:
        return measuring
    others = {SelectionMethod.APPOINTMENT: appointment, SelectionMethod.ASSESSMENT: assessment}
    return others.get(name, panel)


def result_of(basis: dict) -> list[dict]:
    """What the method says of its inputs. An appointment counts nothing; an assessment is decided by the attempt."""
    if basis["method"] in (SelectionMethod.APPOINTMENT, SelectionMethod.ASSESSMENT):
        return []
    return sorted((result.as_json() for result in method(basis["method"]).compute(basis)), key=who)


def who(row: dict) -> str:
    """Whom a line of the result is about: a nomination, or a subject that was measured."""
    return row.get("nomination") or row["subject"]


def placed_of(decision: Decision) -> list[dict]:
    rows = decision.placings.values_list("placing__slug", "candidate", "nomination__code", "position", "citation")
    return sorted(
        (
            {"placing": slug, "candidate": candidate, "nomination": code, "position": position, "citation": citation}
            for slug, candidate, code, position, citation in rows.order_by()
        ),
        key=canonical,
    )


def inputs_of(decision: Decision, found: list[Measured] | None = None) -> dict:
    """Everything that is sealed: the basis, what the method says of it, and what the person decided."""
    category = decision.category
    basis = measuring.gather(category, found) if found is not None else gather(category)
    return {
        "basis": basis,
        "result": result_of(basis),
        "placed": placed_of(decision),
        "rationale": decision.rationale,
        "withheld": decision.is_withheld,
    }


def recompute(decision: Decision) -> Recomputation:
    """Check the stored inputs against their hash, compute the result anew, and compare what is on the site."""
    sealed = decision.inputs
    if not sealed:
        return Recomputation((_("This decision was never sealed."),), ())
    differences = []
    if hash_of(sealed) != decision.inputs_hash:
        differences.append(_("The stored inputs were changed after the decision was sealed: their hash differs."))
    stored = {who(row): row for row in sealed["result"]}
    computed = {who(row): row for row in result_of(sealed["basis"])}
    differences += [
        _("%(code)s: sealed with %(was)s, computed again %(now)s.")
        % {"code": code, "was": in_words(stored.get(code)), "now": in_words(computed.get(code))}
        for code in sorted(stored.keys() | computed.keys())
        if stored.get(code) != computed.get(code)
    ]
    if decision.is_sealed:
        if placed_of(decision) != sealed["placed"]:
            differences.append(_("The placings are not the ones that were sealed."))
        if (decision.rationale, decision.is_withheld) != (sealed["rationale"], sealed["withheld"]):
            differences.append(_("The reason is not the one that was sealed."))
    if measuring.is_measured(decision.category) and "subjects" in sealed["basis"]:
        since = conditions.changed(sealed["basis"], measuring.head(decision.category))
    else:
        since = changed_since(sealed["basis"], gather(decision.category))
    return Recomputation(tuple(differences), tuple(since))


def in_words(row: dict | None) -> str:
    if row is None:
        return _("nothing")
    if row["value"] is None:
        return _("no result") if "subject" in row else _("too few scorecards")
    return _("%(value)s, place %(place)s") % row


def changed_since(then: dict, now: dict) -> list[str]:
    """What differs between the sealed inputs and the site as it is, in words."""
    found = []
    if any(then.get(name) != now.get(name) for name in ("quorum", "tie_policy", "minimum_entrants", "placings")):
        found.append(_("The quorum, the places, or what equal results receive has changed since."))
    if then.get("criteria") != now.get("criteria"):
        found.append(_("The criteria or their weights have changed since."))
    if then.get("nominations") != now.get("nominations"):
        found.append(_("The nominations that stand in the category have changed since."))
    before = {card["code"]: card for card in then.get("scorecards", [])}
    after = {card["code"]: card for card in now.get("scorecards", [])}
    for code in sorted(before.keys() | after.keys()):
        if before.get(code) != after.get(code):
            found.append(_("Scorecard %(code)s has changed since.") % {"code": code})
    if then.get("proposals") != now.get("proposals"):
        found.append(_("The proposals have changed since."))
    return found
