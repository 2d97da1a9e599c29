"""The prototypes' own paths, mapped to the same views.

The IEP prototype's path, /api/v1/ieps/advanced/create-with-rag, is canonical here and needs no
second mapping; later domains add theirs.
"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
