"""The IEP app's rows over the API."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers

from ieps.academic_years import academic_year_of, read_academic_year
from ieps.forms import meeting_fits_year, meeting_year_text
from ieps.models import IEP, Assessment, Comment, Student, Template
from ieps.recorded import (
    MAX_ENTRIES,
    MAX_LANGUAGE,
    MAX_NEED,
    MAX_NEED_AREA,
    MAX_STRENGTH,
    check_assessment_date,
    check_birth_date,
)
from project.models import User
from project.serializers import BodySerializer, KnownFieldsMixin


def checked(check: Callable[[date], date], day: date) -> date:
    """The day, or why the record cannot hold it."""
    try:
        return check(day)
    except ValueError as error:
        raise serializers.ValidationError(str(error)) from error


class NeedSerializer(BodySerializer):
    area = serializers.CharField(max_length=MAX_NEED_AREA, allow_blank=True, default="")
    text = serializers.CharField(max_length=MAX_NEED)


class StudentSerializer(KnownFieldsMixin, serializers.ModelSerializer[Student]):
    languages = serializers.ListField(
        child=serializers.CharField(max_length=MAX_LANGUAGE), max_length=MAX_ENTRIES, default=list
    )
    strengths = serializers.ListField(
        child=serializers.CharField(max_length=MAX_STRENGTH), max_length=MAX_ENTRIES, default=list
    )
    needs = serializers.ListField(child=NeedSerializer(), max_length=MAX_ENTRIES, default=list)
    guardian_email = serializers.EmailField(allow_blank=True, default="")

    class Meta:
        model = Student
        fields = [
            "id",
            "student_number",
            "given_name",
            "family_name",
            "birth_date",
            "grade",
            "class_name",
            "languages",
            "disability_category",
            "placement",
            "strengths",
            "needs",
            "guardian_name",
            "guardian_email",
            "guardian_phone",
            "revision",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["id", "revision", "created_at", "updated_at"]
        # Uniqueness over all students is the operation's to refuse; a validator here would ask
        # the database about students that the caller may not see.
        extra_kwargs: ClassVar[dict[str, Any]] = {"student_number": {"validators": []}}

    def validate_birth_date(self, value: date | None) -> date | None:
        return value and checked(check_birth_date, value)


class StudentLineSerializer(serializers.ModelSerializer[Student]):
    """Who it is, as a list tells it: nothing of what the record says about them."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Student
        fields = [
            "id",
            "student_number",
            "given_name",
            "family_name",
            "grade",
            "class_name",
            "revision",
            "created_at",
            "updated_at",
            "url",
        ]
        read_only_fields = fields

    def get_url(self, student: Student) -> str:
        return f"/api/v1/ieps/students/{student.pk}/"


class AssessmentSerializer(KnownFieldsMixin, serializers.ModelSerializer[Assessment]):
    class Meta:
        model = Assessment
        fields = [
            "id",
            "tool",
            "area",
            "date",
            "score",
            "unit",
            "percentile",
            "notes",
            "created_at",
        ]
        read_only_fields = ["id", "created_at"]

    def validate_date(self, value: date) -> date:
        return checked(check_assessment_date, value)


class TemplateSectionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()


class TemplateSerializer(serializers.ModelSerializer[Template]):
    sections = TemplateSectionSerializer(many=True, read_only=True)

    class Meta:
        model = Template
        fields = [
            "id",
            "slug",
            "name",
            "description",
            "age_from",
            "age_to",
            "setting",
            "main_area",
            "is_default",
            "sections",
        ]
        read_only_fields = fields


class IEPLineSerializer(serializers.ModelSerializer[IEP]):
    student_name = serializers.CharField(source="student.full_name", read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = IEP
        fields = [
            "id",
            "student_id",
            "student_name",
            "academic_year",
            "version",
            "status",
            "meeting_date",
            "template_name",
            "revision",
            "created_at",
            "updated_at",
            "url",
        ]
        read_only_fields = fields

    def get_url(self, iep: IEP) -> str:
        return f"/api/v1/ieps/{iep.pk}/"


class InitialDataSerializer(serializers.Serializer[Any]):
    meeting_date = serializers.DateField(required=False)


class CreateIEPSerializer(BodySerializer):
    """template_id: a template's slug or id; unknown or missing means the default template."""

    student_id = serializers.UUIDField()
    template_id = serializers.CharField(
        max_length=64, required=False, allow_blank=True, allow_null=True, default=""
    )
    academic_year = serializers.CharField(max_length=9, required=False)
    meeting_date = serializers.DateField(required=False)
    initial_data = InitialDataSerializer(required=False)

    def validate_academic_year(self, value: str) -> str:
        try:
            return read_academic_year(value)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        initial = attrs.get("initial_data") or {}
        day = attrs.get("meeting_date") or initial.get("meeting_date") or timezone.localdate()
        year = attrs.get("academic_year") or academic_year_of(day)
        if not meeting_fits_year(day, year):
            raise serializers.ValidationError({"meeting_date": meeting_year_text(year)})
        return {
            "student_id": attrs["student_id"],
            "template_id": attrs.get("template_id") or "",
            "academic_year": year,
            "meeting_date": day,
        }


class RedraftSerializer(BodySerializer):
    """sections: keys; empty means every section that no person and no model has written."""

    sections = serializers.ListField(child=serializers.CharField(max_length=60), default=list)
    instruction = serializers.CharField(max_length=1000, allow_blank=True, default="")


class ReturnSerializer(BodySerializer):
    comment = serializers.CharField(max_length=4000)


class CommentSerializer(KnownFieldsMixin, serializers.ModelSerializer[Comment]):
    author = serializers.SerializerMethodField()
    text = serializers.CharField(max_length=4000)

    class Meta:
        model = Comment
        fields = ["id", "author", "text", "created_at"]
        read_only_fields = ["id", "author", "created_at"]

    def get_author(self, comment: Comment) -> str:
        return comment.author.username if isinstance(comment.author, User) else ""
