"""Who coaches whom, and questionnaires that are being filled in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from project.models import Timestamped


class Coaching(Timestamped):
    """A coach looks after a client: sees and edits the client's programs, and approves them."""

    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="coaches_clients"
    )
    client = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="coached_by"
    )

    class Meta:
        verbose_name = "coaching relation"
        ordering = ["coach", "client"]
        constraints = [
            models.UniqueConstraint(fields=["coach", "client"], name="coaching_once"),
            models.CheckConstraint(name="coaching_not_of_oneself", condition=~Q(coach=F("client"))),
        ]

    def __str__(self) -> str:
        return f"{self.coach} coaches {self.client}"


class Questionnaire(Timestamped):
    """Answers given so far on the way to a new program. Deleted when the program is made.

    answers: what was typed, by step and field; only forms read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="questionnaires"
    )
    client = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["-updated_at", "id"]

    def __str__(self) -> str:
        return f"Questionnaire of {self.created_at:%Y-%m-%d}"
