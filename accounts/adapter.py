"""Where django-allauth asks us: its letters go through our own outbox, its guesses into our own counters."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from operations.domain import mail
from operations.web import client_address

from .domain import guesses

CHANGES = {
    "account/email/email_changed": _("Your e-mail address was changed"),
    "account/email/email_confirm": _("Your e-mail address was confirmed"),
    "account/email/email_deleted": _("An e-mail address was removed from your account"),
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_reset": _("Your password was reset"),
    "account/email/password_set": _("A password was set for your account"),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account"),
    "mfa/email/totp_activated": _("An authenticator app now protects your account"),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account"),
}
"""Changes of an account that its owner is told of, all in one letter: mail/account/changed."""

LETTERS = {
    "account/email/email_confirmation_signup": "account/confirm_signup",
    "account/email/email_confirmation": "account/confirm_email",
    "account/email/password_reset_key": "account/reset_password",
    "account/email/account_already_exists": "account/already_registered",
    "account/email/unknown_account": "account/unknown_address",
}
"""Letters that anybody can ask for with anybody's address, and so are counted per address."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address and the password do not go together."),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, or reset your password."),
        "incorrect_code": _("This code is not right, or was used before. Codes change every 30 seconds."),
        "incorrect_password": _("This is not your password."),
        "same_as_current": _("This is your address already."),
    }

    # letters

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        letter = LETTERS.get(template_prefix)
        if letter is None:
            letter, context = "account/changed", {**context, "what": CHANGES[template_prefix]}
        elif not guesses.may_write_to(email, letter):
            return
        # "direct:": these letters open accounts, so the outbox forgets their text once they have left
        words = {name: value for name, value in context.items() if name != "request"}
        mail.queue(letter, email, {**words, "email": email}, key=f"direct:{letter}:{get_random_string(24)}")

    def send_account_already_exists_mail(self, email: str) -> None:
        make_password(get_random_string(20))  # as slow as a registration, so that the time tells nothing
        super().send_account_already_exists_mail(email)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    # who comes from an invitation

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """The invited address counts as confirmed only where it was typed; allauth would put it over another one."""
        stashed = super().unstash_verified_email(request)
        typed = request.POST.get("email", "").strip().lower()
        return stashed if stashed and stashed.lower() == typed else None

    # guesses

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        if not guesses.may_try_password(request, credentials.get("email", "")):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials):
        user = super().authenticate(request, **credentials)
        if user is not None:
            guesses.password_was_right(request, credentials.get("email", ""))
        return user

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials) -> None:
        guesses.forgive(credentials["email"], request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # nosec: a label, nothing listens there


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used before. Codes change every 30 seconds."),
        "unverified_email": _("Confirm your new e-mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault() -> MultiFernet:
    """Secrets of authenticator apps are useless to who has the database alone. Old secret keys still open them."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
