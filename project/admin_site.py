import logging
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from project.problems import NotAllowed

logger = logging.getLogger(__name__)

# As django.contrib.admin.views.main calls it.
ERROR_FLAG = "e"


class DraftroomAdminSite(admin.AdminSite):
    site_header = "Draftroom"
    site_title = "Draftroom"
    index_title = "Administration"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A list puts parts of its address into queries as they are; what no column can hold is
        an unusable filter, as Django's own page for "e" says, and not an error of ours.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                return guarded(request, *args, **kwargs)
            except (ValidationError, ValueError, OverflowError):
                if not is_filtered_list(request):
                    raise
                logger.warning("an admin list was asked for with unusable values", exc_info=True)
                return redirect(f"{request.path}?{ERROR_FLAG}=1")

        return inner

    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The one login page of all. Raises NotAllowed for people who are no staff."""
        # This module is read before the models are.
        from django.contrib.auth.views import redirect_to_login

        if request.user.is_authenticated and not self.has_permission(request):
            raise NotAllowed("The administration is for staff. Ask an administrator for access.")
        target = request.GET.get("next") or resolve_url("admin:index")
        return redirect_to_login(target, resolve_url(settings.LOGIN_URL))


def is_filtered_list(request: HttpRequest) -> bool:
    """Whether a list is asked for with filters that it has not been freed of yet."""
    match = request.resolver_match
    is_list = match is not None and (match.url_name or "").endswith("_changelist")
    return (
        is_list and request.method == "GET" and bool(request.GET) and ERROR_FLAG not in request.GET
    )


class DraftroomAdminConfig(AdminConfig):
    default_site = "project.admin_site.DraftroomAdminSite"
