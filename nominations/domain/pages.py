"""How many pages an application has: as it is printed, and its own PDF (S38). Beside that, one printed page is its cover.

The application is what is written for judges: its heading, its texts and tables, and stories told by others. Who
enters, contact details, statements, supporting files and the receipt stand on pages of their own and are not counted;
files of the section "The story" are the application itself. Counting renders it, so the number is kept with a
fingerprint of what was counted and found again only after a change.
"""

from __future__ import annotations

import hashlib

from django.db.models import Q
from django.utils.translation import gettext as _

from operations.refusal import Refused
from programs.enums import Section
from programs.models import Category, EligibilityRule, Question

from ..models import Nomination

PDF = "application/pdf"
COVER = 1
# What stands around an application, on pages that are not counted.
AROUND = (Section.ELIGIBILITY, Section.ENTRANT, Section.CENTER, Section.SUPPORT, Section.STATEMENTS)


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
        pages = together(rendered(nomination), uploaded(nomination))
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


def takes_only_pdf(nomination: Nomination, question: Question) -> bool:
    """Whether files of this question are an application whose pages count."""
    return question.section not in AROUND and limit_of(nomination.category) is not None


def refuse_uncountable(nomination: Nomination, question: Question, content_type: str) -> None:
    """An application that is uploaded instead of typed comes as a PDF where its pages count."""
    if content_type != PDF and takes_only_pdf(nomination, question):
        raise Refused(_("Please upload the application as a PDF, so that its pages can be counted."))


def fingerprint(nomination: Nomination) -> str:
    """Changes with the heading and every answer, file and story of the application."""
    answers = nomination.answers.exclude(question__section__in=AROUND)
    files = nomination.attachments.exclude(question__section__in=AROUND).filter(removed_at=None)
    what = (
        "application and cover",
        nomination.title,
        nomination.organisation_id,
        nomination.signed_stories,
        list(answers.order_by("question_id").values_list("question_id", "version", "updated_at")),
        list(files.order_by("pk").values_list("pk", flat=True)),
    )
    return hashlib.sha256(repr(what).encode()).hexdigest()


def together(printed: int, own: int) -> int:
    """Judges read both. Whoever has an own PDF answers the form's questions in short: one page of that is not counted."""
    return own + (printed if printed > COVER else 0) if own else printed


def rendered(nomination: Nomination) -> int:
    from ..pdf import application_pages  # a second of the start, for those who ask alone

    return application_pages(nomination)


def uploaded(nomination: Nomination) -> int:
    """The pages of all PDFs that are the application itself."""
    files = nomination.attachments.exclude(question__section__in=AROUND).filter(removed_at=None, content_type=PDF)
    return sum(pages or 0 for pages in files.values_list("pages", flat=True))
