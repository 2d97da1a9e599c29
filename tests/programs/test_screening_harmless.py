"""What only looks like a red flag, and texts that are to be read in bounded time."""

import time

import pytest

from programs.screening import screen_text

HARMLESS = [
    # Set phrases.
    "purge my inbox and my schedule",
    "we purged the garage and built a home gym",
    "the smooth operation of the treadmill matters",
    "head of operations at a bakery",
    "I'm a vet; surgery hours are long",
    "I operate a crane, so I sit all day",
    "post-op nurse, three night shifts a week",
    "scared of dizzy heights on the climbing wall",
    "I'm the pacemaker for our parkrun",
    "pacemaker at the city marathon",
    "my motivation had a seizure in January",
    "bypass the long queue at the squat rack",
    "chest flyes hurt my shoulder",
    "chest day and leg day only",
    "I want a chest pump",
    "a faint hope of a six-pack",
    "the faint smell of chalk",
    "we pass out towels at the gym",
    "blackout shades in my bedroom",
    "my stroke technique in the pool is poor",
    "a good stroke needs a strong core",
    "by a stroke of luck I live near a gym",
    "learn the snatch by heart",
    "a heart-to-heart with my coach",
    "heart rate drift bothers me",
    "I binge on podcasts while walking",
    "starving after work, so I snack",
    "an unconscious habit of shrugging",
    "pregnant pause in my diary",
    "baby steps, no rush",
    "expecting a parcel with bands",
    "my thesis is due in May",
    "surgical precision is not needed",
    "band snapped at my last session",
    "the bar broke my grip, need hook grip",
    "a minor tweak to the split",
    "minor stiffness in the back",
    # Denied.
    "no chest pain",
    "no history of fainting",
    "I've never had any chest pain, dizziness or fainting",
    "I do not have an eating disorder",
    "never been pregnant",
    "not currently pregnant",
    "I haven't had any surgeries or fractures",
    "no heart problems, no surgery",
    "no heart or lung problems, no seizures",
    "free of chest pain",
    "I train hard without any chest pain",
    "neither surgery nor injury",
    "no known heart conditions",
    "no signs of an eating disorder",
    "fainting: no",
    "Chest pain? Never.",
    "surgery - none",
    "pregnant? no",
    "dizziness or fainting: none",
    "no chest pain, but my knees are stiff",
    "no surgeries, but I want to be careful",
    "I don't faint or get dizzy",
    "no symptoms of heart disease",
    "my doctor ruled nothing out, all fine",
    "denies chest pain or palpitations",
    "not underage",
    "I'm not a minor",
    "no longer a teenager",
    "no need for surgery",
    "no chest pain / dizziness / fainting",
    "no chest pain, fainting, or seizures",
    "never had surgery or been pregnant",
    # Long past.
    "tonsils removed as a child",
    "appendix out when I was 9",
    "knee surgery in 2009, all fine",
    "fainted once as a kid",
    "broke my wrist 11 years ago",
    "wisdom teeth out 15 years ago",
    "gave birth 6 years ago",
    "my shoulder was operated in 2012",
    "I had a concussion in college",
    "c-section nine years ago, no problems since",
    "in 2011 I had a hernia operation",
    # Somebody else's.
    "my wife is pregnant, so I cook",
    "my wife is expecting in June",
    "my sister had a baby last month",
    "my father had a stroke last year",
    "my brother's heart attack was a warning",
    "my mother is recovering from surgery",
    "my friend faints when he sees blood",
    "a friend of mine has an eating disorder",
    "my uncle died of heart failure",
    "my husband had an operation in May",
    "my pregnant wife walks with me",
    "my colleague lost 10 kg in 4 weeks",
    "my dog had surgery yesterday",
    # Ages of other things and times.
    "my car is 14 years old",
    "a 12 year old knee injury",
    "I own a 16 year old barbell",
    "16 years of lifting behind me",
    "since I was 15 I have lifted",
    "at the age of 14 I started rowing",
    "when I was 17 I played handball, now I'm 41",
    "in high school I ran track",
    "I teach 10th grade",
    "I coach a high school team",
    "as a teenager I swam",
    "my kids are 9 and 13",
    "my daughter is 15 and I drive her a lot",
    "I train with my 16 year old son",
    "my son was born in 2015",
    "I am 17 weeks into a bulk",
    "I'm 12 kg above my best",
    "age 34, male",
    "I'm 18",
    "M/28/80kg",
    "I work 12 hour shifts",
    "training age 6 years",
    "body fat under 18%",
    # Food.
    "eating 2200 kcal a day",
    "a deficit of 400 calories a day",
    "I eat 500 calories less a day",
    "burn 600 calories per workout",
    "I skip breakfast",
    "I barely eat vegetables",
    "intermittent fasting 16:8",
    "my coach Ed says hi",
    # Weights.
    "lose 0.5% of my weight per week",
    "lose 1 kg a week",
    "one to two pounds a week",
    "lose half a kilo a week",
    "lose a stone in four months",
    "500 grams a week is enough fat loss",
    "weigh 80 kg by next year",
    "from 90 to 84 kg in 8 weeks",
    "gain 3 kg in 4 weeks",
    "add 5 kg per week to my deadlift",
    "bench 60 kg to 80 kg in 6 weeks",
    "squat from 12 stone to 14 stone in 8 weeks",
    "150 g of protein a day",
    "drop volume by 40% in the deload week",
    "cut calories by 10% a week",
    "use 20 kg dumbbells 3 times a week",
    "I weigh 90 kg, 3 sessions a week",
    "carry 25 kg for 3 minutes",
    "I lost 20 kg over two years",
    "drop 20 seconds off my 5k in 4 weeks",
]
HOSTILE = (
    "no chest pain, ",
    "my wife is pregnant and ",
    "my wife fainted, ",
    "without any chest pain or fainting ",
    "knee surgery 12 years ago, ",
    "5 kg ",
    "5 kg 3 to ",
    "lose 1 kg a week ",
    "when I was 16 ",
    "16 year old car ",
    "pain in ",
    "had my ",
    "a",
    "1",
    "1 ",
    ", ",
    "? ",
    "- ",
    "\n",
)


@pytest.mark.parametrize("text", HARMLESS, ids=[text[:50] for text in HARMLESS])
def test_harmless_phrasing_raises_nothing(text: str):
    assert screen_text(text, 90) == ()


def test_table_is_as_long_as_promised():
    assert len(set(HARMLESS)) >= 120


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_time_grows_no_faster_than_the_text(piece: str):
    text = piece * (100_000 // len(piece))
    begun = time.process_time()

    screen_text(text, 90)

    assert time.process_time() - begun < 10


def test_last_line_of_a_long_text_is_read():
    assert screen_text("no chest pain, no fainting. " * 3000 + "I am pregnant")
