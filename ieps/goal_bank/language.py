"""Oral language, receptive and expressive."""

from ieps.areas import Area
from ieps.goal_bank.entry import entry

ENTRIES = (
    entry(
        "receptive-directions",
        Area.RECEPTIVE,
        (0, 3),
        condition="Given spoken two-step directions without gestures",
        behaviour="follow both steps in order",
        criterion="with 80% correct in 4 of 5 sessions",
        measured_by="a direction checklist",
    ),
    entry(
        "receptive-vocabulary",
        Area.RECEPTIVE,
        (1, 8),
        condition="Given four pictures and a spoken word from a class unit",
        behaviour="point to the picture of the word",
        criterion="with 85% correct in 4 of 5 sessions",
        measured_by="a vocabulary probe",
    ),
    entry(
        "receptive-lecture",
        Area.RECEPTIVE,
        (5, 12),
        condition="After listening to a short explanation with guided notes",
        behaviour="answer questions about the explanation",
        criterion="with 80% correct in 4 of 5 lessons",
        measured_by="a set of oral questions",
    ),
    entry(
        "expressive-sentences",
        Area.EXPRESSIVE,
        (0, 3),
        condition="Given a picture and the question what is happening",
        behaviour="describe the picture in a complete spoken sentence",
        criterion="with 80% of the sentences complete in 4 of 5 sessions",
        measured_by="a language sample",
    ),
    entry(
        "expressive-narrative",
        Area.EXPRESSIVE,
        (2, 8),
        condition="Given a sequence of story pictures",
        behaviour="tell the story with linking words between the events",
        criterion="with 80% of the narrative checklist in 4 of 5 sessions",
        measured_by="a narrative checklist",
    ),
    entry(
        "expressive-discussion",
        Area.EXPRESSIVE,
        (5, 12),
        condition="During a class discussion with a sentence frame at hand",
        behaviour="state an opinion aloud with one reason",
        criterion="in 80% of the discussions observed",
        measured_by="a discussion record",
    ),
)
