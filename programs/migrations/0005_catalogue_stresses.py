"""Brings a catalogue that was seeded before to what the package now says.

Upper back pain spared nothing, and a few other limits lacked an exercise; bands and assisted
pull-ups were dosed in %1RM, which they do not have. Only what still stands as it was seeded is
changed: what staff have edited stays. A fresh database is seeded with all of it by 0002.
"""

from django.db import migrations

# By slug: what was seeded, and what is added.
STRESSES = {
    "back-squat": ("hip knee lower_back shoulder", "neck upper_back"),
    "front-squat": ("hip knee wrist", "lower_back upper_back"),
    "double-kettlebell-squat": ("hip knee wrist", "upper_back"),
    "box-squat": ("hip lower_back shoulder", "neck upper_back"),
    "pause-squat": ("hip knee lower_back shoulder", "neck upper_back"),
    "barbell-jump-squat": ("ankle hip impact knee lower_back shoulder", "neck upper_back"),
    "barbell-reverse-lunge": ("hip knee shoulder", "neck upper_back"),
    "smith-split-squat": ("hip knee", "upper_back"),
    "romanian-deadlift": ("grip lower_back", "upper_back"),
    "deadlift": ("grip hip lower_back", "upper_back"),
    "trap-bar-deadlift": ("grip lower_back", "upper_back"),
    "sumo-deadlift": ("grip hip lower_back", "upper_back"),
    "hip-thrust": ("", "floor upper_back"),
    "dumbbell-hip-thrust": ("", "floor"),
    "good-morning": ("lower_back shoulder", "neck upper_back"),
    "power-clean": ("grip hip lower_back shoulder wrist", "upper_back"),
    "hang-high-pull": ("lower_back shoulder", "grip neck upper_back"),
    "overhead-press": ("lower_back neck overhead shoulder wrist", "upper_back"),
    "pike-push-up": ("floor overhead shoulder wrist", "neck"),
    "handstand-hold": ("neck overhead shoulder wrist", "upper_back"),
    "push-press": ("lower_back overhead shoulder wrist", "neck upper_back"),
    "dumbbell-push-press": ("overhead shoulder", "neck"),
    "barbell-row": ("grip lower_back", "upper_back"),
    "pendlay-row": ("grip lower_back", "upper_back"),
    "landmine-row": ("grip", "lower_back upper_back"),
    "pull-up": ("elbow grip overhead shoulder", "upper_back"),
    "chin-up": ("elbow grip overhead shoulder", "upper_back"),
    "weighted-pull-up": ("elbow grip overhead shoulder", "upper_back"),
    "negative-pull-up": ("elbow grip overhead shoulder", "upper_back"),
    "dumbbell-pullover": ("overhead shoulder", "upper_back"),
    "prone-swimmer": ("floor shoulder", "overhead"),
    "ball-slam": ("lower_back overhead", "upper_back"),
    "farmer-carry": ("grip", "upper_back"),
    "kettlebell-farmer-carry": ("grip", "upper_back"),
    "kettlebell-rack-carry": ("wrist", "upper_back"),
    "overhead-carry": ("overhead shoulder wrist", "upper_back"),
    "trap-bar-carry": ("grip lower_back", "upper_back"),
    "plate-hug-walk": ("", "upper_back"),
    "backpack-march": ("", "upper_back"),
    "hanging-knee-raise": ("grip shoulder", "overhead"),
    "hanging-leg-raise": ("grip lower_back shoulder", "overhead"),
    "cable-woodchop": ("lower_back", "upper_back"),
    "russian-twist": ("floor lower_back", "upper_back"),
    "rotational-throw": ("lower_back", "upper_back"),
}
# By slug: what was seeded with a load that can be set.
UNLOADED = (
    "band-squat",
    "band-split-squat",
    "band-rdl",
    "band-pull-through",
    "band-chest-press",
    "band-shoulder-press",
    "band-row",
    "band-bent-over-row",
    "band-speed-row",
    "assisted-pull-up",
    "band-pulldown",
    "band-straight-arm-pull",
    "band-pallof-press",
    "band-leg-curl",
    "band-leg-extension",
    "band-fly",
    "band-pull-apart",
    "band-curl",
    "band-pushdown",
    "hip-abduction",
)


def bring_up_to_date(apps, schema_editor):
    model = apps.get_model("programs", "CatalogueExercise")
    for row in model.objects.filter(slug__in=STRESSES):
        before, added = STRESSES[row.slug]
        if sorted(row.stresses) == before.split():
            row.stresses = sorted({*before.split(), *added.split()})
            row.save(update_fields=["stresses"])
    model.objects.filter(slug__in=UNLOADED, loadable=True).update(loadable=False)


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_session_revision")]

    operations = [migrations.RunPython(bring_up_to_date, migrations.RunPython.noop)]
