from django.urls import path

from ieps.views import comparing, drafts, imports, review, sections, students

urlpatterns = [
    path("", students.students, name="students"),
    path("students/new/", students.new_student, name="student-new"),
    path("students/<uuid:student_id>/", students.student, name="student"),
    path("students/<uuid:student_id>/edit/", students.edit_student, name="student-edit"),
    path("students/<uuid:student_id>/delete/", students.delete_student, name="student-delete"),
    path(
        "students/<uuid:student_id>/assessments/new/",
        students.new_assessment,
        name="assessment-new",
    ),
    path("students/<uuid:student_id>/notes/new/", students.new_note, name="note-new"),
    path("students/<uuid:student_id>/ieps/new/", drafts.new_iep, name="iep-new"),
    path("import/<slug:kind>/", imports.upload, name="import"),
    path("import/<uuid:import_id>/confirm/", imports.confirm, name="import-confirm"),
    path("import/<uuid:import_id>/discard/", imports.discard, name="import-discard"),
    path("<uuid:iep_id>/", drafts.iep, name="iep"),
    path("<uuid:iep_id>/versions/", comparing.versions, name="iep-versions"),
    path("<uuid:iep_id>/redraft/", sections.redraft, name="iep-redraft"),
    path("<uuid:iep_id>/submit/", review.submit, name="iep-submit"),
    path("<uuid:iep_id>/withdraw/", review.withdraw, name="iep-withdraw"),
    path("<uuid:iep_id>/comments/", review.comment, name="iep-comment"),
    path("<uuid:iep_id>/sections/<str:key>/", sections.section_view, name="section"),
    path("<uuid:iep_id>/sections/<str:key>/edit/", sections.section, name="section-edit"),
    path(
        "<uuid:iep_id>/sections/<str:key>/redraft/",
        sections.redraft_section,
        name="section-redraft",
    ),
    path(
        "<uuid:iep_id>/sections/<str:key>/proposals/<int:proposal_id>/use/",
        sections.use_proposal,
        name="proposal-use",
    ),
]
