"""Raw data of programs for the site's own staff. Program administrators use the pages under /manage/."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .domain.loading import check_again
from .models import (
    Category,
    Criterion,
    Cycle,
    EligibilityRule,
    Instrument,
    Placing,
    Program,
    ProgramRole,
    Question,
    Terms,
)
from .rules import kinds, validate


class RuleForm(forms.ModelForm):
    """A rule's kind is chosen from those there are, and its parameters are checked by that kind."""

    kind = forms.ChoiceField(label=_("Kind"))

    class Meta:
        model = EligibilityRule
        fields = ["cycle", "category", "slug", "kind", "params", "source", "reading", "is_enabled", "position"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, f"{kind}: {rule.title or kind}") for kind, rule in kinds().items()]

    def clean(self) -> dict:
        cleaned = super().clean()
        if "kind" in cleaned and "params" in cleaned:
            sentences = validate(cleaned["kind"], cleaned["params"])
            if sentences:
                raise ValidationError({"params": sentences})
        category, cycle = cleaned.get("category"), cleaned.get("cycle")
        if category and cycle and category.cycle_id != cycle.pk:
            raise ValidationError({"category": _("This category belongs to another cycle.")})
        return cleaned


class TermsInline(admin.TabularInline):
    """Published versions are only read; a new text is a new row."""

    model = Terms
    extra = 0
    fields = ["kind", "version", "published_at", "text"]

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class RoleInline(admin.TabularInline):
    model = ProgramRole
    extra = 0
    autocomplete_fields = ["user"]


class CriterionInline(admin.TabularInline):
    model = Criterion
    extra = 0
    fields = ["position", "slug", "name", "description", "weight", "comment_required", "anchors"]


class PlacingInline(admin.TabularInline):
    model = Placing
    extra = 0
    fields = ["position", "slug", "kind", "name", "places", "recognitions", "announce_at"]


class QuestionInline(admin.TabularInline):
    model = Question
    extra = 0
    fields = ["position", "slug", "section", "kind", "label", "required", "visibility", "fact"]
    show_change_link = True


class RuleInline(admin.TabularInline):
    model = EligibilityRule
    extra = 0
    fields = ["position", "slug", "kind", "reading", "is_enabled"]
    readonly_fields = ["kind"]
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Program)
class ProgramAdmin(admin.ModelAdmin):
    list_display = ["name", "organiser", "time_zone", "organisation_scope", "require_second_factor"]
    search_fields = ["name", "slug", "organiser"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [RoleInline, TermsInline]


@admin.register(Cycle)
class CycleAdmin(admin.ModelAdmin):
    list_display = ["name", "program", "award_year", "is_public", "opens_at", "closes_at", "announce_at"]
    list_filter = ["program", "is_public"]
    list_select_related = ["program"]
    search_fields = ["name", "slug"]
    readonly_fields = ["config_version"]
    date_hierarchy = "closes_at"


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "cycle", "group", "subject", "method", "is_new", "accepts_nominations", "position"]
    list_filter = ["cycle", "group", "method", "subject"]
    list_select_related = ["cycle__program"]
    search_fields = ["name", "key", "slug"]
    inlines = [CriterionInline, RuleInline, QuestionInline, PlacingInline]


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(admin.ModelAdmin):
    form = RuleForm
    list_display = ["slug", "kind", "category", "cycle", "reading", "is_enabled"]
    list_filter = ["cycle", "kind", "is_enabled"]
    list_select_related = ["category", "cycle__program"]
    search_fields = ["slug", "source", "category__name"]

    def save_model(self, request, obj, form, change) -> None:
        """A changed rule counts the configuration up and has the cycle's entries checked again."""
        super().save_model(request, obj, form, change)
        check_again(obj.cycle, request.user)

    def delete_model(self, request, obj) -> None:
        super().delete_model(request, obj)
        check_again(obj.cycle, request.user)

    def delete_queryset(self, request, queryset) -> None:
        for rule in queryset.select_related("cycle__program"):
            self.delete_model(request, rule)


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ["label", "category", "section", "kind", "required", "visibility", "fact"]
    list_filter = ["category__cycle", "section", "kind", "visibility"]
    list_select_related = ["category"]
    search_fields = ["label", "slug", "category__name"]


@admin.register(Instrument)
class InstrumentAdmin(admin.ModelAdmin):
    """Published versions are only read; the desk publishes the next one."""

    list_display = ["category", "version", "published_at"]
    list_select_related = ["category"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
