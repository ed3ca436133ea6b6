"""Accounts that did not come through registration: made by an operator, a seed or a test."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from ..models import User


def confirm_address(user: User) -> EmailAddress:
    """The person's address counts as confirmed, so they can sign in with their password at once."""
    address, _made = EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
    return address


@transaction.atomic
def enrol(email: str, *, name: str, password: str | None = None, **fields) -> User:
    """An account that is ready for use. Without a password its owner sets one through “forgotten password”."""
    user = User.objects.create_user(email, password, name=name, **fields)
    confirm_address(user)
    return user


@transaction.atomic
def take_from_nobody(user: User) -> bool:
    """Whether this account was nobody's: made for an address that never was confirmed, with somebody's password.

    Its password opens nothing from now on, so that only who reads the mailbox gets in.
    """
    open_ = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False)
    if not open_.exists():
        return False
    user.set_unusable_password()
    user.save(update_fields=["password"])
    confirm_address(user)
    return True


def has_address(user: User, email: str) -> bool:
    """Whether this person has shown that they read that mailbox."""
    return EmailAddress.objects.filter(user=user, email=email.lower(), verified=True).exists()
