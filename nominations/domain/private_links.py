"""Private links: a way in without an account, for one person, one nomination and one purpose.

The token is told once, in the letter; the row keeps its SHA-256. Wrong, withdrawn and expired look the same.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from operations import clock
from operations.refusal import Refused
from programs.models import Question

from ..models import Nomination, PrivateLink, SectionComment, SignOff
from . import states

LONGEST = 10_000


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue(
    nomination: Nomination, purpose: str, *, name: str, email: str, by, expires_at: datetime | None = None
) -> tuple[PrivateLink, str]:
    """A new link and its token, which is known now and never again."""
    token = secrets.token_urlsafe(32)
    link = PrivateLink.objects.create(
        nomination=nomination,
        purpose=purpose,
        token_hash=hash_of(token),
        name=name.strip()[:200],
        email=email.strip().lower(),
        created_by=by,
        created_at=clock.now(),
        expires_at=expires_at,
    )
    states.remember(nomination, "link_issued", by=by, change={"purpose": purpose, "link": link.pk})
    return link, token


def open_link(token: str, purpose: str) -> PrivateLink:
    """The link behind a token, or 404. The lookup is by hash, so its time tells nothing of the token."""
    found = (
        PrivateLink.objects.valid(clock.now())
        .filter(token_hash=hash_of(token), purpose=purpose)
        .select_related("nomination__category__cycle__program", "nomination__cycle__program", "nomination__nominator")
        .first()
    )
    if found is None:
        raise Http404
    if found.first_opened_at is None:
        PrivateLink.objects.filter(pk=found.pk, first_opened_at=None).update(first_opened_at=clock.now())
    return found


def hold(link: PrivateLink) -> None:
    """Inside the caller's transaction: whoever withdraws the link now waits until this is written, or came first."""
    if not PrivateLink.objects.valid(clock.now()).select_for_update().filter(pk=link.pk).values_list("pk").first():
        raise Refused(_("This link leads nowhere any more. Please ask for a new one."))


@transaction.atomic
def withdraw(link: PrivateLink, *, by) -> None:
    """The link leads nowhere from now on; what was written through it stays."""
    if PrivateLink.objects.filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        states.remember(link.nomination, "link_withdrawn", by=by, change={"link": link.pk})


@transaction.atomic
def comment(link: PrivateLink, question: Question, text: str, *, base_version: int) -> tuple[SectionComment, bool]:
    """Save a comment on top of the version its writer saw; False beside the stored one where another tab was first."""
    text = text.replace("\0", "").strip()
    if len(text) > LONGEST:
        raise Refused(_("A comment has at most %(n)d characters.") % {"n": LONGEST})
    hold(link)
    row, _made = SectionComment.objects.get_or_create(link=link, question=question, defaults={"version": 0})
    if row.text == text:
        return row, True
    fresh = SectionComment.objects.filter(pk=row.pk, version=base_version)
    if not fresh.update(text=text, version=base_version + 1, updated_at=clock.now()):
        return row, False
    row.refresh_from_db()
    return row, True


@transaction.atomic
def sign_off(link: PrivateLink, *, name: str, statement: str) -> SignOff:
    """The reviewer's word, once; later words do not replace it."""
    if not name.strip():
        raise Refused(_("Please write your name."))
    hold(link)
    row, made = SignOff.objects.get_or_create(
        link=link, defaults={"name": name.strip()[:200], "statement": statement, "at": clock.now()}
    )
    if made:
        states.remember(link.nomination, "reviewed", change={"link": link.pk})
    return row
