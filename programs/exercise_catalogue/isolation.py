"""Work for one joint. One paragraph is one exercise; what stands first is chosen first."""

from programs.exercise_catalogue.entry import Exercise, Pattern, exercise

ONE = Pattern.ISOLATION

# fmt: off
EXERCISES: tuple[Exercise, ...] = (
    exercise(
        "leg-curl", "Machine leg curl", ONE, "hamstrings", "", "machine", 1, "",
        "Hips down on the pad. Curl fully. Three seconds back."),
    exercise(
        "dumbbell-leg-curl", "Dumbbell leg curl", ONE, "hamstrings", "", "dumbbell", 2, "floor",
        "Lie face down, weight between the feet. Curl to upright, slow return."),
    exercise(
        "band-leg-curl", "Band leg curl", ONE, "hamstrings", "", "band", 1, "",
        "Anchor low in front. Curl the heel back, knee still.", "unloaded"),
    exercise(
        "sliding-leg-curl", "Sliding leg curl", ONE, "hamstrings", "glutes", "bodyweight", 2,
        "floor",
        "Heels on towels. Hips up. Slide out slowly, pull back.", "unloaded"),
    exercise(
        "nordic-curl", "Nordic curl", ONE, "hamstrings", "", "bodyweight", 3, "knee floor",
        "Ankles held firm. Fall forward as slowly as you can.", "unloaded"),
    exercise(
        "cable-leg-curl", "Standing cable leg curl", ONE, "hamstrings", "", "cable", 1, "",
        "Cuff at the ankle. Knee stays in place. Heel to the seat.", "unilateral"),
    exercise(
        "leg-extension", "Leg extension", ONE, "quads", "", "machine", 1, "knee",
        "Back against the pad. Straighten smoothly, lower slowly."),
    exercise(
        "band-leg-extension", "Band leg extension", ONE, "quads", "", "band", 1, "knee",
        "Sit tall, band at the ankle. Straighten and hold a second.", "unloaded unilateral"),
    exercise(
        "cable-leg-extension", "Cable leg extension", ONE, "quads", "", "cable", 1, "knee",
        "Cuff at the ankle, sit facing away. Straighten without leaning back.", "unilateral"),
    exercise(
        "standing-calf-raise", "Machine calf raise", ONE, "calves", "", "machine", 1, "ankle",
        "Full stretch at the bottom, a beat on top. No bounce."),
    exercise(
        "dumbbell-calf-raise", "Dumbbell calf raise", ONE, "calves", "", "dumbbell", 1, "ankle",
        "Ball of the foot on a step. Rise high, lower slowly."),
    exercise(
        "single-leg-calf-raise", "Single-leg calf raise", ONE, "calves", "", "bodyweight", 1,
        "ankle",
        "Hand on a wall. Slow on both ways.", "unloaded unilateral"),
    exercise(
        "cable-fly", "Cable fly", ONE, "chest", "", "cable", 1, "shoulder",
        "Soft elbows. Hug a barrel. Stop where the chest, not the joint, stretches."),
    exercise(
        "dumbbell-fly", "Dumbbell fly", ONE, "chest", "", "dumbbell bench", 1, "shoulder",
        "Light weights. Open wide with bent elbows. Close over the chest."),
    exercise(
        "machine-fly", "Machine fly", ONE, "chest", "", "machine", 1, "shoulder",
        "Seat so that the hands are at chest height. Squeeze, open slowly."),
    exercise(
        "band-fly", "Band fly", ONE, "chest", "", "band", 1, "",
        "Anchor behind. Bring the hands together with nearly straight arms.", "unloaded"),
    exercise(
        "squeeze-press", "Dumbbell squeeze press", ONE, "chest", "", "dumbbell", 1, "floor",
        "On the floor, press the dumbbells into each other the whole time."),
    exercise(
        "prayer-squeeze", "Palm squeeze hold", ONE, "chest", "", "bodyweight", 1, "",
        "Palms together at chest height. Press hard, breathe, hold.", "unloaded timed"),
    exercise(
        "lateral-raise", "Dumbbell lateral raise", ONE, "shoulders", "", "dumbbell", 1,
        "shoulder",
        "Lead with the elbows. Stop at shoulder height. No swing."),
    exercise(
        "cable-lateral-raise", "Cable lateral raise", ONE, "shoulders", "", "cable", 1,
        "shoulder",
        "Cable behind the body. Lift out, not up.", "unilateral"),
    exercise(
        "face-pull", "Face pull", ONE, "shoulders", "back", "cable", 1, "",
        "Rope to the forehead. Thumbs back. Blades move first."),
    exercise(
        "rear-delt-fly", "Rear delt fly", ONE, "shoulders", "back", "dumbbell", 1, "",
        "Hinge or lie on an incline. Open the arms with little weight."),
    exercise(
        "band-pull-apart", "Band pull-apart", ONE, "shoulders", "back", "band", 1, "",
        "Arms straight at chest height. Spread the band to the chest.", "unloaded"),
    exercise(
        "machine-rear-fly", "Machine rear fly", ONE, "shoulders", "back", "machine", 1, "",
        "Chest on the pad. Sweep back, do not shrug."),
    exercise(
        "prone-y-raise", "Prone Y raise", ONE, "shoulders", "back", "bodyweight", 1,
        "floor overhead",
        "Face down, thumbs up. Lift the arms in a Y. Hold a second.", "unloaded"),
    exercise(
        "dumbbell-curl", "Dumbbell curl", ONE, "biceps", "", "dumbbell", 1, "elbow",
        "Elbows by the sides. Turn the palms up. Lower all the way."),
    exercise(
        "barbell-curl", "Barbell curl", ONE, "biceps", "forearms", "barbell", 1, "elbow wrist",
        "Stand still. Curl without leaning back."),
    exercise(
        "cable-curl", "Cable curl", ONE, "biceps", "", "cable", 1, "elbow",
        "Constant tension. Elbows stay in front of the ribs."),
    exercise(
        "hammer-curl", "Hammer curl", ONE, "biceps", "forearms", "dumbbell", 1, "elbow",
        "Thumbs up the whole way. One count up, two down."),
    exercise(
        "band-curl", "Band curl", ONE, "biceps", "", "band", 1, "elbow",
        "Stand on the band. Squeeze at the top.", "unloaded"),
    exercise(
        "towel-curl", "Towel leg-resisted curl", ONE, "biceps", "", "bodyweight", 1, "elbow",
        "Towel under one foot. Curl against your own leg for slow reps.", "unloaded"),
    exercise(
        "triceps-pushdown", "Cable triceps pushdown", ONE, "triceps", "", "cable", 1, "elbow",
        "Elbows pinned. Straighten fully, return to level forearms."),
    exercise(
        "overhead-extension", "Overhead triceps extension", ONE, "triceps", "", "dumbbell",
        1, "elbow shoulder overhead",
        "Elbows point up. Lower behind the head, extend without flaring."),
    exercise(
        "lying-extension", "Lying triceps extension", ONE, "triceps", "",
        "barbell bench", 2, "elbow wrist",
        "Upper arms tilted back. Bar behind the head. Smooth turn-around."),
    exercise(
        "triceps-kickback", "Triceps kickback", ONE, "triceps", "", "dumbbell", 1, "elbow",
        "Upper arm along the body. Straighten, hold, return.", "unilateral"),
    exercise(
        "band-pushdown", "Band pushdown", ONE, "triceps", "", "band", 1, "elbow",
        "Anchor high. Elbows still, spread the band at the bottom.", "unloaded"),
    exercise(
        "chair-dip", "Bent-knee chair dip", ONE, "triceps", "", "bodyweight", 1,
        "elbow shoulder wrist",
        "Hips close to the chair. Down to level upper arms, no lower.", "unloaded"),
    exercise(
        "hip-abduction", "Band hip abduction", ONE, "glutes", "", "band", 1, "hip",
        "Band above the knees. Step or open outward without leaning.", "unloaded unilateral"),
    exercise(
        "cable-kickback", "Cable glute kickback", ONE, "glutes", "", "cable", 1, "hip",
        "Hold the frame. Drive the heel back, spine still.", "unilateral"),
    exercise(
        "wrist-curl", "Dumbbell wrist curl", ONE, "forearms", "", "dumbbell", 1, "wrist",
        "Forearm on the thigh. Let the weight roll to the fingers, curl up."),
    exercise(
        "preacher-curl", "Machine preacher curl", ONE, "biceps", "", "machine", 1,
        "elbow",
        "Armpits on the pad. Do not snap straight at the bottom."),
    exercise(
        "machine-extension", "Machine triceps extension", ONE, "triceps", "", "machine", 1,
        "elbow",
        "Elbows in line with the pivot. Straighten, pause, return."),
)
