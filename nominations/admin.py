"""Raw data of assessments for the site's own staff: to read, never to change. Changes go through the verbs."""

from __future__ import annotations

from django.contrib import admin

from .models import Attempt, Enrolment, Extension, PrivateLink


class ReadOnlyAdmin(admin.ModelAdmin):
    show_full_result_count = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ["code", "candidate", "category", "zone", "calendar", "order_number", "enrolled_at"]
    list_filter = ["program", "source"]
    list_select_related = ["candidate", "category"]
    search_fields = ["code", "order_number", "candidate__email", "candidate__name"]


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ["code", "enrolment", "number", "state", "due_at", "received_at", "notice_due_on"]
    list_filter = ["state"]
    list_select_related = ["enrolment__candidate", "enrolment__category"]
    search_fields = ["code", "enrolment__code"]


@admin.register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    list_display = ["attempt", "was_due_at", "due_at", "by", "at"]
    list_select_related = ["attempt__enrolment__candidate", "attempt__enrolment__category", "by"]


@admin.register(PrivateLink)
class PrivateLinkAdmin(ReadOnlyAdmin):
    list_display = ["nomination", "purpose", "email", "created_at", "withdrawn_at", "first_opened_at"]
    list_filter = ["purpose"]
    list_select_related = ["nomination"]
    exclude = ["token_hash"]
