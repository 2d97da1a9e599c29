"""How people say what their body does: pain in the chest, fainting, heart and breath. The phrases
are written as `phrases` describes.
"""

from typing import Final

from programs.screening.phrases import MONTH

_PAIN: Final = (
    r"(pains?|painful|pressure|tight|tight(ness|ening|ens|ened)|discomfort|hurts?|hurting|aches?"
    r"|aching"
    r"|pangs?|burning|squeezing|cramps?|cramping|twinges?|stab(s|bing)?|crushing|constriction"
    r"|throbbing|stinging|heaviness|elephant|sharp feeling|stitch)"
)
_CHEST: Final = r"(chest|sternum|breast ?bone|rib ?cage)"
_ILL_HEART: Final = (
    r"(attacks?|failure|diseases?|conditions?|problems?|murmurs?|surgery|defects?|trouble|issues?"
    r"|valves?|rhythm|block|palpitations?|stopped|op|operation|stent|bypass|ablation|disorder"
    r"|arrest|patient|medication|meds|pills|infection|inflammation)"
)
_TURNS: Final = r"(go|goes|went|going|gets?|got|getting|turns?|turned|turning)"
_GASPING: Final = (
    r"(gasp(s|ed|ing)?|winded|puff(ed|ing)|pant(s|ing)?(?! dogs?)|wheez(e|es|ing)"
    r"|out of (breath|puff|air))"
)
# What a healthy person does without noticing; ten flights of stairs are none of it.
_SLIGHT_EFFORT: Final = (
    r"((few|some|short|single|[1-3]|a) (flights?|steps|stairs?)|1?\d (stairs?|steps)"
    r"|(?<!\d )(?<!flights of )stairs"
    r"|(short |slow )?walk(ing|s)?(?! (\d\d|lunges|up|fast))|walking across"
    r"|(tying|lacing) my shoes|(getting|get) dressed"
    r"|(carrying|unpacking) (the )?(groceries|shopping)|a shower|showering|making the bed"
    r"|talk(ing)?|brushing my (teeth|hair)"
    r"|(the )?slightest (effort|movement)|nothing|to the (mailbox|kitchen|bathroom|toilet|door|car)"
    r"|across (the|a) (room|street))"
)

PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "chest_pain": (
        rf"{_CHEST} (~3 )?{_PAIN}",
        rf"{_CHEST} (~5 )?(crushed|burns?|squeezes|squeezed|constricted)",
        rf"{_CHEST} (~1 )?(is|feels?|felt|gets?|was|goes) (~1 )?heavy",
        rf"{_PAIN} (~3 )?(in|on|across|behind|around|under|over|near|inside|of|to|into|through"
        rf"|below|beside|above|at|from) (~5 )?{_CHEST}",
        rf"{_PAIN} ((my|the|left|right|whole|upper|lower|side|middle|center"
        rf"|centre) ){{0,3}}{_CHEST}",
        rf"(heavy|weight|elephant|something|someone|band) (~1 )?(sitting|pressing|lying|around) "
        rf"(~2 )?{_CHEST}",
        rf"{_CHEST} (~4 )?(bother(s|ed|ing)?|acts? up|acting up|complain(s|ing)|fullness|symptoms?"
        r"|sensations?|problems?|issues?|trouble)",
        rf"{_CHEST} (~1 )?(feels?|felt) (~1 )?(off|funny|weird|strange|odd|wrong|bad"
        rf"|uncomfortable)",
        rf"(jab|poke|knife|pinch|sensation|flutter(ing)?|thumping|(weird|strange|funny|odd|bad"
        rf"|sharp"
        rf"|stabbing|tight|burning|uncomfortable) feeling) (~2 )?(in|on|across|behind|under|near) "
        rf"(~5 )?{_CHEST}",
        rf"{_CHEST} (~2 )?(closing|closes|closed) (up|in)",
        r"heavy chest (when|at|during|after|while|if|sometimes)",
        r"angina",
        rf"{_PAIN} (~5 )?(left arm|jaw)",
        r"heart (~1 )?(pains?|hurts?|hurting|aches?|aching|stings?)",
        rf"{_PAIN} (~2 )?(near|around|in|at|by|over|behind) (my |the )?heart",
        rf"{_PAIN} (~2 )?when(ever)? (i )?(~1 )?(breathe|breathing|inhale)",
    ),
    "fainting": (
        r"faint(s|ed|ing|ness)?",
        r"i feinted (in|at|during|after|when|while|last|yesterday|once|twice)",
        r"feinted (in class|at (the gym|work|school)|(~2 )?(last|this) (week|month|year)"
        r"|yesterday)",
        r"pass(ed|es|ing)? out",
        r"(syncope|syncopal|vaso ?vagal|swoon(s|ed|ing)?)",
        r"black(s|ed|ing)? ?outs?",
        r"gr[ae]y(s|ed|ing)? ?out",
        r"(lose|lost|losing|loses|loss of) (my )?consciousness",
        r"(was|were|been|went|go|goes|fell|found|knocked|lay|became|be|got|me|him|her) "
        r"(~1 )?unconscious",
        r"unconscious (for|after|during|at|in)",
        r"dizz\w+",
        r"light ?headed\w*",
        r"(vertigo|woozy|giddy|giddiness)",
        r"(head|room|world|everything) (~1 )?(spins|spinning|spun)",
        r"keel\w* over",
        r"(i|i've|he|she|have|has|had|nearly|almost) (~1 )?collaps(e|es|ed)",
        r"collapsed (during|after|while|at|when|in|last|on the (track|treadmill|field|pitch"
        r"|court))",
        r"(woke|wake|waking|came to|come to|found myself) (up )?(~1 )?(on|lying) (~3 )?"
        r"(floor|ground|mat|grass|tiles|treadmill)",
        rf"(vision|everything|sight|eyes|all) (~1 )?{_TURNS} (~1 )?(black|dark|gr[ae]y|blurry)",
        rf"it (all )?{_TURNS} (~1 )?(black|blurry)",
        r"(vision|sight|eyesight) (~1 )?(fad(e|es|ed|ing)|tunnels|tunnell?ed|narrow(s|ed)"
        r"|closes in)",
        r"(tunnel vision|lights? (went|go|goes) out for me) (~1 )?(when|after|during|at|if|while"
        r"|in)",
        # A room may go dark by itself: this counts only when the body has just moved.
        rf"(it|things?|room|world|gym|lights?) (~2 )?{_TURNS} (~1 )?(black|dark|dim|gr[ae]y|blurry"
        rf"|fuzzy|hazy) (~1 )?(when|after|if|as|whenever|while|at|during|on) (~5 )?(stand\w*|stood"
        rf"|gett?(ing)? up|got up|ris(e|ing)|bend\w*|bench|squat\w*|deadlift\w*|press|lift\w*"
        rf"|sets?|reps?|chair)",
        r"(fad(e|es|ed|ing)|went|goes|turn(s|ed)|cut) to black",
        r"(out|knocked|went|passed) (out )?cold",
        r"unresponsive",
        r"(was|went|am|were) out for (~1 )?(\d+|few|couple of|some)? ?(seconds?|minutes?)",
        r"(hit|kissed) the (floor|deck|ground)(?= (after|during|when|while|in|last|on|and))",
        r"(see|saw|seeing) (~1 )?(nothing but |only )?(stars|black|spots)",
        r"(black|dark|gr[ae]y) (~1 )?(before|in front of) my eyes",
        r"(nearly|almost) (fall|fell) (over |down )?when",
        r"(seizures?|convulsions?|epileptic fits?)",
    ),
    "heart": (
        rf"heart {_ILL_HEART}",
        r"heart (~1 )?(pains?|hurts?|hurting|aches?|skips?|flutters?|races|racing|pounds|stops"
        r"|jumps)",
        rf"{_PAIN} (~2 )?(near|around|in|at|by|over|behind) (my |the )?heart",
        r"(racing|bad|weak|dodgy|leaky|failing|sick|irregular) heart",
        r"(hole|leak|defect) in (my|the) heart",
        r"heart (~1 )?(leaks?|leaking|is weak|isn't right|acts up)",
        r"((high|elevated|raised) blood pressure|hypertension|hypertensive)"
        r"(?!,? (~4 )?(under control|well|controlled|managed|treated|medicated|in check|stable"
        r"|is fine))(?<!controlled high blood pressure)",
        r"(irregular|skipped|skipping|missed|uneven) heart ?(beats?|rhythm)",
        r"heart ?beat (~1 )?(irregular|uneven|skips)",
        r"(cardiac|coronary|defibrillator|enlarged heart|cardiomyopathy|tachycardia|bradycardia"
        r"|arr?h?yth?mias?|palpitations?|pacemaker|aneurysms?|afib|a fib|atrial (fib\w*|flutter)"
        r"|blood clots?|thrombosis|dvt|embolism|myocarditis|pericarditis|angioplasty|stents?)",
        r"(see|seeing|saw|under|visit|visiting|referred to) (a|my|the) cardiologist",
        r"(had|have|having|has|suffered|survived|after|since|from|of|another|mini|history of) "
        r"((a|an|my|the|\d|two|minor|major|small|light|slight|big|mild|silent|mini|second|heat) )"
        r"{0,2}strokes?(?! (rates?|techniques?|of luck|of genius|in the (pool|water)|per))",
        r"strokes? (in|last|this|at|when) (the |early |late )?"
        rf"((19|20)\d\d|my (brain|\d0s)|{MONTH}|year|week|month|age)",
        r"strokes? (\d+|a few|some) (days|weeks|months|years) ago",
        r"stroke (survivor|patient|victim)",
        r"strokes?(?=\s*(:|-)\s*(yes|in|20))",
        r"(uncontrolled|severe|very high|dangerously high|untreated) (high )?"
        r"(blood pressure|hypertension)",
        r"(blood pressure|hypertension) (~4 )?(not|never|isn't|aren't|wasn't|hasn't|out of) "
        r"((under|well|yet|really|properly|been) ){0,2}(control\w*|treated|managed)",
    ),
    "breathing": (
        r"short(ness)? of (breath|air)",
        r"breathless\w*",
        r"(can'?t|cannot|can not|hardly|barely|trouble|difficult\w*|struggl\w*( to)?|hard to"
        r"|problems?) (~1 )?(breathe|breathing|get (enough )?air|catch my breath)",
        r"out of breath (~1 )?(at rest|sitting|lying|just|when (i )?(sit|lie|rest)|walking|climbing"
        r"|talking|from (nothing|walking))",
        r"(gasp(ing)? for (air|breath)|winded (~1 )?(walking|at rest|talking|sitting))",
        rf"{_GASPING} (~1 )?(after|on|from|at|by|just|when|whenever|while|if|going|climbing) "
        rf"(?!(~3 )?(run|sprint|rac|jog)\w*)(~4 )?{_SLIGHT_EFFORT}",
        rf"{_SLIGHT_EFFORT} (~3 )?(leaves?|makes?|gets?|has) me (~2 )?{_GASPING}",
        rf"{_SLIGHT_EFFORT} (~2 )?winds me",
        rf"{_SLIGHT_EFFORT} (because|and) (i'm|i am|i get) (~1 )?{_GASPING}",
        rf"{_GASPING} (brushing my|getting dressed|making the bed|tying my)",
        r"(can'?t|cannot|can not|unable to|hardly|barely) (~2 )?(finish|say|speak|hold|get) (~3 )?"
        r"(sentences?|conversation) (without )?(~4 )?(gasp\w*|breath\w*|air|pant\w*|puff\w*)",
        rf"(stop|pause|rest|halt) (~1 )?(for|to (catch|get)) (my |a )?(breath|air) (~3 )?"
        rf"{_SLIGHT_EFFORT}",
    ),
    "other_condition": (
        r"(i have|i've got|diagnosed with|living with|have) ms",
        r"(lost|losing|lose) (my|her) periods?",
        r"(my|her) periods? (~1 )?(stop\w*|disappear\w*|gone|missing)",
        r"(chemo\w*|radiation therapy|radiotherapy|dialysis|epilepsy|epileptic|insulin"
        r"|type [12] diabet\w+|hypoglyc\w+|blood thinners?|beta ?blockers?|multiple sclerosis|copd"
        r"|heart medication|cancer treatment|in treatment for cancer|brittle bones)",
    ),
}
