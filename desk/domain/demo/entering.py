"""Entries of the demo: started, written answer by answer and submitted, each at its own moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from nominations.domain import drafts, submission
from nominations.models import Nomination
from operations import clock
from programs.models import Category, Cycle, Question

from .cast import Cast, address

USUAL_FACTS = {"location": "Springfield, USA"}
DAYS_OF_A_MONTH = 30


def enter_all(cycle: Cycle, entries: list[dict], cast: Cast) -> dict[str, dict]:
    """Every entry in order of time; gives back the entry of each nomination by its code."""
    categories = {category.slug: category for category in cycle.categories.all()}
    last = cycle.closes_at - timedelta(hours=7)
    told = {}
    for place, entry in sorted(enumerate(entries), key=lambda numbered: -numbered[1].get("days", 1)):
        moment = min(last - timedelta(days=entry.get("days", 1), minutes=37 * place), earliest_end(cycle))
        nomination = enter(categories[entry["category"]], entry, cast, moment)
        told[nomination.code] = entry
    return told


def earliest_end(cycle: Cycle) -> datetime:
    """Nothing of the demo happens in the future."""
    return min(cycle.closes_at, clock.now()) - timedelta(hours=1)


def enter(category: Category, entry: dict, cast: Cast, moment: datetime) -> Nomination:
    nominator = cast.people[entry["from"]][entry.get("by", 0)]
    with clock.standing_at(moment - timedelta(days=2, hours=3)):
        nomination = drafts.start(
            category,
            by=nominator,
            organisation=cast.organisations[entry["from"]],
            relation=entry.get("relation", "colleague"),
        )
    becomes = entry.get("becomes", "submitted")
    with clock.standing_at(moment - timedelta(hours=1)):
        for question, value in answers(category, entry, cast, whole=becomes != "draft"):
            drafts.save_answer(nomination, question, value, base_version=0, by=nominator)
    if becomes != "draft":
        with clock.standing_at(moment):
            submission.submit(nomination, by=nominator)
    with clock.standing_at(moment + timedelta(hours=20)):
        if becomes == "withdrawn":
            submission.withdraw(nomination, by=nominator, reason=entry["why"])
        if becomes == "rejected":
            submission.reject(nomination, by=cast.administrator, reason=entry["why"])
    return nomination


def answers(category: Category, entry: dict, cast: Cast, *, whole: bool) -> list[tuple[Question, object]]:
    """What this entry says to each question; a draft leaves open what its file does not mention."""
    story = iter(entry.get("story", []))
    domain = cast.organisations[entry["from"]].domains[0]
    said = {
        "entrant-name": entry["name"],
        "entrant-title": entry.get("title", ""),
        "entrant-email": address(entry["name"], domain),
        "in-brief": entry.get("brief", ""),
        **(USUAL_FACTS if whole else {}),
        **entry.get("facts", {}),
    }
    if "first-used-on" in said:
        said["first-used-on"] = day_before(said["first-used-on"])
    found = []
    for question in category.questions.select_related("criterion"):
        value = said.get(question.slug, "")
        if question.criterion_id:
            value = next(story, "")
        if question.kind == "statement" and whole:
            value = True
        if value != "":
            found.append((question, value))
    return found


def day_before(months: int) -> str:
    return (clock.now().date() - timedelta(days=months * DAYS_OF_A_MONTH)).isoformat()
