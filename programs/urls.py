"""Pages under /programs/."""

from django.urls import path

from programs.views import exports, plan, programs, sessions

urlpatterns = [
    path("", programs.programs, name="programs"),
    path("<uuid:program_id>/", plan.program, name="program"),
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
    path("training/sessions/<int:session_id>/delete/", sessions.delete, name="session-delete"),
]
