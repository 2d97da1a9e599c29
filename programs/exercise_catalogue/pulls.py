"""Pulls, level and from above. One paragraph is one exercise; what stands first is chosen first."""

from programs.exercise_catalogue.entry import Exercise, Pattern, exercise

LEVEL = Pattern.HORIZONTAL_PULL
DOWN = Pattern.VERTICAL_PULL

# fmt: off
EXERCISES: tuple[Exercise, ...] = (
    exercise(
        "barbell-row", "Bent-over barbell row", LEVEL, "back", "biceps lower_back", "barbell", 2,
        "lower_back grip upper_back",
        "Hinge and hold. Pull to the lower ribs. Lower without standing up."),
    exercise(
        "cable-row", "Seated cable row", LEVEL, "back", "biceps", "cable", 1, "",
        "Sit tall. Elbows to the back pockets. Let the blades slide forward and back."),
    exercise(
        "one-arm-dumbbell-row", "One-arm dumbbell row", LEVEL, "back", "biceps", "dumbbell", 1,
        "",
        "Free hand on a support. Pull the elbow to the hip. No twisting.", "unilateral"),
    exercise(
        "chest-supported-row", "Chest-supported dumbbell row", LEVEL, "back", "biceps",
        "dumbbell bench", 1, "",
        "Chest on an incline bench. Row around the ribs. Pause on top."),
    exercise(
        "machine-row", "Machine row", LEVEL, "back", "biceps", "machine", 1, "",
        "Chest stays on the pad. Start with the shoulder blades, finish with the elbows."),
    exercise(
        "pendlay-row", "Row from the floor", LEVEL, "back", "biceps lower_back", "barbell", 3,
        "lower_back grip upper_back",
        "Bar starts dead on the floor. Torso level. Fast up, let it settle."),
    exercise(
        "kettlebell-row", "Kettlebell row", LEVEL, "back", "biceps", "kettlebell", 1, "",
        "Long flat back, hand on a support. Pull low. Hold the top for a beat.", "unilateral"),
    exercise(
        "landmine-row", "Landmine row", LEVEL, "back", "biceps", "barbell", 1,
        "grip upper_back lower_back",
        "Stand beside the bar, other hand on the thigh. Elbow close to the body.", "unilateral"),
    exercise(
        "one-arm-cable-row", "One-arm cable row", LEVEL, "back", "biceps", "cable", 1, "",
        "Split stance. Reach fully, then pull without turning the hips.", "unilateral"),
    exercise(
        "seal-row", "Bench-lying barbell row", LEVEL, "back", "biceps", "barbell bench", 2,
        "grip",
        "Lie face down on a raised bench. Pull the bar to it, lower all the way."),
    exercise(
        "inverted-row", "Inverted row", LEVEL, "back", "biceps", "barbell", 1, "grip",
        "Bar in the rack at hip height. Body straight. Chest to the bar.", "unloaded"),
    exercise(
        "suspension-row", "Suspension row", LEVEL, "back", "biceps", "suspension", 1, "",
        "Walk the feet in to make it harder. Chest to the hands, hips up.", "unloaded"),
    exercise(
        "band-row", "Band row", LEVEL, "back", "biceps", "band", 1, "",
        "Anchor at navel height. Squeeze the blades for a second each rep.", "unloaded"),
    exercise(
        "band-bent-over-row", "Band bent-over row", LEVEL, "back", "biceps", "band", 1,
        "lower_back",
        "Stand on the band and hinge. Pull to the ribs, return slowly.", "unloaded"),
    exercise(
        "low-bar-row", "Under-bar row", LEVEL, "back", "biceps", "pull_up_bar", 1, "grip",
        "Set the bar low, heels on the floor. Pull the chest to it.", "unloaded"),
    exercise(
        "towel-row", "Door towel row", LEVEL, "back", "biceps", "bodyweight", 1, "grip",
        "Towel around a firm post or closed door's handles. Lean back, pull the chest in.",
        "unloaded"),
    exercise(
        "prone-row", "Prone elbow row", LEVEL, "back", "shoulders", "bodyweight", 1, "floor",
        "Face down. Drag the elbows along the floor to the ribs, lifting the chest a little.",
        "unloaded"),
    exercise(
        "elbow-press-back", "Standing elbow press-back", LEVEL, "back", "", "bodyweight", 1,
        "",
        "Back to a wall. Drive both elbows into it and lift the chest away. Hold.",
        "unloaded timed"),
    exercise(
        "band-speed-row", "Fast band row", LEVEL, "back", "biceps", "band", 1, "",
        "Pull as fast as you can, slow on the way back.", "unloaded explosive"),
    exercise(
        "pull-up", "Pull-up", DOWN, "back", "biceps", "pull_up_bar", 2,
        "shoulder elbow grip overhead upper_back",
        "Start from a hang with active shoulders. Chest to the bar. Lower fully.", "unloaded"),
    exercise(
        "lat-pulldown", "Lat pulldown", DOWN, "back", "biceps", "cable", 1, "overhead",
        "Lean back a little. Pull to the upper chest. Control the way up."),
    exercise(
        "chin-up", "Chin-up", DOWN, "back", "biceps", "pull_up_bar", 2,
        "shoulder elbow grip overhead upper_back",
        "Palms toward you. Lead with the chest, not the chin.", "unloaded"),
    exercise(
        "weighted-pull-up", "Weighted pull-up", DOWN, "back", "biceps", "pull_up_bar dumbbell", 3,
        "shoulder elbow grip overhead upper_back",
        "Add load only when ten clean reps are easy. No kicking."),
    exercise(
        "neutral-grip-pulldown", "Neutral-grip pulldown", DOWN, "back", "biceps", "cable", 1, "",
        "Palms face each other, hands in front. Elbows down to the ribs."),
    exercise(
        "machine-pulldown", "Machine pulldown", DOWN, "back", "biceps", "machine", 1, "overhead",
        "Thighs under the pads. Pull with the elbows. Two seconds up."),
    exercise(
        "assisted-pull-up", "Machine-assisted pull-up", DOWN, "back", "biceps", "machine", 1,
        "shoulder overhead grip",
        "Use as little help as allows clean reps. Full hang, full pull.", "unloaded"),
    exercise(
        "band-assisted-pull-up", "Band-assisted pull-up", DOWN, "back", "biceps",
        "pull_up_bar band", 1, "shoulder overhead grip",
        "Knee in the loop. Same form as the real thing. Thinner band over time.", "unloaded"),
    exercise(
        "negative-pull-up", "Lowering pull-up", DOWN, "back", "biceps", "pull_up_bar", 1,
        "shoulder elbow overhead grip upper_back",
        "Step to the top, then take five seconds to lower.", "unloaded"),
    exercise(
        "straight-arm-pulldown", "Straight-arm pulldown", DOWN, "back", "", "cable", 1, "",
        "Slight hinge. Arms nearly straight, bar to the thighs."),
    exercise(
        "band-pulldown", "Band pulldown", DOWN, "back", "biceps", "band", 1, "overhead",
        "Anchor high. Kneel or sit. Elbows to the ribs, slow return.", "unloaded"),
    exercise(
        "band-straight-arm-pull", "Band straight-arm pulldown", DOWN, "back", "", "band", 1,
        "",
        "Anchor at head height. Sweep the hands to the hips.", "unloaded"),
    exercise(
        "dumbbell-pullover", "Dumbbell pullover", DOWN, "back", "chest", "dumbbell bench", 1,
        "shoulder overhead upper_back",
        "Ribs down. Reach back until you feel a stretch, pull over with straight arms."),
    exercise(
        "suspension-pulldown", "Suspension straight-arm pull", DOWN, "back", "", "suspension", 2,
        "shoulder",
        "Lean back with straight arms. Pull the hands to the thighs.", "unloaded"),
    exercise(
        "prone-swimmer", "Prone swimmer", DOWN, "back", "shoulders", "bodyweight", 1,
        "floor shoulder overhead",
        "Face down. Sweep the arms from overhead to the hips, palms turning. Slow.",
        "unloaded"),
    exercise(
        "prone-pulldown", "Prone pulldown", DOWN, "back", "lower_back", "bodyweight", 1, "floor",
        "Face down, chest just off the floor. Pull imagined bars down to the ribs.",
        "unloaded"),
    exercise(
        "ball-slam", "Medicine ball slam", DOWN, "back", "core", "medicine_ball", 1,
        "overhead lower_back upper_back",
        "Reach tall, then throw the ball down with the whole body. Pick it up with flat back.",
        "unloaded explosive"),
)
