"""The people of the demo: organisations with members, judges, an administrator and the owner of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify
from ruamel.yaml import YAML

from accounts.domain import organisations
from accounts.domain.people import enrol
from accounts.models import Organisation, User
from programs.enums import Role
from programs.models import Program, ProgramRole

FOLDER = Path(__file__).resolve().parent.parent.parent.parent / "fixtures" / "demo"


@dataclass
class Cast:
    """Everybody by the part they play; people of an organisation in the order of the file."""

    superuser: User
    administrator: User
    decider: User
    judges: list[User]
    organisations: dict[str, Organisation]
    people: dict[str, list[User]]
    assessed: list[tuple[str, str]] = field(default_factory=list)
    """Candidates and experts of the certification, as they are printed."""

    def logins(self) -> list[tuple[str, str]]:
        """Who can sign in, by part, for the operator's screen."""
        nominators = [("nominator", self.people[key][0]) for key in list(self.people)[:4]]
        cast = [
            ("owner of the site", self.superuser),
            ("administrator of the program", self.administrator),
            ("final decider", self.decider),
            *(("judge", judge) for judge in self.judges),
            *nominators,
        ]
        return [*((part, user.email) for part, user in cast), *self.assessed]


def texts(name: str):
    """One file of demo texts."""
    return YAML(typ="safe", pure=True).load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def hire(password: str) -> Cast:
    """Make everybody. One password for all, hashed once: a demo should not take a minute to start."""
    parts = texts("cast")
    hashed = make_password(password)

    def person(name: str, email: str, **fields) -> User:
        return enrol(email, name=name, password=None, **fields)

    people = {
        key: [person(name, address(name, said["domain"])) for name in said["people"]]
        for key, said in parts["organisations"].items()
    }
    cast = Cast(
        superuser=person(**parts["superuser"], is_staff=True, is_superuser=True),
        administrator=person(**parts["administrator"]),
        decider=person(**parts["decider"]),
        judges=[person(**judge) for judge in parts["judges"]],
        organisations={key: found(said, people[key], key) for key, said in parts["organisations"].items()},
        people=people,
    )
    User.objects.filter(pk__in=[user.pk for user in everybody(cast)]).update(password=hashed)
    return cast


def found(said: dict, people: list[User], key: str) -> Organisation:
    """An organisation with its first person as owner and the others as members."""
    owner, *others = people
    made = organisations.create(said["name"], by=owner, domains=[said["domain"]])
    for other in others:
        organisations.add_member(made, other, by=owner)
    return made


def give_roles(cast: Cast, program: Program) -> None:
    for user, role in ((cast.administrator, Role.ADMINISTRATOR), (cast.decider, Role.DECIDER)):
        ProgramRole.objects.get_or_create(program=program, user=user, role=role)


def everybody(cast: Cast) -> list[User]:
    return [
        cast.superuser,
        cast.administrator,
        cast.decider,
        *cast.judges,
        *(user for people in cast.people.values() for user in people),
    ]


def address(name: str, domain: str) -> str:
    """A made-up address: Joaquín Rey of Orchard becomes joaquin.rey@orchardhotels.example."""
    return f"{slugify(name.removeprefix('Dr. ')).replace('-', '.')}@{domain}"
