"""People of a story: each has a browser of their own, and every page they look at is examined.

`STORY_PICTURES=docs/images` keeps a picture of the telling pages, `STORY_PICTURES_OF=everything` of all of them.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
from pathlib import Path

from django.urls import reverse
from PIL import Image
from playwright.sync_api import Locator, expect

from .conftest import PATIENCE, WIDTHS, barriers, sideways

PASSWORD = "correct-horse-battery"
COLOURS = 200


class Person:
    """Somebody at a computer or with a phone."""

    def __init__(self, browser, site: str, width: str, name: str, email: str, found: dict[str, list[str]]) -> None:
        wide, high = WIDTHS[width]
        self.found = found
        self.site, self.width, self.name, self.email = site, width, name, email
        sharpness = 2 if width == "phone" and pictures() else 1
        self.context = browser.new_context(
            viewport={"width": wide, "height": high},
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            device_scale_factor=sharpness,
        )
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page = self.tab()

    def tab(self):
        """Another tab of the same browser. What its console complains of is remembered."""
        opened = self.context.new_page()
        opened.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        opened.on("pageerror", lambda error: self.complaints.append(str(error)))
        return opened

    def go(self, name: str, *args) -> None:
        self.page.goto(self.site + reverse(name, args=args))

    def press(self, name: str | re.Pattern, within: Locator | None = None, **exactly) -> None:
        (within or self.page).get_by_role("button", name=name, **exactly).first.click()

    def follow(self, name: str | re.Pattern, within: Locator | None = None, **exactly) -> None:
        (within or self.page).get_by_role("link", name=name, **exactly).first.click()

    def turn_to(self, name: str) -> None:
        """A page of the cycle, from the administrators' menu; on a phone the menu opens first."""
        if self.width == "phone":
            self.press("All pages of this cycle")
        self.follow(name, self.page.get_by_role("navigation", name="This cycle"), exact=True)

    def reads(self, text: str | re.Pattern) -> None:
        """This stands on the page, now or in a moment."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def arrives(self, heading: str | re.Pattern) -> None:
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()

    def look(self, picture: str, *, keep: bool = False, page=None, part: Locator | None = None) -> None:
        """Note every barrier, what is cut off and what the console says; keep a picture, where somebody wants it."""
        page = page or self.page
        page.wait_for_load_state("networkidle")
        wrong = [*barriers(page), *self.complaints]
        self.complaints.clear()
        if sideways(page) > 0:
            wrong.append(f"{sideways(page)} px too wide")
        if wrong:
            self.found[f"{picture}, {page.url}"] = wrong
            print("WRONG:", picture, wrong)  # should the story break off before its end
        if pictures() and (keep or os.environ.get("STORY_PICTURES_OF") == "everything"):
            if part:
                part.evaluate("node => node.scrollIntoView({block: 'start'})")
            whole = not keep
            save(page.screenshot(full_page=whole, caret="initial"), pictures() / f"{picture}-{self.width}.png")

    def is_told_nothing(self, path: str) -> None:
        """Asked for what is not public yet, the site answers as for what does not exist."""
        assert self.context.request.get(self.site + path, timeout=PATIENCE).status == 404

    def register(self) -> None:
        """From the form to the confirmed address. Whoever came by a link with an address finds it filled in."""
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Create my account")
        self.arrives("Look into your mailbox")

    def sign_in(self) -> None:
        self.go("account_login")
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")

    def open_letter(self, subject: str | re.Pattern) -> None:
        """The newest letter to this person with such a subject."""
        self.page.goto(f"{self.site}{reverse('operations:mails')}?to={self.email}")
        self.follow(subject)

    def follow_letter(self, link: str) -> None:
        """The link in the letter that is open, by a part of its address."""
        self.page.goto(self.page.locator(f"pre a[href*='{link}'], a[href*='{link}']").first.get_attribute("href"))

    def downloads(self, link: str, to: Path) -> str:
        """Save what is behind a link; answers the words of that PDF."""
        with self.page.expect_download() as coming:
            self.follow(link)
        coming.value.save_as(to)
        return words_of(to)

    def asks_about(self, code: str) -> None:
        """Type a verification code, as it was read from a certificate."""
        self.go("recognition:ask")
        self.page.get_by_label("Verification code").fill(code.lower())
        self.press("Verify")


def words_of(pdf: Path) -> str:
    """In reading order, with one space between them."""
    out = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(out.split())


def pictures() -> Path | None:
    asked = os.environ.get("STORY_PICTURES", "")
    return Path(asked) if asked else None


def keep_pdf(file: Path, picture: str) -> None:
    """The first page of a PDF, as small as on a screen."""
    if pictures():
        command = ["pdftoppm", "-png", "-singlefile", "-scale-to", "1100", str(file)]
        save(subprocess.run(command, capture_output=True, check=True).stdout, pictures() / f"{picture}.png")


def save(shot: bytes, path: Path) -> None:
    """As few bytes as the eye allows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
