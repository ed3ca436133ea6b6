"""To act: panels, assignments, standings, decisions, announcement, documents."""

from django.urls import path

from ..views import announcing, assessments, bulk, enrolments, honours, judging, measured, reminding, results

CYCLE = "<slug:program>/<slug:cycle>"
PANEL = f"{CYCLE}/judging/<slug:category>"
ENROLMENT = f"{CYCLE}/candidates/<slug:code>"
ASSESSMENT = f"{CYCLE}/assessments/<slug:code>"
RESULT = f"{CYCLE}/results/<slug:category>"
HONOUR = f"{CYCLE}/documents/<slug:code>"

urlpatterns = [
    path(f"{CYCLE}/judging/", judging.judging, name="judging"),
    path(f"{CYCLE}/judging/invite/", judging.invite, name="judge_invite"),
    path(f"{CYCLE}/judging/assign/", bulk.assign_every_panel, name="assign_every_panel"),
    path(f"{CYCLE}/judging/remind/", reminding.judges, name="remind_judges"),
    path(f"{CYCLE}/judging/invitations/<int:pk>/send/", judging.invite_again, name="judge_invite_again"),
    path(f"{CYCLE}/judging/invitations/<int:pk>/revoke/", judging.revoke_invitation, name="judge_invite_revoke"),
    path(f"{PANEL}/", judging.panel, name="panel"),
    path(f"{PANEL}/seats/", judging.seat, name="seat"),
    path(f"{PANEL}/seats/<int:pk>/leave/", judging.unseat, name="unseat"),
    path(f"{PANEL}/instructions/", judging.instruct, name="instruct"),
    path(f"{PANEL}/assign/", judging.assign_all, name="assign_all"),
    path(f"{PANEL}/assign/ticked/", bulk.assign, name="assign_ticked"),
    path(f"{PANEL}/assignments/<slug:code>/remove/", judging.unassign, name="unassign"),
    path(f"{PANEL}/assignments/<slug:code>/undo-recusal/", judging.undo_recusal, name="undo_recusal"),
    path(f"{PANEL}/scorecards/<slug:code>/reopen/", judging.reopen, name="scorecard_reopen"),
    path(f"{CYCLE}/candidates/", enrolments.listed, name="enrolments"),
    path(f"{CYCLE}/candidates/add/", enrolments.add, name="enrolment_add"),
    path(f"{CYCLE}/candidates/orders/", enrolments.orders, name="enrolment_file"),
    path(f"{ENROLMENT}/", enrolments.show, name="enrolment"),
    path(f"{ENROLMENT}/available/", enrolments.available, name="enrolment_available"),
    path(f"{ENROLMENT}/extend/", enrolments.extend, name="enrolment_extend"),
    path(f"{ENROLMENT}/tick/", enrolments.tick, name="enrolment_tick"),
    path(f"{ENROLMENT}/withdraw/", enrolments.withdraw, name="enrolment_withdraw"),
    path(f"{CYCLE}/assessments/", assessments.queue, name="assessments"),
    path(f"{CYCLE}/assessments/ask/", assessments.ask_all, name="assessments_ask"),
    path(f"{ASSESSMENT}/", assessments.show, name="assessment"),
    path(f"{ASSESSMENT}/ask/", assessments.ask, name="assessment_ask"),
    path(f"{ASSESSMENT}/experts/", assessments.assign, name="assessment_assign"),
    path(f"{ASSESSMENT}/experts/<int:pk>/remove/", assessments.unassign, name="assessment_unassign"),
    path(f"{ASSESSMENT}/experts/<int:pk>/recuse/", assessments.recuse, name="assessment_recuse"),
    path(f"{ASSESSMENT}/experts/<int:pk>/reopen/", assessments.reopen, name="assessment_reopen"),
    path(f"{ASSESSMENT}/result/", assessments.decide, name="assessment_decide"),
    path(f"{ASSESSMENT}/result/inputs.json", assessments.inputs, name="assessment_inputs"),
    path(f"{ASSESSMENT}/result/feedback.pdf", assessments.letter, name="assessment_letter"),
    path(f"{CYCLE}/results/", results.results, name="results"),
    path(f"{CYCLE}/results/beyond-doubt/", measured.beyond_doubt, name="beyond_doubt"),
    path(f"{RESULT}/", results.result, name="result"),
    path(f"{RESULT}/standings.<str:kind>", measured.export, name="standings_export"),
    path(f"{RESULT}/record/", results.record, name="result_record"),
    path(f"{RESULT}/record/inputs.json", results.inputs, name="result_inputs"),
    path(f"{RESULT}/prepare/", results.prepare, name="decision_prepare"),
    path(f"{RESULT}/place/", results.place, name="decision_place"),
    path(f"{RESULT}/consider/", results.consider, name="decision_consider"),
    path(f"{RESULT}/explain/", results.explain, name="decision_explain"),
    path(f"{RESULT}/withhold/", results.withhold, name="decision_withhold"),
    path(f"{RESULT}/give-again/", results.give_again, name="decision_give_again"),
    path(f"{RESULT}/seal/", results.seal, name="decision_seal"),
    path(f"{RESULT}/reopen/", results.reopen, name="decision_reopen"),
    path(f"{RESULT}/propose/", results.propose, name="propose"),
    path(f"{RESULT}/propose/<int:pk>/withdraw/", results.withdraw_proposal, name="proposal_withdraw"),
    path(f"{CYCLE}/announcement/", announcing.announcement, name="announcement"),
    path(f"{CYCLE}/announcement/schedule/", announcing.schedule, name="announcement_schedule"),
    path(f"{CYCLE}/announcement/schedule-all/", announcing.schedule_all, name="announcement_schedule_all"),
    path(f"{CYCLE}/announcement/now/", announcing.publish_now, name="announcement_now"),
    path(f"{CYCLE}/announcement/hold/", announcing.hold, name="announcement_hold"),
    path(f"{CYCLE}/announcement/release/", announcing.release, name="announcement_release"),
    path(f"{CYCLE}/documents/", honours.certificates, name="documents"),
    path(f"{CYCLE}/documents/make/", honours.render, name="documents_make"),
    path(f"{CYCLE}/documents/all.zip", honours.bundle, name="documents_zip"),
    path(f"{HONOUR}/", honours.honour, name="honour"),
    path(f"{HONOUR}/correct/", honours.correct, name="honour_correct"),
    path(f"{HONOUR}/revoke/", honours.revoke, name="honour_revoke"),
    path(f"{HONOUR}/disclose/", honours.disclose, name="honour_disclose"),
    path(f"{HONOUR}/<slug:kind>.pdf", honours.document, name="honour_document"),
]
