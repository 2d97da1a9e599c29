"""How people speak of disordered eating, and of losing weight at any price. The phrases are
written as `phrases` describes.
"""

from typing import Final

_MEAL: Final = r"(i eat|eat|eating|meals?|food|breakfast|lunch|dinner|supper|snacks?)"
_FEW_CALORIES: Final = r"(?<![\d.,])(\d{2,3}|1[,.]?000)[\s-]?(k?cals?|calories?|kilocalories)"
_NOT_A_SAVING: Final = (
    r"(?!\s(less|fewer|deficit|surplus|more|extra|above|below|under|over|per meal|a meal|snack"
    r"|breakfast|lunch|dinner|meals?|for (breakfast|lunch|dinner)|at (breakfast|lunch|dinner)"
    r"|before|after|(a|per|each|every) (hour|workout|session|run|meal|ride)))"
)

PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "eating_disorder": (
        r"(anorexi\w+|bulimi\w+|orthorexi\w+|eating disorder\w*|disordered eating|pro ?ana"
        r"|thinspo\w*|bigorexia|ana and mia|arfid)",
        r"(recover\w*|suffer\w*|struggl\w*|history|relaps\w*|treated|treatment|diagnosed|therapy"
        r"|battle)"
        r" (from|of|with|for|in|into) (an |my )?ed(?!')",
        r"(have|had|got|battling|fighting|my|an) ed(?='?s?\b)(?!'|s| (says|said|and i train"
        r"|is my))",
        r"ed (recovery|relapse|history)",
        r"bing(e|es|ed|ing|eing)",
        r"purg(e|es|ed|ing)",
        r"laxatives?",
        r"diet pills?",
        r"(make|makes|making|made|force|forced|forcing) (myself|himself|herself) (~1 )?"
        r"(vomit|throw up|sick|puke|be sick)",
        rf"(vomit\w*|throw(s|ing)? up|threw up|puk(e|es|ed|ing)|sick) (right |straight )?after "
        rf"(~2 )?{_MEAL}",
        rf"(vomit\w*|throw(s|ing)? up|threw up|puk(e|es|ed|ing)) (~1 )?(my |the )?{_MEAL}",
        r"(vomit\w*|throw(s|ing)? up|threw up|puk(e|es|ed|ing)) (~2 )?"
        r"(on purpose|deliberately|intentionally|to (lose|stay|keep|be))",
        rf"(after|when|whenever) (~1 )?{_MEAL} (~2 )?(and |then |and then )(~1 )?"
        r"(vomit\w*|throw up|threw up|puke)",
        r"fast(ing|ed|s)? (for )?2 days (to make up|after|because)",
        r"make up for (~2 )?(meals?|eating|food|what i ate) by",
        r"fingers? down (my|his|her|the) throat",
        r"(don'?t|do not|can'?t|cannot|won'?t|never|not|didn'?t) (let"
        r"|allow\w*) myself (to )?(eat|food)",
        r"chew(s|ing)? and spit\w*",
        r"starv(e|es|ed|ing|ation)",
        r"(stop(ped)?|quit|avoid(ing)?|skip(ping)?|afraid (of|to)|scared (of|to)|terrified (of|to)"
        r"|hate|fear of|fear|let myself|allow myself to|forget to) (~1 )?(eat(ing)?|food|all meals)"
        r"(?! (out|late|junk|sugar|meat|sweets|fast|at night|before|after|in the|candy|bread|dairy"
        r"|gluten|so|too|crap|unhealthy|when|while|as|breakfast|lunch|veg\w*|fish|salads?|snacks"
        r"|processed|seed|past|well|more|enough|healthy|better|prep|courts?|trucks?|waste"
        r"|labels?))",
        r"skip(ping|ped|s)? (~1 )?meals (~1 )?(for days|to|on purpose|all|every|often|whenever|most"
        r"|daily|for \d)",
        r"skip(ping|ped|s)? (all|most|many|my) (~1 )?meals",
        r"(eat|eating|eats|ate) (almost |nearly |basically |literally )?nothing"
        r"(?! (after|before|sweet|but (real|whole|clean)|fried|processed|late|heavy|else))",
        r"(barely|hardly|scarcely) (eat|eating|ate|eats)( anything| at all| enough| all day| food"
        r"| these days|(?=\s*($|[.,;!])))",
        r"(don'?t|do not|didn'?t|not|doesn'?t) eat(ing)? (~1 )?(for (~1 )?days|all day|anything)"
        r"(?! (sweet|after|before|fried|late|processed|with))",
        r"(haven'?t|have not|hadn'?t|hasn'?t) eaten (~2 )?(in|for|since) (~2 )?"
        r"(days|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
        r"eat(ing)? (only |just )?(only |just )?(1|an?) (apple|salad|banana|rice cake|yogh?urt|egg"
        r"|cracker|carrot) (a|per|each|all) day",
        r"(eat|eating|eats) (only |just )?(once|1 meal) every (\d+|other|few|second)"
        r"(?! ?(hours?|hrs?|h|minutes?)\b)",
        # With nothing between: who eats fish every other day eats every day.
        r"(eat|eating|eats) (only |just )?(once )?(every|each) (other|second|third|2nd|3rd|[2-9]) "
        r"days?(?! (at|out|with|in|there)\b)",
        r"(eat|eating|eats) (only )?on alternate days",
        r"(go|goes|going|went) (for )?([2-9]|a few|several) days without (food|eating|a meal)",
        r"(only|just) (let myself |allow myself to )?eat (on|at) (the )?(weekends?|\w+days?)"
        r"(?=\s*($|[.,;!]| to| so))",
        r"(don'?t|do not|never|stop(ped)?|no) (eat|eating|food) (at all )?(on|every) (my )?(rest"
        r"|off|other|non training|most|second)? ?days?",
        r"(don'?t|do not|never|nothing|hardly|barely|skip\w*|no) (~2 )?(eat\w*|food|meals?"
        r"|breakfast|lunch|dinner),? (~6 )?(stay|keep|remain|be|get) (~1 )?(thin|skinny|bony)",
        r"(live|living|survive|surviving) on (only |just )?(coffee|air|water|gum|apples|diet coke"
        r"|cigarettes)",
        rf"(eat|eats|eating|ate|only|under|below|on|to|restrict\w*|live|living|intake|consume"
        rf"|consuming"
        rf"|just|about|at|around) (~3 )?{_FEW_CALORIES} ?((a|per|each) day|/day|daily|(?=\s*($"
        rf"|[.,;!])))"
        rf"{_NOT_A_SAVING}",
        rf"(restrict\w*|living|live|survive|surviving|limit\w*) (~3 )?(to|on"
        rf"|at) (~2 )?{_FEW_CALORIES}"
        rf"{_NOT_A_SAVING}",
        rf"(?<!burn )(?<!burns )(?<!burning )(?<!of )(?<!by )(?<!about )(?<!around )(?<!cut )"
        rf"(?<!save )(?<!extra ){_FEW_CALORIES} ?((a|per|each) day|/day|daily)"
        r"(?! (deficit|surplus|less|fewer|more|extra|from|by|with|walking|running|cycling))",
        r"(cut|cutting|reduce|restrict) (all |my )?(food|eating|intake) to (zero|nothing|0)",
        r"restrict(ing|ed)? (~1 )?(heavily|food|meals|eating|severely)",
        r"fast(ing|ed|s)? (for )?([3-9]|\d\d) days(?! a (week|month|year))",
        r"water fast\w*",
        r"hate (my body|how i look|myself)",
        r"disgusted (by|with|at) (my body|myself)",
        r"weigh myself (~1 )?([3-9]|\d\d|several|many|multiple|ten) times (a|per|every) day",
        r"(terrified|scared|afraid|fear) of (gaining|food|carbs|getting fat|calories|eating|meals)",
        rf"guilt\w* (~3 )?({_MEAL}|eat\w*)",
        r"burn off everything i eat",
        r"(punish|punishing) myself",
        r"compensate for (eating|food|what i ate|every meal)",
    ),
    "rapid_weight_loss": (
        r"crash diet\w*",
        r"as thin as possible",
        r"(rapid|extreme|drastic|very fast|super fast) (weight|fat) loss",
        r"(lose|drop|shed|cut|losing) (~1 )?weight (~1 )?(as (fast|quick\w*|soon) as|fast"
        r"|quickly|asap|rapidly|overnight)",
        r"(lose|drop|shed|losing) (~2 )?([5-9]|\d\d\d?) ?(kgs?|kilos?|lbs?|pounds?|stones?) (~1 )?"
        r"(as (fast|quick\w*|soon) as|fast|quickly|asap|rapidly|overnight)",
        r"(make|making|cut|cutting) weight (~2 )?(tomorrow|overnight|in (1|2|3|4|5) days)",
    ),
}
