"""Django's door for mail: what other packages send becomes a row and a job too, and so survives a mail server
that is down. In development the letters end here and are read at `/mails/`."""

from __future__ import annotations

import secrets

from django.core.mail.backends.base import BaseEmailBackend

from .domain import mail


class Ledger(BaseEmailBackend):
    """EMAIL_BACKEND: keeps each message as a row; the ledger's job delivers it."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            html = next((part for part, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
            event = f"direct:{secrets.token_hex(12)}"
            for address in message.recipients():
                mail.keep(key=event, to=address, subject=message.subject[:300], text=message.body, html=html)
        return len(email_messages)


class StaysHere(BaseEmailBackend):
    """MAIL_DELIVERY in development: nothing leaves the machine, the row is the letter."""

    def send_messages(self, email_messages) -> int:
        return len(email_messages)
