"""To set up: cycles, categories, rules, questions, people, the register of honours."""

from django.urls import path

from ..views import dashboard, designations, measures, program_file, programs, register, setup, structure

CYCLE = "<slug:program>/<slug:cycle>"
CATEGORY = f"{CYCLE}/categories/<slug:category>"

urlpatterns = [
    path("new/", programs.new, name="program_new"),
    path("new-from-file/", programs.as_file, name="program_new_file"),
    path(f"{CYCLE}/launch/", dashboard.launch, name="launch"),
    path(f"{CYCLE}/settings/", setup.settings, name="settings"),
    path(f"{CYCLE}/settings/look/", setup.look, name="look"),
    path(f"{CYCLE}/settings/next/", setup.next_cycle, name="next_cycle"),
    path(f"{CYCLE}/settings/file/", program_file.program_file, name="program_file"),
    path(f"{CYCLE}/settings/file/apply/", program_file.apply, name="program_file_apply"),
    path(f"{CYCLE}/categories/", setup.categories, name="categories"),
    path(f"{CYCLE}/new-category/", structure.new_category, name="category_new"),
    path(f"{CATEGORY}/", setup.category, name="category"),
    path(f"{CATEGORY}/measure/", measures.measure, name="measure"),
    path(f"{CATEGORY}/assessment/", designations.settings, name="assessment_settings"),
    path(f"{CATEGORY}/instrument/", designations.instrument, name="instrument"),
    path(f"{CATEGORY}/instrument/file/", designations.instrument_file, name="instrument_file"),
    path(f"{CATEGORY}/instrument/<int:version>.yaml", designations.instrument_version, name="instrument_version"),
    path(f"{CATEGORY}/remove/", structure.remove_category, name="category_remove"),
    path(f"{CATEGORY}/new-criterion/", structure.new_criterion, name="criterion_new"),
    path(f"{CATEGORY}/new-placing/", structure.new_placing, name="placing_new"),
    path(f"{CATEGORY}/criteria/<slug:slug>/", setup.criterion, name="criterion"),
    path(f"{CATEGORY}/criteria/<slug:slug>/remove/", structure.remove_criterion, name="criterion_remove"),
    path(f"{CATEGORY}/placings/<slug:slug>/", setup.placing, name="placing"),
    path(f"{CATEGORY}/placings/<slug:slug>/remove/", structure.remove_placing, name="placing_remove"),
    path(f"{CATEGORY}/questions/new/", setup.new_question, name="question_new"),
    path(f"{CATEGORY}/questions/<slug:slug>/", setup.question, name="question"),
    path(f"{CATEGORY}/questions/<slug:slug>/remove/", setup.remove_question, name="question_remove"),
    path(f"{CYCLE}/rules/new/", setup.new_rule, name="rule_new"),
    path(f"{CYCLE}/rules/<int:pk>/", setup.rule, name="rule"),
    path(f"{CYCLE}/rules/<int:pk>/remove/", setup.remove_rule, name="rule_remove"),
    path(f"{CYCLE}/terms/", structure.terms, name="terms"),
    path(f"{CYCLE}/register/", register.register, name="register"),
    path(f"{CYCLE}/register/add/", register.add, name="register_add"),
    path(f"{CYCLE}/register/upload/", register.upload, name="register_upload"),
    path(f"{CYCLE}/register/export.csv", register.export, name="register_export"),
    path(f"{CYCLE}/register/<int:pk>/remove/", register.remove, name="register_remove"),
    path(f"{CYCLE}/people/", register.people, name="people"),
    path(f"{CYCLE}/people/grant/", register.grant, name="role_grant"),
    path(f"{CYCLE}/people/<int:pk>/revoke/", register.revoke, name="role_revoke"),
]
