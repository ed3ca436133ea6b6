"""A program and one of its cycles as plain data: what a program file says, with everything spelled out.

A plan holds only strings, numbers, lists and dictionaries, so that two plans can be compared, and so that
"what would change" is the difference of two of them.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from ..models import Cycle, Program
from .moments import DEADLINES, as_written
from .shape import CATEGORY, CRITERION, CYCLE, PLACING, PROGRAM, QUESTION, RULE, Noun, in_form_order, key_of

Plan = dict[str, Any]


def plan_of(cycle: Cycle) -> Plan:
    """Everything a program file would say about this cycle and its program."""
    program = cycle.program
    categories = cycle.categories.prefetch_related(
        "criteria", "rules", "questions__criterion", "placings", "instruments"
    )
    return {
        "program": plan_of_program(program),
        "cycle": data_of(cycle, CYCLE, program),
        "rules": [data_of(rule, RULE, program) for rule in cycle.rules.filter(category=None)],
        "categories": [plan_of_category(category, program) for category in categories],
    }


def plan_of_program(program: Program) -> Plan:
    newest = {}
    for terms in program.terms.order_by("version"):
        newest[terms.kind] = terms.text
    return {**data_of(program, PROGRAM, program), "terms": newest}


def plan_of_category(category, program: Program) -> Plan:
    def listed(rows, noun: Noun) -> list[Plan]:
        return [data_of(row, noun, program) for row in rows.all()]

    return {
        **data_of(category, CATEGORY, program),
        "criteria": listed(category.criteria, CRITERION),
        "rules": listed(category.rules, RULE),
        "questions": in_form_order(listed(category.questions, QUESTION)),
        "placings": listed(category.placings, PLACING),
        "instrument": newest_instrument(category),
    }


def newest_instrument(category) -> list[Plan]:
    """The sections of the version that new attempts are evaluated with."""
    versions = sorted(category.instruments.all(), key=lambda one: one.version)
    return versions[-1].sections if versions else []


def data_of(row: models.Model, noun: Noun, program: Program) -> Plan:
    """The fields of one row as plain data, instants as they are written in the program's zone."""
    return {key_of(name): value_of(row, name, program) for name in noun.names}


def value_of(row: models.Model, name: str, program: Program) -> Any:
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return value.slug
    if value is None:
        return "" if name == "criterion" else None
    field = row._meta.get_field(name)
    if isinstance(field, models.DateTimeField):
        deadline = program.deadline_time if key_of(name) in DEADLINES else None
        return as_written(value, zone=program.time_zone, deadline=deadline)
    if isinstance(value, str):
        return tidy(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def tidy(text: str) -> str:
    """A text without blanks at the ends of its lines, as every text stands in a file."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
