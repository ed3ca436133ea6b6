"""Assessments: the queue by due date, and one attempt with its experts, their agreement and its result."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from judging.domain import assessment, dossier, evaluating, experts, feedback, notices, panels, results
from judging.domain.sealing import canonical
from judging.models import AttemptDecision, Evaluation
from nominations.domain import attempts
from nominations.models import Attempt
from operations import files
from operations.models import AuditEvent
from operations.web import render_page
from programs.domain.assessment import settings_of
from programs.enums import SelectionMethod
from programs.models import Cycle

from ..access import for_cycle
from ..domain import assessments
from .answers import attempt as attempt_to
from .answers import back, to

TEMPLATE = "desk/assessment.html"


@for_cycle
def queue(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    filters = assessments.read_filters(request.GET)
    categories = {one.pk: one for one in cycle.categories.filter(method=SelectionMethod.ASSESSMENT)}
    page = Paginator(assessments.matching(cycle, filters), assessments.PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "section": "assessments",
        "filters": filters,
        "categories": list(categories.values()),
        "piles": [(pile, filters.as_query(pile=pile.slug)) for pile in assessments.piles(cycle, filters)],
        "sorts": [
            (name, label, filters.as_query(sort=name))
            for name, label in (("due", _("Due")), ("received", _("Received")), ("name", _("Candidate")))
        ],
        "page": page,
        "rows": assessments.rows(list(page.object_list), categories),
        "page_query": filters.as_query(),
        "here": request.get_full_path(),
    }
    return render_page(request, "desk/assessments.html", context)


def attempt_of(cycle: Cycle, code: str) -> Attempt:
    found = Attempt.objects.filter(enrolment__nomination__cycle=cycle, received_at__isnull=False).select_related(
        "instrument",
        "enrolment__candidate",
        "enrolment__employer",
        "enrolment__program",
        "enrolment__category__cycle__program",
        "enrolment__nomination__candidate__organisation",
        "enrolment__nomination__organisation",
        "enrolment__nomination__nominator",
    )
    return get_object_or_404(found, code=code.upper())


def evaluation_of(attempt: Attempt, pk: int) -> Evaluation:
    one = get_object_or_404(Evaluation.objects.select_related("expert"), attempt=attempt, pk=pk)
    one.attempt = attempt
    return one


@for_cycle
def show(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    return page(request, cycle, attempt_of(cycle, code))


def page(request: HttpRequest, cycle: Cycle, attempt: Attempt, typed: dict | None = None) -> HttpResponse:
    """One attempt. A result form that was refused keeps what was typed."""
    category = attempt.enrolment.category
    if not attempts.has_instrument(attempt):
        messages.warning(request, _("This attempt waits for the instrument of its designation. Write it here first."))
        return to(cycle, "instrument", category.slug)
    settings = settings_of(category)
    decision = AttemptDecision.objects.filter(attempt=attempt).select_related("decided_by").first()
    asked = list(attempt.evaluations.select_related("expert", "recusal").prefetch_related("findings"))
    inputs = assessment.gather_attempt(attempt)
    outcome = assessment.compute(inputs)
    is_undecided = attempt.state in experts.UNDECIDED
    active = [one for one in asked if not hasattr(one, "recusal")]
    counted = [one for one in active if one.is_submitted]
    for one in asked:
        one.verdict = assessment.result_of({each.section: each.verdict for each in one.findings.all()})
    sections = sections_of(attempt, outcome, counted)
    context = {
        "cycle": cycle,
        "section": "assessments",
        "attempt": attempt,
        "enrolment": attempt.enrolment,
        "category": category,
        "others": attempt.enrolment.attempts.exclude(pk=attempt.pk).order_by("number"),
        "notice": notices.notice_of(attempt, category) if is_undecided else None,
        "asked": asked,
        "wanted": settings.evaluators,
        "outcome": outcome,
        "words": assessment.in_words(outcome),
        "names": {one.code: one.expert for one in counted},
        "pairs": pairs_of(outcome, counted),
        "sections": sections,
        "is_undecided": is_undecided,
        "can_decide": is_undecided and len(counted) >= settings.evaluators,
        "missing": experts.missing(attempt) if is_undecided else 0,
        "free": free_for(attempt) if is_undecided else [],
        "dossier": dossier.read(attempt),
        "decision": decision,
        "recomputed": results.recompute(decision) if decision else [],
        "form": typed or proposal(inputs, outcome),
        "trail": AuditEvent.objects.filter(object_key=attempt.key).order_by("sequence"),
    }
    return render_page(request, TEMPLATE, context, status=422 if typed else 200)


def sections_of(attempt: Attempt, outcome, counted: list[Evaluation]) -> list[dict]:
    """The instrument's sections with what each expert found, in the experts' order."""
    agreed = {one.section: one for one in outcome.agreement.sections}
    by_expert = [(one, {finding.section: finding for finding in one.findings.all()}) for one in counted]
    return [
        {
            "slug": section["slug"],
            "title": section["title"],
            "agreement": agreed[section["slug"]],
            "findings": [(one.expert, found.get(section["slug"])) for one, found in by_expert],
        }
        for section in attempt.instrument.sections
    ]


def pairs_of(outcome, counted: list[Evaluation]) -> list[dict]:
    names = {one.code: one.expert for one in counted}
    return [
        {"first": names[pair.first], "second": names[pair.second], "pair": pair} for pair in outcome.agreement.pairs
    ]


def free_for(attempt: Attempt) -> list[dict]:
    """Everybody on the panel who is not asked yet: who may be, and why the others may not."""
    seated = [seat.judge for seat in panels.members(attempt.enrolment.category)]
    taken = set(attempt.evaluations.values_list("expert_id", flat=True))
    found = experts.conflicts_of(seated, attempt)
    loads = experts.loads_of(seated)
    return [
        {"expert": one, "load": loads[one.pk], "conflict": found[one.pk].label if one.pk in found else ""}
        for one in seated
        if one.pk not in taken
    ]


def proposal(inputs: dict, outcome) -> dict:
    """The result form as the experts have it."""
    told = {one["section"]: one for one in results.proposed(inputs, outcome)}
    return {
        "result": outcome.result,
        "reason": "",
        "word": "",
        "rows": [
            {
                "slug": section["slug"],
                "title": section["title"],
                "is_deficient": section["slug"] in told,
                "evidence": told.get(section["slug"], {}).get("evidence", ""),
                "correction": told.get(section["slug"], {}).get("correction", ""),
            }
            for section in inputs["sections"]
        ],
    }


def typed_result(request: HttpRequest, attempt: Attempt) -> dict:
    data = request.POST
    ticked = set(data.getlist("deficient"))

    def text(name: str) -> str:
        return data.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()

    return {
        "result": data.get("result", ""),
        "reason": text("reason"),
        "word": text("word"),
        "rows": [
            {
                "slug": section["slug"],
                "title": section["title"],
                "is_deficient": section["slug"] in ticked,
                "evidence": text(f"evidence-{section['slug']}"),
                "correction": text(f"correction-{section['slug']}"),
            }
            for section in attempt.instrument.sections
        ],
    }


@require_POST
@for_cycle
def ask_all(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Experts for everything that is short of them."""
    waiting = notices.waiting().filter(enrolment__nomination__cycle=cycle)
    asked = sum(len(experts.fill(attempt, by=request.user)) for attempt in waiting)
    messages.success(request, ngettext("One expert is asked.", "%(n)d experts are asked.", asked) % {"n": asked})
    return back(request, cycle, "assessments")


@require_POST
@for_cycle
def ask(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """As many experts as are missing, chosen evenly."""
    attempt = attempt_of(cycle, code)
    made: list[Evaluation] = []
    if attempt_to(request, lambda: made.extend(experts.fill(attempt, by=request.user)), _("Done.")) and not made:
        messages.warning(request, _("Nobody else is free: add experts to the panel, or choose one by hand."))
    return to(cycle, "assessment", attempt.code)


@require_POST
@for_cycle
def assign(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    attempt = attempt_of(cycle, code)
    seated = [seat.judge for seat in panels.members(attempt.enrolment.category)]
    expert = next((one for one in seated if str(one.pk) == request.POST.get("expert")), None)
    if expert is None:
        messages.error(request, _("Choose an expert of the panel."))
        return to(cycle, "assessment", attempt.code)
    attempt_to(
        request,
        lambda: experts.assign(attempt, expert, by=request.user),
        _("%(expert)s is asked.") % {"expert": expert},
    )
    return to(cycle, "assessment", attempt.code)


@require_POST
@for_cycle
def unassign(request: HttpRequest, cycle: Cycle, code: str, pk: int) -> HttpResponse:
    attempt = attempt_of(cycle, code)
    one = evaluation_of(attempt, pk)
    done = _("%(expert)s is not asked any more.") % {"expert": one.expert}
    attempt_to(request, lambda: experts.unassign(one, by=request.user), done)
    return to(cycle, "assessment", attempt.code)


@require_POST
@for_cycle
def recuse(request: HttpRequest, cycle: Cycle, code: str, pk: int) -> HttpResponse:
    """An expert told the organizer of a conflict: somebody else is asked."""
    attempt = attempt_of(cycle, code)
    one = evaluation_of(attempt, pk)
    note = request.POST.get("reason", "")
    attempt_to(
        request,
        lambda: experts.recuse(one, reason="other", note=note, by=request.user),
        _("%(expert)s stepped back. The findings stay on file and do not count.") % {"expert": one.expert},
    )
    return to(cycle, "assessment", attempt.code)


@require_POST
@for_cycle
def reopen(request: HttpRequest, cycle: Cycle, code: str, pk: int) -> HttpResponse:
    attempt = attempt_of(cycle, code)
    one = evaluation_of(attempt, pk)
    attempt_to(
        request,
        lambda: evaluating.reopen(one, reason=request.POST.get("reason", ""), by=request.user),
        _("%(expert)s can change the evaluation again.") % {"expert": one.expert},
    )
    return to(cycle, "assessment", attempt.code)


@require_POST
@for_cycle
def decide(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    attempt = attempt_of(cycle, code)
    if not attempts.has_instrument(attempt):
        return page(request, cycle, attempt)
    typed = typed_result(request, attempt)
    told = [
        results.Feedback(row["slug"], row["evidence"], row["correction"])
        for row in typed["rows"]
        if row["is_deficient"]
    ]
    done = attempt_to(
        request,
        lambda: results.decide(
            attempt, result=typed["result"], feedback=told, reason=typed["reason"], word=typed["word"], by=request.user
        ),
        _("The result is signed, and the candidate is told."),
    )
    return to(cycle, "assessment", attempt.code) if done else page(request, cycle, attempt, typed)


def decision_of(cycle: Cycle, code: str) -> AttemptDecision:
    return get_object_or_404(AttemptDecision, attempt=attempt_of(cycle, code))


@for_cycle
def inputs(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """The signed inputs byte for byte: the SHA-256 of this file is the one on the page."""
    decision = decision_of(cycle, code)
    response = HttpResponse(canonical(decision.inputs), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="result-{code.upper()}.json"'
    return response


@for_cycle
def letter(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """The feedback letter as the candidate has it."""
    decision = decision_of(cycle, code)
    if not decision.letter_path:
        raise Http404
    return files.serve(request, decision.letter_path, name=feedback.name_of(decision), content_type="application/pdf")
