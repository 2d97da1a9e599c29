"""The health screen: red words stop a draft, harmless look-alikes do not."""

import pytest

from programs.screening import QUESTIONS, REASONS, RedFlag, screen, screen_text, unanswered

F = RedFlag
RED = [
    ("I get chest pain when I climb stairs", F.CHEST_PAIN),
    ("sometimes a tight feeling in my chest", F.CHEST_PAIN),
    ("My chest hurts when I run", F.CHEST_PAIN),
    ("pressure on my chest during sprints", F.CHEST_PAIN),
    ("pain that goes into my left arm", F.CHEST_PAIN),
    ("I was diagnosed with angina", F.CHEST_PAIN),
    ("chest tightness, but I want to get strong", F.CHEST_PAIN),
    ("No injuries, but chest pains last month", F.CHEST_PAIN),
    ("a stabbing feeling in the chest now and then", F.CHEST_PAIN),
    ("I fainted at the gym last week", F.FAINTING),
    ("I pass out when I stand up quickly", F.FAINTING),
    ("passed out after a run in May", F.FAINTING),
    ("I feel dizzy after squats", F.FAINTING),
    ("get lightheaded a lot", F.FAINTING),
    ("everything goes black when I deadlift", F.FAINTING),
    ("I lost consciousness during a race", F.FAINTING),
    ("had a seizure in spring", F.FAINTING),
    ("I had a heart attack two years ago", F.HEART),
    ("I have a heart condition", F.HEART),
    ("my cardiologist found an arrhythmia", F.HEART),
    ("I have a pacemaker", F.HEART),
    ("palpitations at night", F.HEART),
    ("had a stroke in 2023", F.HEART),
    ("uncontrolled high blood pressure", F.HEART),
    ("shortness of breath when lying down", F.BREATHING),
    ("I can't catch my breath after one flight of stairs", F.BREATHING),
    ("I'm pregnant and want to stay fit", F.PREGNANCY),
    ("I am 20 weeks pregnant", F.PREGNANCY),
    ("currently in my second trimester", F.PREGNANCY),
    ("We're expecting in March", F.PREGNANCY),
    ("I'm 8 weeks postpartum", F.PREGNANCY),
    ("gave birth three months ago", F.PREGNANCY),
    ("I just had a baby", F.PREGNANCY),
    ("my due date is in June", F.PREGNANCY),
    ("knee surgery six weeks ago", F.SURGERY),
    ("I had an operation on my back in January", F.SURGERY),
    ("recovering from surgery", F.SURGERY),
    ("I'm scheduled for hernia surgery", F.SURGERY),
    ("hip replacement this spring", F.SURGERY),
    ("ACL reconstruction 4 months ago", F.SURGERY),
    ("post-op, the stitches came out on Monday", F.SURGERY),
    ("c-section in autumn", F.SURGERY),
    ("I tore my hamstring yesterday", F.ACUTE_INJURY),
    ("my wrist is in a cast", F.ACUTE_INJURY),
    ("I have a stress fracture", F.ACUTE_INJURY),
    ("concussion from a football game", F.ACUTE_INJURY),
    ("I am 15 years old", F.MINOR),
    ("I'm 16 and play football", F.MINOR),
    ("I'm a 14-year-old swimmer", F.MINOR),
    ("just turned 17", F.MINOR),
    ("sixteen years old, 60 kg", F.MINOR),
    ("I'm only 13", F.MINOR),
    ("17yo male, want abs", F.MINOR),
    ("I am a minor", F.MINOR),
    ("I had anorexia and I am afraid of food", F.EATING_DISORDER),
    ("recovering from bulimia", F.EATING_DISORDER),
    ("I binge and then purge", F.EATING_DISORDER),
    ("I make myself throw up sometimes", F.EATING_DISORDER),
    ("I take laxatives to stay light", F.EATING_DISORDER),
    ("I want to stop eating until summer", F.EATING_DISORDER),
    ("eating 600 calories a day", F.EATING_DISORDER),
    ("starving myself to lose weight", F.EATING_DISORDER),
    ("I have an eating disorder", F.EATING_DISORDER),
    ("fasting for 5 days to get lean", F.EATING_DISORDER),
    ("lose 10 kg in 4 weeks", F.RAPID_WEIGHT_LOSS),
    ("I want to lose 20 kg in two months", F.RAPID_WEIGHT_LOSS),
    ("lose two kilos a week", F.RAPID_WEIGHT_LOSS),
    ("drop 30 pounds in a month", F.RAPID_WEIGHT_LOSS),
    ("I need to lose ten pounds in 2 weeks", F.RAPID_WEIGHT_LOSS),
    ("in 3 weeks I want to have lost 8 kg", F.RAPID_WEIGHT_LOSS),
    ("lose 5 kg by Friday", F.RAPID_WEIGHT_LOSS),
    ("shed 2 stone in 6 weeks", F.RAPID_WEIGHT_LOSS),
    ("cut 15lbs within 10 days for a fight", F.RAPID_WEIGHT_LOSS),
    ("lose 1.5kg per week", F.RAPID_WEIGHT_LOSS),
    ("a crash diet with lifting", F.RAPID_WEIGHT_LOSS),
    ("my doctor told me not to lift", F.ADVISED_AGAINST),
    ("my cardiologist has not allowed it: not cleared to exercise", F.ADVISED_AGAINST),
    ("I'm on chemo", F.OTHER_CONDITION),
    ("I have epilepsy", F.OTHER_CONDITION),
    ("I take insulin", F.OTHER_CONDITION),
    ("chest hurting a lot", F.CHEST_PAIN),
    ("no dizziness but I do get chest pain", F.CHEST_PAIN),
    ("I don't have heart problems, just chest tightness", F.CHEST_PAIN),
    ("no surgeries, get chest pain now and then", F.CHEST_PAIN),
    ("chest pain - no idea why", F.CHEST_PAIN),
    ("fainting: never before this month", F.FAINTING),
    ("I have high blood pressure and it isn't controlled", F.HEART),
    ("coronary artery disease", F.HEART),
    ("suffering from tachycardia", F.HEART),
    ("i am preggo", F.PREGNANCY),
    ("I'm due in April", F.PREGNANCY),
    ("I just had a C section", F.SURGERY),
    ("got my ACL reconstructed in March", F.SURGERY),
    ("they removed my appendix last month", F.SURGERY),
    ("spinal fusion last year", F.SURGERY),
    ("my arm is broken", F.ACUTE_INJURY),
    ("my ribs are cracked", F.ACUTE_INJURY),
    ("I can't feel my left hand", F.ACUTE_INJURY),
    ("my left arm goes numb when running", F.ACUTE_INJURY),
    ("I was hospitalised last week", F.ACUTE_INJURY),
    ("concussed in rugby on Saturday", F.ACUTE_INJURY),
    ("my age is 14", F.MINOR),
    ("im 17 years young", F.MINOR),
    ("I turn 18 in december", F.MINOR),
    ("seventeen, almost eighteen", F.MINOR),
    ("I'm in year 9 at school", F.MINOR),
    ("my 13 year old needs a plan", F.MINOR),
    ("minor, parents agree", F.MINOR),
    ("I haven't eaten in three days", F.EATING_DISORDER),
    ("lose 15 kg before my wedding in 5 weeks", F.RAPID_WEIGHT_LOSS),
    ("physio says no running", F.ADVISED_AGAINST),
    ("I have MS", F.OTHER_CONDITION),
    ("my period stopped because I train so much", F.OTHER_CONDITION),
]
HARMLESS = [
    "",
    "Monday is chest day",
    "I want a bigger chest",
    "chest and triceps twice a week please",
    "my chest is sore from bench press",
    "chest-supported rows are fine",
    "pull-ups, chest to bar",
    "no chest pain, no dizziness",
    "I have never had chest pain or fainted",
    "my upper chest is lagging",
    "I know the program by heart",
    "I train with a heart rate monitor",
    "heart rate zone 2 on rest days",
    "for a healthy heart and strong legs",
    "I love lifting with all my heart",
    "no heart problems",
    "not for the faint of heart",
    "I have only a faint idea of programming",
    "I do not faint, I just sweat a lot",
    "I bought blackout curtains to sleep better",
    "I passed out flyers for our gym",
    "I want a better butterfly stroke",
    "rowing stroke rate around 24 strokes per minute",
    "my wife is pregnant, so I train at home",
    "my sister had knee surgery last week and I drive her",
    "not pregnant",
    "I am expecting results by summer",
    "expecting a challenge",
    "baby steps please",
    "I use the baby weight plates",
    "had my appendix out in 2009",
    "knee surgery 12 years ago, no problems since",
    "tonsils out as a child",
    "I am a surgeon with long shifts",
    "never had surgery",
    "no surgeries, no medication",
    "I broke my arm as a kid",
    "my son is 12 and wants to watch",
    "I have 15 years of training experience",
    "I am 16 weeks out from a meet",
    "I am 45 years old",
    "I'm 18 and new to lifting",
    "I am 170 cm tall",
    "I'm 17 kg over my target weight",
    "I can do 15 push-ups",
    "at 14 reps my form breaks",
    "started lifting at 15, now 32",
    "I binge-watch shows in the evening",
    "I purged my closet and found my lifting belt",
    "I'm starving after training, what should I eat",
    "I am starved for time",
    "my friend has an eating disorder, I want to be a good example",
    "no eating disorders",
    "I want to stop eating junk food",
    "I skip eating late at night",
    "eating 2600 calories a day",
    "I eat 3000 kcal a day",
    "I burn 500 calories a day by walking",
    "lose 5 kg in 3 months",
    "lose 10 kg in 12 weeks",
    "half a kilo a week is fine for fat loss",
    "lose 1 kg a week",
    "lose about 20 pounds in six months",
    "I lost 10 kg in the last year",
    "gain 5 kg in 2 months",
    "add 10 kg to my squat in 4 weeks",
    "lift 100 kg in 8 weeks",
    "lose some belly fat",
    "drop sets of 20 kg in week 3",
    "I have a bad left knee",
    "lower back stiffness in the morning",
    "my shoulder clicks, no pain",
    "cleared by my doctor for all training",
    "asthma as a kid, nothing now",
    "tired after work but fine",
    "I want to break my records",
    "squeeze my chest at the top",
    "I train in a dark gym with black bars",
    "I hate running",
    "my doctor told me to exercise more",
    "bread and butter lifts, no fads",
    "the coach passed me the program",
    "fast for one day a month for religious reasons",
    "I'm a high school teacher",
    "training for a 10 km race in 8 weeks",
    "chest pain: no",
    "chest pains: none, fainting - never",
    "light headed? never",
    "I have no pain in my chest",
    "my father died of a heart attack",
    "physio says no restrictions",
    "doctor says no problem at all",
    "I work in surgery at a hospital",
    "operation manager at a warehouse",
    "I'm starving for progress",
    "a dizzying schedule",
    "tore my ACL 8 years ago",
    "minor knee ache",
    "I'm in year 3 of training",
    "I'll be 18 kg lighter than last year",
    "stop eating so much bread",
    "lose some fat and bench 100 kg in 8 weeks",
    "I want to lose 10 kg, and add 20 kg to my squat in 10 weeks",
    "drop from 90 kg to 84 kg in 10 weeks",
    "lose 5 kg before my holiday in 8 weeks",
    "painting houses for a living, feinting drills in boxing",
]


@pytest.mark.parametrize(("text", "flag"), RED, ids=[text[:40] for text, _ in RED])
def test_red_phrase_raises_its_flag(text: str, flag: RedFlag):
    assert flag in screen_text(text)


@pytest.mark.parametrize("text", HARMLESS, ids=[text[:40] or "empty" for text in HARMLESS])
def test_harmless_look_alike_raises_nothing(text: str):
    assert screen_text(text) == ()


def test_table_is_as_long_as_promised():
    assert len(RED) >= 60
    assert len(HARMLESS) >= 60
    assert {flag for _, flag in RED} >= set(RedFlag)


@pytest.mark.parametrize("text", [text for text, _ in RED][::7])
def test_red_phrase_is_found_inside_a_longer_text_and_in_capitals(text: str):
    assert screen_text(f"I train at home. {text.upper()}. Thanks!")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_yes_raises_the_questions_flag(question):
    found = screen({question.key: True})

    assert found.flags == (question.flag,)
    assert REASONS[question.flag] in found.notice
    assert found.sources == ((question.flag, "answers"),)


def test_all_no_is_clear_and_says_nothing():
    found = screen({one.key: False for one in QUESTIONS}, age=30, texts={"goal_raw": "get strong"})

    assert found.is_clear
    assert found.notice == ""


@pytest.mark.parametrize(("age", "clear"), [(17, False), (18, True), (99, True), (None, True)])
def test_minor_is_stopped_by_age(age, clear):
    assert screen({}, age=age).is_clear is clear


def test_flags_come_once_in_order_with_the_field_they_come_from():
    texts = {"goal_raw": "I fainted and I faint often", "limits": "chest pain"}

    found = screen({"fainting": True}, texts=texts)

    assert found.flags == (RedFlag.CHEST_PAIN, RedFlag.FAINTING)
    assert set(found.sources) == {
        (RedFlag.FAINTING, "answers"),
        (RedFlag.FAINTING, "goal_raw"),
        (RedFlag.CHEST_PAIN, "limits"),
    }


def test_notice_asks_for_clearance_and_quotes_nothing():
    found = screen({}, texts={"goal_raw": "My cousin Ulf and I: I fainted in Ulm"})

    assert "clearance" in found.notice
    assert "Ulm" not in found.notice
    assert "emergency" in found.notice


def test_unanswered_names_the_questions_left():
    assert unanswered({QUESTIONS[0].key: False}) == tuple(one.key for one in QUESTIONS[1:])


def test_long_text_is_screened_quickly():
    text = "I want to get strong and lose some weight in my life " * 400

    assert screen_text(text) == ()
