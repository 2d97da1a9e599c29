"""A few weeks of logged training for the demo's client."""

from datetime import timedelta

from django.utils import timezone

from programs.models import TrainingSession
from programs.operations.sessions import DoneSet, log_session
from project.models import User

# Days ago, title, what was done (exercise, kg, repetitions, RPE of three sets), a note.
HISTORY: tuple[tuple[int, str, tuple[tuple[str, float, int, float], ...], str], ...] = (
    (26, "Full body A",
     (("dumbbell-bench-press", 16, 10, 7), ("one-arm-dumbbell-row", 16, 10, 7),
      ("goblet-squat", 14, 12, 7)),
     "First time with the new dumbbells. Squats only to a chair."),
    (23, "Full body B",
     (("dumbbell-rdl", 18, 10, 7), ("dumbbell-shoulder-press", 10, 10, 8),
      ("dumbbell-curl", 8, 12, 7)), ""),
    (19, "Full body A",
     (("dumbbell-bench-press", 18, 9, 8), ("one-arm-dumbbell-row", 18, 10, 7.5),
      ("goblet-squat", 16, 10, 7)), ""),
    (16, "Full body B",
     (("dumbbell-rdl", 20, 10, 7.5), ("dumbbell-shoulder-press", 10, 11, 8),
      ("dumbbell-curl", 8, 12, 7)), ""),
    (12, "Full body A",
     (("dumbbell-bench-press", 18, 10, 8), ("one-arm-dumbbell-row", 18, 11, 8),
      ("goblet-squat", 16, 10, 7)),
     "Slept badly, everything felt heavy. The knee was fine."),
    (9, "Full body B",
     (("dumbbell-rdl", 22, 9, 8), ("dumbbell-shoulder-press", 12, 8, 8),
      ("dumbbell-curl", 10, 9, 8)), ""),
    (5, "Full body A",
     (("dumbbell-bench-press", 20, 8, 8), ("one-arm-dumbbell-row", 20, 9, 8),
      ("goblet-squat", 18, 10, 7.5)), ""),
    (2, "Full body B",
     (("dumbbell-rdl", 24, 8, 8), ("dumbbell-shoulder-press", 12, 9, 8),
      ("dumbbell-curl", 10, 10, 8)),
     "Best session so far."),
)  # fmt: skip


def log_history(client: User) -> None:
    """Does nothing when the client has a session already."""
    if TrainingSession.objects.filter(client=client).exists():
        return
    today = timezone.localdate()
    for days_ago, title, exercises, notes in HISTORY:
        log_session(
            client=client,
            performed_on=today - timedelta(days=days_ago),
            title=title,
            notes=notes,
            sets=[
                DoneSet(slug, reps=reps, kg=kg, rpe=rpe)
                for slug, kg, reps, rpe in exercises
                for _ in range(3)
            ],
            by=client,
        )
