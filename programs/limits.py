"""Which limits a free text speaks of: "bad left knee", "no overhead work", "can't do deadlifts".

Only words with a plain meaning are read. What is read here narrows the choice of exercises; the
text itself goes to the model too, and to the coach, who knows more.
"""

import re
from typing import Final

from programs.exercise_catalogue import Limit

_REGIONS: Final[dict[Limit, str]] = {
    Limit.NECK: r"neck|cervical|whiplash",
    Limit.SHOULDER: r"shoulders?|rotator cuff|labrum|impingement|ac joint",
    Limit.ELBOW: r"elbows?|tennis elbow|golfer'?s elbow|epicondylitis",
    Limit.WRIST: r"wrists?|carpal tunnel",
    Limit.UPPER_BACK: r"upper[- ]back|thoracic|mid[- ]?back",
    Limit.LOWER_BACK: r"low(?:er)?[- ]back|lumbar|sciatica"
    r"|(?:slipped|herniated|bulging|prolapsed) dis[ck]s?|dis[ck]s? (?:herniation|bulge|prolapse)"
    r"|l[45][ /-]?(?:l5|s1)|bad back|back (?:pain|problems?|injury)",
    Limit.HIP: r"hips?|groin|adductors?",
    Limit.KNEE: r"knees?|patell\w*|meniscus|acl|mcl",
    Limit.ANKLE: r"ankles?|achilles|plantar fasciitis",
    Limit.GRIP: r"weak grip|grip (?:problems?|pain|injury)|no grip work|broken fingers?",
}
# "hip thrust" and "shoulder press" name exercises and "knee raise" a movement, not a complaint;
# "no problems with my knees" and "knees are fine" none at all.
_EXERCISE_WORDS: Final = re.compile(
    r"\b(?:hip thrusts?|shoulder press(?:es)?|knee raises?|back squats?|lower back down"
    r"|hip hinge|shoulder width)\b"
)
_FINE: Final = re.compile(
    r"\b(?:no|without|never had|any)\s+(?:\w+\s+){0,2}?(?:problems?|issues?|pain|trouble|injur\w+)"
    r"(?:\s+(?:with|in|of|to))?(?:\s+(?:my|the|either))?(?:\s+\w+){0,2}"
    r"|\b(?:my |the )?\w+(?: \w+)? (?:is|are|feels?) (?:fine|good|ok|okay|healthy|great)\b"
)
_REFUSED: Final = (
    r"\b(?:no|avoid|avoiding|without|skip|not|can'?t|cannot|can not|never|hate|hates|unable to)\b"
    r"(?:\s+\w+){0,3}?\s+(?:\w+[- ])?"
)
_MOVEMENTS: Final[dict[Limit, str]] = {
    Limit.OVERHEAD: r"(?:overhead|military press\w*|arms? above|snatch\w*)",
    Limit.IMPACT: r"(?:jump\w*|impact|plyo\w*|running|burpees?|hop(?:ping|s)?)",
    Limit.FLOOR: r"(?:floor|lying down|lie down|get(?:ting)? (?:down|up) from the ground)",
    Limit.KNEE: r"(?:squat\w*|lung\w*|kneel\w*)",
    Limit.LOWER_BACK: r"(?:deadlift\w*|bend(?:ing)? over)",
    Limit.GRIP: r"(?:hang(?:ing)?|grip\w*)",
}
_ALONE: Final[dict[Limit, str]] = {
    Limit.IMPACT: r"low[- ]impact|osteoporosis|pelvic floor|shin splints",
    Limit.OVERHEAD: r"overhead (?:is )?(?:hurts|painful|pain)",
}


def read_limits(text: str) -> frozenset[Limit]:
    """The limits that a text states. Empty for an empty or unrelated text."""
    plain = " ".join(text.lower().replace("’", "'").split())
    found = {
        limit for limit, words in _MOVEMENTS.items() if re.search(rf"{_REFUSED}\b{words}", plain)
    }
    found |= {limit for limit, words in _ALONE.items() if re.search(rf"\b(?:{words})", plain)}
    complaints = _FINE.sub(" ", _EXERCISE_WORDS.sub(" ", plain))
    found |= {
        limit for limit, words in _REGIONS.items() if re.search(rf"\b(?:{words})\b", complaints)
    }
    return frozenset(found)
