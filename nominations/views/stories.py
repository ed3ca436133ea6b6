"""Stories by private link: asked for and read by an entry's team, written by whoever holds a link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from operations import clock
from operations.domain import limits
from operations.refusal import Refused
from operations.web import render_page, whole_number

from ..access import is_nominator, nomination_for, own_nomination
from ..domain import deadlines, drafts, private_links, stories
from ..enums import LinkPurpose
from ..forms import SignOffForm, StoryForm
from ..models import Nomination, PrivateLink
from .common import private_link, signed_in, tell

LINKS_A_DAY, A_DAY = 60, 86400


# The team of the entry


@require_GET
@signed_in
@never_cache
def of_entry(request: HttpRequest, code: str) -> HttpResponse:
    return listed(request, nomination_for(request.user, code), StoryForm())


def listed(
    request: HttpRequest, nomination: Nomination, form: StoryForm, *, handed_out: str = "", status: int = 200
) -> HttpResponse:
    rule, links = stories.asked_of(nomination.category), list(stories.links_of(nomination))
    if rule is None and not links:
        raise Http404
    context = {
        "nomination": nomination,
        "category": nomination.category,
        "program": nomination.cycle.program,
        "links": links,
        "rule": rule,
        "form": form,
        "handed_out": handed_out,
        "is_mine": is_nominator(request.user, nomination),
        "is_editable": rule is not None and drafts.is_editable(nomination),
        "closes_at": deadlines.window_for(nomination).closes_at,
        "now": clock.now(),
    }
    return render_page(request, "nominations/stories.html", context, status=status)


@require_POST
@signed_in
@never_cache
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Send a link, or show it once to be handed out: the token is stored nowhere, so it cannot be shown again."""
    nomination, form = own_nomination(request.user, code), StoryForm(request.POST)
    if not form.is_valid():
        return listed(request, nomination, form, status=422)
    if not limits.allow(f"story-link:{request.user.pk}", limit=LINKS_A_DAY, seconds=A_DAY):
        messages.error(request, _("You made many links today. Please wait until tomorrow."))
        return listed(request, nomination, form, status=429)
    try:
        link, address = stories.invite(nomination, **form.cleaned_data, by=request.user)
    except Refused as refused:
        tell(request, refused)
        return listed(request, nomination, form, status=422)
    if not link.email:
        return listed(request, nomination, StoryForm(), handed_out=address)
    messages.success(request, _("The link is on its way to %(email)s.") % {"email": link.email})
    return redirect("nominations:stories", code)


@require_POST
@signed_in
def withdraw_link(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    nomination = own_nomination(request.user, code)
    link = get_object_or_404(PrivateLink, nomination=nomination, purpose=LinkPurpose.STORY, pk=pk)
    private_links.withdraw(link, by=request.user)
    messages.success(request, _("The link leads nowhere now."))
    return redirect("nominations:stories", code)


# The holder of a link


@require_GET
@never_cache
def story(request: HttpRequest, token: str) -> HttpResponse:
    link = private_link(request, token, LinkPurpose.STORY)
    if link is None:
        return render(request, "429.html", status=429)
    return shown(request, link, token, SignOffForm(initial={"name": link.name}))


def shown(
    request: HttpRequest, link: PrivateLink, token: str, form, *, typed: str | None = None, status: int = 200
) -> HttpResponse:
    nomination, told = link.nomination, getattr(link, "story", None)
    context = {
        "link": link,
        "token": token,
        "nomination": nomination,
        "category": nomination.category,
        "program": nomination.cycle.program,
        "story": told,
        "typed": typed if typed is not None else told.text if told else "",
        "elsewhere": told.text if status == 409 else "",
        "max_words": stories.most_words(nomination.category),
        "open_until": stories.open_until(link),
        "is_open": drafts.is_editable(nomination) and not (told and told.signed_at),
        "form": form,
    }
    response = render_page(request, "nominations/story.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"  # the secret stays here; "no-referrer" would void the form's origin
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@never_cache
def save(request: HttpRequest, token: str) -> HttpResponse:
    """Save the story, by itself where scripts run; a late save keeps both texts and says so."""
    link = private_link(request, token, LinkPurpose.STORY)
    if link is None:
        return HttpResponse(status=429)
    typed, version = request.POST.get("text", ""), whole_number(request.POST.get("version"))
    words, status, elsewhere = _("Saved."), 200, ""
    try:
        row, is_saved = stories.save(link, typed, base_version=version)
        link.story, version = row, row.version
        if not is_saved:
            words, status, elsewhere = _("Changed in another window. This is saved there:"), 409, row.text
    except Refused as refused:
        words, status = " ".join(refused.reasons), 422
    if request.htmx:
        context = {"version": version, "words": words, "elsewhere": elsewhere}
        return render(request, "nominations/fields/story_saved.html", context, status=status)
    (messages.success if status == 200 else messages.error)(request, words)
    if status == 200:
        return redirect("nominations:story", token)
    return shown(request, link, token, SignOffForm(initial={"name": link.name}), typed=typed, status=status)


@require_POST
@never_cache
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """Save what stands on the page and put the name under it."""
    link = private_link(request, token, LinkPurpose.STORY)
    if link is None:
        return HttpResponse(status=429)
    form, typed = SignOffForm(request.POST), request.POST.get("text", "")
    try:
        row, is_saved = stories.save(link, typed, base_version=whole_number(request.POST.get("version")))
        link.story = row
        if not is_saved:
            messages.error(request, _("Changed in another window. Please compare both texts before you sign."))
            return shown(request, link, token, form, typed=typed, status=409)
        if not form.is_valid():
            return shown(request, link, token, form, typed=typed, status=422)
        stories.sign(link, name=form.cleaned_data["name"], version=row.version)
    except Refused as refused:
        tell(request, refused)
        return shown(request, link, token, form, typed=typed, status=422)
    messages.success(request, _("Thank you. Your story is signed."))
    return redirect("nominations:story", token)
