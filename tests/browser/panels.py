"""How a panel comes together in a story: the organizer invites by letter, and each of them comes by that letter."""

from __future__ import annotations

import re

from .people import PASSWORD, Person


def invites(organizer: Person, guests: list[Person], award: str) -> None:
    """From the page of panels, one letter each."""
    for guest in guests:
        organizer.page.get_by_label("E-mail").fill(guest.email)
        organizer.page.get_by_label("Name").fill(guest.name)
        organizer.page.get_by_label(award).check()
        organizer.press("Send the invitation")
        organizer.reads(f"The invitation to {guest.email} is on its way.")


def accepts(guest: Person, picture: str) -> None:
    """From the letter to the panel. Whoever comes by the letter's link needs no second letter."""
    guest.open_letter(re.compile("judge"))
    guest.follow_letter("/judging/invitations/")
    guest.look(picture)
    guest.press("Yes, I will judge")
    guest.page.get_by_label("Your name").fill(guest.name)
    guest.page.get_by_label("E-mail address").fill(guest.email)
    guest.page.get_by_label("Password").fill(PASSWORD)
    guest.press("Create my account")
