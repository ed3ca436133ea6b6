"""How people sign in: django-allauth by e-mail address, its second factor.

allauth's own rate limits live in the cache and vanish with it, so they are off. What slows guessing down
is counted in database rows: `accounts.domain.guesses` and `accounts.middleware.SlowDown`.
"""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "programs:start"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.NameAtSignup"
ACCOUNT_FORMS = {
    "login": "accounts.allauth_forms.Login",
    "signup": "accounts.allauth_forms.Signup",
    "add_email": "accounts.allauth_forms.ChangeEmail",
    "change_password": "accounts.allauth_forms.ChangePassword",
    "reset_password": "accounts.allauth_forms.ResetPassword",
    "reset_password_from_key": "accounts.allauth_forms.NewPassword",
    "reauthenticate": "accounts.allauth_forms.Reauthenticate",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = 43200
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = False

MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.allauth_forms.AuthenticateByCode",
    "reauthenticate": "accounts.allauth_forms.ReauthenticateByCode",
    "activate_totp": "accounts.allauth_forms.ActivateApp",
}
