"""Red flags in free text: patterns of words, after harmless uses of the same words are taken out.

Each kind has phrases that raise it. Before they are looked for, three things are removed: set
phrases that only look alike ("chest day", "to faint praise"), statements that it is not so ("no
chest pain", "never fainted"), and statements about somebody else ("my wife is pregnant").
"""

import re
from collections.abc import Iterator
from typing import Final

from programs.screening_numbers import loses_too_fast, with_digits
from programs.screening_spelling import respelled, simplified

_HARMLESS: Final = re.compile(
    r"""
    \b(?:chest|heart)\s+(?:day|press\w*|fly|flies|flye?s?|muscles?|workouts?|exercises?|size|rate
        (?:\s+(?:monitor|zones?|training|variability))?|strap|sets?|volume|growth|gains|development
        |(?:and|&)\s+(?:triceps|back|shoulders?|arms?))\b
    | \bchest[- ]supported\b | \bchest\s+to\s+(?:the\s+)?(?:bar|floor|ground)\b
    | \b(?:big|bigger|stronger|broader|upper|lower|lagging|weak)\s+chest\b
    | \bchest\s+(?:is\s+)?(?:sore|soreness)\s+(?:from|after)\s+(?:\w+\s+){0,2}?
        (?:bench\w*|push-?ups?|dips?|press\w*|flies|training|lifting)\b
    | \b(?:by|learn\w*\s+by|at|take\w*\s+to|to\s+my|with\s+all\s+my|whole|light|big)\s+heart\b
    | \bheart[- ](?:to[- ]heart|warming|broken|breaking|felt|healthy)\b
    | \bhealthy\s+heart\b | \bheart\s+health\b
    | \bfaint(?:est|ly)?\s+(?:idea|hope|praise|memory|smell|line|music)\b | \bfaint[- ]?heart\w*\b
    | \b(?:not\s+for\s+)?the\s+faint\s+of\s+heart\b
    | \bblack(?:ed)?[- ]?out\s+(?:curtains?|blinds?|dates?|weekends?|period|tinted|windows?)\b
    | \bblack\s+out\s+my\b | \bsurger(?:y|ies)[\s-]+(?:free|shows?|videos|nurse|centers?)\b
    | \bpurg(?:e|ed|ing)\s+(?:bad|old)\b
    | \bpass(?:ed|ing)?\s+out\s+(?:flyers|leaflets|water|the|papers|handouts|medals)\b
    | \b(?:back|breast|butterfly|swim\w*|rowing|paddle|four|two)[- ]?strokes?\b
    | \bstroke\s+(?:rate|technique|length|work|seat)\b | \bstrokes?\s+per\s+minute\b
    | \bpregnan\w+\s+(?:pause|clients?|women|silence)\b
    | \bexpecting\s+(?:to\b|results?|progress|a\s+(?:challenge|lot|call|delivery|parcel|package)
        |that
        |some|slow|quick|good|steady|changes?|gains?|great|big|much|too|my\s+(?:first|new))
    | \bbaby\s+(?:steps?|weight\s+plates?|shower|blue|carrots)\b
    | \b(?:tree|car|plastic)\s+surge\w+\s+(?:tv|show|series|office)\b
    | \b(?:tree|brain)\s+surgeon\b | \b(?:i\s+am|i'm|am|as|being)\s+an?\s+(?:\w+\s+){0,2}surgeon\b
    | \bnot\s+(?:brain|rocket)\s+surgery\b | \bsurgical\s+(?:precision|nurse|tech\w*|focus)\b
    | \bbinge[- ]?(?:watch\w*|read\w*|listen\w*|gam\w*)\b
    | \bpurg(?:e|ed|ing)\s+(?:my|the|our)\s+(?:closet|wardrobe|garage|inbox|house|files|fridge)\b
    | \bstarv(?:ed|ing)\s+(?:for\s+(?:time|attention|sleep|results|progress|gains|change
        |a\s+challenge)
        |after|by\s+(?:dinner|lunch))\b
    | \bdizzying\w*\b | \bdizzy\s+with\s+(?:excitement|joy)
    | \bblack(?:ed)?\s+out\s+the\s+(?:windows?|room|gym)\b
    | \b(?:pre|post)[- ]?natal\s+(?:yoga|pilates|fitness|clients?|class\w*|coach|teacher
        |instructor)\b
    | \boperations?\s+(?:manager|lead|team|director|officer|analyst|department)\b
    | \bwork\w*\s+(?:\w+\s+){0,2}?in\s+(?:a\s+|the\s+)?surgery\b
    | \bstarved\s+of\s+(?:time|sleep)\b
    | \b(?:heart|gas)\s?burn\b
    | \btear\s+(?:drop|up|down|into|it|away|through)\b | \bbreak\s+(?:a\s+sweat|records?|pr\w*)\b
    """,
    re.VERBOSE,
)
_SOMEBODY: Final = (
    r"(?:wife|girlfriend|partner|sister|daughter|mother|mom|mum|friend|cousin|neighbou?r|colleague"
    r"|coworker|boss|dog|cat|husband|boyfriend|brother|son|sons|kids?|children|father|dad"
    r"|grandmother|grandfather|grandma|grandpa|uncle|aunt|teammate|nephew|niece)"
)
# A clause about somebody else: up to the next comma, full stop or line, or "and I", "says I".
_OTHERS: Final = re.compile(
    rf"\b(?:(?:my|our|a|his|her|the)\s+(?:\w+\s+)?{_SOMEBODY}|dad|mom|mum|grandma|grandpa)(?:'s)?\b"
    r"(?:(?!\s+(?:and|but|so|because|while|when|that|since|as|if|\w+s|said|thought|noticed|saw"
    r"|found|told\s+me)\s+(?:that\s+)?i\b)[^.,;!?\n])*"
)
_CONDITIONS: Final = (
    r"(?:chest\s+(?:pains?|pressure|tightness|discomfort)"
    r"|(?:pains?|pressure|tightness|discomfort)\s+(?:\w+\s+){0,2}?chest|heart\s+(?:problems?"
    r"|conditions?|disease"
    r"|issues?|attacks?|trouble)|faint\w*|dizz\w*|light[- ]?headed\w*|black(?:ed|ing)?[- ]?outs?"
    r"|pass(?:ed|ing)?\s+out"
    r"|pregnan\w*|surger(?:y|ies)|operations?|eating\s+disorders?|anorexi\w+|bulimi\w+|angina"
    r"|palpitations|breath\w*|short(?:ness)?\s+of\s+breath|medical\s+(?:conditions?|issues?)"
    r"|seizures?|strokes?|arrhythmia|diabetes|epilepsy|fractures?|broken\s+bones?)"
)
_NOT_SO: Final = re.compile(
    rf"""
    \b(?:no|never|not|without|none|neither|nor|deny|denies|denied|zero|don'?t|didn'?t|haven'?t
        |hasn'?t
        |isn'?t|am\s+not|n't|free\s+of)\s+
        (?:(?!but\b|however\b|except\b|only\b|sure\b|since\b|after\b)[\w'-]+\s+){{0,5}}?
        {_CONDITIONS}
        (?:(?:\s*,\s*(?:or\s+|nor\s+|no\s+|and\s+no\s+)?|\s+(?:or|nor|and\s+no)\s+)
           (?:(?!(?:but|i|just|only|though|although|sometimes|some|occasional\w*|slight|mild|had
               |have|has
               |get|got|with|still|now|recent\w*|lately)\b)[\w'-]+\s+){{0,2}}?{_CONDITIONS})*
    | {_CONDITIONS}\s*(?:[:=?]|-|–)\s*(?:no|none|never|nope|nil|n/a|negative)\b
        (?!\s+(?:idea|clue|doubt|matter|longer|before|until|like|as|so|this|wonder))
    | \bcleared\s+by\s+(?:\w+\s+){{0,2}}(?:doctor|cardiologist|surgeon|physio\w*)\b
    """,
    re.VERBOSE,
)
_LONG_AGO: Final = re.compile(
    r"""
    \b(?:surgery|operation|operated|surgeries|appendix\s+out|tonsils\s+out|fractured?|broke|tore
        |torn|ruptured|dislocated|pregnan\w+
        |gave\s+birth|had\s+(?:a|my)\s+baby|c-?section|fainted|passed\s+out|replacement
        |reconstruction|arthroscopy|\w+ectomy)\b
        [^.;!?]{0,40}?
        \b(?:(?:[2-9]|[1-9]\d)\s+years?\s+ago|years\s+ago|decades?\s+ago|as\s+a\s+(?:kid|child|baby
        |teen\w*|toddler)|in\s+(?:19\d\d|200\d|201\d)|when\s+i\s+was\s+(?:a\s+(?:kid|child|boy|girl)
        |\d+|young\w*)|in\s+(?:my\s+)?childhood|back\s+in\s+(?:school|college))
    | \b(?:(?:[2-9]|[1-9]\d)\s+years?\s+ago|years\s+ago|as\s+a\s+(?:kid|child)|in\s+(?:19\d\d|200\d
        |201\d))\b[^.;!?]{0,25}?
        \b(?:surgery|operation|operated|appendix|tonsils|fractured?|broke|gave\s+birth|c-?section)\b
    """,
    re.VERBOSE,
)
_SURGERY: Final = (
    r"(?:surger(?:y|ies)|operation|operated\s+on|arthroscopy|hysterectomy|c[\s-]?section"
    r"|caesarean|cesarean|caesarian|appendectomy|transplant|bypass|hernia\s+repair|laparoscop\w+"
    r"|(?:appendix|gallbladder|tonsils|spleen|ovary|kidney|cyst|tumou?r)\s+(?:\w+\s+)?"
    r"(?:removed|taken\s+out|out)"
    r"|(?:removed|took\s+out)\s+(?:my|the|an?)\s+(?:\w+\s+)?(?:appendix|gallbladder|tonsils"
    r"|spleen|ovary"
    r"|kidney|cyst|tumou?r|uterus)|\w{3,}ectomy|spinal\s+fusion"
    r"|post[- ]?op\w*|(?:hip|knee|joint|shoulder)\s+replace(?:ment|d)"
    r"|(?:acl|labrum|meniscus|cuff)\s+(?:\w+\s+)?(?:repair(?:ed)?|reconstruct(?:ion|ed))|stitches"
    r"|under\s+the\s+knife|stent\w*)"
)
_PATTERNS: Final[dict[str, str]] = {
    "chest_pain": r"""
        \bchest\s+(?:\w+\s+){0,2}?(?:pains?|pressure|tight\w*|discomfort|hurt(?:s|ing)?|ache\w*
            |aching|pang\w*
            |burn\w*|squeez\w*|heav\w*|cramps?)\b
        | \b(?:pains?|pressure|tight\w*|discomfort|hurt(?:s|ing)?|ache|aching|pang\w*|burning
            |squeezing
            |elephant|stabbing|weight\s+sitting)\s+(?:\w+\s+){0,4}?(?:chest|sternum|breastbone)\b
        | \bheavy\s+chest\s+(?:when|at|during|after|while|if|sometimes)\b
        | \bangina\b | \bpain\s+(?:\w+\s+){0,5}?(?:left\s+arm|jaw)\b""",
    "fainting": r"""
        \bfaint(?:s|ed|ing)?\b | \bpass(?:ed|es|ing)?\s+out\b | \bsyncope\b
        | \bblack(?:s|ed|ing)?[- ]?outs?\b | \blo(?:se|st|sing|ses)\s+consciousness\b
        | \b(?:dizz\w+|light[- ]?headed\w*|vertigo|woozy)\b
        | \bkeel\w*\s+over\b | \bcollaps(?:e|ed|ing)\s+(?:during|after|while|at|when|in|last)\b
        | \b(?:vision|everything)\s+(?:goes|went|going)\s+(?:black|dark)\b | \bseizures?\b""",
    "heart": r"""
        \bheart\s+(?:attack|failure|disease|condition|problems?|murmur|surgery|defect|trouble
            |issues?
            |valve|rhythm|block|palpitations?)\b
        | \bheart\s+(?:skips?|flutters?|races?|pounds?)\b | \bracing\s+heart\b
        | \b(?:irregular|skipped|skipping|missed)\s+heart\s?beats?\b
        | \b(?:cardiac|coronary|defibrillator|enlarged\s+heart|cardiomyopathy|tachycardia
            |bradycardia|arrhythmia|arrythmia|palpitations?|pacemaker|aneurysm|afib
            |atrial\s+fib\w*|blood\s+clots?|thrombosis|embolism|myocarditis)\b
        | \b(?:had|having|after|since|suffered|mini)[\s-]+(?:\w+\s+){0,2}?strokes?\b
        | \b(?:uncontrolled|severe|very\s+high|dangerously\s+high|untreated)\s+(?:high\s+)?
            (?:blood\s+pressure|hypertension)\b
        | \b(?:blood\s+pressure|hypertension)\b[^.;!?]{0,30}?(?:\b(?:not|never)|n't)\s+
            (?:(?:under|well|yet|really|properly|been)\s+){0,2}(?:control\w*|treated|managed)\b""",
    "breathing": r"""
        \bshort(?:ness)?\s+of\s+breath\b | \bbreathless\w*\b
        | \b(?:can'?t|cannot|hardly|barely|trouble|difficult\w*|struggle\s+to
            |hard\s+to)\s+(?:\w+\s+)?
            (?:breathe|breathing|catch\s+my\s+breath)\b
        | \bout\s+of\s+breath\s+(?:at\s+rest|sitting|lying|just
            |when\s+(?:i\s+)?(?:sit|lie|rest))""",
    "pregnancy": r"""
        \b(?:pregnan(?:t|cy)|pregg(?:o|ers))\b | \b(?:first|second|third)\s+trimester\b
        | \b(?:\d+|few)\s+(?:weeks?|months?)\s+(?:along|pregnant|postpartum|post[- ]partum)\b
        | \bpost[- ]?partum\b | \bpost[- ]?natal\b | \bprenatal\b
        | \b(?:i\s+am|i'm|we\s+are|we're|im)\s+expecting\b | \bexpecting\s+(?:a\s+)?
            (?:baby|child|twins|our|in\s+\w+|my\s+(?:second|third)\s+(?:baby|child))\b
        | \b(?:just|recently)\s+(?:had|gave\s+birth|delivered)\s*(?:a\s+|my\s+)?
            (?:baby|twins|child)?            (?=\s*(?:baby|twins|child|$|[.,]))
        | \bgave\s+birth\b | \bhad\s+(?:a|my|our)\s+(?:baby|twins)\b
        | \b(?:baby|due\s+date)\s+(?:is\s+)?due\b | \bdue\s+date\b | \bmy\s+baby\s+bump\b
        | \b(?:i'm|i\s+am|im)\s+due\s+(?:in|on|next|this)\b
        | \bbaby\s+on\s+the\s+way\b | \bgestation\w*\b | \btrying\s+to\s+conceive\b
        | \bmiscarriage\b | \bafter\s+(?:giving\s+)?birth\b | \bbreast-?feeding\b""",
    "surgery": rf"""
        \b{_SURGERY}\b""",
    "acute_injury": r"""
        \b(?:torn|tore|ruptured?|dislocated?|fractured?|broke|broken|snapped)\s+
            (?:\w+\s+){0,4}?(?:acl|mcl|meniscus|achilles|hamstring|biceps?|pec|rib|ribs|leg|arm
                |wrist
            |ankle|foot|toe|collarbone|shoulder|knee|hip|ligament|tendon|muscle|bone|labrum|back
            |vertebra\w*)\b
        | \b(?:acl|meniscus|achilles|hamstring|ligament|labrum|rotator\s+cuff)\s+(?:tear|rupture)\b
        | \b(?:arms?|legs?|wrists?|ankles?|foot|feet|hand|fingers?|toes?|ribs?|collarbone|nose
            |knee|shoulder
            |hip|bone)\s+(?:(?:is|are|was|were|got|may\s+be)\s+)(?:\w+\s+)?
            (?:broken|fractured|dislocated|torn|cracked)\b
        | \bcracked\s+(?:a\s+)?ribs?\b | \bhospitali[sz]ed\s+(?:\w+\s+){0,3}?
            (?:last|this|yesterday|recently|(?:\d+|a\s+few)\s+(?:days?|weeks?|months?)\s+ago)\b
        | \brecently\s+hospitali[sz]ed\b
        | \bcan(?:'?t|not)\s+feel\s+(?:\w+\s+){0,2}?(?:arms?|legs?|foot|feet|hands?|fingers|toes
            |face)\b
        | \b(?:arms?|legs?|foot|feet|hands?)\s+(?:\w+\s+){0,2}?numb\b
        | \bstress\s+fracture\b | \bconcuss(?:ion|ed)\b | \bin\s+a\s+cast\b | \bon\s+crutches\b
        | \bslipped\s+a?\s*dis[ck]\b | \bnumb(?:ness)?\s+(?:\w+\s+){0,3}?(?:leg|legs|foot|feet|arm
            |arms|hand|hands)\b""",
    "minor": r"""
        \b(?:i\s+am|i'm|im|i'll\s+be|i\s+turn|i\s+just\s+turned|i\s+turned|just\s+turned|turning
            |being|only|aged?|age:)
            \s+(?:(?:only|just|currently|almost|nearly|a|now)\s+){0,2}
            (?:[5-9]|1[0-7])(?:\s*(?:years?\s+(?:old|young)|yrs?\s+old|y/?o|yo|yrs?)\b|(?=\s*(?:$
                |[.,;!?]
            |next\b|this\b|soon\b|and\b|but\b|so\b|in\s+(?:high|middle)))|[- ]year[- ]old)
        | \b(?:i\s+am|i'm|im|as)\s+(?:a|an)\s+(?:[5-9]|1[0-7])[- ]?(?:year|yr)s?[- ]?old\b
        | ^\s*(?:[5-9]|1[0-7])[\s-]*(?:years?[\s-]*old|yrs?[\s-]*old|y/?o)\b
        | \b(?:i\s+am|i'm|im|being|still)\s+(?:a\s+|an?\s+)?(?:minor|underage|under\s+(?:18|age)
            |teen(?:ager)?)\b
        | \b(?:[5-9]|1[0-7])(?:th)?\s*(?:yo|y/o)\s+(?:boy|girl|male|female|athlete|kid|student)\b
        | \b(?:i\s+am|i'm|im)\s+(?:a\s+|in\s+)?(?:middle|primary|elementary)\s+school\b
        | \b(?:i\s+am|i'm|im)\s+in\s+(?:[5-9]|1[01])th\s+grade\b
        | \b(?:still|i'm|i\s+am|im)\s+in\s+(?:high|middle)\s+school\b
        | \b(?:high|middle)\s+school\s+(?:freshman|sophomore|junior)\b
        | \b(?:he|she|client|athlete|trainee|boy|girl)(?:'s|\s+is|,)?\s+(?:only\s+|just\s+|now\s+
            |aged?\s+)?
            (?:[5-9]|1[0-7])(?:[\s-]*(?:years?|yrs?)[\s-]*old\b|\s*(?:y/?o|yo)\b|(?=\s*(?:$
                |[.,;!?])))
        | \bmy\s+age\s+is\s+(?:only\s+|just\s+)?(?:[5-9]|1[0-7])\b
        | \b(?:i|i'll|i\s+will)\s+(?:turn|be|become)\s+18\s*(?=in\b|next\b|soon\b|this\b|on\b|$
            |[.,;!?])
        | \b1[0-7],?\s+(?:but\s+)?(?:almost|nearly|soon|about\s+to\s+turn)\s+1[0-8]\b(?!\s*(?:%
            |kg|lb|st))
        | \b(?:i'm|i\s+am|im)\s+in\s+(?:year|grade)\s+(?:[1-9]|1[0-2])\b
            (?!\s+of\s+(?:\w+\s+)?(?:training|lifting|college|uni\w*))
        | (?:^\s*|\bi\s+was\s+|\bi'm\s+)born\s+in\s+20[12]\d\b | ^\s*(?:a\s+)?minor\s*(?:$
            |[.,;!])""",
    "eating_disorder": r"""
        \b(?:anorexi\w+|bulimi\w+|orthorexi\w+|eating\s+disorder\w*|disordered\s+eating|pro-?ana
            |thinspo\w*|bigorexia)\b
        | \b(?:binge\w*|bingeing)\b | \bpurg(?:e|es|ed|ing)\b | \blaxatives?\b | \bdiet\s+pills?\b
        | \b(?:make|making|made)\s+myself\s+(?:vomit|throw\s+up|sick|puke)\b
        | \b(?:vomit\w*|throw(?:ing)?\s+up|puk\w+)\s+after\s+(?:\w+\s+){0,2}?(?:eat\w*|meals?|food
            |dinner|lunch)\b
        | \bstarv(?:e|es|ed|ing|ation)\b
        | \b(?:stop(?:ped)?|quit|avoid(?:ing)?|skip(?:ping)?|afraid\s+(?:of|to)|scared\s+(?:of|to)
            |terrified\s+(?:of|to)|hate)\s+(?:\w+\s+)?(?:eat(?:ing)?|food|all\s+meals)\b(?!\s+(?:out
            |late|junk|sugar|meat|sweets|fast|at\s+night|before|after|in\s+the|candy|bread|dairy
            |gluten|so|too|crap|unhealthy|when|while|as|breakfast|lunch|veg\w*|fish|salads?
                |snacks|processed
            |seed|past))
        | \b(?:eat|eating|ate|only|under|below|on)\s+(?:\w+\s+){0,3}?
            (?:[1-7]\d\d|[1-9]\d)\s*(?:k?cal\w*)\s*(?:\s+(?:a|per|each)\s+day|/day|daily|\b(?=\s*$))
        | \bfast(?:ing)?\s+for\s+(?:[3-9]|\d\d)\s+days\b | \bwater\s+fast\b
        | \bhate\s+(?:my\s+body|how\s+i\s+look|myself)\b | \bdisgusted\s+(?:by|with)\s+my\s+body\b
        | \b(?:don'?t|do\s+not|didn'?t|not)\s+eat(?:ing)?\s+(?:\w+\s+)?for\s+(?:\w+\s+)?days\b
        | \b(?:haven'?t|have\s+not|hadn'?t)\s+eaten\s+(?:\w+\s+){0,2}?(?:in
            |for)\s+(?:\w+\s+){0,2}?days\b
        | \b(?:terrified|scared|afraid)\s+of\s+(?:gaining|food|carbs|getting\s+fat|calories)\b
        | \bguilt\w*\s+(?:\w+\s+){0,3}?eat\w*\b
        | \bburn\s+off\s+everything\s+i\s+eat\b | \bpunish\s+myself\b""",
    "rapid_weight_loss": r"\bcrash\s+diet\w*\b | \bas\s+thin\s+as\s+possible\b"
    r" | \b(?:rapid|extreme|drastic)\s+(?:weight|fat)[\s-]*loss\b",
    "advised_against": r"""
        \b(?:doctor|physician|cardiologist|gp|specialist|physio\w*|therapist)\s+(?:\w+\s+){0,3}?
            (?:told|said|says|advised|warned|wants|recommended|asked)\s+(?:\w+\s+){0,3}?
            (?:not\s+(?:to|exercise|train\w*|lift\w*|run\w*)|avoid|against|stop|shouldn'?t|never
            |no(?!\s+(?:\w+\s+)?(?:problems?|issues?|restrictions?|limit\w*|worries|reasons?
                |concerns?)))\b
        | \btold\s+by\s+(?:\w+\s+){0,2}(?:doctor|physician|cardiologist|gp|specialist|physio\w*)\s+
            (?:\w+\s+)?(?:not|avoid|stop|never)\b
        | \b(?:not\s+(?:been\s+)?cleared|without\s+clearance|not\s+allowed)\s+(?:\w+\s+){0,3}?
            (?:exercise|train\w*|lift\w*|work\s*out|sports?)\b
        | \b(?:doctor|physician|cardiologist)\s+(?:has\s+)?(?:forbid\w*|forbade|banned)\b""",
    "other_condition": r"""
        \b(?:i\s+have|i've\s+got|diagnosed\s+with|living\s+with)\s+ms\b
        | \blost\s+my\s+periods?\b | \bmy\s+periods?\s+(?:\w+\s+)?(?:stop\w*|disappear\w*)
        | \b(?:chemo\w*|radiation\s+therapy|dialysis|epilepsy|epileptic|insulin
            |type\s+[12]\s+diabet\w+
            |hypoglyc\w+|blood\s+thinners?|beta[- ]?blockers?|multiple\s+sclerosis|copd
            |heart\s+medication|cancer\s+treatment|in\s+treatment\s+for\s+cancer
                |brittle\s+bones)\b""",
}
_COMPILED: Final = {
    kind: re.compile(words, re.VERBOSE | re.MULTILINE) for kind, words in _PATTERNS.items()
}
# What time does not heal: it matters however long ago it was.
_LASTING: Final = frozenset({"heart", "eating_disorder", "other_condition"})
_FOR_A_CHILD: Final = re.compile(
    r"\b(?:plan|program\w*|routine|training|workouts?)\s+for\s+(?:my|our)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:son|daughter|kids?|child|teenager)\b"
    r"|\bmy\s+(?:[5-9]|1[0-7])[\s-]*(?:year|yr)s?[\s-]*old\s+(?:\w+\s+)?(?:needs?|wants?"
    r"|would\s+like)"
    r"\s+(?:\w+\s+){0,2}?(?:plan|program\w*|routine|workouts?|train\b|lift\b)"
    r"|\b(?:son|daughter|kid|child)\s+is\s+(?:[5-9]|1[0-7])\b[^.]*\bfor\s+(?:her|him|them)\b"
)


def kinds_in(text: str, weight_kg: float | None = None) -> Iterator[str]:
    """The kinds of red flags in a text, as slugs. weight_kg: the client's today, if known."""
    plain = with_digits(respelled(simplified(text)))
    if not plain:
        return
    lasting = _told(plain)
    recent = _told(_LONG_AGO.sub(" ", plain))
    for kind, pattern in _COMPILED.items():
        if pattern.search(lasting if kind in _LASTING else recent):
            yield kind
    if loses_too_fast(_OTHERS.sub(" they ", plain), weight_kg):
        yield "rapid_weight_loss"
    if _FOR_A_CHILD.search(plain):
        yield "minor"


def _told(plain: str) -> str:
    return _NOT_SO.sub(" ", _HARMLESS.sub(" ", _OTHERS.sub(" they ", plain)))
