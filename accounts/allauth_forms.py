"""allauth's forms with our labels, and codes that are counted without a cache."""

from __future__ import annotations

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from django import forms
from django.utils.translation import gettext_lazy as _

from .domain import guesses


def tidy(form: forms.Form, **labels) -> None:
    """Our labels; no placeholders, which are gone when they would help."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]


EMAIL = _("E-mail address")
PASSWORD_HELP = _("At least 12 characters. Three or four words in a row are easy to remember and hard to guess.")


class Login(account.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, login=EMAIL)
        self.fields["password"].help_text = ""


class Signup(account.SignupForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, email=EMAIL)
        self.fields["password1"].help_text = PASSWORD_HELP


class ChangeEmail(account.AddEmailForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, email=_("New e-mail address"))


class ChangePassword(account.ChangePasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, oldpassword=_("Your password now"), password1=_("New password"), password2=_("New password again"))
        self.fields["password1"].help_text = PASSWORD_HELP


class ResetPassword(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, email=EMAIL)


class NewPassword(account.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, password1=_("New password"), password2=_("New password again"))
        self.fields["password1"].help_text = PASSWORD_HELP


class Reauthenticate(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, password=_("Your password"))


class CountedCode:
    """A code of the second factor: five wrong ones, and a pause. A right one works once."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, code=_("Code"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True, "maxlength": 20}

    def clean_code(self) -> str:
        if not guesses.may_try_code(self.user.pk):
            raise account_adapter().validation_error("too_many_login_attempts")
        code = self.cleaned_data["code"].replace(" ", "")
        found = next((one for one in Authenticator.objects.filter(user=self.user) if opens(one, code)), None)
        if found is None:
            raise mfa_adapter().validation_error("incorrect_code")
        guesses.code_was_right(self.user.pk)
        found.user = self.user
        self.authenticator = found
        return code


def opens(authenticator: Authenticator, code: str) -> bool:
    """Whether the code fits. An app's code is marked as used in the database; allauth would do so in the cache."""
    if authenticator.type == Authenticator.Type.TOTP:
        fits = validate_totp_code(decrypt(authenticator.data["secret"]), code)
        return fits and guesses.is_first_use(authenticator.user_id, code)
    return authenticator.wrap().validate_code(code)


class AuthenticateByCode(CountedCode, mfa.AuthenticateForm):
    pass


class ReauthenticateByCode(CountedCode, mfa.ReauthenticateForm):
    pass


class ActivateApp(totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tidy(self, code=_("The six digits that the app shows"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": 7}

    def clean_code(self) -> str:
        validate_can_add_authenticator(self.user)
        if not guesses.may_try_code(self.user.pk):
            raise account_adapter().validation_error("too_many_login_attempts")
        code = self.cleaned_data["code"].replace(" ", "")
        if not validate_totp_code(self.secret, code):
            raise mfa_adapter().validation_error("incorrect_code")
        guesses.code_was_right(self.user.pk)
        return code
