"""A survey file on its way: announced, then piece by piece. The sender asks what is here and goes on from there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from measurement.domain import uploads
from measurement.models import SurveyImport
from operations.refusal import Refused
from operations.web import whole_number
from programs.models import Cycle

from ..access import for_cycle
from ..survey_forms import UploadForm
from .answers import first_error, to
from .surveys import import_of, shown

STATUS = {uploads.OutOfOrder: 409, uploads.TooLarge: 413, uploads.Mangled: 400}
MOST_AT_ONCE = uploads.PIECE


@require_POST
@for_cycle
def begin(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Announce a file; a browser without script sends it along, up to what one request may hold."""
    form = UploadForm(request.POST, request.FILES)
    by_script = "application/json" in request.headers.get("Accept", "")
    sent = request.FILES.get("file")
    try:
        if not form.is_valid():
            raise Refused(first_error(form))
        typed = form.cleaned_data
        if sent is None and not typed["file_name"]:
            raise Refused(_("Please choose a file first."))
        made = uploads.begin(
            cycle.program,
            kind=typed["kind"],
            file_name=sent.name if sent else typed["file_name"],
            size=sent.size if sent else typed["size"] or 0,
            modified=typed["modified"] or 0,
            attested_by=typed["attested_by"],
            by=request.user,
        )
        offset = 0
        for piece in sent.chunks(uploads.PIECE) if sent else ():
            offset = uploads.add_piece(made, offset, piece, by=request.user)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        if by_script:
            return JsonResponse({"problems": list(refused.reasons)}, status=status)
        messages.error(request, str(refused))
        return shown(request, cycle, status=status, form=form)
    return JsonResponse(told(cycle, made)) if by_script else to(cycle, "survey", made.code)


@require_http_methods(["GET", "POST"])
@for_cycle
def pieces(request: HttpRequest, cycle: Cycle, code: str) -> JsonResponse:
    """How far the file has come; with a piece, how far it has come now."""
    survey_import = import_of(cycle, code)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            uploads.add_piece(survey_import, offset_of(request), body_of(request), by=request.user)
        except Refused as refused:
            problems, status = list(refused.reasons), STATUS.get(type(refused), 409)
            survey_import.refresh_from_db()
    return JsonResponse({**told(cycle, survey_import), "problems": problems}, status=status)


def offset_of(request: HttpRequest) -> int:
    return whole_number(request.GET.get("offset"), otherwise=-1)


def body_of(request: HttpRequest) -> bytes:
    """The piece as it was sent, whole, and no larger than a piece may be."""
    announced = whole_number(request.META.get("CONTENT_LENGTH"))
    if announced > MOST_AT_ONCE:
        raise uploads.TooLarge(_("A piece may have at most %(most)s.") % {"most": uploads.megabytes(MOST_AT_ONCE)})
    data = request.read(MOST_AT_ONCE + 1)
    if len(data) != announced:
        raise uploads.Mangled(_("This piece arrived incomplete. Please send it again."))
    return data


def told(cycle: Cycle, survey_import: SurveyImport) -> dict:
    where = [cycle.program.slug, cycle.slug, survey_import.code]
    return {
        "page": reverse("desk:survey", args=where),
        "pieces": reverse("desk:survey_pieces", args=where),
        "piece": uploads.PIECE,
        "received": survey_import.received,
        "size": survey_import.declared_size,
        "state": survey_import.state,
    }
