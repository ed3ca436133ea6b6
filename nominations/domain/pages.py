"""How many pages an application has: the entry as it is printed, or its own PDF where that is longer (S38).

Counting renders the entry, so it is kept with a fingerprint of what was counted and done again only after a
change. Files of the section "The story" are the application itself; supporting files are not counted.
"""

from __future__ import annotations

import hashlib
from io import BytesIO

from django.db.models import Q
from django.utils.translation import gettext as _
from pypdf import PdfReader

from operations.refusal import Refused
from programs.enums import Section
from programs.models import Category, EligibilityRule

from ..models import Nomination

PDF = "application/pdf"


def limit_of(category: Category) -> EligibilityRule | None:
    """The rule that limits the pages of this category's applications, if one does."""
    rules = EligibilityRule.objects.filter(Q(category=category) | Q(category=None), cycle=category.cycle_id)
    return rules.filter(kind="page_limit", is_enabled=True).order_by("category").first()


def recount(nomination: Nomination) -> int | None:
    """The pages of the application as it stands; None where nothing limits them."""
    if limit_of(nomination.category) is None:
        return None
    seen = fingerprint(nomination)
    if nomination.pages is None or nomination.pages_of != seen:
        pages = max([rendered(nomination), *uploaded(nomination)])
        Nomination.objects.filter(pk=nomination.pk).update(pages=pages, pages_of=seen)
        nomination.pages, nomination.pages_of = pages, seen
    return nomination.pages


def refuse_too_long(nomination: Nomination) -> None:
    """Where the limit blocks, an application above it is not taken; it stays a draft, and nothing of it is lost."""
    rule = limit_of(nomination.category)
    if rule is None or rule.params.get("mode", "block") != "block":
        return
    pages, most = recount(nomination), rule.params["maximum"]
    if pages is not None and pages > most:
        raise Refused(
            _("The application has %(n)d pages, and at most %(most)d are allowed. Please shorten it by %(over)d.")
            % {"n": pages, "most": most, "over": pages - most}
        )


def fingerprint(nomination: Nomination) -> str:
    """Changes with every answer, file, title and organization."""
    answers = nomination.answers.order_by("question_id").values_list("question_id", "version", "updated_at")
    files = nomination.attachments.filter(removed_at=None).order_by("pk").values_list("pk", flat=True)
    told = (nomination.title, nomination.organisation_id, nomination.relation, nomination.signed_stories)
    what = (*told, list(answers), list(files))
    return hashlib.sha256(repr(what).encode()).hexdigest()


def rendered(nomination: Nomination) -> int:
    from ..pdf import entry_pdf

    return len(PdfReader(BytesIO(entry_pdf(nomination))).pages)


def uploaded(nomination: Nomination) -> list[int]:
    files = nomination.attachments.filter(removed_at=None, content_type=PDF, question__section=Section.STORY)
    return [pages or 0 for pages in files.values_list("pages", flat=True)]
