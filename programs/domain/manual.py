"""The rules of a program as a page for people: plain English beside the organiser's own words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..measure import measure_of
from ..rules import rule_from
from . import assessment_words, measure_words
from .plans import Plan


def rules_page(plan: Plan) -> str:
    """A Markdown page with one table for the whole program and one for each category."""
    name, slug = plan["program"]["name"], plan["program"]["slug"]
    lines = [
        f"# {_('Rules of the %(name)s') % {'name': name}}",
        "",
        _("Written by `manage.py rules_table %(slug)s`; change the program file, not this page.") % {"slug": slug},
        "",
        f"## {_('All categories')}",
        "",
        *table(plan["rules"]),
        *assessed_together(plan),
    ]
    for category in plan["categories"]:
        lines += ["", f"## {category['name']}", "", about(category), "", *measured(category), *table(category["rules"])]
        lines += assessed(category, plan)
    return "\n".join(lines) + "\n"


def assessed_together(plan: Plan) -> list[str]:
    """What the organiser says of assessments, and the settings, where they are the same for each of them."""
    assessments = [category for category in plan["categories"] if category["assessment"]]
    if not assessments:
        return []
    said = ["", f"### {_('The organizer’s words')}", "", *(f"- “{note}”" for note in plan["cycle"]["notes"])]
    judged = dict.fromkeys(category["how_judged"] for category in assessments if category["how_judged"])
    said += [f"- “{words}”" for words in judged]
    return [*said, *settings_of(assessments[0], plan)] if are_alike(plan) else said


def are_alike(plan: Plan) -> bool:
    written = [category["assessment"] for category in plan["categories"] if category["assessment"]]
    return all(one == written[0] for one in written)


def settings_of(category: Plan, plan: Plan) -> list[str]:
    rows = assessment_words.settings_table(category["assessment"], calendar=plan["program"]["holiday_calendar"])
    return ["", f"### {_('Settings')}", "", *listed([_("In plain English"), _("Reading"), _("Setting")], rows)]


def assessed(category: Plan, plan: Plan) -> list[str]:
    """The workbook and the instrument of an assessment; nothing for a category without one."""
    if not category["assessment"]:
        return []
    workbook = [_("The workbook asks for"), _("Guidance"), _("Required")]
    instrument = [_("Section"), _("Competency"), _("Looks at"), _("Guidance"), _("Meets"), _("Deficiency")]
    return [
        *([] if are_alike(plan) else settings_of(category, plan)),
        *["", f"### {_('Workbook')}", "", *listed(workbook, assessment_words.workbook_table(category))],
        *["", f"### {_('Instrument')}", "", *listed(instrument, assessment_words.instrument_table(category))],
    ]


def listed(head: list[str], rows: list[tuple[str, ...]]) -> list[str]:
    return [row(head), row(["---"] * len(head)), *(row(list(cells)) for cells in rows)]


def measured(category: Plan) -> list[str]:
    """How a measured award is decided; nothing for one that people decide alone."""
    if not category["measure"]:
        return []
    words = measure_words.sentences(
        measure_of(category["measure"]), method=category["method"], tie_policy=category["tie_policy"]
    )
    settings = ", ".join(f"{name}: {shown(value)}" for name, value in category["measure"].items())
    return [f"{' '.join(words)} (`measure` {settings})", ""]


def table(rules: list[Plan]) -> list[str]:
    if not rules:
        return [_("No rules of its own.")]
    head = [_("In plain English"), _("The organizer’s words"), _("Reading"), _("Kind and settings")]
    return [row(head), row(["---"] * len(head)), *(row(cells(rule)) for rule in rules)]


def cells(rule: Plan) -> list[str]:
    english = rule_from(rule["kind"], rule["params"]).describe()
    if not rule["is_enabled"]:
        english = _("Switched off: %(rule)s") % {"rule": english}
    settings = "<br>".join(f"{name}: {shown(value)}" for name, value in rule["params"].items())
    kind = f"`{rule['kind']}`"
    return [english, f"“{rule['source']}”", rule["reading"], f"{kind}<br>{settings}" if settings else kind]


def row(texts: list[str]) -> str:
    return "| " + " | ".join(text.replace("|", "\\|").replace("\n", "<br>") for text in texts) + " |"


def about(category: Plan) -> str:
    """One line on what the table does not say: heading, other names, criteria and what is awarded."""
    parts = [category["group"]]
    if category["is_new"]:
        parts.append(_("new"))
    if category["aliases"]:
        parts.append(_("also called %(names)s") % {"names": ", ".join(f"“{alias}”" for alias in category["aliases"])})
    criteria = ", ".join(criterion["name"] for criterion in category["criteria"])
    if criteria:
        parts.append(_("criteria: %(names)s") % {"names": criteria})
    elif not category["measure"] and not category["assessment"]:
        parts.append(_("no criteria, no scoring"))
    parts.append(_("awarded: %(names)s") % {"names": ", ".join(awarded(placing) for placing in category["placings"])})
    return " · ".join(parts)


def awarded(placing: Plan) -> str:
    """A placing with what it brings, and where it has one, its own moment: until then it may appear as another."""
    words = [", ".join(entry["words"] for entry in placing["recognitions"])]
    if placing["places"] and placing["places"] > 1:
        words.insert(0, _("%(n)d places") % {"n": placing["places"]})
    if placing["announce"]:
        words.append(_("announced %(moment)s") % {"moment": placing["announce"]})
    if placing["appears_as"]:
        words.append(_("until then shown as “%(other)s”") % {"other": placing["appears_as"]})
    told = "; ".join(word for word in words if word)
    return f"{placing['name']} ({told})" if told else placing["name"]


def shown(value: Any) -> str:
    """A setting as a program file writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return "none" if value is None else str(value)
