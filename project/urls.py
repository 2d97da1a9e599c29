"""Where the apps are mounted: pages at /<app>/, the API at /api/v1/.

/livez and /readyz are answered before any of these, by project.health.answer_probes.
"""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from project import health, sign_in, views
from project.jobs import views as job_views
from providers import metrics

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error

accounts = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("reset/", sign_in.ResetPassword.as_view(), name="password_reset"),
    path(
        "reset/sent/",
        auth.PasswordResetDoneView.as_view(),
        name="password_reset_done",
    ),
    path(
        "reset/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "reset/done/",
        auth.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("health", health.health, name="health"),
    path("accounts/", include(accounts)),
    path("jobs/", job_views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", job_views.job, name="job"),
    path("jobs/<uuid:job_id>/cancel/", job_views.cancel, name="job-cancel"),
    path("jobs/<uuid:job_id>/retry/", job_views.retry, name="job-retry"),
    path("metrics", metrics.metrics, name="metrics"),
    path("ieps/", include("ieps.urls")),
    path("programs/", include("programs.urls")),
    path("providers/", include("providers.urls")),
    path("api/v1/", include("project.api")),
    path("", include("project.compat_urls")),
    path("admin/", admin.site.urls),
]
