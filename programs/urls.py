"""Pages under /programs/."""

from django.urls import path

from programs.views import plan, programs

urlpatterns = [
    path("", programs.programs, name="programs"),
    path("<uuid:program_id>/", plan.program, name="program"),
]
