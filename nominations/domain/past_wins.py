"""Which honours of earlier years may be a candidate's: the register, asked once for any number of nominations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from programs.models import Cycle
from programs.rules import PastWin

from ..models import PastHonour
from .stated import Stated

#: Above so many nominations the whole register is read instead of asking it by name.
FEW = 200


@dataclass
class Register:
    """Past honours, found by the name, organisation or (unless left out) address of a candidate."""

    by_address: bool = True
    by_name: dict[str, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))
    by_company: dict[str, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))
    by_record: dict[int, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def about(cls, stated: list[Stated], programs: Iterable[int], *, by_address: bool = True) -> Register:
        """The rows that may concern these: one query."""
        rows = PastHonour.objects.filter(program__in=set(programs))
        if len(stated) <= FEW:
            names = {one.entrant_key for one in stated} | {key for one in stated for key in one.organisation_keys}
            rows = rows.alias(address=Lower("recipient_email")).filter(
                Q(recipient_key__in=names - {""})
                | Q(organisation_key__in=names - {""})
                | Q(address__in={one.email for one in stated if by_address} - {""})
                | Q(organisation__in={one.organisation.pk for one in stated if one.organisation})
            )
        register = cls(by_address)
        for row in rows.order_by("-award_year", "pk"):
            register.by_name[row.recipient_key].append(row)
            register.by_email[row.recipient_email.lower()].append(row)
            register.by_company[row.organisation_key].append(row)
            register.by_record[row.organisation_id or 0].append(row)
        return register

    def wins_before(self, cycle: Cycle, stated: Stated) -> tuple[PastWin, ...]:
        """Honours of earlier award years that may be this candidate's or this organisation's."""
        found: dict[int, PastHonour] = {}
        names = [key for key in (stated.entrant_key, *stated.organisation_keys) if key]
        for rows in (
            *(self.by_name[key] for key in names if key in self.by_name),
            *(self.by_company[key] for key in stated.organisation_keys if key in self.by_company),
            self.by_email.get(stated.email, []) if stated.email and self.by_address else [],
            self.by_record.get(stated.organisation.pk, []) if stated.organisation else [],
        ):
            found.update({row.pk: row for row in rows})
        record, known_as = (
            (stated.organisation.pk, stated.organisation.normalised_name) if stated.organisation else (None, "")
        )
        return tuple(
            as_rules_see(row, record, known_as, email=row.recipient_email.lower() if self.by_address else "")
            for _pk, row in sorted(found.items())
            if row.program_id == cycle.program_id and row.award_year < cycle.award_year
        )


def as_rules_see(row: PastHonour, organisation: int | None, known_as: str, *, email: str = "") -> PastWin:
    """A row of the register; an organisation that was renamed since is still the same record, `known_as` today."""
    is_same_record = organisation is not None and row.organisation_id == organisation
    return PastWin(
        category_key=row.category_key,
        family=row.family,
        year=row.award_year,
        kind=row.kind,
        recipient=row.recipient,
        recipient_key=row.recipient_key,
        email=email,
        organisation_key=known_as if is_same_record else row.organisation_key,
    )
