"""The certification as its file has it, on the desk of its administrator, and what the browser sends back there."""

from __future__ import annotations

from django.urls import reverse

from programs.models import Category, Cycle

from ..typed import posted

__all__ = ["posted"]
SECTION_STORED = {
    "slug": "plan", "title": "Plan", "guidance": "Look.", "anchors": {"meets": "Whole.", "deficiency": "Gaps."},
}  # fmt: skip
SECTION = {"title": "Plan", "competency": "leadership", "guidance": "Look.", "meets": "Whole.", "deficiency": "Gaps."}


def category(cycle: Cycle, slug: str) -> Category:
    one = cycle.categories.get(slug=slug)
    one.cycle = cycle
    return one


def address(cycle: Cycle, name: str, *args) -> str:
    return reverse(f"desk:{name}", args=[cycle.program.slug, cycle.slug, *args])


def filled(forms, changes: dict[int, dict], **more) -> dict:
    """What the browser sends back for the sections, with some fields typed anew."""
    data = posted(forms.management_form)
    for form in forms:
        data |= posted(form)
    for place, typed in changes.items():
        data |= {f"form-{place}-{name}": value for name, value in typed.items()}
    return {name: value for name, value in {**data, **more}.items() if value is not None}
