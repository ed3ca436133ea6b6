"""What is known of organisations and people in one survey year, gathered once for any number of awards.

The number of queries is the same for one award and for all of a cycle, and for one organisation and for thousands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from accounts.models import Organisation
from programs.domain.groups import Groups, groups_for
from programs.domain.in_force import rules_by_category
from programs.enums import Metric, SelectionMethod
from programs.measure import Measure, measure_of
from programs.models import Category, Cycle, EligibilityRule
from programs.rules import Rule, Sample, Sibling
from programs.rules.repeat import RepeatBar
from programs.rules.report import InForce

from ..enums import AgentRole, Choice, TallyLevel
from ..models import Agent, EntryChoice, OrganisationYear, Participation
from . import book as books
from . import earlier, needs, rating
from .book import Book, Subject
from .earlier import Earlier

MEASURED = (SelectionMethod.RANKING, SelectionMethod.THRESHOLD)
#: Above so many organisations everything is read instead of asking for them by number.
FEW = 200
BANDS = ("headcount_band", "csr_headcount")


@dataclass
class Profile:
    """What the study knows of an organisation, with all that count as the same, in one year."""

    csrs: int | None = None
    employees: int | None = None
    home_csrs: int | None = None
    sectors: set[str] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)
    volumes: dict[str, int] = field(default_factory=dict)

    def add(self, csrs, employees, home_csrs, sectors, channels, volumes) -> None:
        self.csrs = _sum(self.csrs, csrs)
        self.employees = _sum(self.employees, employees)
        self.home_csrs = _sum(self.home_csrs, home_csrs)
        self.sectors.update(sectors)
        self.channels.update(channels)
        for channel, n in volumes.items():
            self.volumes[channel] = self.volumes.get(channel, 0) + n


def _sum(known: int | None, more: int | None) -> int | None:
    return more if known is None else known + (more or 0)


class Study:
    """One survey year of a program. `book` may hold other tallies than the database, as in a dry run."""

    def __init__(
        self,
        cycle: Cycle,
        categories: Iterable[Category],
        *,
        book: Book | None = None,
        year: int | None = None,
        organisations: Iterable[int] | None = None,
    ) -> None:
        self.cycle = cycle
        self.program = cycle.program
        self.year = cycle.survey_year or cycle.award_year if year is None else year
        self.categories = [one for one in categories if one.measure]
        self.only = self._few(organisations)
        self._given_book = book
        self._shelves: dict[tuple, Mapping[Subject, Sample]] = {}
        self.known: dict[int, dict[str, Any]] = {}  # the facts of each organisation, as they are asked for
        self.fields: dict[tuple, list] = {}  # who could stand, by what is asked of them
        self._verdicts: dict[tuple, dict[int, str]] = defaultdict(dict)

    def _few(self, organisations: Iterable[int] | None) -> list[int] | None:
        """These organisations alone where they are few and stand by themselves; else everything is read."""
        asked = sorted(set(organisations or ()))
        if organisations is None or len(asked) > FEW or self.program.organisation_scope == "parent":
            return None
        return asked

    @cached_property
    def measures(self) -> dict[int, Measure]:
        return {one.pk: measure_of(one.measure) for one in self.categories}

    @cached_property
    def rules(self) -> dict[int, list[InForce]]:
        return rules_by_category(self.cycle.pk, self.categories)

    @cached_property
    def groups(self) -> Groups:
        return groups_for([self.program])

    def root(self, organisation: int) -> int:
        return self.groups.root(organisation)

    @cached_property
    def names(self) -> dict[int, tuple[str, str]]:
        """Names of organisations, as written and comparable."""
        rows = Organisation.objects.order_by()
        if self.only is not None:
            rows = rows.filter(pk__in=self.only)
        return {pk: (name, comparable) for pk, name, comparable in rows.values_list("pk", "name", "normalised_name")}

    @cached_property
    def profiles(self) -> dict[tuple[int, int], Profile]:
        """By organisation and how many years back."""
        rows = OrganisationYear.objects.filter(program=self.program, year__in=(self.year, self.year - 1)).order_by()
        if self.only is not None:
            rows = rows.filter(organisation__in=self.only)
        found: dict[tuple[int, int], Profile] = defaultdict(Profile)
        columns = ("organisation", "year", "csrs", "employees", "home_csrs", "sectors", "channels", "volumes")
        for organisation, year, *told in rows.values_list(*columns):
            found[self.root(organisation), self.year - year].add(*told)
        return dict(found)

    @cached_property
    def volumes(self) -> dict[int, tuple[Mapping[str, int], Mapping[str, int]]]:
        """Contacts by channel of each organisation, this year's and last year's."""
        nothing = Profile()
        known = dict.fromkeys(organisation for organisation, _back in self.profiles)
        return {pk: tuple(self.profiles.get((pk, back), nothing).volumes for back in (0, 1)) for pk in known}

    @cached_property
    def participations(self) -> dict[int, set[str]]:
        rows = Participation.objects.filter(program=self.program, year=self.year).order_by()
        found: dict[int, set[str]] = defaultdict(set)
        for organisation, kind in rows.values_list("organisation", "kind"):
            found[self.root(organisation)].add(kind)
        return dict(found)

    @cached_property
    def choices(self) -> dict[int, dict[int, str]]:
        """By organisation and category: what it said about being entered."""
        rows = EntryChoice.objects.filter(category__cycle=self.cycle).order_by("at", "pk")
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for organisation, category, choice in rows.values_list("organisation", "category", "choice"):
            found[self.root(organisation)][category] = choice
        return dict(found)

    @cached_property
    def bars(self) -> bool:
        """Whether any of the awards bars who won it before (S48)."""
        rules = (one.rule for theirs in self.rules.values() for one in theirs)
        return any(isinstance(rule, RepeatBar) and rule.enabled for rule in rules)

    @cached_property
    def earlier(self) -> Earlier:
        """What was won in earlier years; nothing where no award asks."""
        return earlier.of(self.cycle, {pk: self.keys_of(pk) for pk in self.names}) if self.bars else Earlier()

    def keys_of(self, organisation: int) -> tuple[str, ...]:
        """The comparable names that count as this organisation, its own first."""
        relatives = self.groups.with_relatives(organisation)
        return tuple(dict.fromkeys([self.names[organisation][1], *(self.names[pk][1] for pk in relatives)]))

    @cached_property
    def chosen(self) -> dict[int, tuple[str, ...]]:
        """Keys of the awards that an organisation asked to be entered in (S01)."""
        keys = {one.pk: one.key for one in self.categories}
        return {
            organisation: tuple(sorted(keys[pk] for pk, choice in said.items() if choice == Choice.IN and pk in keys))
            for organisation, said in self.choices.items()
        }

    @cached_property
    def agents(self) -> dict[str, dict[tuple[int, str], tuple[int, str]]]:
        """By role."""
        rows = Agent.objects.filter(program=self.program).order_by()
        if self.only is not None:
            rows = rows.filter(organisation__in=self.only)
        found: dict[str, dict[tuple[int, str], tuple[int, str]]] = {role: {} for role in AgentRole.values}
        for pk, role, organisation, number, name in rows.values_list("pk", "role", "organisation", "number", "name"):
            found[role][organisation, number] = (pk, name)
        return found

    def agents_of(self, measure: Measure) -> dict[tuple[int, str], tuple[int, str]]:
        """Whom an award for people may name: key and name by organisation and number."""
        if not measure.person:
            return {}
        return self.agents[AgentRole.CSR if measure.person == "csr" else AgentRole.SUPERVISOR]

    @cached_property
    def siblings(self) -> dict[str, list[tuple[int, Sibling]]]:
        """Bands of headcount of the awards of each family (S01)."""
        families = {one.family for one in self.categories if one.family}
        rows = EligibilityRule.objects.filter(
            kind__in=BANDS, is_enabled=True, category__cycle=self.cycle, category__family__in=families
        ).select_related("category")
        found: dict[str, list[tuple[int, Sibling]]] = defaultdict(list)
        for row in rows.order_by("category__position", "category_id"):
            one, params = row.category, row.params
            sibling = Sibling(one.slug, one.name, params.get("minimum"), params.get("maximum"), key=one.key)
            found[one.family].append((one.pk, sibling))
        return dict(found)

    def siblings_of(self, category: Category) -> tuple[Sibling, ...]:
        family = self.siblings.get(category.family, ()) if category.family else ()
        return tuple(sibling for pk, sibling in family if pk != category.pk)

    def verdicts_of(self, rules: Iterable[Rule | None], category: Category) -> dict[int, str]:
        """Where to keep what these rules say of each organisation: awards that ask the same have one place for it."""
        # Only among awards of one family does it matter which of them asks (S01).
        return {} if self.siblings_of(category) else self._verdicts[tuple(rules)]

    # Samples

    def needs_of(self, category: Category) -> tuple[needs.Need, ...]:
        return needs.of(self.measures[category.pk], self.rules[category.pk])

    @cached_property
    def book(self) -> Book:
        """The tallies that the awards ask for, and no others, in one query."""
        if self._given_book is not None:
            return self._given_book
        wanted = {
            (self.year - need.years_back, need.metric, needs.level(self.measures[one.pk]))
            for one in self.categories
            for need in self.needs_of(one)
            if need.metric != Metric.OCR
        }
        return books.read(self.program, {year for year, _m, _l in wanted}, wanted=wanted, organisations=self.only)

    def samples(self, need: needs.Need, measure: Measure) -> Mapping[Subject, Sample]:
        """A need's sample of every subject."""
        level = needs.level(measure)
        key = (need, level, measure.telephone_includes_automated)
        if key not in self._shelves:
            self._shelves[key] = self._shelf(need, level, measure.telephone_includes_automated)
        return self._shelves[key]

    def _shelf(self, need: needs.Need, level: str, with_automated: bool) -> Mapping[Subject, Sample]:
        found: dict[Subject, Sample] = {}
        for metric in rating.counted(need.metric):
            part = self.book.samples(
                metric, self.year - need.years_back, level, need.surveys, with_automated=with_automated
            )
            if not found:
                found = dict(part)
                continue
            for subject, sample in part.items():
                found[subject] = found[subject] + sample if subject in found else sample
        return self._by_group(found) if level == TallyLevel.SITE else found

    def _by_group(self, shelf: dict[Subject, Sample]) -> dict[Subject, Sample]:
        """Where subsidiaries count with their parent, the whole is the whole group's (X03)."""
        if not self.groups.parents:
            return shelf
        found = {subject: sample for subject, sample in shelf.items() if subject[1]}
        for (organisation, site), sample in shelf.items():
            if not site:
                whole = (self.root(organisation), "")
                found[whole] = found[whole] + sample if whole in found else sample
        return found
