"""Where a week's pages are, and what a browser sends to them."""

from django.urls import reverse

# Week, day, exercise and set; the last two count from 0.
FIRST = (1, 1, 0, 0)


def week_url(program, number=1, name="program-week"):
    return reverse(name, args=[program.pk, number])


def set_url(program, place=FIRST):
    return reverse("planned-set", args=[program.pk, *place])


def swap_url(program, place=FIRST[:3]):
    return reverse("exercise-swap", args=[program.pk, *place])


def typed_set(week, **changes):
    """A set's form, as a browser sends it."""
    week.refresh_from_db()
    sent = {"reps": "5", "percent": "80", "rpe": "8", "rest": "150", "notes": ""}
    return sent | {"revision": week.revision} | changes
