"""The sections of an IEP, one by one."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import ValidationError as SchemaError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ieps.document import section_body
from ieps.models import IEP, Section
from ieps.operations.sections import edit_section
from ieps.schemas import SectionContent
from ieps.scoping import readable_iep, require_known
from project import audit
from project.api_views import IF_MATCH, schema_problem
from project.people import caller
from project.problems import InvalidInput
from project.revisions import etag, revision_from


class SectionView(APIView):
    """One section: read it, or replace parts of its content."""

    def _section(self, request: Request, iep_id: str, key: str) -> Section:
        require_known(key)
        iep = readable_iep(caller(request), UUID(iep_id))
        return get_object_or_404(section_rows(), iep=iep, key=key)

    @extend_schema(operation_id="ieps_section_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, iep_id: str, key: str) -> Response:
        section = self._section(request, iep_id, key)
        audit.note_view(caller(request), section.iep)
        return Response(section_body(section), headers={"ETag": etag(section)})

    @extend_schema(
        operation_id="ieps_section_update",
        request=OpenApiTypes.OBJECT,
        responses=OpenApiTypes.OBJECT,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, iep_id: str, key: str) -> Response:
        section = self._section(request, iep_id, key)
        if not IEP.objects.visible_to(caller(request)).filter(pk=section.iep_id).exists():
            raise Http404
        edit_section(
            section=section,
            expected_revision=revision_from(request),
            content=patched(section, request.data),
            by=caller(request),
        )
        section = get_object_or_404(section_rows(), pk=section.pk)
        return Response(section_body(section), headers={"ETag": etag(section)})


def patched(section: Section, changes: Any) -> SectionContent:
    """The section's content with the sent fields in place of the old ones."""
    if not isinstance(changes, dict):
        raise InvalidInput("Send a JSON object with the fields to change.")
    merged = section.content().model_dump(mode="json") | changes
    try:
        return SectionContent.model_validate(merged)
    except SchemaError as error:
        raise schema_problem(error) from error


def section_rows() -> QuerySet[Section]:
    return Section.objects.with_content().select_related("iep")
