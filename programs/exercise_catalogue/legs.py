"""Squats and lunges. One paragraph is one exercise; what stands first is chosen first."""

from programs.exercise_catalogue.entry import Exercise, Pattern, exercise

SQUAT = Pattern.SQUAT
LUNGE = Pattern.LUNGE

# fmt: off
EXERCISES: tuple[Exercise, ...] = (
    exercise(
        "back-squat", "Barbell back squat", SQUAT, "quads", "glutes", "barbell", 2,
        "knee hip lower_back shoulder neck upper_back",
        "Take a full breath and brace. Sit between the hips. Drive the floor away."),
    exercise(
        "goblet-squat", "Goblet squat", SQUAT, "quads", "glutes", "dumbbell", 1, "knee hip",
        "Hold the weight against the chest. Elbows pass inside the knees. Stay tall."),
    exercise(
        "front-squat", "Barbell front squat", SQUAT, "quads", "glutes", "barbell", 2,
        "knee hip wrist upper_back lower_back",
        "Elbows high all the way. Sit straight down. Chest leads on the way up."),
    exercise(
        "leg-press", "Leg press", SQUAT, "quads", "glutes", "machine", 1, "knee",
        "Whole foot on the plate. Lower only while the pelvis stays flat. Do not lock hard."),
    exercise(
        "kettlebell-goblet-squat", "Kettlebell goblet squat", SQUAT, "quads", "glutes",
        "kettlebell", 1, "knee hip",
        "Hold the bell by the horns. Open the knees over the toes. Pause, then stand."),
    exercise(
        "high-box-squat", "High box squat", SQUAT, "quads glutes", "", "dumbbell box", 1, "",
        "Box at or above knee height. Reach the hips back. Touch softly, keep shins upright."),
    exercise(
        "hack-squat", "Hack squat machine", SQUAT, "quads", "glutes", "machine", 1, "knee",
        "Back flat on the pad. Slow down, even pressure through both feet."),
    exercise(
        "double-kettlebell-squat", "Double kettlebell front squat", SQUAT, "quads", "glutes",
        "kettlebell", 2, "knee hip wrist upper_back",
        "Bells rest on the forearms. Ribs down. Sit and stand without leaning."),
    exercise(
        "box-squat", "Barbell box squat", SQUAT, "quads", "glutes hamstrings", "barbell box", 2,
        "lower_back hip shoulder neck upper_back",
        "Sit back to a box at knee height. Stay tight on it. Stand up hard."),
    exercise(
        "pause-squat", "Paused back squat", SQUAT, "quads", "glutes", "barbell", 3,
        "knee hip lower_back shoulder neck upper_back",
        "Hold two seconds in the bottom without relaxing. Rise with the same chest angle."),
    exercise(
        "landmine-squat", "Landmine squat", SQUAT, "quads", "glutes", "barbell", 1, "knee hip",
        "Hold the bar's end at the chest. Lean slightly into it. Heels stay down."),
    exercise(
        "band-squat", "Band squat", SQUAT, "quads", "glutes", "band", 1, "knee hip",
        "Stand on the band, hold it at the shoulders. Fight it evenly on the way down.",
        "unloaded"),
    exercise(
        "bodyweight-squat", "Bodyweight squat", SQUAT, "quads", "glutes", "bodyweight", 1,
        "knee hip",
        "Arms forward for balance. Sit as low as the heels allow. Stand all the way up.",
        "unloaded"),
    exercise(
        "chair-squat", "Squat to a chair", SQUAT, "quads glutes", "", "bodyweight", 1, "",
        "Sit back until you touch the chair. Do not drop. Lean forward, stand without hands.",
        "unloaded"),
    exercise(
        "wall-sit", "Wall sit", SQUAT, "quads", "", "bodyweight", 1, "knee",
        "Back flat on the wall. Slide to a depth you can hold. Breathe.", "unloaded timed"),
    exercise(
        "suspension-squat", "Suspension assisted squat", SQUAT, "quads", "glutes", "suspension",
        1, "hip",
        "Hold the straps lightly. Use the arms only as much as you need. Shins near upright.",
        "unloaded"),
    exercise(
        "pistol-squat", "Pistol squat", SQUAT, "quads", "glutes", "bodyweight", 3,
        "knee hip ankle",
        "Reach the free leg forward. Control every part of the way down.",
        "unloaded unilateral"),
    exercise(
        "jump-squat", "Loaded jump squat", SQUAT, "quads", "glutes calves", "dumbbell", 2,
        "knee hip ankle impact",
        "Quarter dip, then leave the floor as fast as you can. Land softly, reset each rep.",
        "explosive"),
    exercise(
        "barbell-jump-squat", "Barbell jump squat", SQUAT, "quads", "glutes calves", "barbell", 3,
        "knee hip ankle impact lower_back shoulder neck upper_back",
        "Pull the bar into the back. Short dip, full extension. Reset before the next.",
        "explosive"),
    exercise(
        "squat-jump", "Squat jump", SQUAT, "quads", "glutes calves", "bodyweight", 1,
        "knee hip ankle impact",
        "Dip and jump at once. Land quietly with bent knees.", "unloaded explosive"),
    exercise(
        "box-jump", "Box jump", SQUAT, "quads", "glutes calves", "box", 1, "knee ankle impact",
        "Swing the arms, land soft in a half squat. Step down.", "unloaded explosive"),
    exercise(
        "split-squat", "Dumbbell split squat", LUNGE, "quads", "glutes", "dumbbell", 1, "knee hip",
        "Long enough stance to keep the front heel down. Straight down, straight up.",
        "unilateral"),
    exercise(
        "reverse-lunge", "Dumbbell reverse lunge", LUNGE, "quads", "glutes", "dumbbell", 1,
        "knee hip",
        "Step back softly. Front foot does the work. Stand tall between reps.", "unilateral"),
    exercise(
        "rear-foot-split-squat", "Rear-foot-elevated split squat", LUNGE, "quads", "glutes",
        "dumbbell bench", 2, "knee hip ankle",
        "Back foot only for balance. Knee tracks over the toes. Slow down.", "unilateral"),
    exercise(
        "barbell-reverse-lunge", "Barbell reverse lunge", LUNGE, "quads", "glutes", "barbell", 2,
        "knee hip shoulder neck upper_back",
        "Brace before each step. Torso leans a little forward. Push through the front foot.",
        "unilateral"),
    exercise(
        "walking-lunge", "Dumbbell walking lunge", LUNGE, "quads", "glutes", "dumbbell", 2,
        "knee hip ankle",
        "Even steps. Back knee nearly touches. Do not push off the rear foot.", "unilateral"),
    exercise(
        "dumbbell-step-up", "Dumbbell step-up", LUNGE, "quads", "glutes", "dumbbell box", 1,
        "knee",
        "Whole foot on the box. Stand up with that leg alone. Lower slowly.", "unilateral"),
    exercise(
        "low-step-up", "Low step-up", LUNGE, "quads", "glutes", "box", 1, "",
        "A step no higher than mid-shin. Lean in, rise without a bounce.", "unloaded unilateral"),
    exercise(
        "kettlebell-reverse-lunge", "Kettlebell rack reverse lunge", LUNGE, "quads", "glutes",
        "kettlebell", 2, "knee hip wrist",
        "Bell in the rack, ribs down. Step back quietly.", "unilateral"),
    exercise(
        "smith-split-squat", "Guided split squat", LUNGE, "quads", "glutes", "machine", 1,
        "knee hip upper_back",
        "Set the feet once and leave them. Drop straight under the bar.", "unilateral"),
    exercise(
        "lateral-lunge", "Lateral lunge", LUNGE, "quads", "glutes", "dumbbell", 2, "knee hip",
        "Sit to one side, other leg long. Toes forward. Push back to the middle.", "unilateral"),
    exercise(
        "band-split-squat", "Band split squat", LUNGE, "quads", "glutes", "band", 1, "knee hip",
        "Front foot on the band. Keep it tight from the bottom.", "unloaded unilateral"),
    exercise(
        "suspension-lunge", "Suspension reverse lunge", LUNGE, "quads", "glutes", "suspension", 1,
        "knee hip",
        "Straps for balance only. Long step back, stand tall.", "unloaded unilateral"),
    exercise(
        "bodyweight-reverse-lunge", "Bodyweight reverse lunge", LUNGE, "quads", "glutes",
        "bodyweight", 1, "knee hip",
        "Step back, both knees bend. Push the floor with the front foot.",
        "unloaded unilateral"),
    exercise(
        "bodyweight-split-squat", "Bodyweight split squat", LUNGE, "quads", "glutes",
        "bodyweight", 1, "knee hip",
        "Feet stay in place. Two seconds down, one up.", "unloaded unilateral"),
    exercise(
        "jumping-lunge", "Jumping lunge", LUNGE, "quads", "glutes calves", "bodyweight", 3,
        "knee hip ankle impact",
        "Switch legs in the air. Land soft and stop before the next.",
        "unloaded unilateral explosive"),
)
