"""Stories for an entry, written by others through private links (S14).

Each writer has one link and one story. Signing closes it; from then on it belongs to the entry, and taking the
link back does not take it away. What is not signed yet is read by its writer alone.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import mail
from operations.refusal import Refused
from programs.models import Category, EligibilityRule
from programs.rules import rule_from

from ..enums import LinkPurpose
from ..models import Nomination, PrivateLink, Story
from . import deadlines, drafts, eligibility, private_links, states, values

LONGEST = 50_000
MOST_WORDS = 900
MOST_LINKS = 30


def asked_of(category: Category):
    """The rule by which this category asks for stories, as a rule; None where it asks for none."""
    rows = EligibilityRule.objects.filter(Q(category=category) | Q(category=None), cycle=category.cycle_id)
    row = rows.filter(kind="stories", is_enabled=True).order_by("category").first()
    return row and rule_from(row.kind, row.params)


def most_words(category: Category) -> int:
    rule = asked_of(category)
    return rule.max_words if rule else MOST_WORDS


def signed_for(nomination: Nomination) -> list[Story]:
    """The stories of an entry, in the order of their signing. An entry without one costs no query."""
    if not nomination.signed_stories:
        return []
    return list(Story.objects.filter(link__nomination=nomination).exclude(signed_at=None))


def links_of(nomination: Nomination) -> QuerySet[PrivateLink]:
    """Everybody who was asked, first first, with the story as far as it is."""
    links = nomination.private_links.filter(purpose=LinkPurpose.STORY)
    return links.select_related("story").order_by("created_at", "pk")


def invite(nomination: Nomination, *, name: str, email: str, by) -> tuple[PrivateLink, str]:
    """A link for one writer and its address. With an e-mail address it goes there, else the nominator hands it out."""
    if asked_of(nomination.category) is None:
        raise Refused(_("This category asks for no stories."))
    drafts.refuse_unless_editable(nomination)
    with transaction.atomic():
        Nomination.objects.select_for_update().get(pk=nomination.pk)
        if nomination.private_links.filter(purpose=LinkPurpose.STORY, withdrawn_at=None).count() >= MOST_LINKS:
            raise Refused(_("An entry has at most %(n)d links for stories. Withdraw one first.") % {"n": MOST_LINKS})
        link, token = private_links.issue(nomination, LinkPurpose.STORY, name=name, email=email, by=by)
        address = settings.SITE_URL + reverse("nominations:story", args=[token])
        if link.email:
            words = {
                "reader": link.name,
                "nomination": nomination,
                "category": nomination.category,
                "program": nomination.cycle.program,
                "who": str(by),
                "link": address,
                "open_until": open_until(link),
            }
            key = f"story-asked:{link.pk}"
            mail.queue("story_asked", link.email, words, key=key, program=nomination.cycle.program.slug)
    return link, address


@transaction.atomic
def save(link: PrivateLink, text: str, *, base_version: int) -> tuple[Story, bool]:
    """Save on top of the version its writer saw; False beside the stored one where another window was first."""
    text = _clean(text)
    drafts.refuse_unless_editable(link.nomination)
    private_links.hold(link)
    story, _made = Story.objects.get_or_create(link=link)
    if story.signed_at:
        raise Refused(_("This story is signed and can no longer be changed."))
    if story.text == text:
        return story, True
    fresh = Story.objects.filter(pk=story.pk, version=base_version, signed_at=None)
    is_saved = bool(fresh.update(text=text, version=base_version + 1, updated_at=clock.now()))
    story.refresh_from_db()
    return story, is_saved


def sign(link: PrivateLink, *, name: str, version: int | None = None) -> Story:
    """The writer's name under the story as it is saved. Once: from then on nobody changes it.

    With the `version` that the writer saw, nothing is signed that another window saved since.
    """
    name = name.replace("\0", "").strip()[:200]
    if not name:
        raise Refused(_("Please write your name."))
    nomination, at = link.nomination, clock.now()
    with transaction.atomic():
        private_links.hold(link)
        drafts.look_again(nomination)
        story, _made = Story.objects.select_for_update().get_or_create(link=link)
        if story.signed_at:
            return story
        if version not in (None, story.version):
            raise Refused(_("Changed in another window. Please compare both texts before you sign."))
        _refuse_unless_whole(story, most_words(nomination.category))
        story.name, story.signed_at = name, at
        story.save(update_fields=["name", "signed_at"])
        Nomination.objects.filter(pk=nomination.pk).update(signed_stories=F("signed_stories") + 1)
        states.remember(nomination, "story_signed", change={"link": link.pk})
    nomination.refresh_from_db(fields=["signed_stories"])
    if nomination.state == "submitted":
        eligibility.check(nomination, cause=_("a story was signed"))
    return story


def missing(nomination: Nomination) -> list[str]:
    """Which stories an entry still lacks, as sentences: how many, and who was asked and has not signed."""
    rule = asked_of(nomination.category)
    if rule is None or nomination.signed_stories >= rule.minimum:
        return []
    sentence = _("Signed stories: %(n)d of at least %(minimum)d.") % {
        "n": nomination.signed_stories,
        "minimum": rule.minimum,
    }
    waiting = links_of(nomination).filter(withdrawn_at=None).exclude(story__signed_at__isnull=False)
    names = [link.name for link in waiting]
    if names:
        return [sentence + " " + _("Not signed yet: %(names)s.") % {"names": ", ".join(names)}]
    return [sentence + " " + _("Invite their writers from the page of the entry.")]


def refuse_too_few(nomination: Nomination) -> None:
    """Where the category asks for stories, an entry without them is not taken; it stays a draft."""
    if lacking := missing(nomination):
        raise Refused(*lacking)


def open_until(link: PrivateLink) -> datetime:
    """The last instant at which this link's story can be written and signed."""
    closes_at = deadlines.window_for(link.nomination).closes_at
    return min(closes_at, link.expires_at or closes_at)


def _clean(text: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").rstrip()
    if len(text) > LONGEST:
        raise Refused(_("A story has at most %(n)d characters.") % {"n": LONGEST})
    return text


def _refuse_unless_whole(story: Story, most: int) -> None:
    count = values.words(story.text)
    if not count:
        raise Refused(_("Please write your story before you sign it."))
    if count > most:
        raise Refused(
            _("Your story has %(n)d words, and at most %(most)d are allowed. Please shorten it by %(over)d.")
            % {"n": count, "most": most, "over": count - most}
        )
