"""How people speak of a pregnancy or a birth, and of an operation. The phrases are written as
`phrases` describes.
"""

from typing import Final

from programs.screening.phrases import MONTH

_BODY: Final = (
    r"(knees?|hips?|shoulders?|ankles?|elbows?|wrists?|spine|back|neck|foot|feet|toes?|hands?"
    r"|fingers?|thumb|eyes?|nose|heart|valve|acl|mcl|pcl|meniscus|labrum|rotator cuff|cuff|tendon"
    r"|ligament|achilles|biceps?|pec|hernia|dis[ck]s?|joint|jaw|leg|arm|abdomen|stomach|bowel"
    r"|prostate|bunion|cataract)"
)
_ORGAN: Final = (
    r"(appendix|gall ?bladder|tonsils|adenoids|spleen|ovar(y|ies)|kidney|cyst|tumou?r|uterus|womb"
    r"|thyroid|lump|mole|polyps?|wisdom (teeth|tooth)|tooth|teeth|lens|fibroids?|prostate|breasts?"
    r"|metal|screws|pins)"
)

PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "pregnancy": (
        r"pregnan(t|cy|cies)",
        r"pregg(o|ers|y)",
        r"preg",
        r"(first|second|third|1st|2nd|3rd|\d) trimester",
        r"(\d+|few|several) (weeks?|months?|wks?) (along|gone with|postpartum|post partum"
        r"|after (delivery|birth|giving birth|the birth|labou?r))",
        r"(\d+|few) months gone",
        r"(currently|now) [23]\d weeks(?! (into|out|in|of|from|sober|post))",
        r"baby (girl |boy )?(came|arrived|is here) (~2 )?(weeks?|days?|last|this|yesterday|early)",
        r"post ?partum",
        r"(post|pre|ante) ?natal",
        r"(i am|i'm|we are|we're|im|i|we) (~1 )?expecting",
        r"expecting (a |an |our |my |the )?(~1 )?(baby|child|twins|triplets|boy|girl|little one|son"
        r"|daughter)",
        rf"expecting (our|in {MONTH})",
        r"having (a|our|my|another|twins) ?(~1 )?(baby|child|kid)",
        rf"have (a|our|my|another) (baby|child) (in {MONTH}|soon|on the way|next|this)",
        r"(have|having|had) (twins|triplets)",
        r"(am|i'm|im|is|she's|being|woman|are|with me) (~1 )?with child",
        r"(?<!\w )with child",
        r"(just|recently) (had|delivered) (a |my |our )?(~1 )?(baby|twins|child|boy|girl"
        r"|daughter|son)",
        r"(gave|give|given|giving) birth",
        r"(had|have had|delivered) (a|my|our|the) ((first|second|third|new|little) )?"
        r"(baby|twins|child|newborn)(?! (sitter|steps?))",
        r"delivered (a|my|our|the) (~1 )?(boy|girl|son|daughter)",
        rf"^due in {MONTH}(?![\s:,-]{{1,3}}(my|the|our) )",
        r"(baby|son|daughter|child|twins|boy|girl|kid|little one|first|second|third|fourth|youngest"
        r"|he|she) (was|were|is|got) (just |only )?"
        r"born (~4 )?(days?|weeks?|months?) ago",
        r"(baby|son|daughter|child|twins|boy|girl|kid|little one) (was|were) (just |only )?born "
        rf"(yesterday|recently|last (week|month)|this (week|month|year)|by (c|caes|ces)|in {MONTH}"
        r"(?! (19|20)))",
        r"baby is (only |just |now )?(\d+ )?(days|weeks|months?) (old|young)",
        r"baby is (only |just |now )?\d+ (days|weeks|months?)",
        r"(baby|due date) (is )?due",
        r"due date",
        r"baby ?bump",
        rf"(i'm|i am|im|we're|we are|she's|she is|baby) due (~2 )?({MONTH}|next|this|soon|any|on)",
        r"(baby|child|little one) (~2 )?on (the|its|his|her) way",
        r"gestation\w*",
        r"trying (~1 )?(to conceive|to get pregnant|for a (baby|child|second))",
        r"(ivf|in vitro|embryo transfer|fertility (treatment|drugs|clinic)|ttc)",
        r"(miscarriage|miscarried|stillbirth|ectopic)",
        r"after ((giving|the|my) )?(birth|childbirth|labou?r|delivery of)",
        r"baby (~1 )?(arrives|arriving|comes|coming|expected|will (be born|arrive|come))",
        r"expecting (number|no|nr|#) ?\d",
        r"(number|no|nr|baby) (\d|two|three) (is )?(~1 )?(due|on (the|its) way|coming)",
        r"(first|second|third|fourth|another|next) (child|baby|kid) (is |comes |coming )?"
        rf"(~1 )?(due|on the way|in {MONTH}|next|coming|soon|this)",
        r"(bun in the oven|knocked up|expectant|(mum|mom|mother) to be|maternity leave)",
        r"breast ?(feeding|feed)",
        r"test (~1 )?(is|was|came back|turned out|says|said) (~1 )?positive",
        r"positive (pregnancy |home )?test",
        r"c ?section",
        r"(caesarean|cesarean|caesarian|cesarian)",
        r"missed my period",
    ),
    "surgery": (
        r"surger(y|ies)",
        r"surgical (repair|procedure|wound|scar)",
        r"(my|the) surgeon",
        r"surgeon (~1 )?(released|cleared|said|says|told|wants|operated|recommends|booked)",
        r"operation",
        rf"(\d|several|many|multiple|had|my|more|heart|back|{_BODY}) (~1 )?operations",
        r"(was|were|been|be|being|got|get|getting|is|am|are|had|have) (~4 )?operated",
        rf"operated (on|upon|{_BODY}|(my|his|her|the|both|our) (~1 )?{_BODY})",
        rf"{_BODY} (~2 )?operated",
        r"(an|my|the|his|her|minor|small|big|recent|after|before|since|post|pre) op(?! ?ed\b)",
        rf"({_BODY}|{_ORGAN}|eye|heart|brain|emergency|keyhole) op",
        r"op (on|in|last|next|was|is|yesterday|due) (my|the|his|her)?",
        r"post ?op(erative)?\w*",
        r"pre ?op(erative)?",
        r"(arthroscop\w+|hysterectomy|c ?section|caesarean|cesarean|caesarian|cesarian"
        r"|transplant\w*"
        r"|laparoscop\w+|\w{3,}ectomy|\w{3,}otomy|\w{3,}oplasty|lasik|lasek|cataracts?|liposuction"
        r"|tummy tuck|boob job|nose job|breast (implants?|reduction|augmentation)|bariatric"
        r"|gastric (bypass|sleeve|band)|laser eye|stents?|amputat\w+|biopsy)",
        r"(heart|double|triple|quadruple|coronary|gastric|a|my) bypass",
        rf"bypass (surgery|in|last|this|operation) ?({MONTH}|\d+|year|month|week)?",
        r"(spinal|lumbar|vertebral|cervical|ankle|l5|disc) fusion",
        rf"{_ORGAN} (~3 )?(removed|taken out|out|extracted|pulled)",
        rf"(removed|took out|taken out|extracted|pulled|cut out|removing|removal of) "
        rf"((my|the|an?|his|her|all|both|\d|two|four) ){{0,2}}(~1 )?{_ORGAN}",
        rf"{_BODY} (~1 )?(replacements?|resurfacing|reconstruction|revision|scope|scoped|repair"
        r"|release)",
        rf"{_BODY} ((was|were|got|has been|have been|is|being|is being|to be|gets?"
        rf"|will be) )?(~1 )?"
        r"(replaced|reconstructed|repaired|trimmed|fused|scoped|reattached|cut open|opened up)",
        r"(replaced|reconstructed|repaired|trimmed|fused|scoped|reattached) (my|the|his|her|both) "
        rf"(~1 )?{_BODY}",
        r"(acl|mcl|pcl|meniscus|hernia|labrum|cuff|tendon|ligament|dis[ck]|nose|bunion|valve"
        r"|cataract)"
        r" (~2 )?fixed",
        r"fix(ed|ing)? (my|the) (~1 )?(acl|mcl|pcl|meniscus|hernia|labrum|cuff|tendon|ligament"
        r"|valve)",
        r"new (hip|knee|shoulder joint|heart valve|valve|kidney|liver)(?! (routine|sleeves?|wraps?"
        r"|braces?|exercises?|mobility|drills?|thrusts?|pads?|pains?|raises?|move\w*|work\w*|flexor"
        r"|day))",
        r"(stitches|sutures|staples)(?= (~2 )?(in|out|still|came|removed|are|were|last|from))",
        r"under the knife",
        rf"cut out (part of |some of |a piece of )?(my|his|her|the) ({_BODY}|{_ORGAN})",
        rf"(screws?|plates?|pins?|rods?|wires?|metal) (~1 )?(put |placed |taken |removed )?"
        rf"(in|into|from|out of) (my |the |his |her )?(~1 )?{_BODY}",
        r"(after|since|from|following|my|an|the|before|had|have|having|for) (~2 )?"
        r"(?<!photo )(?<!co-)(?<!co )op(?= ?($|[.,;!]))",
        r"(bandaged up|still bandaged|surgical dressing)",
        r"(had|have|having|after|for|underwent|undergo|undergoing|medical|heart|minor|scheduled"
        r"|since|following) (an? |my |the |this )?(~1 )?procedure",
        r"(underwent|cut (me )?open|opened me up|keyhole)",
    ),
}
