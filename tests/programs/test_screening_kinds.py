"""Phrases of the kinds of sentence that a later examiner wrote, made up after the mending began.

They came in two rounds, each run for the first time when it was whole: of 60 red ones 26 were
missed then, of 87 harmless ones 13 were stopped. What they showed was mended, but for one red one
("I teach swimming and turned 17").
"""

import pytest

from programs.facts import Goal, Level, ProgramFacts
from programs.screening import RedFlag, screen, screen_text

F = RedFlag
RED = [
    ("my rheumatologist doesn't want me exercising by myself", F.ADVISED_AGAINST),
    ("rehab team says workouts have to be supervised", F.ADVISED_AGAINST),
    ("I may train only if a physio is present", F.ADVISED_AGAINST),
    ("doctor: exercise under observation only", F.ADVISED_AGAINST),
    ("my GP told me I'm allowed to lift as long as my wife is around", F.ADVISED_AGAINST),
    ("not cleared for unsupervised exercise", F.ADVISED_AGAINST),
    ("heart doctor said stay under 110 beats", F.ADVISED_AGAINST),
    ("my doctor gave me a ceiling of 125 beats per minute", F.ADVISED_AGAINST),
    ("pulse must stay below 115 according to my cardiologist", F.ADVISED_AGAINST),
    ("max heart rate of 130, says my doctor", F.ADVISED_AGAINST),
    ("I've been advised to keep my pulse lower than 120", F.ADVISED_AGAINST),
    ("the clinic set my max pulse to 118", F.ADVISED_AGAINST),
    ("I wheeze after walking to the bus stop", F.BREATHING),
    ("I have to sit down after a dozen stairs because I'm out of breath", F.BREATHING),
    ("making the bed leaves me out of breath", F.BREATHING),
    ("I pant after climbing one flight", F.BREATHING),
    ("I run out of air just talking", F.BREATHING),
    ("I'm winded from carrying groceries", F.BREATHING),
    ("my vision tunnels when I stand up", F.FAINTING),
    ("everything turned dark after my set of squats", F.FAINTING),
    ("the lights went out for me at the end of a set", F.FAINTING),
    ("I saw nothing but black when I got off the bench", F.FAINTING),
    ("my sight fades when I get up", F.FAINTING),
    ("things get dark when I stand up too fast", F.FAINTING),
    ("I eat every third day to stay light", F.EATING_DISORDER),
    ("only eating on alternate days to stay skinny", F.EATING_DISORDER),
    ("I go two days without food to stay slim", F.EATING_DISORDER),
    ("I don't eat on days I don't train, to stay thin", F.EATING_DISORDER),
    ("I skip dinner every night to stay skinny", F.EATING_DISORDER),
    ("no food on rest days so I stay thin", F.EATING_DISORDER),
    ("sprained my wrist on Monday", F.ACUTE_INJURY),
    ("my ankle blew up like a balloon yesterday after I rolled it", F.ACUTE_INJURY),
    ("I wrenched my back this morning", F.ACUTE_INJURY),
    ("yesterday I hurt my knee playing football", F.ACUTE_INJURY),
    ("my finger is black and blue", F.ACUTE_INJURY),
    ("my knee is still swollen from the fall", F.ACUTE_INJURY),
    ("the nurse told me to lift only with someone present", F.ADVISED_AGAINST),
    ("physio wants all my training supervised", F.ADVISED_AGAINST),
    ("I must not exercise unsupervised", F.ADVISED_AGAINST),
    ("keep heart rate below 110, doctor's advice", F.ADVISED_AGAINST),
    ("my surgeon says no higher than 120 bpm", F.ADVISED_AGAINST),
    ("cardiologist put a limit of 125 on my pulse", F.ADVISED_AGAINST),
    ("I get winded brushing my teeth", F.BREATHING),
    ("a single flight of stairs and I'm gasping", F.BREATHING),
    ("out of breath when I get dressed", F.BREATHING),
    ("it goes dark before my eyes after each set", F.FAINTING),
    ("everything went grey when I got off the leg press", F.FAINTING),
    ("my vision goes dark when I rise", F.FAINTING),
    ("I only eat on alternate days", F.EATING_DISORDER),
    ("I eat every third day, to stay skinny", F.EATING_DISORDER),
    ("I never eat on rest days", F.EATING_DISORDER),
    ("I strained my groin on Tuesday", F.ACUTE_INJURY),
    ("my wrist is swollen and sore", F.ACUTE_INJURY),
    ("I tweaked my lower back a few days ago", F.ACUTE_INJURY),
    ("calf strain last weekend", F.ACUTE_INJURY),
    ("my kneecap popped out last night", F.ACUTE_INJURY),
    ("I coach, and I'm only 15", F.MINOR),
    ("knee surgery in 2013 and it has hurt since", F.SURGERY),
    ("back surgery in 2010, it isn't good", F.SURGERY),
]
HARMLESS = [
    "my gym offers supervised training",
    "I supervise trainees at work",
    "my doctor watches my blood values, all fine",
    "I prefer not to train alone",
    "my physio cleared me for unsupervised exercise",
    "my doctor said no supervision is needed",
    "I train at a pulse of 140",
    "my pulse gets to 180 in sprints, that's fine",
    "my doctor says a pulse of 52 is athletic",
    "my app limits me to 3 sessions",
    "rest until pulse is under 110 between sets",
    "keep my heart rate under 150 on the bike please",
    "gasping after hill sprints is normal for me",
    "the view left me breathless",
    "out of puff after 5 sets of burpees",
    "I get winded in the last 2 km",
    "I walk up the stairs easily",
    "the climb of ten flights leaves me sweaty",
    "my black shirt goes with everything",
    "it gets dark early so I train at home",
    "my nails went black from climbing shoes",
    "the room is dark when I train at 5 am",
    "I bench under black lights",
    "lights go off at 9 pm in my gym",
    "I eat the same every day",
    "every other day I eat pizza",
    "I fast every second Friday for religious reasons",
    "I eat eggs every other day",
    "I only eat at noon on Sundays",
    "I don't eat meat on Fridays",
    "my old ankle sprain from 2015 is long gone",
    "I rolled my mat up yesterday",
    "I pulled a muscle in 2018, healed",
    "my knee is fine since the sprain healed in 2016",
    "my brother twisted his knee on Sunday",
    "my ankles are stiff",
    "I tweaked my program last week",
    "sprained my wrist years ago",
    "purple is my favorite colour since last week",
    "I hurt my knee ten years ago and last week I joined a gym",
    "I teach PE to 16 year olds",
    "I'm a swim coach for 12 year olds",
    "I volunteer with 15 year olds",
    "my players are 13 and they exhaust me",
    "the kids I coach are 10 and loud",
    "my students are 17 and love to race me",
    "shoulder surgery in 2011 and it has been fine ever since",
    "knee surgery in 2008, running pain-free since",
    "my hip was operated in 2010 and has been great since",
    "ACL surgery in 2014, I have played football since",
    "hernia surgery in 2009 and I have lifted heavy since",
    "back surgery in 2012, it works perfectly since",
    "I could faint at the mention of burpees",
    "breathless excitement for the new plan",
    "I'm starved for daylight",
    "I almost fainted from boredom on the treadmill",
    "we nearly passed out laughing in yoga",
    "my kids are starving for attention",
    "my trainer watches my form",
    "physio says I can train without supervision",
    "only allowed to lift until 10 pm at my gym",
    "my doctor is happy with my pulse",
    "I cycle at 130 bpm",
    "max heart rate of 185 by my watch",
    "out of breath after a 5 km race",
    "I hate walking, running is better",
    "panting dog by my side on walks",
    "all black gym clothes",
    "the bar goes up slowly when I press",
    "it gets dark at 5 pm",
    "I eat every three hours",
    "I don't eat on the go",
    "I meal prep every other day",
    "sprained ankle in 2016, no trouble since",
    "my shoulders are broad",
    "rolled oats every morning this week",
    "I hurt after leg day on Monday",
    "the back of my hand is tattooed",
    "I fixed my bike on Sunday and my wrist is fine",
    "DOMS in my legs since Monday",
    "I coach 9 and 10 year olds",
    "teaching 14 year olds is tiring",
    "ankle surgery in 2012, strong ever since",
    "I had hip surgery in 2011 and it has been fine since",
    "I'd faint at the idea of a marathon",
    "starving for fresh ideas",
    "almost passed out laughing at the cat",
]
LOSES = [
    "I want to lose weight",
    "slim down a bit",
    "lose 2 kg in 3 months",
    "burn belly fat",
    "get lighter for climbing",
]
LOSES_NOT = [
    "gain muscle",
    "I don't want to lose weight, only to get strong",
    "my wife wants to lose weight",
    "gain weight without losing my form",
    "my bench is 40 kg",
]


@pytest.mark.parametrize(("text", "flag"), RED, ids=[text[:50] for text, _ in RED])
def test_red_kind_of_sentence_raises_its_flag(text: str, flag: RedFlag):
    assert flag in screen_text(text, 90)


@pytest.mark.parametrize("text", HARMLESS, ids=[text[:50] for text in HARMLESS])
def test_harmless_kind_of_sentence_raises_nothing(text: str):
    assert screen_text(text, 90) == ()


@pytest.mark.parametrize("text", LOSES)
def test_wish_to_lose_weight_is_red_only_while_underweight(text: str):
    assert screen_text(text, 50, 175) == (F.RAPID_WEIGHT_LOSS,)
    assert screen_text(text, 80, 175) == ()
    assert screen_text(text, 50) == ()
    assert screen_text(text, None, 175) == ()


@pytest.mark.parametrize("text", LOSES_NOT)
def test_no_such_wish_is_clear_while_underweight(text: str):
    assert screen_text(text, 50, 175) == ()


@pytest.mark.parametrize(("weight_kg", "red"), [(74.0, False), (73.9, True)])
def test_underweight_is_below_18_5(weight_kg: float, red: bool):
    found = screen({}, weight_kg=weight_kg, height_cm=200, texts={"goal_text": "lose weight"})

    assert bool(found.flags) is red


@pytest.mark.parametrize(
    ("goal", "weight_kg", "red"),
    [(Goal.FAT_LOSS, 50.0, True), (Goal.FAT_LOSS, 60.0, False), (Goal.STRENGTH, 50.0, False)],
)
def test_goal_that_was_chosen_counts_as_a_wish(goal: Goal, weight_kg: float, red: bool):
    facts = ProgramFacts(
        goal=goal, level=Level.BEGINNER, weeks=4, days=3, weight_kg=weight_kg, height_cm=175
    )

    assert (F.RAPID_WEIGHT_LOSS in facts.screened({}).flags) is red
