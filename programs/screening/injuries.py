"""How people speak of a fresh injury: what broke, and what was sprained, twisted or popped out a
short while ago or is swollen now. The phrases are written as `phrases` describes.
"""

from typing import Final

_LIMB: Final = r"(arms?|legs?|foot|feet|hands?|fingers?|toes?|wrists?|ankles?)"
_BONE: Final = (
    r"(acl|mcl|meniscus|achilles|hamstring|quad|calf|biceps?|pec|ribs?|legs?|arms?|wrists?|ankles?"
    r"|foot|toes?|fingers?|collarbone|shoulder|knee|hip|ligaments?|tendons?|muscle|bones?|labrum"
    r"|back|vertebra\w*|nose|jaw|elbow|hand)"
)
_JOINT: Final = (
    r"(ankles?|knees?|kneecap|shoulders?|elbows?|wrists?|foot|feet|toes?|fingers?|thumb|hips?"
    r"|hamstring|calf|calves|quad|groin|(lower |upper )?back|neck|hand|jaw|legs?|achilles|biceps?"
    r"|pec|ribs?|muscle|joints?)(?! (squats?|days?|routine|workouts?|exercises?|program\w*|training"
    r"|raises?|press\w*|curls?|extensions?|rotations?|mobility|form|position|sessions?|thrusts?"
    r"|sleeves?|wraps?|brace|rows?))"
)
_MY: Final = r"(my|the|his|her|an?|both|left|right|lower|upper)"
_DAY: Final = r"((mon|tues|wednes|thurs|fri|satur|sun)day|week ?end)"
_FRESH: Final = (
    rf"(yesterday|today|tonight|this (morning|afternoon|week|{_DAY})|last (night|week|{_DAY})"
    rf"|(on|over|since|at) (the |last )?{_DAY}|(earlier|since) (today|yesterday|this week"
    r"|last week)|(\d|1\d|few|some|several) (days?|weeks?) ago|an? (day|week|fortnight|month) ago"
    r"|1 (day|week|month) ago|days ago|the other day|recently|just now)"
)
# From the injury to its time; a year in between makes it an old one.
_THEN: Final = r",? ((?!(years?|(19|20)\d\d|ago|and|but|when|so)\b)[\w']+,? ){0,4}"
_SPRAINED: Final = (
    rf"((sprained|strained|twisted) ({_MY} ){{0,3}}{_JOINT}"
    r"|(pulled|tweaked|wrenched|hyperextended|injured|hurt|jammed|busted|banged|smashed|bruised"
    rf"|landed on|fell on|dislocated|popped) ({_MY} ){{1,3}}{_JOINT}"
    r"|(rolled|turned|went over on) (my|the|his|her) (left |right )?(ankle|foot|wrist)"
    rf"|did (my|the) (left |right )?{_JOINT} in)"
)
_SWOLLEN: Final = (
    r"(swollen|swelling|swelled up|purple|black and blue|puffy"
    r"|bruised(?! from (~2 )?(bar\w*|kettlebells?|deadlifts?|cleans?|rack|rings|squats?)))"
)
_VERY: Final = (
    r"((still|all|really|very|a|bit|quite|so|now|badly|slightly|already|pretty|sore|stiff|red|hot"
    r"|bruised|painful|and|been) ){0,4}"
)

PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "acute_injury": (
        r"(torn|tore|ruptur(e|ed)|dislocat(e|ed|ion)|fractur(e|ed)|broke|broken|snapped) "
        rf"(~4 )?{_BONE}",
        r"(acl|mcl|meniscus|achilles|hamstring|ligament|labrum|muscle|tendon|calf"
        r"|quad) (tear|rupture)",
        r"(arms?|legs?|wrists?|ankles?|foot|feet|hand|fingers?|toes?|ribs?|collarbone|nose|knee"
        r"|shoulder|hip|bone|jaw|elbow) ((is|are|was|were|got|may be) )(~1 )?"
        r"(broken|fractured|dislocated|torn|cracked)",
        r"(tore|torn|ruptured) (~2 )?rotator cuff (~2 )?(yesterday|today|last|this|on \w+day)",
        r"cracked (~2 )?ribs?",
        r"hospitali[sz]ed (~3 )?(last|this|yesterday|recently|(\d+|few) (days?|weeks?"
        r"|months?) ago)",
        r"recently hospitali[sz]ed",
        r"(discharged|released|came|got|home|back) (out )?(of|from) (the )?(hospital|icu|er)",
        r"in (the )?(hospital|icu) (~2 )?(last|this|yesterday|recently|for|since|with|because"
        r"|after)",
        rf"can(not|'?t| not) feel (~2 )?({_LIMB}|face)",
        rf"{_LIMB} (~2 )?numb",
        r"numb(ness)? (~3 )?(legs?|foot|feet|arms?|hands?|fingers)",
        r"stress fractures?",
        r"concuss(ions?|ed)",
        r"in a (~1 )?cast",
        r"on crutches",
        r"slipped (a )?dis[ck]",
        rf"{_SPRAINED}{_THEN}({_FRESH}|{_SWOLLEN})",
        rf"({_FRESH}|just|recently),? ((i|i've|he|she|have|also|just|badly|and) ){{0,3}}"
        rf"{_SPRAINED}",
        rf"{_JOINT} (sprain|strain|injury|dislocation|pull){_THEN}{_FRESH}",
        rf"(sprain(ed)?|strain(ed)?|injury) (in|of|to) ({_MY} ){{0,3}}{_JOINT}{_THEN}{_FRESH}",
        rf"{_JOINT} (is|are|'s) {_VERY}(sprained|strained)",
        rf"{_JOINT} (~1 )?(dislocated|ruptured|fractured)",
        rf"{_JOINT} (~1 )?(popped|came|slipped|slid|jumped) (right |clean )?out( of (~1 )?(socket"
        r"|place|joint))?",
        rf"{_JOINT} (~4 )?(popped|cracked|buckled|gave (way|out)){_THEN}{_FRESH}",
        rf"{_JOINT}('s| (is|are|looks?|got|gets|stays|remains|feels?|has been|have been|has"
        rf"|still)) {_VERY}{_SWOLLEN}",
        rf"{_JOINT} (has |have )?(blew|blown|swelled|swollen|puffed|ballooned) up",
        rf"{_JOINT} (was|were) {_VERY}{_SWOLLEN}{_THEN}{_FRESH}",
        rf"swollen ((left|right|my|and|sore|stiff|painful) ){{0,3}}{_JOINT}",
        r"(can'?t|cannot|can not|hardly|barely) (~1 )?(walk|stand|put (~1 )?weight|bear weight) on "
        r"(it|my|the) ?(?!(hands|treadmill|toes))",
    ),
}
