"""Signing in: one door for pages and admin, a limit on attempts, and no text lost on the way."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from project import carrying
from project.attempts import AttemptLimit, address_of
from project.demo import demo_logins
from project.models import User

MOST_SIGN_INS = 10
MOST_RESETS = 3


class SignInForm(AuthenticationForm):
    wait_seconds = 0

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username") or ""
        limit = AttemptLimit("sign-in", name, address_of(self.request), MOST_SIGN_INS)
        # Counted before the password is looked at, so that attempts at once count as well.
        self.wait_seconds = limit.count()
        if self.wait_seconds:
            minutes = -(-self.wait_seconds // 60)
            raise ValidationError(
                f"Too many attempts with this username. Wait {minutes} "
                f"{'minute' if minutes == 1 else 'minutes'}, then try again, or reset the password."
            )
        cleaned = super().clean()
        if self.user_cache is not None:
            limit.forget()
        return cleaned


class SignIn(auth.LoginView):
    """The login page; shows the demo's logins while the installation holds only the demo."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {
            "demo_logins": shown_demo_logins(self.request),
            "carried": carrying.received(self.request.POST),
        }

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        carried = carrying.received(self.request.POST)
        response: HttpResponse = super().form_valid(form)
        user = form.get_user()
        if carried is not None and isinstance(user, User):
            if carried.belongs_to(user):
                response = resume_page(self.request, carried, self.get_success_url())
            else:
                messages.warning(
                    self.request,
                    "Somebody else was signed in here when that form was filled in, so it was not "
                    "sent.",
                )
        if isinstance(user, User):
            carrying.remember_person(response, user, secure=settings.SESSION_COOKIE_SECURE)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if isinstance(form, SignInForm) and form.wait_seconds:
            response.status_code = 429
            response["Retry-After"] = str(form.wait_seconds)
        return response


class ResetPassword(auth.PasswordResetView):
    """Sends at most a few mails per address; whoever asks is told the same either way."""

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        limit = AttemptLimit("reset", email, address_of(self.request), MOST_RESETS)
        if limit.count():
            return HttpResponseRedirect(str(self.get_success_url()))
        return super().form_valid(form)


class SignInFirst(LoginRequiredMiddleware):
    """Pages are for people who are signed in. A form that comes too late is not thrown away."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            # Who asks is not looked up for these: they must answer without a database.
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        carried = None if request.headers.get("HX-Request") else carrying.posted(request)
        if carried is not None and carried.writer:
            return login_page(request, carried, next_path=request.get_full_path())
        if request.method in ("GET", "HEAD") or request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        # What only takes a POST cannot be opened after the login; the page with the button can.
        page = safe_path(request, request.headers.get("Referer", ""))
        return redirect_to_login(page, reverse("login"))


def login_page(request: HttpRequest, carried: carrying.Carried, *, next_path: str) -> HttpResponse:
    context = {
        "form": SignInForm(request),
        "next": next_path,
        "carried": carried,
        "demo_logins": shown_demo_logins(request),
    }
    return render(request, "registration/login.html", context, status=401)


def resume_page(request: HttpRequest, carried: carrying.Carried, path: str) -> HttpResponse:
    """Signed in again: one press sends what was typed."""
    context = {"carried": carried, "path": path}
    return render(request, "registration/resume.html", context)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly a page from before the last login. If it came from this site, its text is kept; what
    another site made the browser send is not even shown.
    """
    if comes_from_here(request):
        if request.path == reverse("login"):
            carried, path = (
                carrying.received(request.POST),
                safe_path(request, request.POST.get("next", "")),
            )
        else:
            carried, path = carrying.posted(request), request.get_full_path()
        if carried is not None and carried.fields:
            user = request.user
            if not isinstance(user, User):
                return login_page(request, carried, next_path=path)
            if carried.belongs_to(user):
                return resume_page(request, carried, path)
    return render(request, "403_csrf.html", status=403)


def comes_from_here(request: HttpRequest) -> bool:
    """Browsers say with every POST which site's page it comes from."""
    origin = request.headers.get("Origin", "")
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def safe_path(request: HttpRequest, url: str) -> str:
    """The address if it is one of ours, else the home page."""
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if safe and url else reverse("home")


def shown_demo_logins(request: HttpRequest) -> list[dict[str, str]]:
    """The demo's logins, for somebody at this machine: a proxy in front means somebody else."""
    if settings.HTTPS or {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys():
        return []
    try:
        here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        here = False
    return demo_logins(request.get_host()) if here else []
