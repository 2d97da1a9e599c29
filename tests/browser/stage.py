"""What scenes are made of: records and drafts, and where a person goes and what they do there."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from ieps.models import IEP, Note
from ieps.operations.review import add_comment, submit_for_review
from project.models import Job, User
from tests.fakes import Fail
from tests.fakes.client import FakeProviders
from tests.held_queue import HeldQueue
from tests.ieps.factories import make_assessment, make_iep, make_student

LONG = {
    "given_name": "Maximiliane-Theodora Annunziata",
    "family_name": "von Hohenlohe-Waldenburg-Schillingsfürst",
    "class_name": "Learning Support 5B (mornings)",
}
KOREAN = {"given_name": "하린", "family_name": "윤", "guardian_name": "윤정우, 서가영"}
STUDENTS_CSV = """Student ID,Last Name,First Name,DOB,Grade,Areas of Need
S-1,Ostrander,Maribel,2015-04-12,5,reading: reads slowly; spelling: long vowels
S-2,윤,하린,2018-09-02,3,concept: words for time
"""
WRONG_CSV = """Student ID,Last Name,First Name,DOB
S-1,Ostrander,Maribel,2015-04-12
S-2,,하린,the day before yesterday
"""


def stay(page: Page) -> None:
    """Most pages are looked at as they open."""


@dataclass(frozen=True)
class Scene:
    """path: where the person goes; then: what they do there before it is looked at."""

    path: str
    user: User | None = None
    then: Callable[[Page], None] = stay


@dataclass(frozen=True)
class Stage:
    """What a scene is built with."""

    alice: User
    rita: User
    queue: HeldQueue
    providers: FakeProviders

    def record(self, **fields: Any):
        student = make_student(self.alice, **fields)
        make_assessment(student, percentile=12, notes="Reads in phrases, guesses at long words.")
        make_assessment(student, tool="Number Path Screener", area="math", score=None, unit="%")
        make_assessment(student, tool="Spelling Inventory", area="spelling", score=62, unit="%")
        Note.objects.create(
            student=student,
            author=self.alice,
            date=datetime.date(2026, 6, 3),
            text="Finished 3 of 4 reading logs.\nAsks for help when a text is long.",
        )
        return student

    def iep(self, **fields: Any) -> IEP:
        return make_iep(self.record(**fields), self.alice).iep

    def drafted(self, **fields: Any) -> IEP:
        iep = self.iep(**fields)
        self.queue.work()
        return IEP.objects.get(pk=iep.pk)

    def offline(self) -> IEP:
        self.providers.always("openai", Fail("server_error"))
        return self.drafted()

    def submitted(self) -> IEP:
        iep = self.drafted()
        submit_for_review(iep=iep, expected_revision=iep.revision, by=self.alice)
        iep.refresh_from_db()
        add_comment(iep=iep, text="Please name the tool in the third goal.", by=self.rita)
        return iep


def iep_path(iep: IEP) -> str:
    return reverse("iep", args=[iep.pk])


def newest_job() -> Job:
    return Job.objects.latest("created_at")


def job_path() -> str:
    return reverse("job", args=[newest_job().pk])


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def choose_csv(text: str) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        file = {"name": "class.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.get_by_label("CSV file").set_input_files(file)
        page.get_by_role("button", name="Look at the file").click()
        page.locator(".error-summary, table").first.wait_for()

    return choose


def edit_in_place(title: str) -> Callable[[Page], None]:
    def edit(page: Page) -> None:
        page.get_by_role("link", name=re.compile(f"Edit ?: {title}$")).click()
        page.locator(".section-form form").wait_for()

    return edit
