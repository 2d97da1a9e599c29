from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """Cursor pages, newest first, with the key as tie-breaker: nothing is skipped or doubled."""

    ordering = ("-created_at", "id")
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 200
