"""Set phrases that only look like a red flag: "chest day", "pass out flyers", "stroke rate".

They are taken out of a text before it is read for flags. Each is a whole phrase with its own
object, so that taking it out can never take a symptom along: "chest press hurts my shoulder" goes,
"chest hurts after the press" stays.
"""

import re
from typing import Final

_PAINFUL: Final = r"(?:pains?|hurts?|hurting|aches?|pressure|tight\w*|discomfort|feels?|is|was|got)"
_MUSCLE_WORK: Final = (
    r"(?:days?|press\w*|fly|flies|flye?s?|dips?|workouts?|exercises?|size|sets?|volume|growth|gains"
    r"|development|training|work|machines?|stretch\w*|sessions?|pump|routines?|opener|expander"
    r"|strap)"
)
_FOODS: Final = r"(?:food|meals?|dinner|lunch|breakfast|stomach|calor\w*|body|guts|self|everything)"

_NO_FOOD: Final = (
    r"(?:time|attention|sleep|results|progress|gains|change|challenge|more|company|sun(?:light|shine)?"
    r"|daylight|light|air|oxygen|movement|activity|action|adventure|variety|fun|nature|space"
    r"|affection|love|friends|contact|conversation|news|ideas|knowledge|inspiration|motivation|quiet|rest)"
)
_FAINT: Final = r"(?:faint|pass\sout|collapse|black\sout)"

_HARMLESS: Final = re.compile(
    rf"""
    \b(?:
      chest\s(?:{_MUSCLE_WORK}|day)
    | (?:tight\w*\s(?:in\s)?(?:my\s)?)(?:chest\smuscles|pecs)(?!\s{_PAINFUL})
    | chest[- ]supported | chest[- ]to[- ](?:the\s)?(?:bar|floor|ground)
    | chest\s(?:is\s)?(?:sore|soreness)\s(?:from|after)
    | (?:by|learn\w*\sby|at|take\w*\sto|with\sall\smy|my\swhole)\sheart
    | heart[- ]?(?:to[- ]heart|warming|broken|breaking|felt|healthy)
    | (?:heart|gas)\s?burn
    | faint(?:est|ly)?\s(?:idea|hope|praise|memory|smell|line|lines|music|glow|light|noise|chalk
        |signal|trace|outline|sound)
    | faint[- ]?heart\w* | the\sfaint\sof\sheart
    | black(?:ed)?[- ]?outs?\s(?:curtains?|blinds?|dates?|weekends?|period|tinted|windows?|shades?)
    | black(?:ed)?[- ]?out\s(?:the|my|our)\s(?:windows?|room|gym|bedroom|screen|calendar)
    | pass(?:ed|es|ing)?\sout\s(?:the\s|some\s|our\s)?(?:flyers|leaflets|water|papers|handouts
        |medals
        |towels|snacks|bottles|cards|programs|bibs|samples)
    | dizzying\w*
    | dizzy\s(?:heights|pace|speed|with\s(?:excitement|joy|happiness|success))
    | collaps(?:e|es|ed|ing)\s(?:on|onto|into)\s(?:the|my|our)\s(?:sofa|couch|bed|chair|armchair)
    | unconscious\s(?:bias|habits?|mind|(?:in)?competence)
    | (?:motivation|engine|program|computer|laptop|market|bank|budget
        |wallet)\s(?:\w+\s){{0,2}}?seizures?
    | seizures?\sof\s(?:goods|power|assets)
    | (?:back|breast|butterfly|swim\w*|rowing|paddle|front|side|crawl|four|two|golf|tennis|brush
        |key)
        [- ]?strokes?
    | strokes?\s(?:rates?|technique|length|work|seat|volume|play|count|of\s(?:luck|genius)|per\s\w+)
    | (?:had|have|having)\s(?:a|my)\s(?:good|great|clean|smooth|long|better|nice)\sstrokes?
    | cardiac\s(?:output|nurse|ward|unit|care|drift|physiologist)
    | pace[- ]?makers?\s(?:for|at|in|of)\s(?:an?\s|the\s|our\s|my\s|his\s|local\s)?(?:\w+\s){{0,2}}?
        (?:group|marathons?|races?|runs?|runners?|club|team|parkrun|10k|5k|pack)
    | pregnant\s(?:pause|silence)
    | (?:pre|post)[- ]?natal\s(?:yoga|pilates|fitness|clients?|class\w*|coach|teacher|instructor)
    | expecting\s(?:to|results?|progress|that|some|slow|quick|good|steady|changes?|gains?|great|big
        |much|too|miracles?|wonders|nothing|(?:a|an)\s(?:challenge|lot|call|delivery|parcel|package
        |easy|hard|order|raise|promotion|visitor)|my\s(?:first|new)\s(?!baby|child)\w+)
    | due\s(?:in|on|next|this)\s(?:\w+\s)?(?:for|to|at)\s(?:work|office|army|school)
    | due\sdates?\s(?:of|for)\s(?:my|the)\s(?:thesis|project|report|taxes|assignment|invoice)
    | (?:thesis|project|report|assignment|paper|invoice|rent|library)\s(?:is\s)?due(?:\sdate)?
    | baby\s(?:steps?|weight\splates?|shower|blue|carrots|back\sribs|sitter|yoda)
    | (?:covid|corona|flu|allergy|tb|drug)\stest\s(?:\w+\s)?(?:is|was|came\sback)\spositive
    | positive\s(?:covid|corona|flu|attitude|mindset)\stest
    | (?:tree|car|plastic|brain)\ssurge(?:on|ry)\s(?:tv|show|series|office|by\strade)
    | surger(?:y|ies)[\s-](?:free|shows?|videos?|documentar\w+|drama|podcasts?|nurse|centers?
        |hours|assistant|receptionist|staff)
    | (?:vet|veterinary|dental|doctor's|gp|tree|keyhole\scamera)(?:'s)?\ssurgery(?=\s(?:shift|job
        |work|business|hours|is\s(?:busy|open)))
    | (?:brain|rocket)\ssurgery(?=$|[.,;!])(?<=not\sbrain\ssurgery|ot\srocket\ssurgery)
    | (?:in|at)\s(?:a|the|our)\s(?:dental|vet|veterinary|small\sanimal|gp)\ssurgery
    | surgical\s(?:precision|nurse|tech\w*|focus|ward|mask|assistant)
    | work\w*\s(?:\w+\s){{0,2}}?in\s(?:a\s|the\s)?surgery
    | (?:pre|post)[- ]?op(?:erative)?\s(?:nurse|ward|unit|care\snurse|nursing|team|shift)
    | operations?\s(?:of\s(?:the|a|an|our|heavy|this)\s(?!my|knee|hip|heart|shoulder|back)\w+
        |manager|lead|team|director|officer|analyst|department|room|theatre|job|hours|side|center
        |centre|research|desk|planner|engineer|times?|systems?|mode|manual)
    | (?:in|of|head\sof|business|military|field|day[- ]to[- ]day|hours\sof|rescue
        |police)\soperations?
        (?=$|[.,;!]|\s(?:at|for|and|with|in|department|manager))
    | operated\s(?:a|an|the|heavy|some|our)\s(?:\w+\s)?(?:machin\w*|forklifts?|cranes?|press|lathe
        |rower|ergometer|truck|business|company|train|bus|excavator|saw)
    | bypass\s(?:the|a|this|that|any|all|my)\s(?!surg|op|graft)\w+
    | bing(?:e|ed|es|ing|eing)[- ]?(?:watch\w*|read\w*|listen\w*|gam\w*|stream\w*)
    | bing(?:e|ed|es|ing|eing)\s(?:on\s)?(?:netflix|series|shows|tv|podcasts|youtube)
    | purg(?:e|es|ed|ing)\s(?:my|the|our|old|bad|some|all|unused|unwanted|junk|dead)\s
        (?!{_FOODS}\b)(?:\w+)(?:\sof\s\w+)?
    | starv(?:e|es|ed|ing)\s(?:of|for)\s(?:an?\s|some\s|any\s|more\s|real\s|fresh\s|human\s
        |social\s|natural\s|a\sbit\sof\s){{0,2}}{_NO_FOOD}
    | starv(?:ed|ing)\s(?:after|by\s(?:dinner|lunch|the\stime))
    | breathless(?:ly)?\s(?:enthusias\w+|anticipation|excite\w+|praise|reviews?|hype|admiration
        |wonder|claims?|headlines?|with\s(?:excitement|anticipation|joy|wonder|admiration))
    | (?:view|scenery|show|performance|music|ending)s?\s(?:\w+\s)?(?:left|leaves?|made)\sme
        \sbreathless
    | faint\sat\sthe\s(?:very\s|mere\s)?(?:thought|idea|mention)\sof
    | (?:(?:\w+n't|dont|not)\s(?:want|going|about)\sto|not|won't|would|could)\s
        {_FAINT}\sat\sthe\s(?:very\s|mere\s)?(?:sight|thought|idea|mention)\sof
        (?!\s(?:\w+\s)?(?:blood|needles?)\b)
    | (?:would|will|might)\s(?:probably\s|just\s)?{_FAINT}\s(?:if|when)\s(?:he|she|they)\s
        (?:saw|sees?|knew|heard|hears?)
    | (?:nearly|almost|practically)\s(?:{_FAINT}|fainted|passed\sout|collapsed|blacked\sout)\s
        (?:from\s|with\s)?(?:laughing|laughter|giggling|boredom|excitement)
    | tear\s(?:drop|up|down|into|it|away|through) | break\s(?:a\ssweat|records?|pr\w*)
    | snapped\s(?:a\s(?:photo|picture)|back\sinto)
    | (?:bands?|laces?|straps?|barbell|bar|cable)\s(?:\w+\s)?(?:snapped|broke|tore)
    )\b
    | \bi?\s?(?:am|'m|be|being|as|work\sas|become)\san?\s(?:\w+\s){{0,2}}?surgeon\b
    | \b(?:tree|brain|plastic|heart|orthop\w+|dental|veterinary)\ssurgeon\b
    | \bsurgeons?\sby\s(?:trade|profession)\b
    """,
    re.VERBOSE,
)
# No word of the heart: but a doctor may have set a limit to it.
_HEART_RATE: Final = re.compile(r"\bheart[- ]?rates?\b")
# What stands where a set phrase stood: no word, so that nothing is read across it.
_GAP: Final = " # "


def without_set_phrases(plain: str) -> str:
    """The text, in lower case, with a mark in the place of each harmless set phrase."""
    return _HARMLESS.sub(_GAP, _HEART_RATE.sub("pulse", plain))
