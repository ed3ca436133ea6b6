"""Who may open what: every address of the portal, the method that it lives by, and the parts it opens to.

For everybody else the page does not exist (404), or asks to sign in first. An address without a row here
fails the test beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .world import PARTS

EVERYBODY = frozenset(PARTS)
SIGNED_IN = EVERYBODY - {"visitor"}
TEAM = frozenset({"nominator", "colleague"})
NOMINATOR = frozenset({"nominator"})
CANDIDATE = frozenset({"nominator"})
JUDGE = frozenset({"judge"})
DESK = frozenset({"administrator", "superuser"})
ANY_DESK = DESK | {"other_administrator"}
SITE = frozenset({"superuser"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """One address. `args` replace the app's usual arguments, `data` is posted: attributes of the world, or "=text"."""

    opens_to: frozenset[str]
    method: str = "GET"
    args: dict[str, str] = field(default_factory=dict)
    query: str = ""
    data: dict[str, str] = field(default_factory=dict)


def get(opens_to: frozenset[str], query: str = "", **args: str) -> Row:
    return Row(opens_to, "GET", args, query)


def post(opens_to: frozenset[str], data: dict[str, str] | None = None, **args: str) -> Row:
    return Row(opens_to, "POST", args, data=data or {})


TABLE: dict[str, Row] = {
    # --- what keeps it running
    "operations:healthz": get(EVERYBODY),
    "operations:readyz": get(EVERYBODY),
    "operations:mails": get(NOBODY),
    "operations:mail": get(NOBODY),
    "operations:mail_html": get(NOBODY),
    # --- signing in
    "account_login": get(EVERYBODY),
    "account_logout": get(EVERYBODY),
    "account_inactive": get(EVERYBODY),
    "account_signup": get(EVERYBODY),
    "account_reauthenticate": get(SIGNED_IN),
    "account_email": get(SIGNED_IN),
    "account_email_verification_sent": get(EVERYBODY),
    "account_change_password": get(SIGNED_IN),
    "account_set_password": get(SIGNED_IN),
    "account_reset_password": get(EVERYBODY),
    "account_confirm_login_code": get(SIGNED_IN),
    "account_confirm_email": get(EVERYBODY, key="=unknown-key"),
    "account_reset_password_from_key_done": get(EVERYBODY),
    "account_reset_password_from_key": get(EVERYBODY, uidb36="=1", key="=unknown-key"),
    "account_reset_password_done": get(EVERYBODY),
    "mfa_index": get(SIGNED_IN),
    "mfa_authenticate": get(SIGNED_IN),
    "mfa_reauthenticate": get(SIGNED_IN),
    "mfa_activate_totp": get(SIGNED_IN),
    "mfa_deactivate_totp": get(NOBODY),
    "mfa_view_recovery_codes": get(NOBODY),
    "mfa_generate_recovery_codes": get(SIGNED_IN),
    "mfa_download_recovery_codes": get(NOBODY),
    # --- people and organisations
    "accounts:profile": get(SIGNED_IN),
    "accounts:second_factor": get(SIGNED_IN),
    "accounts:organisations": get(SIGNED_IN),
    "accounts:organisation_new": get(SIGNED_IN),
    "accounts:organisations_similar": get(SIGNED_IN),
    "accounts:organisation": get(frozenset({"nominator", "member"}) | DESK),
    "measurement:own": get(NOBODY, pk="organisation.pk", program="program.slug", cycle="cycle.slug"),
    "measurement:choose": post(NOBODY, pk="organisation.pk", program="program.slug", cycle="cycle.slug"),
    "accounts:organisation_edit": get(NOMINATOR | DESK),
    "accounts:join": get(SIGNED_IN),
    "accounts:leave": post(frozenset({"nominator", "member"})),
    "accounts:invite": post(NOMINATOR | DESK),
    "accounts:membership_role": post(NOMINATOR | DESK, pk="membership.pk"),
    "accounts:membership_transfer": post(NOMINATOR | DESK, pk="membership.pk"),
    "accounts:membership_remove": post(NOMINATOR | DESK, pk="membership.pk"),
    "accounts:request_approve": post(NOMINATOR | DESK, pk="join_request.pk"),
    "accounts:request_decline": post(NOMINATOR | DESK, pk="join_request.pk"),
    "accounts:request_withdraw": post(frozenset({"stranger"}), pk="join_request.pk"),
    "accounts:invitation_withdraw": post(NOMINATOR | DESK),
    "accounts:invitation": get(EVERYBODY),
    "accounts:invitation_accept": post(SIGNED_IN),
    "accounts:invitation_decline": post(frozenset({"stranger"})),
    # --- what an award is
    "home": get(EVERYBODY),
    "programs:start": get(SIGNED_IN),
    "programs:search": get(EVERYBODY),
    "programs:looks": get(EVERYBODY),
    "programs:look": get(EVERYBODY),
    "programs:program": get(EVERYBODY),
    "programs:cycle": get(EVERYBODY),
    "programs:dates": get(EVERYBODY),
    "programs:category": get(EVERYBODY, slug="=agent"),
    "programs:kit": get(EVERYBODY),
    "programs:kit_pdf": get(EVERYBODY),
    "programs:check": get(EVERYBODY),
    "programs:gallery": get(NOBODY),
    # --- what is put forward
    "nominations:assessment": get(CANDIDATE, code="enrolment_code"),
    "nominations:consent": post(CANDIDATE, code="enrolment_code"),
    "nominations:renew_feed": post(CANDIDATE, code="enrolment_code"),
    "nominations:feed": get(NOBODY, code="enrolment_code", token="=wrong"),
    "nominations:ask_manager": post(CANDIDATE, code="enrolment_code"),
    "nominations:withdraw_link": post(CANDIDATE, code="enrolment_code", pk="manager_link_pk"),
    "nominations:go_back": post(NOBODY, code="enrolment_code", pk="=1"),
    "nominations:manager_review": get(EVERYBODY, token="manager_token"),
    "nominations:manager_sign_off": post(EVERYBODY, {"name": "=Mo"}, token="manager_token"),
    "nominations:manager_file": get(NOBODY, token="manager_token", file="=nothing"),
    "nominations:manager_comment": post(EVERYBODY, {"text": "=Well"}, token="manager_token", slug="=story-1"),
    "nominations:story": get(EVERYBODY, token="story_token"),
    "nominations:save_story": post(EVERYBODY, {"text": "=Well"}, token="story_token"),
    "nominations:sign_story": post(EVERYBODY, {"text": "=Well", "name": "=Cy"}, token="story_token"),
    "nominations:stories": get(TEAM),
    "nominations:ask_story": post(NOMINATOR, {"name": "=Cy"}),
    "nominations:withdraw_story_link": post(NOMINATOR, pk="story_link_pk"),
    "nominations:mine": get(SIGNED_IN),
    "nominations:choose": get(SIGNED_IN),
    "nominations:start": get(SIGNED_IN),
    "nominations:invitation": get(SIGNED_IN),
    "nominations:detail": get(TEAM),
    "nominations:edit": get(TEAM),
    "nominations:save_answer": post(TEAM),
    "nominations:resolve": post(NOMINATOR, data={"resolve": "conflict"}),
    "nominations:details": post(TEAM),
    "nominations:files": post(TEAM, slug="files_question.slug"),
    "nominations:file": get(TEAM | DESK),
    "nominations:remove_file": post(TEAM),
    "nominations:restore_file": post(TEAM),
    "nominations:review": get(TEAM),
    "nominations:pages": get(TEAM),
    "nominations:submit": post(NOMINATOR),
    "nominations:thanks": get(TEAM),
    "nominations:confirm_changes": post(NOMINATOR),
    "nominations:withdraw": post(NOMINATOR),
    "nominations:copies": post(TEAM, data={"category": "decided.pk"}),
    "nominations:change_category": post(NOMINATOR, data={"slug": "=manager"}),
    "nominations:pdf": get(TEAM),
    "nominations:invite": post(NOMINATOR),
    "nominations:remove_colleague": post(NOMINATOR, pk="collaborator.pk"),
    # --- who is chosen
    "judging:queue": get(SIGNED_IN),
    "judging:terms": get(SIGNED_IN),
    "judging:invitation": get(EVERYBODY),
    "judging:accept_invitation": post(SIGNED_IN),
    "judging:decline_invitation": post(EVERYBODY),
    "judging:scorecard": get(JUDGE),
    "judging:no_conflict": post(JUDGE),
    "judging:recuse": post(JUDGE),
    "judging:save": post(JUDGE),
    "judging:submit": post(JUDGE),
    "judging:save_mark": post(JUDGE),
    "judging:save_note": post(JUDGE),
    "judging:resolve": post(NOBODY),
    "judging:attachment": get(JUDGE),
    "judging:evaluations": get(SIGNED_IN),
    "judging:evaluation": get(JUDGE, code="evaluation.code"),
    "judging:evaluation_no_conflict": post(JUDGE, code="evaluation.code"),
    "judging:evaluation_recuse": post(JUDGE, code="evaluation.code"),
    "judging:evaluation_save": post(JUDGE, code="evaluation.code"),
    "judging:evaluation_submit": post(JUDGE, code="evaluation.code"),
    "judging:evaluation_finding": post(JUDGE, code="evaluation.code", slug="=plan"),
    "judging:evaluation_note": post(JUDGE, code="evaluation.code"),
    "judging:evaluation_resolve": post(JUDGE, code="evaluation.code", pk="kept_finding.pk"),
    "judging:evaluation_file": get(JUDGE, code="evaluation.code", file="handed_in.code"),
    "judging:appointment": get(JUDGE, pk="appointed.pk"),
    "judging:propose": post(JUDGE, pk="appointed.pk"),
    "judging:withdraw_proposal": post(JUDGE, pk="appointed.pk", proposal="own_proposal.pk"),
    "judging:appoint": post(JUDGE, pk="appointed.pk"),
    # --- who is celebrated: nothing is announced yet
    "recognition:winners": get(EVERYBODY),
    "recognition:card": get(EVERYBODY),
    "recognition:batch": get(NOBODY),
    "recognition:winner": get(NOBODY),
    "recognition:mine": get(SIGNED_IN),
    "recognition:document": get(DESK),
    "recognition:certified": get(EVERYBODY),
    "recognition:credential": get(NOBODY),
    "recognition:attendance": get(CANDIDATE, code="certified.code"),
    "recognition:listing": post(NOMINATOR, code="certified.code", data={"listed": "=no"}),
    "recognition:keys": get(EVERYBODY),
    "recognition:did": get(EVERYBODY),
    "recognition:revoked": get(EVERYBODY),
    "recognition:ask": get(EVERYBODY),
    "recognition:verify": get(NOBODY),
    # --- the API
    "api-1:openapi-json": get(EVERYBODY),
    "api-1:api-root": get(NOBODY),
    "api-1:check_eligibility": post(EVERYBODY),
    # --- the administrators' pages
    "desk:enrolments": get(DESK),
    "desk:enrolment_add": post(DESK),
    "desk:enrolment_file": post(DESK),
    "desk:enrolment": get(DESK, cycle="=always", code="enrolment_code"),
    "desk:enrolment_available": post(DESK, cycle="=always", code="enrolment_code"),
    "desk:enrolment_clock": post(DESK, cycle="=always", code="enrolment_code"),
    "desk:enrolment_extend": post(DESK, cycle="=always", code="enrolment_code"),
    "desk:enrolment_tick": post(DESK, cycle="=always", code="enrolment_code"),
    "desk:enrolment_withdraw": post(DESK, cycle="=always", code="enrolment_code"),
    "desk:program_new": get(SITE),
    "desk:program_new_file": post(SITE),
    "desk:home": get(ANY_DESK),
    "desk:assessments": get(DESK),
    "desk:assessments_ask": post(DESK),
    "desk:assessment": get(DESK, code="attempt.code"),
    "desk:assessment_ask": post(DESK, code="attempt.code"),
    "desk:assessment_assign": post(DESK, code="attempt.code"),
    "desk:assessment_unassign": post(DESK, code="attempt.code", pk="evaluation.pk"),
    "desk:assessment_recuse": post(DESK, code="attempt.code", pk="evaluation.pk"),
    "desk:assessment_reopen": post(DESK, code="attempt.code", pk="evaluation.pk"),
    "desk:assessment_decide": post(DESK, code="attempt.code"),
    "desk:assessment_inputs": get(DESK, code="met_attempt.code"),
    "desk:assessment_letter": get(DESK, code="met_attempt.code"),
    "desk:override_revoke": post(DESK, pk="override.pk"),
    "desk:visit_plan": post(DESK),
    "desk:visit_record": post(DESK, pk="visit.pk"),
    "desk:job_retry": post(DESK, pk="job.pk"),
    "desk:job_cancel": post(DESK, pk="job.pk"),
    "desk:letter_send": post(DESK, pk="mail.pk"),
    "desk:judge_invite_again": post(DESK, pk="judge_invitation.pk"),
    "desk:judge_invite_revoke": post(DESK, pk="judge_invitation.pk"),
    "desk:proposal_withdraw": post(DESK, category="=manager", pk="proposal.pk"),
    "desk:result_inputs": get(DESK, category="=manager"),
    "desk:beyond_doubt": get(DESK),
    "desk:standings_export": get(NOBODY, kind="=csv"),
    "desk:decision_consider": post(DESK, category="=manager"),
    "desk:unseat": post(DESK, pk="people.judge.pk"),
    "desk:unassign": post(DESK, code="assignment.code"),
    "desk:undo_recusal": post(DESK, code="assignment.code"),
    "desk:scorecard_reopen": post(DESK, code="scorecard.code"),
    "desk:documents_zip": get(NOBODY),
    "desk:script": get(DESK),
    "desk:orders": get(DESK),
    "desk:orders_export": get(DESK, table="=pieces", kind="=csv"),
    "desk:orders_currency": post(DESK),
    "desk:gala": get(DESK),
    "desk:gala_export": get(DESK, kind="=csv"),
    "desk:gala_remind": post(DESK),
    "desk:gala_record": post(DESK, code="certified.code"),
    "desk:honour": get(DESK, code="honour.code"),
    "desk:honour_correct": post(DESK, code="honour.code"),
    "desk:honour_revoke": post(DESK, code="honour.code"),
    "desk:honour_disclose": post(DESK, code="honour.code"),
    "desk:honour_document": get(DESK, code="honour.code", kind="=certificate"),
    "desk:assessment_settings": get(DESK, category="=leader"),
    "desk:instrument": get(DESK, category="=leader"),
    "desk:instrument_file": post(DESK, category="=leader"),
    "desk:instrument_version": get(DESK, category="=leader", version="=1"),
    "desk:criterion": get(DESK, slug="=criterion-1"),
    "desk:criterion_remove": post(DESK, slug="=criterion-1"),
    "desk:placing": get(DESK, slug="=winner"),
    "desk:placing_remove": post(DESK, slug="=winner"),
    "desk:question": get(DESK, slug="=story-1"),
    "desk:question_remove": post(DESK, slug="=story-1"),
    "desk:rule_new": get(DESK, query="kind=once_only&category=agent"),
    "desk:register_remove": post(DESK, pk="past_honour.pk"),
    "desk:role_revoke": post(DESK, pk="role.pk"),
    "desk:trace": get(DESK),
    "desk:trace_csv": get(NOBODY, query="metric=unknown"),
    "desk:survey_example": get(DESK, kind="=customers", form="=csv"),
    "desk:study_organisation": get(DESK, pk="organisation.pk", year="=2017"),
    "desk:study_give_back": post(DESK, pk="organisation.pk", year="=2017"),
    "desk:agent": get(DESK, pk="agent.pk"),
    "desk:agent_take_back": post(DESK, pk="agent.pk"),
}
for name in (
    "dashboard", "nominations", "nominations_export", "nomination", "nomination_attachment", "eligibility", "jobs",
    "letters", "audit", "judging", "panel", "results", "result", "announcement", "documents", "settings",
    "program_file", "categories", "category", "question_new", "rule", "register", "register_export", "people",
    "launch", "terms", "measure", "category_new", "criterion_new", "placing_new", "result_record", "audit_export",
):  # fmt: skip
    TABLE[f"desk:{name}"] = get(DESK)
for name in (
    "nomination_reject", "nomination_reinstate", "nomination_withdraw", "nomination_extend", "nomination_check",
    "override", "check_cycle", "judge_invite", "seat", "instruct", "assign_all", "documents_make", "look",
    "next_cycle", "program_file_apply", "rule_remove", "register_add", "register_upload", "role_grant",
    "announcement_schedule_all", "nominations_ticked", "remind_nominators", "nomination_ask", "remind_judges",
    "assign_every_panel", "assign_ticked", "category_remove",
):  # fmt: skip
    TABLE[f"desk:{name}"] = post(DESK)
for name in ("surveys", "survey_help", "study_organisations", "agents"):
    TABLE[f"desk:{name}"] = get(DESK)
for name in ("survey_begin", "survey_counting", "study_sectors", "agents_confirm"):
    TABLE[f"desk:{name}"] = post(DESK)
for name in ("survey", "survey_pieces", "survey_refused", "survey_original", "survey_columns", "survey_names"):
    TABLE[f"desk:{name}"] = get(DESK, code="survey_import.code")
for name in (
    "survey_names_create", "survey_check", "survey_take", "survey_withdraw", "survey_discard", "survey_go_back",
):  # fmt: skip
    TABLE[f"desk:{name}"] = post(DESK, code="survey_import.code")
for name in ("schedule", "now", "hold", "release"):
    TABLE[f"desk:announcement_{name}"] = post(DESK, data={"category": "=manager"})
for name in ("place", "explain", "withhold", "give_again", "seal", "reopen", "prepare", "propose"):
    TABLE[f"desk:decision_{name}" if name != "propose" else "desk:propose"] = post(DESK, category="=manager")
