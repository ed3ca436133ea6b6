"""How guessing is slowed down: every try is a row in the database, counted before the password is looked at.

Rows hold with Redis, without it and across processes. Where they cannot be counted nobody gets in: an error of the
database ends the request. A right password gives back what it took, so honest people never run into the limits.
"""

from __future__ import annotations

import hashlib
import ipaddress

from django.http import HttpRequest

from operations.domain import limits
from operations.web import client_address

WINDOW = 300
HOUR = 3600

POSTS_PER_ADDRESS = {
    "account_login": 120,
    "account_signup": 20,
    "account_reset_password": 10,
    "account_reset_password_from_key": 20,
    "account_confirm_email": 20,
    "account_email": 20,
    "account_change_password": 20,
    "account_set_password": 20,
    "account_reauthenticate": 20,
    "mfa_authenticate": 30,
    "mfa_reauthenticate": 30,
    "mfa_activate_totp": 30,
}
"""Posts within `WINDOW` from one network address, by page. An office behind one address shares them."""

PASSWORDS_PER_PAIR = 5
PASSWORDS_PER_ACCOUNT = 30
PASSWORDS_PER_ADDRESS = 50
CODES_PER_PERSON = 5
LETTERS_PER_ADDRESS = 3
CODE_LIFETIME = 120


def may_post(request: HttpRequest, view_name: str) -> bool:
    """Whether this network address may post to that page once more. Pages not named here are free."""
    limit = POSTS_PER_ADDRESS.get(view_name)
    if limit is None:
        return True
    return limits.allow(f"post:{view_name}:{network(request)}", limit=limit, seconds=WINDOW)


def may_try_password(request: HttpRequest, email: str) -> bool:
    """Count one try: five in five minutes by one address at one account, and slower limits on either alone."""
    return all(limits.allow(key, limit=limit, seconds=seconds) for key, limit, seconds in _passwords(request, email))


def password_was_right(request: HttpRequest, email: str) -> None:
    """The try was no guess. Only this one is given back, or an attacker could sign in to clear the count."""
    for key, _limit, _seconds in _passwords(request, email):
        limits.give_back(key)


def forgive(email: str, request: HttpRequest) -> None:
    """Somebody proved by e-mail who they are: earlier tries at this account are forgotten."""
    pair, account, _address = _passwords(request, email)
    limits.reset(pair[0])
    limits.reset(account[0])


def may_try_code(person: int) -> bool:
    """Count one code of the second factor; a right one calls `code_was_right`."""
    return limits.allow(f"code:{person}", limit=CODES_PER_PERSON, seconds=WINDOW)


def code_was_right(person: int) -> None:
    limits.reset(f"code:{person}")


def is_first_use(person: int, code: str) -> bool:
    """A code of an app opens the door once, though it is valid for a minute and a half."""
    return limits.allow(f"used:{person}:{_digest(code)}", limit=1, seconds=CODE_LIFETIME)


def may_write_to(email: str, letter: str) -> bool:
    """Nobody's mailbox is flooded with letters that anybody can ask for."""
    return limits.allow(f"letter:{letter}:{_digest(email.lower())}", limit=LETTERS_PER_ADDRESS, seconds=HOUR)


def network(request: HttpRequest) -> str:
    """Where a request comes from. One household holds a whole /64 of IPv6, so that counts as one."""
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)


def _passwords(request: HttpRequest, email: str) -> tuple[tuple[str, int, int], ...]:
    account, address = _digest(email.strip().lower()), network(request)
    return (
        (f"password:{account}:{address}", PASSWORDS_PER_PAIR, WINDOW),
        (f"password:{account}", PASSWORDS_PER_ACCOUNT, HOUR),
        (f"password-from:{address}", PASSWORDS_PER_ADDRESS, HOUR),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
