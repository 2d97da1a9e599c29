"""The prototypes' own paths, mapped to the same views.

The IEP prototype's path, /api/v1/ieps/advanced/create-with-rag, is canonical here and needs no
second mapping; later domains add theirs.
"""

from django.urls import URLPattern, URLResolver

from programs import api as programs
from project.api import for_programs

urlpatterns: list[URLPattern | URLResolver] = [
    for_programs(pattern) for pattern in programs.compat_patterns()
]
