"""Chapters of the year: what everybody knows before, between and after the three announcements."""

from __future__ import annotations

import re
from os.path import commonprefix

from django.core import mail

from programs.models import Category, Cycle
from recognition.models import Honour

from . import sqm_cast, survey_year
from .people import Person
from .sqm_cast import CITATION, CSR, CYCLE, RIVAL, SUPERVISOR, WINNER
from .stage import work
from .visitor import Told, Visitor

#: The placing that is veiled until the conference. Award 1 is called “… and Top 2 Finalists”, which tells nothing.
THE_TOP_TWO = re.compile(r"Top 2 Finalist(?!s)")


def of(*keys: str) -> list[Honour]:
    return list(Honour.objects.filter(category__key__in=keys).select_related("category", "placing").order_by("pk"))


def a_few(*keys: str) -> list[Honour]:
    """Some of a field of hundreds: the first, the last and every ninetieth; all of a small one."""
    return [honour for key in keys for honour in (of(key)[::90] if len(of(key)) > 30 else of(key))]


def nobody_knows_anything(visitor: Visitor, cycle: Cycle) -> None:
    work()
    visitor.knows_nothing_of(a_few("sqm-39", "sqm-01", "sqm-04", "sqm-05", "sqm-06", "sqm-07", "sqm-15"))
    pages = " ".join(visitor.everything(cycle).values())
    assert [honour for honour in Honour.objects.all() if honour.name_as_printed in pages] == []
    assert not [letter for letter in mail.outbox if "congratulations" in letter.body.casefold()]


def in_february_best_practice_alone(visitor: Visitor, cycle: Cycle, olga: Person) -> None:
    work()
    visitor.knows_nothing_of(a_few("sqm-01", "sqm-04", "sqm-05", "sqm-06", "sqm-07", "sqm-15"))
    pages = " ".join(visitor.everything(cycle).values())
    known = {honour.category.key for honour in Honour.objects.all() if honour.name_as_printed in pages}
    assert known == {"sqm-39"}
    assert CITATION in pages
    olga.go("recognition:winners", *CYCLE)
    assert placings(olga, "Omni-Channel") == [("Best Practice Winner", WINNER), ("Best Practice Finalist", RIVAL)]
    olga.look("winners-february", keep=True)


def placings(olga: Person, award: str) -> list[tuple[str, str]]:
    """What the winners page says of an award, in its order."""
    section = olga.page.get_by_role("region", name=award, exact=True)
    shown = [section.locator(part).all_inner_texts() for part in (".winner-card__placing", ".winner-card__name")]
    return [(placing.strip(), name.strip()) for placing, name in zip(*shown, strict=True)]


def in_march_all_recipients_and_finalists(visitor: Visitor, cycle: Cycle, olga: Person) -> None:
    """The Year's CSR and supervisor stand among the finalists; nothing tells one from another."""
    work()
    for award, key in ((CSR, "sqm-06"), (SUPERVISOR, "sqm-07")):
        name = Category.objects.get(cycle=cycle, slug=award[2]).name
        honours = of(key)
        names = sorted((honour.name_as_printed for honour in honours), key=str.casefold)
        olga.go("recognition:winners", *CYCLE)
        assert placings(olga, name) == [("Finalist", each) for each in names]
        answers = [visitor.of(honour) for honour in honours]
        parts = [part for answer in answers[1:] if (part := difference(answers[0], answer))]
        assert not parts, parts[0]
        assert {told.status for told in (answers[0]["page"], answers[0]["verification"], answers[0]["json"])} == {200}
        asked = [visitor.asks_the_api(honour) for honour in (honours[0], honours[-1])]
        assert asked[0] == asked[1] and asked[0].status == 200
        lists = " ".join(text for path, text in visitor.everything(cycle).items() if "/winners/" in path)
        assert not THE_TOP_TWO.search(lists + repr(answers))
        assert f"{name.partition(' and ')[0]}</p>" not in lists and "CSR of the Year</p>" not in lists
    assert {told.status for told in visitor.of(of("sqm-04")[0]).values()} == {200, 404}
    olga.go("recognition:winners", *CYCLE)
    olga.look("winners-march", keep=True)


def difference(one: dict[str, Told], other: dict[str, Told]) -> dict[str, tuple[str, str]]:
    """Where two sets of answers part, by kind, with a few words of each."""
    found = {}
    for kind in one:
        if one[kind] != other[kind]:
            at = len(commonprefix([one[kind].text, other[kind].text]))
            found[kind] = tuple(
                f"{told.status} {told.text[max(0, at - 60) : at + 80]}" for told in (one[kind], other[kind])
            )
    return found


def at_the_conference_the_winners(visitor: Visitor, cycle: Cycle, olga: Person) -> None:
    work()
    olga.go("recognition:winners", *CYCLE)
    for award, winner, others in (
        (CSR, ("CSR of the Year", survey_year.name(sqm_cast.CSRS)), 22),
        (SUPERVISOR, ("Supervisor of the Year", survey_year.name(survey_year.LEADS + sqm_cast.SUPERVISORS)), 5),
    ):
        shown = placings(olga, Category.objects.get(cycle=cycle, slug=award[2]).name)
        assert shown[0] == winner
        assert sum(placing == "Finalist" for placing, _name in shown) == others
    honours = {honour.placing.slug: visitor.of(honour) for honour in of("sqm-06")}
    assert (
        "CSR of the Year" in honours["winner"]["json"].text and "Top 2 Finalist" in honours["top-finalist"]["json"].text
    )
    olga.look("winners-conference", keep=True)
