"""Hinges and hip extensions. One paragraph is one exercise; what stands first is chosen first."""

from programs.exercise_catalogue.entry import Exercise, Pattern, exercise

HINGE = Pattern.HINGE

# fmt: off
EXERCISES: tuple[Exercise, ...] = (
    exercise(
        "romanian-deadlift", "Barbell Romanian deadlift", HINGE, "hamstrings", "glutes lower_back",
        "barbell", 2, "lower_back grip upper_back",
        "Soft knees. Hips back, bar along the thighs. Stop where the back would round."),
    exercise(
        "dumbbell-rdl", "Dumbbell Romanian deadlift", HINGE, "hamstrings",
        "glutes lower_back", "dumbbell", 1, "lower_back",
        "Push the hips to the wall behind. Weights close to the legs. Stand by squeezing."),
    exercise(
        "deadlift", "Conventional deadlift", HINGE, "hamstrings glutes", "lower_back", "barbell",
        2, "lower_back hip grip upper_back",
        "Bar over mid-foot. Take the slack out. Push the floor, then lock the hips."),
    exercise(
        "trap-bar-deadlift", "Trap-bar deadlift", HINGE, "hamstrings glutes", "quads", "barbell",
        2, "grip lower_back upper_back",
        "Stand in the middle. Chest up, hips lower than in a straight-bar pull. Rise as one."),
    exercise(
        "sumo-deadlift", "Sumo deadlift", HINGE, "glutes hamstrings", "quads", "barbell", 3,
        "lower_back hip grip upper_back",
        "Wide stance, knees over toes. Hips close to the bar. Spread the floor."),
    exercise(
        "hip-thrust", "Barbell hip thrust", HINGE, "glutes", "hamstrings", "barbell bench", 1,
        "upper_back floor",
        "Chin tucked, ribs down. Push through the heels until the thighs are level."),
    exercise(
        "machine-hip-thrust", "Machine hip thrust", HINGE, "glutes", "hamstrings", "machine", 1,
        "",
        "Belt across the hip crease. Finish with the glutes, not the back."),
    exercise(
        "dumbbell-hip-thrust", "Dumbbell hip thrust", HINGE, "glutes", "hamstrings",
        "dumbbell bench", 1, "floor",
        "Shoulder blades on the bench. Full lockout, one-second hold."),
    exercise(
        "kettlebell-deadlift", "Kettlebell deadlift", HINGE, "hamstrings glutes", "lower_back",
        "kettlebell", 1, "lower_back",
        "Bell between the heels. Flat back, long arms. Stand tall without leaning back."),
    exercise(
        "single-leg-rdl", "Single-leg Romanian deadlift", HINGE, "hamstrings",
        "glutes", "dumbbell", 2, "lower_back ankle",
        "Free leg and torso move as one. Hips stay square. Reach, do not drop.", "unilateral"),
    exercise(
        "kettlebell-single-leg-rdl", "Kettlebell single-leg deadlift", HINGE, "hamstrings",
        "glutes", "kettlebell", 2, "lower_back ankle",
        "Hold the bell on the side of the free leg. Slow, square, controlled.", "unilateral"),
    exercise(
        "cable-pull-through", "Cable pull-through", HINGE, "hamstrings glutes", "", "cable", 1, "",
        "Face away, rope between the legs. Hips far back. Stand by squeezing the glutes."),
    exercise(
        "good-morning", "Barbell good morning", HINGE, "hamstrings", "glutes lower_back",
        "barbell", 3, "lower_back shoulder neck upper_back",
        "Light load. Unlock the knees. Bow only as far as the back stays flat."),
    exercise(
        "back-extension", "Back extension", HINGE, "hamstrings", "glutes lower_back", "machine", 1,
        "lower_back",
        "Pad below the hip crease. Fold at the hips. Rise to a straight line, no further."),
    exercise(
        "band-rdl", "Band Romanian deadlift", HINGE, "hamstrings", "glutes", "band",
        1, "",
        "Stand on the band. Hips back against the pull. Lock out slowly.", "unloaded"),
    exercise(
        "band-pull-through", "Band pull-through", HINGE, "glutes hamstrings", "", "band", 1, "",
        "Anchor low behind you. Hinge, then snap tall without leaning back.", "unloaded"),
    exercise(
        "glute-bridge", "Glute bridge", HINGE, "glutes", "hamstrings", "bodyweight", 1, "floor",
        "Heels close. Tuck the pelvis, then lift. Hold a second on top.", "unloaded"),
    exercise(
        "one-leg-bridge", "Single-leg glute bridge", HINGE, "glutes hamstrings", "",
        "bodyweight", 1, "floor",
        "One knee to the chest. Lift level, do not twist.", "unloaded unilateral"),
    exercise(
        "hamstring-walkout", "Bridge walk-out", HINGE, "hamstrings", "glutes", "bodyweight", 1,
        "floor",
        "From a bridge, walk the heels out in small steps and back. Hips stay high.", "unloaded"),
    exercise(
        "single-leg-hinge", "Bodyweight single-leg hinge", HINGE, "hamstrings",
        "glutes", "bodyweight", 1, "ankle",
        "Reach a wall with the fingers if needed. Hips square, back long.",
        "unloaded unilateral"),
    exercise(
        "bodyweight-good-morning", "Bodyweight good morning", HINGE, "hamstrings", "glutes",
        "bodyweight", 1, "",
        "Hands across the chest. Push the hips back slowly, stand tall.", "unloaded"),
    exercise(
        "suspension-hip-lift", "Suspension hip lift and curl", HINGE, "hamstrings", "glutes",
        "suspension", 2, "floor",
        "Heels in the straps. Lift the hips first, then pull the heels in.", "unloaded"),
    exercise(
        "kettlebell-swing", "Kettlebell swing", HINGE, "hamstrings glutes", "", "kettlebell", 1,
        "lower_back grip",
        "Hike it back, snap the hips. The arms only guide. The bell floats to chest height.",
        "explosive"),
    exercise(
        "power-clean", "Power clean", HINGE, "hamstrings glutes", "quads back", "barbell", 3,
        "lower_back wrist hip shoulder grip upper_back",
        "Smooth from the floor, then jump tall. Elbows fast under the bar.", "explosive"),
    exercise(
        "hang-high-pull", "Dumbbell hang high pull", HINGE, "hamstrings glutes", "back shoulders",
        "dumbbell", 2, "shoulder lower_back neck upper_back grip",
        "Short dip of the hips, then extend fast. Elbows follow last.", "explosive"),
    exercise(
        "broad-jump", "Broad jump", HINGE, "glutes hamstrings", "quads", "bodyweight", 2,
        "knee ankle impact",
        "Swing back, jump forward, stick the landing. Walk back.", "unloaded explosive"),
)
