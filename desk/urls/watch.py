"""To see: dashboard, nominations, eligibility, jobs, letters, audit."""

from django.urls import path

from ..views import bulk, dashboard, eligibility, nomination, nominations, reminding, trail, visits

CYCLE = "<slug:program>/<slug:cycle>"
ONE = f"{CYCLE}/nominations/<slug:code>"

urlpatterns = [
    path("", dashboard.home, name="home"),
    path(f"{CYCLE}/", dashboard.dashboard, name="dashboard"),
    path(f"{CYCLE}/nominations/", nominations.nominations, name="nominations"),
    path(f"{CYCLE}/nominations/export.<str:kind>", nominations.export, name="nominations_export"),
    path(f"{CYCLE}/nominations/ticked/", bulk.nominations, name="nominations_ticked"),
    path(f"{CYCLE}/nominations/remind/", reminding.nominators, name="remind_nominators"),
    path(f"{ONE}/", nomination.nomination, name="nomination"),
    path(f"{ONE}/reject/", nomination.reject, name="nomination_reject"),
    path(f"{ONE}/reinstate/", nomination.reinstate, name="nomination_reinstate"),
    path(f"{ONE}/withdraw/", nomination.withdraw, name="nomination_withdraw"),
    path(f"{ONE}/extend/", nomination.extend, name="nomination_extend"),
    path(f"{ONE}/check/", nomination.check, name="nomination_check"),
    path(f"{ONE}/ask/", nomination.ask, name="nomination_ask"),
    path(f"{ONE}/override/", nomination.override, name="override"),
    path(f"{ONE}/override/<int:pk>/revoke/", nomination.revoke_override, name="override_revoke"),
    path(f"{ONE}/files/<slug:file>/", nomination.attachment, name="nomination_attachment"),
    path(f"{ONE}/visits/", visits.plan, name="visit_plan"),
    path(f"{ONE}/visits/<int:pk>/", visits.record, name="visit_record"),
    path(f"{CYCLE}/eligibility/", eligibility.queue, name="eligibility"),
    path(f"{CYCLE}/eligibility/check/", eligibility.check_cycle, name="check_cycle"),
    path(f"{CYCLE}/jobs/", trail.jobs_list, name="jobs"),
    path(f"{CYCLE}/jobs/<int:pk>/retry/", trail.retry_job, name="job_retry"),
    path(f"{CYCLE}/jobs/<int:pk>/cancel/", trail.cancel_job, name="job_cancel"),
    path(f"{CYCLE}/letters/", trail.letters, name="letters"),
    path(f"{CYCLE}/letters/<int:pk>/send/", trail.send_letter, name="letter_send"),
    path(f"{CYCLE}/audit/", trail.audit, name="audit"),
    path(f"{CYCLE}/audit/export.<str:kind>", trail.export_audit, name="audit_export"),
]
