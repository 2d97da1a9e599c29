"""Carries, crawls and core. One paragraph is one exercise; what stands first is chosen first."""

from programs.exercise_catalogue.entry import Exercise, Pattern, exercise

CARRY = Pattern.CARRY
CORE = Pattern.CORE

# fmt: off
EXERCISES: tuple[Exercise, ...] = (
    exercise(
        "farmer-carry", "Dumbbell farmer carry", CARRY, "forearms core", "", "dumbbell", 1,
        "grip upper_back",
        "Tall posture, short steps. Shoulders level. Put the weights down before you slump.",
        "timed"),
    exercise(
        "suitcase-carry", "Dumbbell suitcase carry", CARRY, "core", "forearms", "dumbbell", 1,
        "grip",
        "Weight in one hand. Do not lean. Walk as if it were not there.", "timed unilateral"),
    exercise(
        "kettlebell-farmer-carry", "Kettlebell farmer carry", CARRY, "forearms core", "",
        "kettlebell", 1, "grip upper_back",
        "Crush the handles. Ribs down, eyes ahead.", "timed"),
    exercise(
        "kettlebell-rack-carry", "Kettlebell rack carry", CARRY, "core", "back", "kettlebell", 1,
        "wrist upper_back",
        "Bell on the forearm at the chest. Breathe behind the brace.", "timed unilateral"),
    exercise(
        "overhead-carry", "One-arm overhead carry", CARRY, "core shoulders", "", "kettlebell", 3,
        "shoulder overhead wrist upper_back",
        "Arm straight beside the ear. Slow steps. Stop when the ribs flare.",
        "timed unilateral"),
    exercise(
        "trap-bar-carry", "Trap-bar carry", CARRY, "forearms core", "back", "barbell", 2,
        "grip lower_back upper_back",
        "Pick it up like a deadlift. Quick small steps.", "timed"),
    exercise(
        "plate-hug-walk", "Front-hugged plate walk", CARRY, "core", "back", "barbell", 1,
        "upper_back",
        "Hug a plate high on the chest. Walk tall, breathe.", "timed"),
    exercise(
        "ball-hug-carry", "Medicine ball hug carry", CARRY, "core", "back",
        "medicine_ball", 1, "",
        "Hug the ball to the breastbone. Even steps.", "timed unloaded"),
    exercise(
        "cable-walkout", "Cable walk-out", CARRY, "core", "", "cable", 1, "",
        "Hold the handle at the chest. Walk away from the stack and back without turning.",
        "timed unilateral"),
    exercise(
        "band-resisted-march", "Band resisted march", CARRY, "core", "quads", "band", 1, "",
        "Band around the hips from behind. March forward slowly, knees high.", "timed unloaded"),
    exercise(
        "bear-crawl", "Bear crawl", CARRY, "core", "shoulders quads", "bodyweight", 1,
        "wrist floor knee",
        "Knees a hand above the floor. Opposite hand and foot. Back like a table.",
        "timed unloaded"),
    exercise(
        "backpack-march", "Backpack march", CARRY, "core", "", "bodyweight", 1, "upper_back",
        "Fill a backpack with books. March in place or around the room, tall and slow.",
        "timed unloaded"),
    exercise(
        "plank", "Forearm plank", CORE, "core", "", "bodyweight", 1, "floor",
        "Elbows under shoulders. Pull elbows and toes together. Breathe.", "timed unloaded"),
    exercise(
        "dead-bug", "Dead bug", CORE, "core", "", "bodyweight", 1, "floor",
        "Low back stays on the floor. Opposite arm and leg reach long. Exhale.",
        "unloaded unilateral"),
    exercise(
        "side-plank", "Side plank", CORE, "core", "", "bodyweight", 1, "floor shoulder",
        "Elbow under the shoulder. Lift the hips into line.", "timed unloaded unilateral"),
    exercise(
        "pallof-press", "Cable anti-rotation press", CORE, "core", "", "cable", 1, "",
        "Stand side-on. Press the handle out and do not let it turn you.", "unilateral"),
    exercise(
        "band-pallof-press", "Band anti-rotation press", CORE, "core", "", "band", 1, "",
        "Anchor at chest height. Press out, hold two seconds, return.", "unloaded unilateral"),
    exercise(
        "bird-dog", "Bird dog", CORE, "core", "lower_back", "bodyweight", 1, "floor wrist knee",
        "Reach opposite arm and leg. Hips level, no hurry.", "unloaded unilateral"),
    exercise(
        "hanging-knee-raise", "Hanging knee raise", CORE, "core", "forearms", "pull_up_bar", 2,
        "grip shoulder overhead",
        "Still hang. Curl the pelvis, knees to the chest. No swing.", "unloaded"),
    exercise(
        "hanging-leg-raise", "Hanging leg raise", CORE, "core", "forearms", "pull_up_bar", 3,
        "grip shoulder lower_back overhead",
        "Straight legs to hip height or higher. Lower slowly.", "unloaded"),
    exercise(
        "cable-crunch", "Kneeling cable crunch", CORE, "core", "", "cable", 1, "knee neck",
        "Hips stay still. Curl the ribs to the pelvis."),
    exercise(
        "ab-wheel-rollout", "Kneeling roll-out", CORE, "core", "back", "barbell", 3,
        "lower_back shoulder knee floor",
        "Kneel behind a loaded bar. Roll only as far as the back stays flat.", "unloaded"),
    exercise(
        "reverse-crunch", "Reverse crunch", CORE, "core", "", "bodyweight", 1, "floor",
        "Knees bent. Peel the hips off the floor. Lower slowly.", "unloaded"),
    exercise(
        "hollow-hold", "Hollow hold", CORE, "core", "", "bodyweight", 2, "floor neck lower_back",
        "Press the low back down. Legs and shoulders float.", "timed unloaded"),
    exercise(
        "cable-woodchop", "Cable chop", CORE, "core", "", "cable", 1, "lower_back upper_back",
        "Turn through the hips and upper back together. Arms stay long.", "unilateral"),
    exercise(
        "march-brace", "Standing brace and march", CORE, "core", "", "bodyweight", 1, "",
        "Exhale and brace. Lift one knee at a time without shifting.",
        "timed unloaded"),
    exercise(
        "wall-plank", "Wall plank", CORE, "core", "", "bodyweight", 1, "",
        "Forearms on a wall, feet back. One long line. Press away.", "timed unloaded"),
    exercise(
        "mountain-climber", "Slow mountain climber", CORE, "core", "", "bodyweight", 1,
        "wrist floor shoulder",
        "From a push-up position, one knee in at a time. Hips stay low.", "timed unloaded"),
    exercise(
        "suspension-body-saw", "Suspension body saw", CORE, "core", "shoulders", "suspension", 2,
        "floor shoulder",
        "Feet in the straps, forearms down. Push back a little and return.", "unloaded"),
    exercise(
        "russian-twist", "Medicine ball twist", CORE, "core", "", "medicine_ball", 1,
        "floor lower_back upper_back",
        "Lean back, heels down. Turn the chest with the ball. Slow.", "unloaded"),
    exercise(
        "kettlebell-windmill", "Kettlebell windmill", CORE, "core", "shoulders", "kettlebell", 3,
        "shoulder overhead lower_back wrist",
        "Eyes on the bell. Push the hip out. Slide the free hand down the leg.", "unilateral"),
    exercise(
        "weighted-sit-up", "Weighted sit-up", CORE, "core", "", "dumbbell", 2,
        "floor neck lower_back",
        "Weight on the chest. Curl up, unroll slowly."),
    exercise(
        "rotational-throw", "Rotational throw", CORE, "core", "", "medicine_ball", 2,
        "lower_back upper_back",
        "Side-on to a wall. Turn from the hips and throw hard.",
        "unloaded unilateral explosive"),
)
