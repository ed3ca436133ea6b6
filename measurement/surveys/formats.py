"""What the columns of each kind of survey file are: their names, what may stand in them, and other names they go by."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from programs.enums import Channel, Participation, Sector, SurveyMethod

from ..enums import AgentRole, FileKind

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """One column of ours.

    `kind` says how a value is read (`values.py`). A `required` column must be in the file and filled in each row.
    `also` are other names that headers give it, compared without case and punctuation.
    """

    name: str
    kind: str
    required: bool = False
    help: str = ""
    choices: Choices = ()
    longest: int = 0
    also: tuple[str, ...] = ()


YES_NO = (("yes", _("Yes")), ("no", _("No")))
ORGANISATION = Column(
    "organization", "organisation", True, _("The organization's name as the portal or an earlier file knows it."),
    also=("organisation", "organization name", "company", "client", "account"),
)  # fmt: skip
SITE = Column("site", "site", help=_("Which of its sites. Empty: not known."), longest=120, also=("location", "center"))
YEAR = Column("year", "year", True, _("The calendar year, such as 2017."), also=("survey year",))


def text(name: str, help: str, *also: str, longest: int = 80, required: bool = False) -> Column:
    return Column(name, "text", required, help, longest=longest, also=also)


def yes_no(name: str, help: str, *also: str) -> Column:
    return Column(name, "yes_no", False, help, YES_NO, also=also)


def rating(name: str, help: str, *also: str) -> Column:
    return Column(name, "rating", False, help, also=also)


def number(name: str, help: str, *also: str) -> Column:
    return Column(name, "number", False, help, also=also)


CUSTOMERS = (
    Column(
        "survey_id", "identifier", True, _("One survey, the same wherever it appears again."), longest=80,
        also=("survey", "survey number", "respondent id", "interview id", "id"),
    ),
    ORGANISATION,
    SITE,
    text("csr_id", _("The CSR who took the call. Empty: not attributed."), "agent id", "representative id", "csr"),
    text("supervisor_id", _("The CSR's supervisor at the time of the call."), "team leader id", "supervisor"),
    Column("survey_date", "past_date", True, _("The day of the survey, such as 2017-03-31."), also=("date", "interview date")),
    Column("method", "method", True, _("How the survey was made."), SurveyMethod.choices, also=("survey method", "mode")),
    Column("channel", "channel", True, _("The channel of the contact."), Channel.choices, also=("contact channel",)),
    Column("channels_used", "channels", False, _("All channels that the customer used, separated by |."), Channel.choices),
    Column("interaction", "interaction", False, _("The kind of interaction: call, claim, …"), longest=40,
           also=("interaction type", "contact type")),
    yes_no("escalated", _("The call went to the escalation queue."), "escalation"),
    yes_no("resolved_first_contact", _("The customer's answer: resolved on the first call or contact."), "fcr"),
    yes_no("one_contact", _("Resolved with one contact in whatever channel."), "one contact resolution", "ocr"),
    yes_no("call_resolved", _("The call was resolved."), "resolved"),
    rating("csr_satisfaction", _("1 to 5; 5 is very satisfied with the CSR."), "csr sat", "agent satisfaction"),
    rating("overall_satisfaction", _("1 to 5; 5 is very satisfied overall."), "osat", "csat", "satisfaction"),
    yes_no("random_selection", _("The contact was chosen at random. Empty: yes."), "random"),
    yes_no("reflects_call_types", _("The selection reflects the volume of call types. Empty: yes."), "representative"),
)  # fmt: skip

EMPLOYEES = (
    Column("response_id", "identifier", True, _("One response, the same wherever it appears again."), longest=80,
           also=("response", "survey id", "id")),
    ORGANISATION,
    SITE,
    text("employee_id", _("The employee, if known."), "employee"),
    Column("role", "role", True, _("What the employee is. Only CSRs count for EX awards."),
           (("csr", _("CSR")), ("supervisor", _("Supervisor")), ("other", _("Other"))), also=("position", "job")),
    Column("survey_date", "past_date", True, _("The day of the survey, such as 2017-03-31."), also=("date", "response date")),
    Column("method", "method", True, _("How the survey was made."), SurveyMethod.choices, also=("survey method", "mode")),
    rating("satisfaction", _("1 to 5; 5 is very satisfied with working here."), "esat", "employee satisfaction",
           "overall satisfaction"),
    yes_no("work_from_home", _("The employee works from home."), "wfh", "home", "remote"),
)  # fmt: skip

ORGANISATIONS = (
    ORGANISATION,
    YEAR,
    number("csrs", _("How many CSRs it employed."), "csr employees", "agents", "csr headcount"),
    number("employees", _("How many employees its contact centers had."), "employee headcount", "headcount"),
    number("home_csrs", _("How many CSRs worked from home."), "work from home csrs", "wfh csrs"),
    Column("sectors", "sectors", False, _("Its sectors, separated by |."), Sector.choices, also=("sector", "industry")),
    Column("channels", "channels", False, _("The channels it operated, separated by |."), Channel.choices),
    *(
        number(f"volume_{value}", format_lazy("{}: {}", _("Contacts in the year"), label), f"{value} volume")
        for value, label in Channel.choices
    ),
)

PARTICIPATION = (
    ORGANISATION,
    YEAR,
    Column("kind", "participation", True, _("What it took part in."), Participation.choices, also=("participation", "study")),
)  # fmt: skip

AGENTS = (
    ORGANISATION,
    text("csr_id", _("The number that survey files know the person by."), "number", "agent id", "supervisor id", "id",
         required=True),
    Column("role", "agent_role", False, _("CSR or supervisor. Empty: CSR."), AgentRole.choices),
    text("name", _("The name as it shall stand on a certificate."), "agent name", "full name", longest=200),
    Column("email", "email", False, _("The person's own e-mail address."), longest=254, also=("e-mail", "mail")),
    text("supervisor_id", _("Whose team the person is in."), "team leader id", "supervisor"),
    SITE,
    Column("from", "date", True, _("The first day in this team and site."), also=("since", "start", "start date")),
    Column("to", "date", False, _("The last day in it. Empty: still there."), also=("until", "end", "end date")),
)  # fmt: skip

FORMATS: dict[str, tuple[Column, ...]] = {
    FileKind.CUSTOMERS: CUSTOMERS,
    FileKind.EMPLOYEES: EMPLOYEES,
    FileKind.ORGANISATIONS: ORGANISATIONS,
    FileKind.PARTICIPATION: PARTICIPATION,
    FileKind.AGENTS: AGENTS,
}
IDENTITY: dict[str, tuple[str, ...]] = {
    FileKind.CUSTOMERS: ("survey_id",),
    FileKind.EMPLOYEES: ("response_id",),
    FileKind.ORGANISATIONS: ("organization", "year"),
    FileKind.PARTICIPATION: ("organization", "year", "kind"),
    FileKind.AGENTS: ("organization", "csr_id", "role", "from"),
}
"""Two rows of a file that agree in these tell of the same thing: the later one is refused."""
FIRST_AND_LAST: dict[str, tuple[tuple[str, str], ...]] = {FileKind.AGENTS: (("from", "to"),)}
"""Days of which the second may not lie before the first."""


def plain(name: str) -> str:
    """A header without case, punctuation and spaces at its ends: " Survey-ID " is "survey id"."""
    return " ".join(re.sub(r"[^\w]|_", " ", name.casefold()).split())


KNOWN = {
    plain_name for columns in FORMATS.values() for one in columns for plain_name in map(plain, (one.name, *one.also))
}
HEAD_AMONG, FEWEST_KNOWN = 20, 3
"""The column names stand among so many first rows, below titles and the like, and we know so many of them."""


def names_known(row: Sequence[object]) -> int:
    return sum(plain(str(name)) in KNOWN for name in row if name is not None)


def head_among(rows: Iterable[Sequence[object]]) -> int:
    """Which of a file's first rows has the column names: the first one, unless that has none that we know and a later one has."""
    known = [names_known(row) for row, _place in zip(rows, range(HEAD_AMONG), strict=False)]
    best = max(known, default=0)
    return known.index(best) if best >= FEWEST_KNOWN and known[0] < 2 else 0


def columns_of(kind: str) -> list[Column]:
    """The columns of a kind of file, in the order of the example files."""
    return list(FORMATS[kind])


def guess(kind: str, columns: Sequence[str]) -> dict[str, str]:
    """Which column of a file is probably which of ours: {our column: column of the file}."""
    free = {}
    for name in columns:
        free.setdefault(plain(name), name)
    found: dict[str, str] = {}
    for names in (lambda one: (one.name,), lambda one: one.also):
        for column in columns_of(kind):
            for name in names(column):
                if column.name not in found and plain(name) in free:
                    found[column.name] = free.pop(plain(name))
    return found


def nearest(name: str, columns: Sequence[str]) -> str:
    """The file's column whose name looks most like `name`, or ""."""
    by_plain = {plain(one): one for one in columns}
    close = difflib.get_close_matches(plain(name), list(by_plain), n=1, cutoff=0.6)
    return by_plain[close[0]] if close else ""


def missing(kind: str, mapping: dict[str, str]) -> list[Column]:
    """Required columns that a mapping leaves out."""
    return [column for column in columns_of(kind) if column.required and not mapping.get(column.name)]
