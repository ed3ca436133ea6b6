"""Writing together: colleagues are asked by e-mail, come in by a secret link, and can be thanked and let go."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import limits, mail
from operations.refusal import Refused

from ..models import Collaborator, Nomination
from .states import remember

MOST_COLLEAGUES = 10
LETTERS_A_DAY = 30
A_DAY = 86_400


def invite(nomination: Nomination, email: str, *, by) -> Collaborator:
    """Ask a colleague to help write. Asking again sends the same link once more."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("“%(email)s” does not look like an e-mail address.") % {"email": email[:100]}) from None
    if email == nomination.nominator.email:
        raise Refused(_("This is the nominator's own address."))
    if nomination.collaborators.exclude(email=email).count() >= MOST_COLLEAGUES:
        raise Refused(_("At most %(n)d colleagues can write one nomination.") % {"n": MOST_COLLEAGUES})
    if not limits.allow(f"invite-colleague:{by.pk}", limit=LETTERS_A_DAY, seconds=A_DAY):
        raise Refused(_("You have sent many invitations today. Please try again tomorrow."))
    at = clock.now()
    with transaction.atomic():
        colleague, made = Collaborator.objects.get_or_create(
            nomination=nomination, email=email, defaults={"token": secrets.token_urlsafe(24), "invited_at": at}
        )
        if colleague.user_id:
            return colleague
        if made:
            remember(nomination, "colleague_invited", by=by, at=at, reason=email, change={})
        mail.queue(
            "nomination_invited",
            email,
            {
                "nomination": nomination,
                "category": nomination.category,
                "program": nomination.cycle.program,
                "by": by,
                "link": settings.SITE_URL + reverse("nominations:invitation", args=[colleague.token]),
            },
            key=f"nomination-invited:{colleague.pk}:{at:%Y%m%d}",
            program=nomination.cycle.program.slug,
        )
    return colleague


def accept(colleague: Collaborator, *, by) -> Nomination:
    """Whoever holds the link and is signed in joins, once."""
    nomination = colleague.nomination
    if by.pk == nomination.nominator_id or colleague.user_id == by.pk:
        return nomination
    if colleague.user_id or nomination.collaborators.filter(user=by).exists():
        raise Refused(_("This invitation was already used."))
    with transaction.atomic():
        claimed = Collaborator.objects.filter(pk=colleague.pk, user=None)
        if not claimed.update(user=by, accepted_at=clock.now()):
            raise Refused(_("This invitation was already used."))
        remember(nomination, "colleague_joined", by=by, reason=colleague.email)
    return nomination


def remove(colleague: Collaborator, *, by) -> None:
    """End a colleague's access, or call an open invitation back. What they wrote stays."""
    with transaction.atomic():
        colleague.delete()
        remember(colleague.nomination, "colleague_removed", by=by, reason=colleague.email)
