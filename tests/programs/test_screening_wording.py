"""Misspelt and oddly written red words, other people's ailments, and wishes for a weight."""

import pytest

from programs.screening import RedFlag, screen, screen_text
from programs.screening.spelling import respelled

F = RedFlag


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("pregant", F.PREGNANCY),
        ("I'm pregnent", F.PREGNANCY),
        ("pergnant since May", F.PREGNANCY),
        ("surgey on my knee last week", F.SURGERY),
        ("I had an opreation", F.SURGERY),
        ("eating dissorder", F.EATING_DISORDER),
        ("Anorexa", F.EATING_DISORDER),
        ("faintng after squats", F.FAINTING),
        ("dizy after training", F.FAINTING),
        ("I lost conciousness", F.FAINTING),
        ("I had a siezure", F.FAINTING),
        ("chest pian when lifting", F.CHEST_PAIN),
        ("chets pain", F.CHEST_PAIN),
        ("my arm is fractured", F.ACUTE_INJURY),
        ("my wrist is fractred", F.ACUTE_INJURY),
    ],
)
def test_misspelt_red_word_is_red(text, flag):
    assert flag in screen_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "painting and feinting",
        "never had a surgey",
        "not pregant",
        "two surgeons and their operations",
        "his disorders and fractures",
        "rows, cleans, presses",
    ],
)
def test_spelling_raises_nothing_by_itself(text):
    assert screen_text(text) == ()


def test_words_that_are_right_stay():
    text = "fractured surgeries operations seizures are words"

    assert respelled(text) == text


@pytest.mark.parametrize(
    ("text", "weight_kg", "red"),
    [
        ("get down to 75 kg in 12 weeks", 80, False),
        ("get down to 60 kg in 12 weeks", 80, True),
        ("get down to 75 kg in 12 weeks", None, False),
        ("cut to 60 kg in 3 weeks", None, True),
        ("drop to 165 pounds in two months", 77, False),
        ("drop to 165 pounds in two months", 95, True),
        ("lose weight, from 90 kg to 70 kg in 10 weeks", None, True),
    ],
)
def test_wish_for_a_weight_is_measured_from_todays(text, weight_kg, red):
    found = screen({}, weight_kg=weight_kg, texts={"goal_raw": text}).flags

    assert (F.RAPID_WEIGHT_LOSS in found) is red


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("preg\u200bnant", F.PREGNANCY),
        ("preg\u00adnant", F.PREGNANCY),
        ("ＣＨＥＳＴ ＰＡＩＮ", F.CHEST_PAIN),
        ("chest\u00a0pain", F.CHEST_PAIN),
        ("I‘m a 15‑year‑old swimmer", F.MINOR),
        ("I'm 15\nI play football", F.MINOR),
        ("Football\n17 yo", F.MINOR),
    ],
)
def test_odd_characters_hide_nothing(text, flag):
    assert flag in screen_text(text)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I train with my wife\nI have chest pain", F.CHEST_PAIN),
        ("Do it for my son\n\nhad a heart attack last year", F.HEART),
        ("my wife says I have an eating disorder", F.EATING_DISORDER),
        ("my mother noticed that I faint", F.FAINTING),
        ("he is 15 years old", F.MINOR),
        ("Client is 14.", F.MINOR),
        ("she's 16", F.MINOR),
        ("client, aged 17, wants to bench", F.MINOR),
        ("she is 20 weeks pregnant", F.PREGNANCY),
    ],
)
def test_whoever_it_is_about_is_asked_for(text, flag):
    assert flag in screen_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "my father had a heart attack and so did my uncle",
        "my wife is pregnant\nI want to be fit for the baby",
        "she is 17 kg lighter than last year",
        "he is 15 reps away from his record",
        "lose ½ kg a week",
        "I have never had\nany chest pain",
    ],
)
def test_other_people_and_broken_lines_raise_nothing(text):
    assert screen_text(text) == ()
