"""What is known of organizations in a year, and in what they take part: from the files in force, or from a person.

A year that an administrator wrote is the administrator's, participation included: files leave it alone until it is
given back to them. Everything else is made anew from the files, the later one right, so a withdrawn file leaves
nothing behind.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from accounts.models import Organisation
from operations import clock
from operations.domain import audit
from operations.domain.jobs import enqueue
from operations.refusal import Refused
from programs.models import Program

from ..enums import FileKind
from ..models import OrganisationYear, Participation
from . import accepted, studies

NUMBERS = ("csrs", "employees", "home_csrs")
PROFILE = (*NUMBERS, "sectors", "channels", "volumes")
VOLUME = "volume_"
Key = tuple[int, int]


def renew(program: Program) -> None:
    """Years and participation anew from the files in force, inside the caller's transaction."""
    written = set(by_hand(program))
    years: dict[Key, OrganisationYear] = {}
    for source, row in accepted.in_force(program, FileKind.ORGANISATIONS):
        key = row["organization"], row["year"]
        years[key] = OrganisationYear(
            program=program, organisation_id=key[0], year=key[1], source=source, **values_of(row)
        )
    kinds: dict[tuple[int, int, str], Participation] = {}
    for source, row in accepted.in_force(program, FileKind.PARTICIPATION):
        key = row["organization"], row["year"], row["kind"]
        kinds[key] = Participation(program=program, organisation_id=key[0], year=key[1], kind=key[2], source=source)
    OrganisationYear.objects.filter(program=program).exclude(source=None).delete()
    Participation.objects.filter(program=program).exclude(source=None).delete()
    OrganisationYear.objects.bulk_create([one for key, one in years.items() if key not in written], batch_size=500)
    there = set(Participation.objects.filter(program=program).values_list("organisation_id", "year", "kind"))
    Participation.objects.bulk_create(
        [one for key, one in kinds.items() if key[:2] not in written and key not in there], batch_size=500
    )


def values_of(row: dict) -> dict:
    """What one row of a file says of an organization's year."""
    volumes = {name.removeprefix(VOLUME): n for name, n in row.items() if name.startswith(VOLUME) and n is not None}
    lists = {name: parted(row[name]) for name in ("sectors", "channels")}
    return {**{name: row[name] for name in NUMBERS}, **lists, "volumes": volumes}


def parted(text: str | None) -> list[str]:
    return [one for one in (text or "").split("|") if one]


def by_hand(program: Program) -> list[Key]:
    """The years that an administrator wrote."""
    rows = OrganisationYear.objects.filter(program=program, source=None)
    return list(rows.values_list("organisation_id", "year"))


def write(
    program: Program, organisation: Organisation, year: int, *, participation: list[str], by, **values
) -> OrganisationYear:
    """An administrator says what is known; files change it no more."""
    with studies.held(program) as study:
        refuse_too_many(study.most_sectors, values.get("sectors", []))
        if (values.get("home_csrs") or 0) > (values.get("csrs") if values.get("csrs") is not None else 10**9):
            raise Refused(_("There cannot be more CSRs at home than CSRs."))
        before = _told(program, organisation, year)
        row, _made = OrganisationYear.objects.update_or_create(
            program=program, organisation=organisation, year=year, defaults={**values, "source": None}
        )
        own = Participation.objects.filter(program=program, organisation=organisation, year=year)
        own.delete()
        Participation.objects.bulk_create(
            Participation(program=program, organisation=organisation, year=year, kind=kind)
            for kind in sorted(set(participation))
        )
        _finish(program, organisation, year, before, study, by=by)
    return row


def give_back(program: Program, organisation: Organisation, year: int, *, by) -> None:
    """What an administrator wrote is forgotten, and the files are right again."""
    with studies.held(program) as study:
        before = _told(program, organisation, year)
        mine = {"program": program, "organisation": organisation, "year": year, "source": None}
        if not OrganisationYear.objects.filter(**mine).delete()[0]:
            raise Refused(_("This year comes from the files already."))
        Participation.objects.filter(**mine).delete()
        renew(program)
        _finish(program, organisation, year, before, study, by=by)


def refuse_too_many(most: int | None, sectors: list[str]) -> None:
    """S22, where a limit is set."""
    if most is not None and len(sectors) > most:
        raise Refused(
            _("An organization may stand in at most %(most)d sectors; here are %(n)d.")
            % {"most": most, "n": len(sectors)}
        )


def too_many_sectors(path: Path, most: int) -> list[str]:
    """S22 in a file: the rows that stand in more sectors than an organization may."""
    import polars

    rows = polars.read_parquet(path, columns=["row", "sectors"]).iter_rows()
    over = [row for row, sectors in rows if len(parted(sectors)) > most]
    if not over:
        return []
    return [
        _("An organization may stand in at most %(most)d sectors; there are more in row %(rows)s.")
        % {"most": most, "rows": ", ".join(map(str, over[:20]))}
    ]


def _told(program: Program, organisation: Organisation, year: int) -> dict:
    where = {"program": program, "organisation": organisation, "year": year}
    row = OrganisationYear.objects.filter(**where).first()
    kinds = Participation.objects.filter(**where).order_by("kind").values_list("kind", flat=True)
    return {**({name: getattr(row, name) for name in PROFILE} if row else {}), "participation": list(kinds)}


def _finish(program: Program, organisation: Organisation, year: int, before: dict, study, *, by) -> None:
    """The trail, and whoever is judged by these figures is checked again."""
    from .taking import cycles_of

    after = _told(program, organisation, year)
    change = {
        name: [before.get(name), after.get(name)]
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }
    study.renewed_at = clock.now()
    study.save(update_fields=["renewed_at"])
    for cycle in cycles_of(program, {year}):
        enqueue(
            "check_cycle",
            key=f"check_cycle:{cycle.pk}:study:{study.renewed_at.timestamp():.6f}",
            payload={"cycle": cycle.pk, "cause": "figures of an organization changed"},
            program=program.slug,
            by=by,
        )
    audit.record(
        "organization figures changed",
        organisation.key,
        by=by,
        program=program.slug,
        change={"year": year, **change},
    )
