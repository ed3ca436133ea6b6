"""Which organisations count as one, for bars and caps (X03)."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Organisation

from ..models import Program


class Groups:
    """Families of organisations by their topmost parent; without rows everyone stands alone."""

    def __init__(self, rows: list[tuple[int, int | None, str]] = ()) -> None:
        self.parents = {pk: parent for pk, parent, _name in rows}
        self.names = {pk: name for pk, _parent, name in rows}
        self.members: dict[int, list[int]] = {}
        for pk in self.parents:
            self.members.setdefault(self.root(pk), []).append(pk)

    def root(self, pk: int) -> int:
        """The topmost parent; a ring of parents has none, so its smallest number stands for it."""
        seen = [pk]
        while parent := self.parents.get(pk):
            if parent in seen:
                return min(seen[seen.index(parent) :])
            seen.append(parent)
            pk = parent
        return pk

    def with_relatives(self, pk: int) -> list[int]:
        """This organisation and all that count as the same."""
        return self.members.get(self.root(pk), [pk])

    def keys(self, organisation: Organisation | None) -> tuple[str, ...]:
        """The comparable names that count as this organisation, its own first."""
        if organisation is None:
            return ()
        relatives = [self.names[pk] for pk in self.with_relatives(organisation.pk) if pk in self.names]
        return tuple(dict.fromkeys([organisation.normalised_name, *relatives]))


def groups_for(programs: list[Program]) -> Groups:
    """One query where any of these programs counts by parent, none otherwise."""
    if not any(program.organisation_scope == "parent" for program in programs):
        return Groups()
    related = Organisation.objects.filter(Q(parent__isnull=False) | Q(children__isnull=False)).distinct()
    return Groups(list(related.order_by("pk").values_list("pk", "parent_id", "normalised_name")))
