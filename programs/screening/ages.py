"""Whether a text speaks of somebody under 18 who is to train: "I'm 16", "M/17", "10th grader",
"for my 12-year-old daughter".

An age says nothing by itself: cars, injuries and memberships have one, people had one years ago,
and a parent mentions a child's. Each mention is judged by what stands right before and after it;
an age under 18 without a reason to pass over it is a minor's.
"""

import re
from collections.abc import Iterator
from typing import Final

_N: Final = r"(?<![\d.,/])(?:[5-9]|1[0-7])(?:\.5)?"
_OLD: Final = r"(?:[\s-]?(?:years?|yrs?|yr)[\s-](?:old|young|of\sage)s?\b|[\s-]?(?:yo|y/o|y\.o)\b)"
_A_CHILD: Final = (
    r"(?:son|daughter|kid|child|boy|girl|nephew|niece|brother|sister|grandson|granddaughter"
    r"|stepson|stepdaughter|cousin)"
)
_CHILDREN: Final = rf"(?:{_A_CHILD}s?|children|kids)"
_A_RELATIVE: Final = _CHILDREN.replace("|boy|girl", "")
# Words after a bare number that make it something else than an age.
_MEASURE: Final = (
    r"(?![.,:'/]\d|\s?(?:[%'°x\"]|kgs?|kilos?|lbs?|pounds?|st\b|stones?|cm|mm|m\b|ft|foot|feet"
    r"|inch\w*|km|miles?|k\b|percent|per\scent|hours?|hrs?|weeks?|wks?|months?|days?|minutes?|mins?"
    r"|seconds?|secs?"
    r"|reps?|sets?|times|out\b|to\b|through|or\s\d|-\s?\d|–|am\b|pm\b|o'clock|of\b|for\b|from\b"
    r"|into\b|over\b|points?|under\b|below\b|years?\s(?:in|into|of)|years?$|yrs?$|stops?|/)"
    r"|\s(?!(?:was|wants|needs|plays|loves|likes|trains|lifts|does|has|runs|swims)\b)[a-z]{3,}s\b"
    r"|\w|-\w)"
)
_WHO: Final = (
    r"(?:i\sam|i'm|im|he\sis|she\sis|he's|she's|hes|shes|(?:the\s|my\s|our\s)?(?:client|athlete"
    r"|trainee|player|swimmer|runner|pupil|student|person|boy|girl|kid)(?:\sis|'s|:|,)?"
    r"|(?:they|(?:students|athletes|clients|players|swimmers|trainees|pupils|team))\s(?:are|is)"
    r"(?:\sall|\sbetween)?)"
)
_ADVERBS: Final = (
    r"(?:(?:only|just|currently|almost|nearly|a|now|still|aged?|turning|about)\s){0,3}"
)
_AGES: Final = re.compile(
    rf"""
    (?P<age>{_N}(?:\s(?:and\sa\shalf|1/2))?{_OLD})
    | (?P<aged>\b(?:my\sage|ages?|aged)\s?(?:is|:|=|-|of)?\s?(?:only\s|just\s)?{_N}\b{_MEASURE})
    | (?P<stated>\b{_WHO}\s{_ADVERBS}{_N}\b{_MEASURE})
    | (?P<years>\b{_WHO}\s{_ADVERBS}{_N}\s?(?:yrs?|years?)\b
        (?!\s(?:in|into|of|ago|lifting|training|experience|post|sober|clean|younger|older|from)\b))
    | (?P<turns>\b(?:turn(?:s|ed|ing)?|be|become|becoming|reach(?:ed)?)\s(?:only\s|just\s)?
        (?:{_N}|18(?=\s?(?:in\b|next\b|soon\b|this\b|on\b|$|[.,;!\n]|after\b)))\b{_MEASURE})
    | (?P<under>\b(?:under|below|not(?:\syet)?|almost|nearly|until\si'm|till\si'm|before\si'm
        |u)[\s-]?
        18\b(?!\s?(?:%|kg|lb|st\b|cm|m\b|min|hour|day|week|month|stone|rep|set|percent|sec|k\b
            |h\b|mile
        |years?\sago|[a-z]+s\b)))
    | (?P<birthday>\b(?:my|his|her)\s(?:[6-9]|1[0-8])th\sbirthday\s(?:is|will|comes|in|next|this
        |was\s(?:last\s(?:week|month)|yesterday|this|today))\b)
    | (?P<adult>\bnot\s(?:yet\s)?an\sadult\b)
    | (?P<soon>\b1[0-7],?\s(?:but\s)?(?:almost|nearly|soon|about\sto\sturn|turning
        |going\son)\s1[0-8]\b
        (?!\s?(?:%|kg|lb|st)))
    | (?P<born>\bborn\s(?:\w+\s){{0,4}}?(?:20(?:09|[12]\d))\b)
    | (?P<school>\b(?:high|middle|secondary|primary|elementary|grade|junior\shigh)[\s-]?
        school(?:er\b|\s(?:freshman|sophomore|junior|senior|student|kid|boy|girl|pupil|athlete
            |runner
        |player|swimmer|wrestler|lifter)\b)
      | \bjunior\shigh(?:\s(?:student|school\w*|kid))?\b | \bschool[\s-]?(?:boy|girl|kid)\b
      | \b(?:[1-9]|1[0-2])(?:st|nd|rd|th)[\s-]grade(?:r)?\b
      | \b(?:grade\s(?:[1-9]|1[0-2])|year\s(?:[7-9]|1[0-3]))\s(?:student|pupil|kid|boy|girl)s?\b
      | \b(?:gcses?|a-levels?|sixth[\s-]form\w*)\b
      | \bmy\sparents\s(?:let|allow|agree|signed|gave|won't\slet|don't\slet|have\sto\ssign
          |said\syes)\b
      | \b(?:plan|program\w*|routine|workouts?|training)\sfor\s(?:\w+\s)?(?:kids|children|teens
        |teenagers|minors|juniors)\b
      | \b(?:freshman|sophomore|junior|senior)\s(?:year\s)?(?:in|at|of)\s(?:my\s)?(?:high
          |middle)\s?school\b)
    | (?P<at_school>\b(?:i'm|i\sam|im|he's|he\sis|she's|she\sis|still|currently|am)\s(?:still\s)?
        (?:in|at)\s(?:the\s)?(?:(?:high|middle|secondary|primary|elementary)\sschool
        |(?:[1-9]|1[0-2])(?:st|nd|rd|th)\sgrade
        |(?:year|grade)\s(?:[1-9]|1[0-3])\b(?!\sof\s))\b)
    | (?P<teen>\b(?:pre-?\s?teen(?:ager)?|teen(?:ager|aged?)?|adolescent|under-?\s?aged?|juvenile)\b
        (?!\s(?:years|days|dreams|children|kids|sons|daughters)\b)
        (?!\s(?:injur|arthrit|diabet)))
    | (?P<minor>(?:\b(?:a|an|is|am|be|still|being)\sminor\b(?=\s?(?:$|[.,;!\n]|and\b|but\b|so\b
        |who\b|\())
        |^\s?minor\b(?=\s?(?:$|[.,;!\n]))))
    | (?P<short>^\s?(?:[mf]\s?/?\s?1[0-7]|{_N}\s?/?\s?(?:[mf]|male|female|boy|girl))\b
        (?=\s?(?:$|[,/;|\n]|\d|male|female)))
    | (?P<line>^\s?{_N}(?=,?\s(?:male|female|boy|girl|guy)\b|\s?$(?<=\d\d)))
    | (?P<child>\b(?:kid|boy|girl|child|teen|swimmer|athlete|gymnast|player|client)\s?(?:,|of
        |aged?|:|\()\s?
        (?:only\s|just\s|aged?\s)?{_N}\b{_MEASURE})
    | (?P<relative>\b(?:{_A_CHILD})\s?(?:who\sis|who's|is|'s|was|turned|turns|,)?\s(?:only\s
        |just\s|now\s
        |aged?\s|about\s)?
        {_N}\b{_MEASURE})
    """,
    re.VERBOSE | re.MULTILINE,
)
_HAS_AGE: Final = re.compile(
    r"\b(?:dog|cat|car|bike|gym|injury|scar|house|home|company|business|machine|treadmill"
    r"|barbell|record|shoes"
    r"|equipment|program|kit|bench|rack|pain|problem|club|horse|van|truck|building)\s(?:is|are"
    r"|was|were)\s(?:\w+\s)?$|\b(?:training|lifting|metabolic|biological|bone|dog)\s$"
)
_AN_OLD: Final = re.compile(
    r"[\s-](?:\w+\s){0,2}?(?:dog|cat|car|bike|gym|injur\w+|scar|house|home|company|business"
    r"|machine|treadmill"
    r"|barbell|records?|shoes|equipment|program|kit|bench|rack|pain|problem|habit|membership"
    r"|whisk\w+|surgery"
    r"|fracture|break|friendship|marriage|pr|goal|break|tear|horse|van|truck|rower|dumbbells"
    r"|weights|school|training|career|knee|back|shoulder|hip|ankle)\b"
)
_THEN: Final = re.compile(
    r"\b(?:when|since|until|till|after|before|while|as|at|from|by|of|where)\s(?:(?:i|he|she|we"
    r"|the|an?|my|about"
    r"|around|i'd|was|were|is|am|age|turned|had|only|just)\s){0,4}$|\bwas\s(?:an?\s)?(?:\w+\s)?$"
    r"|\bused\sto\s(?:be\s)?(?:an?\s)?$|\bformer\s$"
)
_PAST: Final = re.compile(
    r"\b(?:start\w*|began|begun|was|were|could|had|used\sto|played|stopped|quit|competed|since"
    r"|ran|won|lifted|broke"
    r"|learn\w*|trained|weighed|did|did|tore|fractured|now\s(?:i'm\s|i\sam\s|at\s)?(?:[2-9]\d"
    r"|1[89]))\b"
)
_NOT: Final = re.compile(
    r"\b(?:not|no\slonger|never|isn't|ain't|no)\s(?:(?:been|a|an|yet|any|longer|really)\s){0,2}$"
)
_TEACHES: Final = re.compile(
    r"\b(?:teach\w*|coach\w*|instruct\w*|tutor\w*|train(?:s|ed|ing)?)\s(?:(?:of|an?|the|my|our"
    r"|at|in|with|to|some)"
    r"\s){0,3}(?:\w+\s)?$"
)
# Those somebody else teaches or plays with: "I teach 15 year olds", "my students are 14 and ...".
_TEACHES_GROUP: Final = re.compile(
    r"\b(?:teach\w*|coach\w*|instruct\w*|tutor\w*|train(?:s|ed|ing)?|(?:play|work|volunteer)\w*\swith)\s"
    r"(?:[\w-]+\s){0,4}$"
)
_PUPILS: Final = re.compile(
    r"\b(?:my|our|the)\s(?:[\w-]+\s)?(?:students|pupils|players|swimmers|kids|classes)\s"
    r"(?:i\s(?:teach|coach|train)\s)?(?:are|were)\s(?:\w+\s){0,2}$"
)
# The plan is to be theirs after all.
_FOR_THEM: Final = re.compile(
    r"\b(?:plans?|program\w*|routines?|workouts?|something|exercises?)\s(?:\w+\s)?for\b|\bfor\sthem\b"
    r"|\bthey\s(?:\w+\s)?(?:want|need|should|would|have\sto|start|train|lift)\b"
    r"|\b(?:get|make|help|train|coach)\sthem\b"
)
_OF_MINE: Final = re.compile(rf"[\s-]?(?:\w+\s)?{_A_RELATIVE}\b")
_MY_CHILD: Final = re.compile(
    rf"\b(?:my|our|his|her|their|a|have|\d)\s(?:[\w-]+\s){{0,2}}?{_CHILDREN}\s?(?:(?:is|are|was"
    rf"|were"
    r"|who|just|aged?|now|only|turned|turns|,|and|&|\d{1,2}),?\s){0,4}$"
)
_OF_SEVERAL: Final = re.compile(r"\b(?:kids|children|sons|daughters)\b[^.;!?]{0,30}$")
_CHILD_FOR: Final = re.compile(
    r"\b(?:for|help|helping|coach|coaching|training|train)\s(?:my|our|a|an|his|her|the|this|that)\s"
    r"(?:\w+\s){0,2}$"
)
_WITH_ME: Final = re.compile(r"\b(?:with|and|than|like)\s(?:my|our|a|an)\s(?:\w+\s){0,2}$")
_I_GO_ON: Final = re.compile(
    r"^[\s,]*(?:(?:and|but|so|who|which|that|keeps?|takes?|needs?\sa\s(?:lift|ride)|old)\s){0,2}"
    r"(?:i|i'm|we|my|me|our|keeps|takes|leaves|makes)\b|^[^.;!?\n]{0,40}\bme\b"
)
_WISHES: Final = re.compile(
    r"^[\s,]*(?:(?:and|who|also|really)\s){0,2}(?:wants?|would\slike|needs?|hopes|wishes"
    r"|is\sgoing)\b"
)
_TO_TRAIN: Final = re.compile(
    r"\b(?:train\w*|lift\w*|plan|program\w*|workouts?|exercis\w*|strong\w*|fit\w*|muscles?"
    r"|start\w*|join\w*|compet\w*"
    r"|get|gain\w*|bulk|lose|abs|play\w*|needs?|routine|bench|squat|him|her|them|for)\b"
)


def minors_in(text: str) -> Iterator[int]:
    """Where a text, in lower case and with digits, speaks of a minor who is to train."""
    at = 0
    while (match := _AGES.search(text, at)) is not None:
        if _is_minor(text, match):
            yield match.start()
        at = match.end()


def _is_minor(text: str, match: re.Match[str]) -> bool:
    line = max(text.rfind("\n", 0, match.start()), text.rfind(". ", 0, match.start())) + 1
    before = text[max(line, match.start() - 80) : match.start()].lstrip()
    after = re.split(r"[.;!?\n]", text[match.end() : match.end() + 120], maxsplit=1)[0]
    kind = match.lastgroup
    if _NOT.search(before) or _HAS_AGE.search(before) or _is_then(kind, before, after):
        return False
    if kind in {"school", "teen", "under", "at_school"} and (
        _TEACHES.search(before) or re.match(r"\s(?:teacher|coach|teams?|class)\b", after)
    ):
        return False
    if kind == "age" and _AN_OLD.match(after):
        return False
    if _are_pupils(kind, before, after, match):
        return False
    if kind == "turns" and not re.search(
        r"\b(?:will|i|i'll|just|he|she|is|going\sto|to|^)\s*$|^$", before
    ):
        return False
    return not _is_a_parents(text, kind, before, after, match)


def _is_then(kind: str | None, before: str, after: str) -> bool:
    """Whether it is an age of long ago: "started lifting at 15", "in high school I played"."""
    if not _THEN.search(before):
        return False
    if kind in {"age", "aged", "turns", "stated", "child"} and not re.search(
        r"\b(?:was|since|when)\b", before
    ):
        return bool(_PAST.search(before) or _PAST.search(after))
    return True


def _are_pupils(kind: str | None, before: str, after: str, match: re.Match[str]) -> bool:
    """Whether others are taught or outrun, and no plan is wanted for them."""
    if _FOR_THEM.search(before) or _FOR_THEM.search(after) or _WISHES.match(after):
        return False
    if kind == "age" and match[0].endswith("olds"):
        return _TEACHES_GROUP.search(before) is not None
    lead = before + re.split(r"\d", match[0], maxsplit=1)[0]
    if kind not in {"age", "stated", "years"} or not _PUPILS.search(lead):
        return False
    rest = after.strip(" ,")
    return bool(rest) and (bool(_I_GO_ON.match(after)) or not _TO_TRAIN.search(rest))


def _is_a_parents(
    text: str, kind: str | None, before: str, after: str, match: re.Match[str]
) -> bool:
    """Whether a child is only mentioned: "my daughter is 14 and I have little time"."""
    of_mine = _OF_MINE.match(after)
    if kind in {"age", "teen", "born"} and of_mine is not None:
        if _CHILD_FOR.search(before):
            return False
        rest = after[of_mine.end() :]
        return bool(_WITH_ME.search(before) or _I_GO_ON.match(rest) or not _TO_TRAIN.search(rest))
    is_child = kind == "relative" or _MY_CHILD.search(before) is not None
    if kind == "teen" and re.search(r"\b(?:my|our)\s(?:\w+\s)?$", before):
        is_child = True
    if not is_child or _CHILD_FOR.search(before):
        return False
    if _WISHES.match(after) and _TO_TRAIN.search(_WISHES.sub("", after)):
        return False
    if _I_GO_ON.match(after) or kind == "born":
        return True
    is_told = bool(after.strip(" ,")) or _OF_SEVERAL.search(before) is not None
    return is_told and not _TO_TRAIN.search(after)
