"""To measure: survey files, what is known of organizations, agents, and what a figure rests on."""

from django.urls import path

from ..views import agents, study, survey_steps, survey_uploads, surveys, tracing

SURVEYS = "<slug:program>/<slug:cycle>/surveys"
FILE = f"{SURVEYS}/files/<slug:code>"

urlpatterns = [
    path(f"{SURVEYS}/", surveys.surveys, name="surveys"),
    path(f"{SURVEYS}/columns/", surveys.columns_help, name="survey_help"),
    path(f"{SURVEYS}/columns/<slug:kind>.<slug:form>", surveys.example, name="survey_example"),
    path(f"{SURVEYS}/counting/", surveys.choose, name="survey_counting"),
    path(f"{SURVEYS}/upload/", survey_uploads.begin, name="survey_begin"),
    path(f"{FILE}/", surveys.survey, name="survey"),
    path(f"{FILE}/pieces/", survey_uploads.pieces, name="survey_pieces"),
    path(f"{FILE}/refused.csv", surveys.refused, name="survey_refused"),
    path(f"{FILE}/original/", surveys.original, name="survey_original"),
    path(f"{FILE}/columns/", survey_steps.columns, name="survey_columns"),
    path(f"{FILE}/names/", survey_steps.names, name="survey_names"),
    path(f"{FILE}/names/create/", survey_steps.create_names, name="survey_names_create"),
    path(f"{FILE}/check/", survey_steps.check, name="survey_check"),
    path(f"{FILE}/take/", survey_steps.take, name="survey_take"),
    path(f"{FILE}/withdraw/", survey_steps.withdraw, name="survey_withdraw"),
    path(f"{FILE}/discard/", survey_steps.discard, name="survey_discard"),
    path(f"{FILE}/go-back/", survey_steps.go_back, name="survey_go_back"),
    path(f"{SURVEYS}/trace/", tracing.trace, name="trace"),
    path(f"{SURVEYS}/trace/rows.csv", tracing.trace_csv, name="trace_csv"),
    path(f"{SURVEYS}/organizations/", study.organisations, name="study_organisations"),
    path(f"{SURVEYS}/organizations/sectors/", study.sectors, name="study_sectors"),
    path(f"{SURVEYS}/organizations/<int:pk>/<int:year>/", study.organisation, name="study_organisation"),
    path(f"{SURVEYS}/organizations/<int:pk>/<int:year>/give-back/", study.give_back, name="study_give_back"),
    path(f"{SURVEYS}/agents/", agents.agents, name="agents"),
    path(f"{SURVEYS}/agents/confirm/", agents.confirm, name="agents_confirm"),
    path(f"{SURVEYS}/agents/<int:pk>/", agents.agent, name="agent"),
    path(f"{SURVEYS}/agents/<int:pk>/take-back/", agents.take_back, name="agent_take_back"),
]
