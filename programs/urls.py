"""Pages under /programs/."""

from django.urls import path

from programs.views import (
    comparing,
    exports,
    plan,
    programs,
    questionnaire,
    review,
    sessions,
    weeks,
)

urlpatterns = [
    path("", programs.programs, name="programs"),
    path("new/", questionnaire.new_program, name="program-new"),
    path(
        "new/<uuid:questionnaire_id>/check/",
        questionnaire.check,
        name="questionnaire-check",
    ),
    path(
        "new/<uuid:questionnaire_id>/discard/",
        questionnaire.discard,
        name="questionnaire-discard",
    ),
    path(
        "new/<uuid:questionnaire_id>/<slug:step>/",
        questionnaire.questionnaire,
        name="questionnaire",
    ),
    path("<uuid:program_id>/", plan.program, name="program"),
    path("<uuid:program_id>/clearance/", plan.clearance, name="program-clearance"),
    path("<uuid:program_id>/missing/", plan.missing, name="program-missing"),
    path("<uuid:program_id>/redraft/", plan.redraft, name="program-redraft"),
    path("<uuid:program_id>/copy/", plan.copy, name="program-copy"),
    path("<uuid:program_id>/delete/", plan.delete, name="program-delete"),
    path("<uuid:program_id>/again/", questionnaire.again, name="program-again"),
    path("<uuid:program_id>/compare/", comparing.comparison, name="program-compare"),
    path("<uuid:program_id>/submit/", review.submit, name="program-submit"),
    path("<uuid:program_id>/withdraw/", review.withdraw, name="program-withdraw"),
    path("<uuid:program_id>/approve/", review.approve, name="program-approve"),
    path("<uuid:program_id>/return/", review.send_back, name="program-return"),
    path("<uuid:program_id>/finalise/", review.finalise, name="program-finalise"),
    path("<uuid:program_id>/weeks/<int:number>/", weeks.week, name="program-week"),
    path("<uuid:program_id>/weeks/<int:number>/notes/", weeks.notes, name="week-notes"),
    path("<uuid:program_id>/weeks/<int:number>/redraft/", weeks.redraft, name="week-redraft"),
    path(
        "<uuid:program_id>/weeks/<int:number>/proposals/<int:proposal_id>/use/",
        weeks.use_proposal,
        name="week-use-proposal",
    ),
    path(
        "<uuid:program_id>/weeks/<int:number>/days/<int:day>/<int:index>/swap/",
        weeks.swap,
        name="exercise-swap",
    ),
    path(
        "<uuid:program_id>/weeks/<int:number>/days/<int:day>/<int:index>/sets/<int:place>/",
        weeks.planned_set,
        name="planned-set",
    ),
    path("<uuid:program_id>/export.csv", exports.csv_file, name="program-csv"),
    path("<uuid:program_id>/export.ics", exports.ics_file, name="program-ics"),
    path("<uuid:program_id>/export.pdf", exports.pdf_file, name="program-pdf"),
    path(
        "<uuid:program_id>/weeks/<int:number>/days/<int:day>/log/",
        sessions.log,
        name="session-log",
    ),
    path("training/", sessions.training, name="training"),
    path("training/<int:client_id>/", sessions.training, name="training-of"),
    path("training/sessions/<int:session_id>/", sessions.session, name="session"),
    path("training/sessions/<int:session_id>/edit/", sessions.edit, name="session-edit"),
    path("training/sessions/<int:session_id>/delete/", sessions.delete, name="session-delete"),
]
