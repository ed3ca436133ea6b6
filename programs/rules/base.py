"""What all kinds of rule share: a verdict, parameters that describe themselves, and the class they extend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from .facts import Facts

State = Literal["pass", "fail", "unknown"]
PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"

REQUIRED: Any = object()


Reason = str | Callable[[], str]
"""A sentence, or what makes it. Where tens of thousands are asked for their state, sentences would cost the most."""


class Verdict:
    """What a rule says of facts, with a sentence that a nominator understands.

    `proposal` is the slug of the category that would be the right one, where a rule knows it.
    """

    __slots__ = ("_reason", "proposal", "state")

    def __init__(self, state: State, reason: Reason, proposal: str = "") -> None:
        self.state = state
        self.proposal = proposal
        self._reason = reason

    @property
    def reason(self) -> str:
        if not isinstance(self._reason, str):
            self._reason = self._reason()
        return self._reason

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        return (self.state, self.reason, self.proposal) == (other.state, other.reason, other.proposal)

    def __hash__(self) -> int:
        return hash((self.state, self.reason, self.proposal))

    def __repr__(self) -> str:
        return f"Verdict({self.state!r}, {self.reason!r}, {self.proposal!r})"


def passed(reason: Reason) -> Verdict:
    return Verdict(PASS, reason)


def failed(reason: Reason, *, proposal: str = "") -> Verdict:
    return Verdict(FAIL, reason, proposal)


def unknown(reason: Reason) -> Verdict:
    """The rule needs information before it can answer."""
    return Verdict(UNKNOWN, reason)


@dataclass(frozen=True)
class Param:
    """One parameter of a kind, as forms, the YAML loader and the manual see it."""

    name: str
    type: str
    label: str
    help: str
    required: bool
    default: Any
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None

    def problem(self, value: Any) -> str:
        """What is wrong with a value, as a sentence; empty when nothing is."""
        if value is None:
            return "" if self.type == "int_or_none" else _("“%(name)s” must not be empty.") % {"name": self.name}
        return CHECKS[self.type](self, value)


LARGEST = 1_000_000_000
"""No number of a rule is larger: a slip of the finger, which no page could write out."""


def param(
    type: str,
    *,
    label: str,
    help: str,
    default: Any = REQUIRED,
    choices: Iterable[tuple[str, str]] = (),
    minimum: int | None = None,
) -> Any:
    """A dataclass field that is a parameter. Lists are kept as tuples, so that rules stay hashable."""
    words = {"type": type, "label": label, "help": help, "choices": tuple(choices), "minimum": minimum}
    if default is REQUIRED:
        return field(metadata=words)
    return field(default=tuple(default) if isinstance(default, list) else default, metadata=words)


def _check_bool(wanted: Param, value: Any) -> str:
    return "" if isinstance(value, bool) else _("“%(name)s” must be yes or no (true or false).") % {"name": wanted.name}


def _check_int(wanted: Param, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return _("“%(name)s” must be a whole number.") % {"name": wanted.name}
    if wanted.minimum is not None and value < wanted.minimum:
        return _("“%(name)s” must be at least %(minimum)d.") % {"name": wanted.name, "minimum": wanted.minimum}
    if value > LARGEST:
        return _("“%(name)s” must be at most %(maximum)d.") % {"name": wanted.name, "maximum": LARGEST}
    return ""


def _check_choice(wanted: Param, value: Any) -> str:
    if isinstance(value, str) and value in dict(wanted.choices):
        return ""
    return _("“%(name)s” must be one of: %(choices)s.") % {"name": wanted.name, "choices": _listed(wanted)}


def _check_choices(wanted: Param, value: Any) -> str:
    if not isinstance(value, list | tuple) or isinstance(value, str):
        return _("“%(name)s” must be a list.") % {"name": wanted.name}
    known = dict(wanted.choices)
    strangers = [str(item) for item in value if not isinstance(item, str) or item not in known]
    if strangers:
        return _("“%(name)s” may hold %(choices)s, not %(strangers)s.") % {
            "name": wanted.name,
            "choices": _listed(wanted),
            "strangers": ", ".join(strangers),
        }
    if len(set(value)) < len(value):
        return _("“%(name)s” names something twice.") % {"name": wanted.name}
    return ""


def _check_text(wanted: Param, value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return ""
    return _("“%(name)s” must be a text.") % {"name": wanted.name}


def _listed(wanted: Param) -> str:
    return ", ".join(value for value, _label in wanted.choices)


CHECKS = {
    "bool": _check_bool,
    "int": _check_int,
    "int_or_none": _check_int,
    "choice": _check_choice,
    "choices": _check_choices,
    "text": _check_text,
}


@dataclass(frozen=True)
class Parameterised:
    """Something that an administrator sets by parameters, which describe and check themselves."""

    kind: ClassVar[str] = ""

    @classmethod
    def params(cls) -> list[Param]:
        return [_param_of(one) for one in fields(cls) if "type" in one.metadata]

    @classmethod
    def validate(cls, params: Any) -> list[str]:
        """Everything that is wrong with parameters, as sentences that name the parameter."""
        if not isinstance(params, dict):
            return [_("The parameters must be a list of names with values.")]
        known = {one.name: one for one in cls.params()}
        errors = [
            _("“%(name)s” is no parameter of %(kind)s. It has: %(known)s.")
            % {"name": name, "kind": cls.kind, "known": ", ".join(known) or _("none")}
            for name in params
            if name not in known
        ]
        errors += [
            _("“%(name)s” is missing.") % {"name": one.name}
            for one in known.values()
            if one.required and one.name not in params
        ]
        errors += [
            problem for name, value in params.items() if name in known and (problem := known[name].problem(value))
        ]
        return errors or cls.validate_together(params)

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        """What is wrong between parameters that are right one by one."""
        return []

    @classmethod
    def made_from(cls, params: dict[str, Any]):
        """An instance from plain data that `validate` found nothing wrong with."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in params.items()})


@dataclass(frozen=True)
class Rule(Parameterised):
    """One eligibility condition. Subclasses say what they are, and answer from facts alone."""

    title: ClassVar[str] = ""
    #: Caps look at all submissions of an organisation and are placed by `programs.rules.caps`.
    is_cap: ClassVar[bool] = False
    #: Looks neither at surveys nor at a person: it says the same of everybody in an organisation.
    of_organisation: ClassVar[bool] = False
    #: Looks at what was measured or told of an organization: its own people may know what this says, and no others.
    of_study: ClassVar[bool] = False
    #: Says yes or no as soon as somebody has looked at the surveys: then it never lacks information.
    decides_from_surveys: ClassVar[bool] = False
    #: Names of the facts that this kind looks at, so that a form can ask them first.
    needs: ClassVar[tuple[str, ...]] = ()

    def describe(self) -> str:
        """The rule in plain English, from its parameters."""
        raise NotImplementedError

    def check(self, facts: Facts) -> Verdict:
        raise NotImplementedError

    def facts_needed(self) -> tuple[str, ...]:
        """The facts this very rule looks at; a statement, for one, looks at its own."""
        return self.needs


def _param_of(one: Field) -> Param:
    required = one.default is MISSING
    return Param(
        name=one.name,
        type=one.metadata["type"],
        label=one.metadata["label"],
        help=one.metadata["help"],
        required=required,
        default=None if required else one.default,
        choices=one.metadata["choices"],
        minimum=one.metadata["minimum"],
    )


def listed(words: Iterable[str]) -> str:
    """“a, b or c”."""
    words = [str(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s or %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


__all__ = [
    "FAIL",
    "PASS",
    "UNKNOWN",
    "Param",
    "Parameterised",
    "Rule",
    "Verdict",
    "failed",
    "listed",
    "param",
    "passed",
    "unknown",
]
