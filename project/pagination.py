from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class NewestFirst(CursorPagination):
    """Cursor pages, newest first, with the key as tie-breaker: nothing is skipped or doubled."""

    ordering = ("-created_at", "id")
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 200
    invalid_cursor_message = "This is no cursor of this list. Start again without one."

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: Any = None
    ) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, OverflowError) as error:
            # Well-formed, but its position is no moment in time.
            raise NotFound(self.invalid_cursor_message) from error
