"""Pushes, level and overhead. One paragraph is one exercise; what stands first is chosen first."""

from programs.exercise_catalogue.entry import Exercise, Pattern, exercise

LEVEL = Pattern.HORIZONTAL_PUSH
UP = Pattern.VERTICAL_PUSH

# fmt: off
EXERCISES: tuple[Exercise, ...] = (
    exercise(
        "bench-press", "Barbell bench press", LEVEL, "chest", "triceps shoulders", "barbell bench",
        1, "shoulder wrist",
        "Shoulder blades back and down. Bar to the lower chest. Feet push the floor."),
    exercise(
        "dumbbell-bench-press", "Dumbbell bench press", LEVEL, "chest", "triceps shoulders",
        "dumbbell bench", 1, "shoulder",
        "Forearms upright. Lower to the chest line. Press up and slightly in."),
    exercise(
        "machine-chest-press", "Machine chest press", LEVEL, "chest", "triceps", "machine", 1, "",
        "Handles at mid-chest. Shoulders stay down. Smooth out, slow back."),
    exercise(
        "incline-dumbbell-press", "Incline dumbbell press", LEVEL, "chest", "shoulders triceps",
        "dumbbell bench", 1, "shoulder",
        "Bench at a low incline. Elbows under the wrists. Do not bounce at the bottom."),
    exercise(
        "incline-bench-press", "Incline barbell press", LEVEL, "chest", "shoulders triceps",
        "barbell bench", 2, "shoulder wrist",
        "Bar to the upper chest. Keep the arch small and the hips down."),
    exercise(
        "dumbbell-floor-press", "Dumbbell floor press", LEVEL, "chest", "triceps", "dumbbell", 1,
        "floor",
        "Upper arms touch the floor softly, then press. Wrists over elbows."),
    exercise(
        "floor-press", "Barbell floor press", LEVEL, "chest triceps", "", "barbell", 2,
        "floor wrist",
        "Legs flat. Stop on the triceps, stay tight, press."),
    exercise(
        "cable-chest-press", "Standing cable press", LEVEL, "chest", "triceps shoulders", "cable",
        1, "",
        "Split stance. Handles at chest height. Press without twisting."),
    exercise(
        "close-grip-bench-press", "Close-grip bench press", LEVEL, "triceps chest", "",
        "barbell bench", 2, "shoulder elbow wrist",
        "Hands at shoulder width. Elbows close. Touch a little lower than usual."),
    exercise(
        "paused-bench-press", "Paused bench press", LEVEL, "chest", "triceps shoulders",
        "barbell bench", 3, "shoulder wrist",
        "One full second on the chest without sinking. Then press hard."),
    exercise(
        "kettlebell-floor-press", "Kettlebell floor press", LEVEL, "chest", "triceps",
        "kettlebell", 1, "floor",
        "Roll to pick it up. Fist to the ceiling, elbow at forty-five degrees.", "unilateral"),
    exercise(
        "incline-machine-press", "Incline machine press", LEVEL, "chest", "shoulders triceps",
        "machine", 1, "shoulder",
        "Seat so that the handles meet the upper chest. Blades stay on the pad."),
    exercise(
        "band-chest-press", "Band chest press", LEVEL, "chest", "triceps", "band", 1, "",
        "Anchor behind at chest height. Step out, press level, return slowly.", "unloaded"),
    exercise(
        "push-up", "Push-up", LEVEL, "chest", "triceps shoulders", "bodyweight", 1,
        "wrist floor shoulder",
        "One line from head to heel. Elbows at forty-five degrees. Chest to the floor.",
        "unloaded"),
    exercise(
        "incline-push-up", "Incline push-up", LEVEL, "chest", "triceps", "bodyweight", 1, "wrist",
        "Hands on a table or wall. Lower it as you get stronger. Body stays rigid.", "unloaded"),
    exercise(
        "wide-push-up", "Wide push-up", LEVEL, "chest", "shoulders", "bodyweight", 1,
        "wrist floor shoulder",
        "Hands outside the shoulders. Lower under control. Do not let the hips sag.",
        "unloaded"),
    exercise(
        "feet-elevated-push-up", "Feet-elevated push-up", LEVEL, "chest", "shoulders triceps",
        "bodyweight", 2, "wrist floor shoulder",
        "Feet on a step. Ribs down. Full range.", "unloaded"),
    exercise(
        "close-push-up", "Close push-up", LEVEL, "triceps chest", "", "bodyweight", 2,
        "wrist floor elbow shoulder",
        "Hands under the chest. Elbows brush the ribs.", "unloaded"),
    exercise(
        "suspension-push-up", "Suspension push-up", LEVEL, "chest", "triceps", "suspension", 2,
        "shoulder wrist",
        "Straps at knee height or higher. Hands stay over the elbows.", "unloaded"),
    exercise(
        "dip", "Parallel bar dip", LEVEL, "chest triceps", "shoulders", "machine", 3,
        "shoulder elbow",
        "Lean forward slightly. Down until the upper arms are level, no lower."),
    exercise(
        "chest-pass", "Medicine ball chest pass", LEVEL, "chest", "triceps",
        "medicine_ball", 1, "",
        "Face a wall. Step and throw as hard as you can. Catch soft, reset.",
        "unloaded explosive"),
    exercise(
        "plyometric-push-up", "Plyometric push-up", LEVEL, "chest", "triceps shoulders",
        "bodyweight", 2, "wrist floor shoulder elbow impact",
        "Push so fast that the hands leave the floor. Land with soft elbows.",
        "unloaded explosive"),
    exercise(
        "overhead-press", "Barbell overhead press", UP, "shoulders", "triceps", "barbell", 2,
        "shoulder overhead lower_back wrist neck upper_back",
        "Squeeze the glutes. Bar close to the face. Head through at the top."),
    exercise(
        "dumbbell-shoulder-press", "Seated dumbbell shoulder press", UP, "shoulders", "triceps",
        "dumbbell bench", 1, "shoulder overhead neck",
        "Back against the pad. Forearms upright. Press to nearly touching."),
    exercise(
        "standing-dumbbell-press", "Standing dumbbell press", UP, "shoulders", "triceps",
        "dumbbell", 1, "shoulder overhead neck lower_back",
        "Ribs over hips. Palms may face in. Biceps end beside the ears."),
    exercise(
        "machine-shoulder-press", "Machine shoulder press", UP, "shoulders", "triceps", "machine",
        1, "shoulder overhead neck",
        "Seat so that the handles start at ear height. No shrugging."),
    exercise(
        "landmine-press", "Landmine press", UP, "shoulders", "chest triceps", "barbell", 1, "",
        "Half-kneel or stand. Press up and forward along the bar's path. Ribs down.",
        "unilateral"),
    exercise(
        "half-kneeling-press", "Half-kneeling kettlebell press", UP, "shoulders",
        "triceps", "kettlebell", 1, "shoulder overhead wrist knee",
        "Squeeze the glute of the knee that is down. Press straight up.", "unilateral"),
    exercise(
        "arnold-press", "Rotating dumbbell press", UP, "shoulders", "triceps", "dumbbell", 2,
        "shoulder overhead neck",
        "Palms in at the bottom, out at the top. Turn smoothly while pressing."),
    exercise(
        "cable-shoulder-press", "Cable shoulder press", UP, "shoulders", "triceps", "cable", 1,
        "shoulder overhead",
        "Low pulleys. Press up and a little forward, return slowly."),
    exercise(
        "band-shoulder-press", "Band shoulder press", UP, "shoulders", "triceps", "band", 1,
        "shoulder overhead",
        "Stand on the band. Brace. Press until the elbows are straight.", "unloaded"),
    exercise(
        "incline-cable-press", "High-angle cable press", UP, "shoulders", "chest triceps",
        "cable", 1, "",
        "Handles start at the ribs. Press to forehead height, not overhead.", "unilateral"),
    exercise(
        "pike-push-up", "Pike push-up", UP, "shoulders", "triceps", "bodyweight", 2,
        "shoulder overhead wrist floor neck",
        "Hips high. Lower the head in front of the hands. Push back to the pike.", "unloaded"),
    exercise(
        "wall-slide-press", "Wall slide", UP, "shoulders", "", "bodyweight", 1,
        "shoulder overhead",
        "Forearms on the wall. Slide up without shrugging. Press lightly into the wall.",
        "unloaded"),
    exercise(
        "handstand-hold", "Wall handstand hold", UP, "shoulders", "triceps", "bodyweight", 3,
        "shoulder overhead wrist neck upper_back",
        "Belly to the wall. Push the floor away. Come down before you shake.", "unloaded timed"),
    exercise(
        "push-press", "Barbell push press", UP, "shoulders", "triceps quads", "barbell", 2,
        "shoulder overhead lower_back wrist neck upper_back",
        "Short straight dip. Drive with the legs, finish with the arms.", "explosive"),
    exercise(
        "dumbbell-push-press", "Dumbbell push press", UP, "shoulders", "triceps quads", "dumbbell",
        1, "shoulder overhead neck",
        "Dip a hand's width. Legs start it, arms end it.", "explosive"),
    exercise(
        "kettlebell-push-press", "Kettlebell push press", UP, "shoulders", "triceps quads",
        "kettlebell", 2, "shoulder overhead wrist",
        "Elbow tight to the body in the dip. Fast up, soft down.", "explosive unilateral"),
)
