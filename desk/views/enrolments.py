"""Candidates of designations: enrolled one by one or from paid orders, their clocks, extensions and requirements."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nominations.domain import attempts, enrolment_file, enrolments
from nominations.enums import AttemptState
from nominations.models import Attempt, Enrolment
from operations.refusal import Refused
from operations.web import render_page
from programs.domain.assessment import settings_of
from programs.enums import SelectionMethod
from programs.models import Cycle
from recognition.domain import certification

from ..access import for_cycle
from .answers import attempt as attempt_to
from .answers import to

PAGE = 50


class EnrolForm(forms.Form):
    category = forms.ModelChoiceField(
        label=gettext_lazy("Designation"), queryset=None, to_field_name="slug", empty_label=gettext_lazy("Choose one")
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    employer = forms.CharField(label=gettext_lazy("Employer"), max_length=200, required=False)
    zone = forms.CharField(label=gettext_lazy("Time zone of the candidate"), max_length=64, required=False)
    calendar = forms.CharField(label=gettext_lazy("Holiday calendar"), max_length=12, required=False)
    instructions_on = forms.DateField(
        label=gettext_lazy("Instructions available on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The clock starts on that day. Empty: later, by a button."),
    )

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = cycle.categories.filter(method=SelectionMethod.ASSESSMENT)
        self.fields["category"].queryset = rows.select_related("cycle__program")
        self.fields["zone"].widget.attrs["placeholder"] = cycle.program.time_zone
        self.fields["calendar"].widget.attrs["placeholder"] = cycle.program.holiday_calendar


class ClockForm(forms.Form):
    """Whose days and holidays count for one candidate."""

    zone = forms.CharField(label=gettext_lazy("Time zone of the candidate"), max_length=64, required=False)
    calendar = forms.CharField(
        label=gettext_lazy("Holiday calendar"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("A country such as US, one of its parts such as CA-BC, or NONE. Empty: the program's."),
    )


class ExtendForm(forms.Form):
    until = forms.DateField(label=gettext_lazy("New last day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class OrdersForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file of paid orders"),
        help_text=gettext_lazy("Columns: order, email, name, designation, employer, zone, calendar, instructions."),
    )


@for_cycle
def listed(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    return shown(request, cycle)


def shown(request: HttpRequest, cycle: Cycle, status: int = 200, **more) -> HttpResponse:
    newest = Attempt.objects.filter(enrolment=OuterRef("pk")).order_by("-number")
    rows = (
        Enrolment.objects.filter(category__cycle=cycle)
        .select_related("candidate", "category", "employer")
        .annotate(
            state=Subquery(newest.values("state")[:1]),
            due_at=Subquery(newest.values("due_at")[:1]),
            number=Subquery(newest.values("number")[:1]),
        )
        .order_by("due_at", "pk")
    )
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    if state in AttemptState.values:
        rows = rows.filter(state=state)
    elif state == "waiting":
        rows = rows.filter(state=None)
    if words:
        rows = rows.filter(
            Q(candidate__name__icontains=words) | Q(candidate__email__icontains=words) | Q(order_number=words)
        )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    labels = dict(AttemptState.choices)
    for row in page.object_list:
        row.state_label = labels.get(row.state, _("Waiting for instructions"))
    context = {
        "cycle": cycle,
        "section": "enrolments",
        "page": page,
        "states": [("waiting", _("Waiting for instructions")), *AttemptState.choices],
        "state": state,
        "q": words,
        "query": urlencode({name: value for name, value in (("q", words), ("state", state)) if value}),
        "form": EnrolForm(cycle=cycle),
        "file_form": OrdersForm(),
        **more,
    }
    return render_page(request, "desk/enrolments.html", context, status=status)


@require_POST
@for_cycle
def add(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = EnrolForm(request.POST, cycle=cycle)
    if form.is_valid():
        try:
            made = enrolments.enrol(**form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            return to(cycle, "enrolment", made.code)
    return shown(request, cycle, status=422, form=form)


@require_POST
@for_cycle
def orders(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """A file is looked at first; taking it sends its text once more, so that nothing is chosen twice."""
    text = request.POST.get("text", "")
    if not text:
        form = OrdersForm(request.POST, request.FILES)
        if not form.is_valid():
            return shown(request, cycle, status=422, file_form=form)
        file = form.cleaned_data["file"]
        try:
            if file.size > enrolment_file.MOST_BYTES:
                raise ValueError
            text = file.read().decode("utf-8-sig")
        except ValueError:
            return unread(request, cycle, form)
        return shown(request, cycle, outcome=enrolment_file.look(cycle, text, by=request.user), text=text)
    text = text.replace("\r\n", "\n")  # a browser writes line ends so; the file was measured without
    if len(text) > enrolment_file.MOST_BYTES:
        return unread(request, cycle, OrdersForm())
    outcome = enrolment_file.take(cycle, text, by=request.user)
    return shown(request, cycle, outcome=outcome, is_taken=True)


def unread(request: HttpRequest, cycle: Cycle, form: OrdersForm) -> HttpResponse:
    words = _("This is no CSV file that can be read. Save it as “CSV UTF-8”, up to 300 KB.")
    form.add_error("file", words) if form.is_bound else messages.error(request, words)
    return shown(request, cycle, status=422, file_form=form)


def enrolment_of(cycle: Cycle, code: str) -> Enrolment:
    return get_object_or_404(
        Enrolment.objects.filter(category__cycle=cycle).select_related(*enrolments.RELATED), code=code
    )


@for_cycle
def show(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    return page(request, cycle, enrolment_of(cycle, code))


def page(request: HttpRequest, cycle: Cycle, one: Enrolment, clock_form: ClockForm | None = None) -> HttpResponse:
    settings = settings_of(one.category)
    ticked = set(one.ticks.values_list("requirement", flat=True))
    newest = attempts.newest_of(one)
    context = {
        "cycle": cycle,
        "section": "enrolments",
        "enrolment": one,
        "attempt": newest,
        "attempts": list(one.attempts.prefetch_related("extensions__by")),
        "requirements": [(each, each.slug in ticked) for each in settings.requirements],
        "waits_for": certification.waits_for(one),
        "clock_form": clock_form or ClockForm(initial={"zone": one.zone, "calendar": one.calendar}),
        "extend_form": ExtendForm(),
        "may_extend": settings.may_extend
        and newest is not None
        and newest.state in (AttemptState.WRITING, AttemptState.LATE),
    }
    return render_page(request, "desk/enrolment.html", context, status=422 if clock_form else 200)


@require_POST
@for_cycle
def set_clock(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """Another zone or holiday calendar for this candidate."""
    one = enrolment_of(cycle, code)
    form = ClockForm(request.POST)
    if form.is_valid():
        try:
            enrolments.set_clock(one, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, _("Saved. A clock that runs was counted anew, and ends no earlier than before."))
            return to(cycle, "enrolment", code)
    return page(request, cycle, enrolment_of(cycle, code), form)


@require_POST
@for_cycle
def available(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = enrolment_of(cycle, code)
    done = _("The instructions are available; the clock runs.")
    attempt_to(request, lambda: enrolments.make_available(one, by=request.user), done)
    return to(cycle, "enrolment", code)


@require_POST
@for_cycle
def extend(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = enrolment_of(cycle, code)
    form = ExtendForm(request.POST)
    newest = attempts.newest_of(one)

    def verb() -> None:
        if not form.is_valid() or newest is None:
            raise Refused(_("Give the new last day and the reason."))
        attempts.extend(newest, form.cleaned_data["until"], reason=form.cleaned_data["reason"], by=request.user)

    attempt_to(request, verb, _("The candidate has more time, and a letter that says so."))
    return to(cycle, "enrolment", code)


@require_POST
@for_cycle
def tick(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = enrolment_of(cycle, code)
    slug, is_met = request.POST.get("requirement", ""), request.POST.get("met") == "yes"
    attempt_to(request, lambda: enrolments.tick(one, slug, is_met=is_met, by=request.user), _("Saved."))
    return to(cycle, "enrolment", code)


@require_POST
@for_cycle
def withdraw(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = enrolment_of(cycle, code)
    reason = request.POST.get("reason", "")[:2000]
    attempt_to(
        request, lambda: attempts.withdraw(one, reason=reason, by=request.user), _("The enrollment is withdrawn.")
    )
    return to(cycle, "enrolment", code)
