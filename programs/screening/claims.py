"""Whether what a text mentions is said to be so: of the writer, now.

Each mention is judged in its own sentence, and everything counts against the text: a mention stands
unless one of three things clears it. It is *denied* when a frame from a closed list governs it ("no
chest pain", "never had surgery or a fracture", "fainting: no") and the sentence does not go on to
take that back ("... until last week"). It is *somebody else's* when a relative is its grammatical
owner ("my wife is pregnant"), with no first person in between. It is *long past* when an event is
dated years back and nothing in the sentence is renewed or present.

Whatever is looked at is either a window of fixed width beside the mention, or found once for the
whole text, so the time taken grows with the length of the text and no faster.
"""

import re
from bisect import bisect_left
from typing import Final

_WINDOW: Final = 200

# A sentence ends here, unless the next one only takes it back, or answers a question asked in it.
_BREAK: Final = re.compile(
    r"\n(?!\s?(?:any|or|nor)\b)"
    r"|[.;!](?!\d|[.;!]|\s?(?:except|but|until|apart|although|only|unless|yet|other\sthan"
    r"|just\s(?:when|after|if))\b)|\?(?!\s?(?:no|none|never|nope|nil|not|n/a)\b)"
)

# --- denied -----------------------------------------------------------------------------------
_NEGATED_VERB: Final = (
    r"(?:do|does|did|have|has|had|am|is|are|was|were)(?:\snot|n'?t)|i'm\snot|(?:he|she|we)'s\snot"
    r"|we're\snot|ain'?t|can\snot\ssay\si\shave"
)
_NEGATION: Final = (
    rf"(?:{_NEGATED_VERB}|no|not|never|neither|nor|zero|nil|denies|deny|denying|free\s(?:of|from)"
    r"|without|negative\sfor|absence\sof)"
)
# What may stand between the negation and what it denies.
_FILLING: Final = (
    r"(?:any|a|an|known|current|currently|previous|previously|prior|past|personal|family|medical"
    r"|serious|major|severe|chronic|acute|real|such|other|ever|actually|really|personally|either"
    r"|recent|recently|planned|upcoming|been|being|be|have|had|having|get|gets|got|getting"
    r"|gotten|feel|feels|felt|feeling|experienced?|experiencing|undergone|needed|need"
    r"|suffer(?:ed|ing)?\sfrom|diagnosed\swith|(?:history|signs?|symptoms?|episodes?|cases?|kind"
    r"|sort|type|types|hint|record|bouts?)\sof|(?:problems?|issues?|trouble|experience)\swith"
    r"|scheduled\sfor|(?:need|plans)\sfor|planning|recovering\sfrom|waiting\sfor|heart|chest"
    r"|back|knee|joint|shoulder|neck|hip|health|eating|mental"
    r"|high|low|broken|old|unusual|left|right|arm|jaw)"
)
_DENIABLE: Final = (
    r"(?:pains?|aches?|pressure|tightness|discomfort|problems?|issues?|conditions?|diseases?"
    r"|trouble|injur(?:y|ies)|illness(?:es)?|sickness|medications?|meds|medicines?|drugs"
    r"|allerg(?:y|ies)|surger(?:y|ies)|operations?|faint(?:ed|ing|s)?|dizz(?:y|iness)(?:\sspells?)?"
    r"|spells?|black-?outs?|blacked\sout|passed\sout|passing\sout|seizures?|strokes?|palpitations?"
    r"|short(?:ness)?\sof\sbreath|breathless(?:ness)?|asthma|diabetes|epilepsy|disorders?"
    r"|pregnan(?:t|cy|cies)|fractures?|bones|blood\spressure|attacks?|concussions?"
    r"|light-?headed(?:ness)?|complaints?|symptoms?|limitations?|restrictions?|limits|anorexia"
    r"|bulimia|angina|arrhythmias?|vertigo|swelling|smoking|alcohol|chest|breathing\sdifficult\w+)"
)
_THING: Final = rf"(?:{_FILLING}\s){{0,5}}{_DENIABLE}(?:\s{_DENIABLE}){{0,2}}"
_JOINT: Final = r"\s?(?:,\s?(?:or|nor|and\sno)?|/|\bor|\bnor|\band(?=\sno\b))\s?"
_DENIED: Final = re.compile(
    rf"(?:^|(?<=[\s,:(-]))(?P<negation>{_NEGATION})\s"
    rf"(?P<list>(?:{_THING}{_JOINT}){{0,8}})(?:{_FILLING}\s){{0,6}}$"
)
_CLOSED: Final = re.compile(r"\bn?or\b|/")
_BEYOND: Final = re.compile(r"\bn?or\b[^,]*,(?!\s?(?:n?or|and\sno)\b)")
_LIST_GOES_ON: Final = re.compile(rf"(?:{_JOINT}{_THING}){{0,8}}")
_ANSWERED_NO: Final = re.compile(
    rf"(?:{_JOINT}{_THING}){{0,8}}(?:\s?(?:[:=?]|-|–|—|\.\.+)\s?|\s(?=ruled))"
    r"(?:no|none|never|nope|nil|n/a|negative|not\sat\sall|ruled\sout)\b"
    r"(?!\s(?:idea|clue|doubt|matter|longer|more|before|until|like|as|so|this|wonder|explanation"
    r"|reason|one|way))"
)
_RULED_OUT: Final = re.compile(r"\s(?:was|were|is|has\sbeen|have\sbeen)\sruled\sout\b")
# "Without" and "free of" deny nothing after these: "I can't run without chest pain".
_TURNED: Final = re.compile(
    r"\b(?:can'?t|cannot|not|never|no|unable|hardly|barely|rarely|seldom|few|impossible|difficult"
    r"|hard\sto|neither|nobody|nothing|wish|want|hope|if|dream\w*|miss|would|like\sto"
    r"|love\sto)\b|n't\b|'d\b"
)
_HARMLESS_BUT: Final = (
    r"[\s,]*(?:(?:still|also|just)\s)?(?:i(?:'d)?\s(?:(?:really|just|do|also|would|still)\s){0,2}"
    r"(?:want|would|like|need|love|prefer|hate|hope|wish|sit|work|train|lift|run|have\s(?:a\s"
    r"|an\s)?(?:bad|stiff|sore|weak|old|little|limited|tight))\b"
    r"|i\sget\s(?:tired|bored|stiff|sore|hungry)\b"
    r"|i(?:'m|\sam)\s(?:new|tired|busy|stiff|slow|weak|unfit|out\sof\sshape|a\sbeginner)\b"
    r"|my\s(?:left\s|right\s|lower\s|upper\s)?(?:knees?|shoulders?|back|hips?|ankles?|elbows?"
    r"|wrists?|neck|legs?|feet|form|schedule|time|motivation|coach|asthma)\b|(?:(?:a|an|some)\s)?"
    r"(?:bad|stiff|sore|weak|tight|old)\s)"
)
# Wherever in the sentence it comes, this takes a denial back ...
_TAKEN_BACK: Final = re.compile(
    r"\b(?:except\w*|excluding|until|till|unless|apart\sfrom|aside\sfrom|other\sthan|besides"
    r"|any\s?more|any\slonger|as\slong\sas|provided|barring|save\sfor"
    r"|(?:only|just|sometimes|except)\s(?:when|if|after|during|while|once|twice|at\snight"
    r"|on\s\w+days?)"
    rf"|(?:but|though|although|however)\b(?!{_HARMLESS_BUT}))\b"
    r"|\b(?:not|at\sleast\snot)\syet\b"
)
# ... and this within the clause.
_WEAKENED: Final = re.compile(
    r"\b(?:yet|again|since|lately|recently|nowadays|these\sdays|at\srest|today|yesterday|right\snow"
    r"|(?:when|while)\s(?:i\sam\s|i'm\s|i\s)?rest(?:ing)?|now|often|much|a\slot|always|every"
    r"|daily|usually|sometimes|occasionally"
    r"|normally|mostly|regularly|frequently|all\sthe\stime|constantly|this\s(?:bad|often|strong"
    r"|week"
    r"|month|morning)|(?:so|as|that|too)\s(?:bad|often|strong|badly|much)|like\s(?:this|that)|worse"
    r"|more\sthan|before(?=\s?$|\s(?:last|this|the|that|my|i|yesterday|\d|now|then|january|february"
    r"|march|april|may|june|july|august|september|october|november|december|spring|summer))"
    r"|if\s(?:i|my|the)|while\si\stake|thanks\sto|because\sof|on\s(?:my\s)?(?:pills|medication"
    r"|meds)|with\s(?:my\s)?(?:pills|medication|meds)"
    r"|for\s(?:the\s|a\s)?(?:last\s|past\s)?(?:\d+|few|couple|several)\s?(?:of\s)?(?:days?|weeks?"
    r"|months?)|in\s(?:a\sfew\s|several\s)?(?:days|weeks|months)|the\sfirst\stime)\b"
)
_CLAUSE_END: Final = re.compile(r",|\bso\b|\band\s(?:i|my|want|would|now|can)\b|$")

# --- somebody else's --------------------------------------------------------------------------
_RELATIVE: Final = (
    r"(?:wife|girlfriend|partner|sister|daughter|mother|mom|mum|friend|cousin|neighbou?r|colleague"
    r"|co-?worker|boss|dog|cat|husband|boyfriend|brother|son|kid|child|father|dad|granny"
    r"|grandmother"
    r"|grandfather|grandma|grandpa|grandad|nan|uncle|aunt|auntie|teammate|nephew|niece|roommate"
    r"|flatmate|buddy|fiancée?|fiance|spouse|ex|in-law|step\w+|team\smate|daughter-in-law"
    r"|son-in-law|mother-in-law|father-in-law|sister-in-law|brother-in-law)"
)
_RELATIVES: Final = rf"(?:{_RELATIVE}s?|children|parents|grandparents|family|folks)"
_NAMED: Final = (
    rf"(?:(?:my|our|his|her|their)\s(?:[\w-]+\s)?{_RELATIVES}|(?:a|another"
    rf"|one)\s(?:\w+\s)?(?:friend"
    r"|neighbou?r|colleague|cousin)(?:\sof\s(?:mine|ours))?|dad|mom|mum|grandma|grandpa)"
)
_FIRST_PERSON: Final = r"(?:i|i'm|i've|i'd|i'll|im|ive|me|my|mine|myself|we|we're|we've|us|our)"
_ADVERBS: Final = (
    r"(?:(?:also|just|recently|often|sometimes|now|currently|both|all|once|always|easily|already"
    r"|never|only|nearly|almost|usually|,?\s?who)\s)"
)
_OWNS: Final = (
    r"(?:is|are|was|were|has|have|had|got|gets|get|having|suffers?(?:\sfrom)?|suffered(?:\sfrom)?"
    r"|died\s(?:of|from|after|during)|recovers?\sfrom|recovering\sfrom|recovered\sfrom|survived"
    r"|needs?|needed|underwent|lost|loses|wants?\sto|takes|took|lives\swith|gave|'s|being"
    r"|scheduled\sfor)"
)
# Up to the mention, words that cannot hand it over to somebody else.
_FREE: Final = (
    rf"(?:(?!(?:{_FIRST_PERSON}|born|left|says|said|thinks?|thought|notic\w+|worr\w+|tell\w*|told"
    r"|knows?|saw|sees?|found|when|while|since|after|before|because|that|if|so|but|until|though"
    r"|although|then|who|whom|which|about|watch\w*|due|call\w*|driv\w+|drove|carr\w+|caught"
    r"|catch|help\w*"
    r"|concern\w*|afraid|scared|upset|anxious|tired|sure|aware|convinced|happy|glad)\b)"
    r"(?!and\s(?!an?\b|had\b|has\b|is\b|was\b|another\b|\d|expecting|due))[\w'-]+\s)"
)
_OWNED: Final = re.compile(
    rf"(?P<before>(?:^|.*?[\s,(]))(?P<who>{_NAMED}(?:\s(?:and|or)\s{_NAMED})?)"
    rf"(?:'s?\s|\s{_ADVERBS}{{0,2}}{_OWNS}\s{_FREE}{{0,7}}|\s{_ADVERBS}{{0,2}}(?P<verb>))$",
    re.DOTALL,
)
# With these before it, a relative is no subject: "I live with my wife".
_NO_SUBJECT: Final = re.compile(
    r"\b(?:with|for|to|told|tell|asked|like|about|from|of|by|and|or|see|saw|love|than|near|left"
    r"|hit|visit\w*|met|call\w*|beat|without)\s$"
)
_DOES: Final = re.compile(
    r"(?:faint(?:s|ed)|pass(?:es|ed)\s|black(?:s|ed)|collapse[sd]|lost|gave|had|broke|tore"
    r"|fractured|dislocated|ruptured|sprained|twisted|rolled|strained|pulled|tweaked|injured|hurt"
    r"|popped|binge[sd]|purge[sd]|starve[sd]|delivered)"
)
_BELONGS: Final = re.compile(
    rf"(?<=pregnant)\s(?:{_RELATIVE}|women|clients?)\b|\sof\s(?:my|a|our)\s{_RELATIVES}\b"
    r"|\s(?:runs|is\scommon)\sin\s(?:my|the|our)\sfamily\b"
)
# "And so do I", after a relative's.
_ME_TOO: Final = re.compile(
    r"\b(?:so|as|than|like)\s(?:do|did|have|has|am|was|had)\s(?:i|we)\b|\bme\s(?:too|as\swell)\b"
    r"|\bi\s(?:do|did|have|had|am|was)?\s?too\b|\b(?:just\slike|same\s(?:as|for|with"
    r"|goes\sfor))\sme\b|\bsame\shere\b"
)
# The rest of what was just said of the same person: ", 20 weeks along", " and expecting".
_STILL_THEIRS: Final = re.compile(
    r"\s?(?:,|and|or|/|with)?\s?(?:(?:an?|another|and|had|has|is|was|also|later|then|with"
    r"|now)\s){0,4}(?:\d+\s)?"
)

# --- long past --------------------------------------------------------------------------------
_PAST_KINDS: Final = frozenset({"surgery", "acute_injury", "fainting", "pregnancy"})
_EVENT: Final = re.compile(
    r"faint(?:ed|ing)|passed.out|passing.out|black(?:ed)?.?outs?|(?:lost|loss).*consciousness"
    r"|unconscious|collapsed|concuss|c.section|ca?es|gave.birth|given.birth|giving.birth"
    r"|had.(?:a|my)|deliver|miscarr|pregnancy|pregnancies|postpartum|born"
)
_OLD: Final = re.compile(
    r"\b(?:(?:over\s|more\sthan\s)?(?:[2-9]|[1-9]\d)\s(?:or\s(?:\w+\s))?(?:years?|yrs?)\s(?:ago"
    r"|back)|(?:many|some|several|few|couple\sof)?\s?years\sago|decades?\sago"
    r"|(?:as|when\si\swas|since\si\swas)\s(?:an?\s|in\s)?(?:little\s|small\s|young\s)?(?:kid"
    r"|child|baby|teen\w*|toddler|boy|girl|infant|young|younger|student|school)"
    r"|(?:in|back\sin|from|around|since)\s(?:19\d\d|20[01]\d|202[0-2])"
    r"|when\si\swas\s(?:\d|1\d)\b|in\s(?:my\s)?(?:childhood|teens|youth)"
    r"|(?:back\s)?in\s(?:primary\s|high\s|elementary\s|grade\s)?(?:school|college)|long\sago)\b"
)
# "an old meniscus tear"
_FORMER: Final = re.compile(r"\b(?:old|previous|prior|former|healed)\s$")
_RENEWED: Final = re.compile(
    r"\b(?:again|another|second\stime|twice|since(?!\sthen\sfine|\si\swas|\schildhood|\s(?:19"
    r"|20)\d\d)"
    r"|still|now(?!\s(?:i'm\s|i\sam\s|it's\s|it\sis\s|all\s|is\s)?(?:fine|good|ok|okay|healed"
    r"|better|healthy|recovered))|recent\w*|yesterday|today|tonight|currently|presently|lately"
    r"|this\s(?:week"
    r"|month|year|spring|summer|autumn|fall|winter|morning)|last\s(?:week|month|night|year|spring"
    r"|summer|autumn|fall|winter|\w+day)|(?:\d+|few|couple\sof)\s(?:days?|weeks?|months?)\sago"
    r"|in\s(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)(?!\s(?:19|20)\d\d)|on\s\w+day|hurts|aches|swells?|swollen|bleed\w*|gives?\sway"
    r"|giving\sway|numb"
    r"|painful|pains?|infect\w*|reopen\w*|next|soon|scheduled|planned|waiting|keeps?|every|often"
    r"|am|get|sometimes|have\sto|need"
    r"|(?:isn't|hasn't|never|is\snot|has\snot)\s(?:(?:been|felt|really|fully|quite)\s){0,2}"
    r"(?:healed|right|good|fine|well))\b"
)
_WELL: Final = (
    r"(?:fine|ok|okay|good|great|strong|solid|healed|better|healthy|perfect|perfectly|flawless"
    r"|excellent|brilliant|well|pain[\s-]free|trouble[\s-]free|problem[\s-]free|painless|stable)"
)
# "It has not been right since" is no good news, though it denies something.
_NO_SINCE: Final = re.compile(
    rf"\b(?:no|any|without|never|not|zero|\w+n't)\s(?:(?!(?:right|same|normal|{_WELL})\b)\w+\s)"
    r"{0,4}?(?:since|again|now|pains?|hurts?)\b"
    r"|(?<!not\s)(?<!never\s)(?<!n't\s)\b(?:i\sam|i'm|it's|is|are|feels?|felt|ha(?:s|ve|d)|been"
    r"|works?|running|lifting|training)\s"
    rf"(?:(?!(?:not|never|hardly|barely|rarely|far|less)\b)\w+\s){{0,2}}{_WELL}(?:\sagain)?"
    r"(?:\snow)?(?:\s(?:ever\s)?since)?\b"
    rf"|,\s{_WELL}\s(?:ever\s)?since\b"
    r"|\b(?:run|ran|lifted|squatted|trained|played|competed|raced|finished|completed)\s"
    r"(?:(?!(?:with|around|through|pains?|in|on|less|only|little)\b)\w+\s){0,3}?since\b"
    r"|\bsince\sthen\b|\b(?:i\s|to\s)?get\s(?:strong"
    r"|fit|stronger|fitter|lean|back\sin(?:to)?\sshape)"
)


class Claims:
    """A text, in lower case, ready to be asked about each mention found in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [match.start() for match in _BREAK.finditer(text)]
        self._taken_back = [match.start() for match in _TAKEN_BACK.finditer(text)]
        covered = _NO_SINCE.sub(lambda match: "#" * len(match[0]), text)
        self._renewed = [match.start() for match in _RENEWED.finditer(covered)]

    def stands(self, kind: str, start: int, end: int) -> bool:
        """Whether the mention from start to end is the writer's own, true, and recent."""
        return not (
            self._is_denied(kind, start, end)
            or self.is_others(start, end)
            or self._is_long_past(kind, start, end)
        )

    def is_others(self, start: int, end: int) -> bool:
        """Whether a relative, and not the writer, is the grammatical owner of the mention."""
        after = self._after(end)
        if _ME_TOO.search(after):
            return False
        if _BELONGS.match(self._text, end):
            return True
        before = self._before(start)
        owned = _OWNED.match(before)
        if owned is None:
            return self._goes_on_about_them(before, start)
        if owned["verb"] is not None and not _DOES.match(self._text, start):
            return False
        return not _NO_SUBJECT.search(owned["before"])

    def _goes_on_about_them(self, before: str, start: int) -> bool:
        """Whether the mention only adds to one that was a relative's: "is pregnant, 20 weeks"."""
        last = _OWNED_PREGNANCY.search(before)
        return last is not None and _STILL_THEIRS.fullmatch(before, last.end()) is not None

    def _is_denied(self, kind: str, start: int, end: int) -> bool:
        after = self._after(end)
        if not (self._is_negated(self._before(start), after) or self._is_answered_no(after)):
            return False
        return not (
            _has_between(self._taken_back, start, self._sentence_end(end))
            or self._is_weakened(kind, after)
        )

    def _is_negated(self, before: str, after: str) -> bool:
        found = _DENIED.search(before)
        if found is None:
            return False
        turns = found["negation"] in {"without", "free of", "free from", "no", "negative for"}
        earlier = before[: found.start()]
        if turns and (found["negation"] != "no" or earlier.endswith("with ")):
            clause = earlier[-80:]
            if _TURNED.search(clause):
                return False
        rest = _LIST_GOES_ON.match(after)
        listed = found["list"] + (rest[0] if rest else "")
        # A list is one denial only when "or" or "nor" closes it, and as far as that: "no injuries,
        # chest pain" is none, nor is what follows the comma in "no injury or illness, chest pain".
        return not found["list"] or (
            _CLOSED.search(listed) is not None and _BEYOND.search(found["list"]) is None
        )

    def _is_answered_no(self, after: str) -> bool:
        return bool(_ANSWERED_NO.match(after) or _RULED_OUT.match(after))

    def _is_weakened(self, kind: str, after: str) -> bool:
        rest = _LIST_GOES_ON.match(after)
        begin = rest.end() if rest else 0
        end = _CLAUSE_END.search(after, begin)
        return any(
            not (kind == "pregnancy" and weak[0] in {"now", "right now", "today", "these days"})
            for weak in _WEAKENED.finditer(after[: end.start() if end else None])
        )

    def _is_long_past(self, kind: str, start: int, end: int) -> bool:
        if kind not in _PAST_KINDS or (
            kind in {"fainting", "pregnancy"} and not _EVENT.search(self._text[start:end])
        ):
            return False
        after, before = self._after(end)[:60], self._before(start)[-45:]
        is_old = _OLD.search(self._text[start:end] + after) or _OLD.search(before)
        is_former = kind == "acute_injury" and _FORMER.search(before)
        if not (is_old or is_former):
            return False
        return not _has_between(self._renewed, self._sentence_start(start), self._sentence_end(end))

    def _before(self, start: int) -> str:
        begin = self._sentence_start(start)
        if begin < start - _WINDOW:
            # Never begin inside a word: the end of "piano" denies nothing.
            begin = self._text.find(" ", start - _WINDOW, start) + 1 or start - _WINDOW
        return self._text[begin:start].lstrip()

    def _after(self, end: int) -> str:
        return self._text[end : min(self._sentence_end(end), end + _WINDOW)]

    def _sentence_start(self, at: int) -> int:
        before = bisect_left(self._breaks, at)
        return self._breaks[before - 1] + 1 if before else 0

    def _sentence_end(self, at: int) -> int:
        after = bisect_left(self._breaks, at)
        return self._breaks[after] if after < len(self._breaks) else len(self._text)


_OWNED_PREGNANCY: Final = re.compile(
    rf"{_NAMED}(?:'s|\sis|\swas|\sand\sis)?\s{_ADVERBS}{{0,2}}(?:an?\s)?(?:\d+\s(?:weeks"
    rf"|months)\s)?"
    r"(?:pregnant|expecting|heart\sattack)"
    rf"|{_NAMED}\s(?:died\sof|had|has|suffered)\s(?:an?\s)?[\w]+\s(?:attack|surgery|problems?"
    rf"|disease)"
)


def _has_between(places: list[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end
