"""Forms of the IEP pages. They read what a person typed; operations decide what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils import timezone

from ieps.academic_years import academic_year_of, read_academic_year
from ieps.collecting import student_facts
from ieps.models import Assessment, Note, Student, Template
from ieps.models.templates import SchoolLevel
from ieps.recorded import (
    MAX_LANGUAGE,
    MAX_STRENGTH,
    check_assessment_date,
    check_birth_date,
    each_at_most,
    need_text,
    read_needs,
)
from project.uploads import limit_text, too_large


def checked(check: Callable[[date], date], day: date) -> date:
    """The day, or why the record cannot hold it."""
    try:
        return check(day)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LinesField(forms.CharField):
    """A list, one item per line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return [line.strip() for line in (text or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        # An empty text and no initial value are both an empty list.
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True


class EntriesField(LinesField):
    """A list of a student's record. longest: how many characters an entry may have."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> Any:
        try:
            return each_at_most(super().to_python(value), self.longest)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class NeedsField(LinesField):
    """Needs, one per line, written as "area: what it is about"; the area may be left out."""

    def to_python(self, value: Any) -> Any:
        try:
            return read_needs(super().to_python(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(need_text(need) for need in value)
        return value


class StudentForm(forms.ModelForm[Student]):
    languages = EntriesField(longest=MAX_LANGUAGE, required=False, help_text="One per line.")
    strengths = EntriesField(longest=MAX_STRENGTH, required=False, help_text="One per line.")
    needs = NeedsField(
        required=False, help_text="One per line, for example “reading: reads slowly aloud”."
    )
    guardian_email = forms.EmailField(required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Student
        # In the order in which the page shows them, so that the list of errors matches.
        fields = [
            "given_name",
            "family_name",
            "student_number",
            "birth_date",
            "languages",
            "grade",
            "class_name",
            "disability_category",
            "placement",
            "strengths",
            "needs",
            "guardian_name",
            "guardian_email",
            "guardian_phone",
        ]
        labels = {"birth_date": "Date of birth"}
        widgets = {"birth_date": DateInput()}

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        return day and checked(check_birth_date, day)


class AssessmentForm(forms.ModelForm[Assessment]):
    class Meta:
        model = Assessment
        fields = ["tool", "area", "date", "score", "unit", "percentile", "notes"]
        widgets = {"date": DateInput(), "notes": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "score": "Leave it empty when the student was not assessed.",
            "unit": "For example “words correct per minute”.",
        }

    def clean_date(self) -> date:
        return checked(check_assessment_date, self.cleaned_data["date"])

    def clean_percentile(self) -> Decimal | None:
        value: Decimal | None = self.cleaned_data["percentile"]
        if value is not None and not 0 <= value <= 100:
            raise ValidationError("A percentile lies between 0 and 100.")
        return value


class NoteForm(forms.ModelForm[Note]):
    class Meta:
        model = Note
        fields = ["date", "text"]
        widgets = {"date": DateInput(), "text": forms.Textarea(attrs={"rows": 5})}


@dataclass(frozen=True)
class TemplateOption:
    """One button of the choice of a template. fits: it is for the student's age and needs."""

    widget: BoundWidget
    template: Template
    fits: bool


@dataclass(frozen=True)
class TemplateGroup:
    """is_open: one of the options fits the student, or is chosen."""

    label: str
    options: tuple[TemplateOption, ...]
    is_open: bool


class NewIEPForm(forms.Form):
    """student: whose age and needs the templates are compared with. The default one stays chosen
    until a person chooses another.
    """

    academic_year = forms.CharField(
        max_length=9, help_text="Two years in a row, for example 2026-2027."
    )
    meeting_date = forms.DateField(
        widget=DateInput(), help_text="The day of the team's meeting. The IEP starts then."
    )
    template = forms.ModelChoiceField(
        queryset=Template.objects.none(),
        required=False,
        blank=True,
        empty_label="Default template",
        widget=forms.RadioSelect,
        help_text="Which sections the IEP has, and what they ask for. You can leave it as it is.",
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, student: Student | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.student = student
        template = self.fields["template"]
        if isinstance(template, forms.ModelChoiceField):
            template.queryset = Template.objects.active().filter(is_default=False)
        self.fields["academic_year"].initial = academic_year_of(timezone.localdate())
        self.fields["meeting_date"].initial = timezone.localdate()

    @property
    def default_template(self) -> Template | None:
        """What an empty choice stands for; None when staff left no template the default."""
        return Template.objects.active().filter(is_default=True).first()

    @property
    def default_option(self) -> BoundWidget:
        return self["template"].subwidgets[0]

    def template_groups(self) -> list[TemplateGroup]:
        """The templates beside the default one, by school level, youngest first; in each level
        those that fit come first.
        """
        options = sorted(self._template_options(), key=lambda option: not option.fits)
        groups = []
        for level in SchoolLevel:
            own = tuple(option for option in options if option.template.level is level)
            is_open = any(option.fits or option.widget.data["selected"] for option in own)
            if own:
                groups.append(TemplateGroup(str(level.label), own, is_open))
        return groups

    def _template_options(self) -> list[TemplateOption]:
        facts = student_facts(self.student) if self.student else None
        age = facts.age_on(timezone.localdate()) if facts else None
        needs = {need.canonical for need in facts.needs} if facts else set()
        return [
            TemplateOption(widget, template, template.fits(age=age, needs=needs))
            for widget in self["template"].subwidgets[1:]
            if (template := widget.data["value"].instance)
        ]

    def clean_academic_year(self) -> str:
        try:
            return read_academic_year(self.cleaned_data["academic_year"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, day = cleaned.get("academic_year"), cleaned.get("meeting_date")
        if year and day and not meeting_fits_year(day, year):
            self.add_error("meeting_date", meeting_year_text(year))
        return cleaned


def meeting_fits_year(day: date, academic_year: str) -> bool:
    """A meeting takes place in the academic year or in the half year before it begins."""
    start = int(academic_year[:4])
    return date(start, 1, 1) <= day <= date(start + 1, 12, 31)


def meeting_year_text(academic_year: str) -> str:
    start = int(academic_year[:4])
    return (
        f"The meeting for {academic_year} lies between {start}-01-01 and {start + 1}-12-31. "
        "Correct the date or the academic year."
    )


class ImportForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        error_messages={"required": "Choose a CSV file first."},
        help_text=f"As your school system exports it; at most {limit_text()}.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(self, *args: Any, meta: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.meta = meta or {}
        super().__init__(*args, **kwargs)

        if too_large(self.meta):
            # The upload was cut off, so there is no file; that must not read as "none chosen".
            self.fields["file"].error_messages["required"] = (
                f"The file is larger than {limit_text()}. Split it and import the parts."
            )


class CommentForm(forms.Form):
    text = forms.CharField(
        label="Comment", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class RedraftForm(forms.Form):
    instruction = forms.CharField(
        label="What should be different?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example “put more weight on reading aloud”. It may stay empty.",
    )
