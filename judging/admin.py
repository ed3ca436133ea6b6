"""Raw data of judging for the site's own staff: to read, never to change. Changes go through the verbs and the trail."""

from __future__ import annotations

from django.contrib import admin

from .models import (
    Assignment,
    Decision,
    DecisionPlacing,
    JudgeInvitation,
    Mark,
    MarkVersion,
    Panel,
    PanelMember,
    Proposal,
    Recusal,
    Scorecard,
    TermsAcceptance,
)


class ReadOnly:
    """Rows are looked at; nobody adds, changes or deletes them here."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False


class MarkInline(ReadOnly, admin.TabularInline):
    model = Mark
    extra = 0


class MarkVersionInline(ReadOnly, admin.TabularInline):
    model = MarkVersion
    extra = 0


class PanelMemberInline(ReadOnly, admin.TabularInline):
    model = PanelMember
    extra = 0


class PlacingInline(ReadOnly, admin.TabularInline):
    model = DecisionPlacing
    extra = 0


@admin.register(Panel)
class PanelAdmin(ReadOnlyAdmin):
    list_display = ["category", "seed"]
    list_select_related = ["category"]
    search_fields = ["category__name"]
    inlines = [PanelMemberInline]


@admin.register(JudgeInvitation)
class JudgeInvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "program", "invited_at", "accepted_at", "declined_at"]
    list_select_related = ["program"]
    search_fields = ["email", "name"]
    exclude = ["token"]


@admin.register(TermsAcceptance)
class TermsAcceptanceAdmin(ReadOnlyAdmin):
    list_display = ["user", "terms", "at"]
    list_select_related = ["user", "terms__program"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["code", "judge", "nomination", "no_conflict_at"]
    list_select_related = ["judge", "nomination"]
    search_fields = ["code", "nomination__code", "judge__email"]


@admin.register(Recusal)
class RecusalAdmin(ReadOnlyAdmin):
    list_display = ["assignment", "reason", "by", "at"]
    list_select_related = ["assignment__judge", "assignment__nomination", "by"]
    list_filter = ["reason"]


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    list_display = ["code", "assignment", "state", "submitted_at"]
    list_select_related = ["assignment__judge", "assignment__nomination"]
    list_filter = ["state"]
    search_fields = ["code", "assignment__nomination__code"]
    inlines = [MarkInline, MarkVersionInline]


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ["candidate", "category", "by", "withdrawn_at"]
    list_select_related = ["candidate", "category", "by"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["category", "state", "sealed_at", "sealed_by"]
    list_select_related = ["category", "sealed_by"]
    list_filter = ["state"]
    inlines = [PlacingInline]
