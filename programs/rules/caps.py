"""How much one organisation may enter: set rules over its submissions, first come, first served.

`place` looks at all submissions at once and always gives the same answer for the same set, so it can be
asked again whenever something changed. It asks no database; `nominations.domain.caps` feeds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .base import Rule, Verdict, param, passed
from .facts import Facts

NO_CAP, JUDGED, QUEUED, OVER = "", "judged", "queued", "over"

MODES = (
    ("warn", gettext_lazy("warn, and accept the entry")),
    ("block", gettext_lazy("refuse the entry")),
)
SURPLUSES = (
    ("not_judged", gettext_lazy("it is not judged")),
    ("queued", gettext_lazy("it waits for a place")),
)
SIZE_BANDS = (
    ("separate", gettext_lazy("each category of a family counts")),
    ("one", gettext_lazy("a family counts as one category")),
)
CHARGED = (
    ("nominee", gettext_lazy("the organization that is entered")),
    ("nominator", gettext_lazy("the organization of the nominator")),
)
TIMESTAMPS = (
    ("first_submitted", gettext_lazy("the first submission")),
    ("created", gettext_lazy("the beginning of the draft")),
    ("last_edited", gettext_lazy("the latest submission")),
)


@dataclass(frozen=True)
class Submission:
    """What the caps know of one nomination that was submitted at least once.

    `nominee` and `nominator` name the organisations that may be charged, "" for none. `ended_at` is when it
    was withdrawn or rejected. Where judging started without it, `away_as` is the state it was in by then
    and `rejoined_at` when it came back.
    """

    id: int
    category: str
    candidate: str
    receipt_number: int
    first_submitted_at: datetime
    family: str = ""
    nominee: str = ""
    nominator: str = ""
    state: str = "submitted"
    counts: bool = True
    created_at: datetime | None = None
    last_edited_at: datetime | None = None
    ended_at: datetime | None = None
    away_as: str = ""
    rejoined_at: datetime | None = None


@dataclass(frozen=True)
class Placed:
    """What the caps leave of a submission, and why, as a sentence; both empty where no cap speaks.

    `blocked` says that one of the caps in its way refuses what is over it (I06).
    """

    cap_place: str
    reason: str = ""
    blocked: bool = False


@dataclass(frozen=True)
class Cap(Rule):
    """A limit on what is judged of one organisation, in order of arrival (I01 to I07)."""

    is_cap: ClassVar[bool] = True

    maximum: int = param(
        "int", label=gettext_lazy("At most"), help=gettext_lazy("How many are judged."), default=1, minimum=1
    )
    mode: str = param(
        "choice",
        label=gettext_lazy("More than that"),
        help=gettext_lazy("Warn and accept, or refuse the submission."),
        default="warn",
        choices=MODES,
    )
    surplus: str = param(
        "choice",
        label=gettext_lazy("What becomes of the surplus"),
        help=gettext_lazy("It is not judged, or it waits for a place that becomes free."),
        default="not_judged",
        choices=SURPLUSES,
    )
    size_bands: str = param(
        "choice",
        label=gettext_lazy("Families of sizes"),
        help=gettext_lazy("Whether small, medium and large are three categories or one."),
        default="separate",
        choices=SIZE_BANDS,
    )
    charged_to: str = param(
        "choice",
        label=gettext_lazy("Whose limit"),
        help=gettext_lazy("Whether a partner's nomination uses the nominee's places or the partner's own."),
        default="nominee",
        choices=CHARGED,
    )
    timestamp: str = param(
        "choice",
        label=gettext_lazy("Order"),
        help=gettext_lazy(
            "The instant that makes the order; receipt numbers settle equal ones. The cap on categories decides "
            "the order for both."
        ),
        default="first_submitted",
        choices=TIMESTAMPS,
    )
    withdrawn_counts: bool = param(
        "bool",
        label=gettext_lazy("Withdrawn entries keep their place"),
        help=gettext_lazy("Off: withdrawing before judging starts frees the place. Later it always stays used."),
        default=False,
    )
    rejected_counts: bool = param(
        "bool",
        label=gettext_lazy("Rejected entries keep their place"),
        help=gettext_lazy("Off: a rejection before judging starts frees the place. Later it always stays used."),
        default=False,
    )

    def check(self, facts: Facts) -> Verdict:
        """A cap never makes an entry ineligible; what it leaves of it is its place."""
        return passed(self.describe())

    def unit(self, one: Submission) -> str:
        """The category that this cap counts, which may be a whole family."""
        return f"family:{one.family}" if self.size_bands == "one" and one.family else one.category

    def account(self, one: Submission) -> str:
        """The organisation whose places a submission uses."""
        return one.nominator if self.charged_to == "nominator" else one.nominee

    def is_held(self, one: Submission, judging_starts_at: datetime) -> bool:
        """Whether a submission holds its place: judged ones do, and ended ones by setting or once judging started."""
        if one.state == "submitted":
            return True
        if one.state not in ("withdrawn", "rejected"):
            return False
        return self.keeps(one.state) or (one.ended_at is not None and one.ended_at >= judging_starts_at)

    def keeps(self, state: str) -> bool:
        """Whether this state alone leaves an ended submission its place."""
        return {"withdrawn": self.withdrawn_counts, "rejected": self.rejected_counts}.get(state, False)

    def instant(self, one: Submission) -> datetime:
        chosen = {"created": one.created_at, "last_edited": one.last_edited_at}.get(self.timestamp)
        return chosen or one.first_submitted_at

    def _more(self) -> str:
        if self.mode == "block":
            return _("First come, first served: an entry beyond that is refused.")
        if self.surplus == "queued":
            return _("First come, first served: an entry beyond that is accepted and waits for a place.")
        return _("First come, first served: an entry beyond that is accepted and not judged.")


@dataclass(frozen=True)
class CategoryCap(Cap):
    """An organisation is judged in at most so many categories."""

    kind = "category_cap"
    title = gettext_lazy("Categories per organization")

    maximum: int = param(
        "int",
        label=gettext_lazy("At most"),
        help=gettext_lazy("In how many categories an organization is judged."),
        default=3,
        minimum=1,
    )

    def describe(self) -> str:
        limit = ngettext(
            "An organization is judged in %(n)d category at most.",
            "An organization is judged in %(n)d categories at most.",
            self.maximum,
        ) % {"n": self.maximum}
        return f"{limit} {self._more()}"

    def key(self, one: Submission) -> tuple[str, str]:
        """Places of this cap: the set of units per account."""
        return (self.account(one), "")

    def place_of(self, one: Submission) -> str:
        return self.unit(one)

    def refusal(self) -> str:
        return ngettext(
            "The organization already stands in %(n)d category, the most that are judged (first come, first served).",
            "The organization already stands in %(n)d categories, the most that are judged (first come, first served).",
            self.maximum,
        ) % {"n": self.maximum}


@dataclass(frozen=True)
class CandidateCap(Cap):
    """An organisation puts forward at most so many candidates in a category; candidates count, not forms."""

    kind = "candidate_cap"
    title = gettext_lazy("Candidates per category")

    maximum: int = param(
        "int",
        label=gettext_lazy("At most"),
        help=gettext_lazy("How many candidates of an organization are judged in a category."),
        default=2,
        minimum=1,
    )

    def describe(self) -> str:
        limit = ngettext(
            "%(n)d candidate of an organization is judged in a category at most.",
            "%(n)d candidates of an organization are judged in a category at most.",
            self.maximum,
        ) % {"n": self.maximum}
        return f"{limit} {self._more()}"

    def key(self, one: Submission) -> tuple[str, str]:
        return (self.account(one), self.unit(one))

    def place_of(self, one: Submission) -> str:
        return one.candidate

    def refusal(self) -> str:
        return ngettext(
            "The organization already has %(n)d candidate in this category, the most that are judged "
            "(first come, first served).",
            "The organization already has %(n)d candidates in this category, the most that are judged "
            "(first come, first served).",
            self.maximum,
        ) % {"n": self.maximum}


@dataclass
class Ledger:
    """Which places of which cap are used, while the submissions pass one by one."""

    used: dict[tuple, set[str]] = field(default_factory=lambda: defaultdict(set))

    def refusing(self, caps: Sequence[Cap], one: Submission) -> list[Cap]:
        """The caps that have no place left for a submission."""
        return [
            cap
            for cap in caps
            if cap.place_of(one) not in (used := self.used[self._slot(cap, one)]) and len(used) >= cap.maximum
        ]

    def take(self, caps: Sequence[Cap], one: Submission) -> None:
        for cap in caps:
            self.used[self._slot(cap, one)].add(cap.place_of(one))

    def _slot(self, cap: Cap, one: Submission) -> tuple:
        return (cap.kind, *cap.key(one))


def place(caps: Sequence[Cap], submissions: Iterable[Submission], judging_starts_at: datetime) -> dict[int, Placed]:
    """What becomes of each submission, by id.

    The earliest within all caps are judged. A submission over a cap uses no place of any other. One that
    came back after judging started stands behind those that had taken its place by then.
    """
    placed: dict[int, Placed] = {}
    ledger = Ledger()
    for one in sorted(submissions, key=lambda one: _order(caps, one)):
        charging = [cap for cap in caps if cap.account(one)] if one.counts else []
        holding = [cap for cap in charging if cap.is_held(one, judging_starts_at)]
        refusing = ledger.refusing(holding, one)
        if not refusing:
            ledger.take(holding, one)
        placed[one.id] = _answer(one, charging, refusing)
    return placed


def _order(caps: Sequence[Cap], one: Submission) -> tuple:
    if one.rejoined_at is not None and not any(cap.keeps(one.away_as) for cap in caps):
        return (1, one.rejoined_at, one.receipt_number, one.id)
    instant = caps[0].instant(one) if caps else one.first_submitted_at
    return (0, instant, one.receipt_number, one.id)


def _answer(one: Submission, charging: Sequence[Cap], refusing: Sequence[Cap]) -> Placed:
    if one.state != "submitted" or not charging:
        return Placed(NO_CAP)
    if not refusing:
        return Placed(JUDGED)
    waits = all(cap.surplus == "queued" for cap in refusing)
    blocked = any(cap.mode == "block" for cap in refusing)
    return Placed(QUEUED if waits else OVER, " ".join(cap.refusal() for cap in refusing), blocked)
