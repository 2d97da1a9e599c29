"""What a doctor or another professional told somebody: not to train, only when watched, only up to
a pulse. The phrases are written as `phrases` describes.
"""

from typing import Final

_DOCTOR: Final = (
    r"(doctors?|doc|physician|cardiologist|gp|specialist|physio\w*|therapist|midwife|surgeon|obgyn"
    r"|gyna?ecologist)"
)
_ADVISER: Final = rf"({_DOCTOR}|hospital|clinic|nurse|\w{{4,}}ologist|consultant|rehab team)"
_SAYS: Final = (
    r"(told|tells|said|says|advised|warned|wants?|wanted|recommended|recommends|asked|asks|thinks"
    r"|insists|insisted|lets?|allow(s|ed)|requires|only|cleared|permits|set|capped|limited|limits"
    r"|ordered|keeps|gave|gives|put|suggests|suggested)"
)
_TOLD: Final = (
    r"(was|were|been|am|i'm|got) (~1 )?(told|advised|ordered|instructed|warned|allowed|supposed"
    r"|permitted)(?! by (my|the|an?) (coach|trainer|app|watch))"
)
_EXERCISE: Final = (
    r"(exercis\w*|train(ing)?|work(ing)? ?out|workouts?|lift(ing)?|run(ning)?|sports?)"
)
_SOMEONE: Final = (
    r"(someone|somebody|anyone|another (person|adult)|an? (~1 )?(nurse|physio\w*|therapist|doctor"
    r"|professional|medic|partner|person|friend|adult)|my (wife"
    r"|husband|partner|friend|coach|spouse))"
)
_WATCHED: Final = (
    rf"(supervis(ion|ed)|under observation|monitored|watched|accompanied|{_SOMEONE} (~1 )?"
    r"(watch(ing|es)?|present"
    r"|there|around|nearby|spot(s|ting)|supervis\w+|in the room|with me|at hand|next to me))"
)
_NOT_NEEDED: Final = (
    r"(?!(~5 )?(don'?t|do not|needn'?t|not|no longer) (~1 )?(need|have to|necessar\w*|requir\w*))"
)
_ALONE: Final = r"(alone|unsupervised|unattended|by myself|on my own)"
# Words of the pulse: "heart rate" is read as "pulse". No cap is lower than 80, no resting pulse
# worth telling is higher.
_PULSE: Final = r"(pulse|hr|bpm)"
_CAP: Final = (
    r"(under|below|beneath|less than|lower than|over|above|past|beyond|exceed\w*|to|at|of|within|is"
    r"|higher than|more than) (~1 )?([89]\d|1\d\d)"
)

PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "advised_against": (
        rf"{_DOCTOR} (~3 )?(told|said|says|advised|warned|wants|recommended|asked|thinks) (~3 )?"
        r"(not (to|exercise|train\w*|lift\w*|run\w*)|avoid|against|stop|shouldn'?t|should not|never"
        r"|must not|mustn'?t|can'?t|cannot|don'?t|rest"
        r"|no(?! (~1 )?(problems?|issues?|restrictions?|limit\w*|worries|reasons?|concerns?|need"
        r"|supervision)))",
        rf"told by (~2 )?{_DOCTOR} (~1 )?(not|avoid|to avoid|to stop|stop|never)",
        r"(not (yet )?(been )?cleared|haven'?t been cleared|without clearance|not allowed"
        r"|no clearance) (~5 )?(exercise|train\w*|lift\w*|work ?out|sports?|gym|run|running)",
        rf"not (yet )?(been )?cleared by (~2 )?{_DOCTOR}",
        rf"{_DOCTOR} (has |have )?(forbid\w*|forbade|banned|prohibited)",
        rf"{_ADVISER} (~3 )?{_SAYS} {_NOT_NEEDED}(~7 )?(\w+, (~2 )?)?{_WATCHED}",
        rf"{_ADVISER} (~3 )?{_SAYS} (~4 )?(not|never) (~2 )?{_EXERCISE} (~2 )?{_ALONE}",
        rf"{_TOLD} (~4 )?{_EXERCISE} (~5 )?{_WATCHED}",
        rf"(not|never) (allowed|permitted|supposed|cleared) (~1 )?{_EXERCISE} (~2 )?({_ALONE}"
        rf"|without (~1 )?({_SOMEONE}|supervision))",
        rf"(must|should|can|may|could)(n'?t| not|not) (~1 )?{_EXERCISE} (~2 )?(unsupervised"
        r"|unattended)",
        rf"only (~1 )?(allowed|permitted|cleared|supposed) (~3 )?{_EXERCISE} (~4 )?{_WATCHED}",
        rf"(allowed|permitted|cleared|supposed) (~3 )?supervised {_EXERCISE}",
        rf"(can|may|must|should|have to) only (~1 )?{_EXERCISE} (~2 )?under (~2 )?supervision",
        rf"(must|should|have to) (~1 )?{_EXERCISE} (only )?under (~2 )?supervision",
        rf"{_EXERCISE} only (if|when|with|while|under) (~3 )?{_WATCHED}",
        rf"{_ADVISER} (doesn'?t|does not|won'?t|will not|didn'?t) (want|let|allow|like) (~2 )?"
        rf"{_EXERCISE} (~2 )?{_ALONE}",
        r"(medical(ly)? supervis\w+|exercise under (medical )?observation)",
        rf"{_PULSE} (~4 )?{_CAP},? (~2 )?(says|said|according to|ordered by|advised by|set by) "
        rf"(~1 )?{_ADVISER}",
        rf"{_ADVISER} (~3 )?{_SAYS} {_NOT_NEEDED}(~6 )?{_PULSE} (~4 )?{_CAP}",
        rf"{_ADVISER} (~3 )?{_SAYS} (~3 )?(limit|cap|ceiling) {_CAP} (~2 )?{_PULSE}",
        rf"{_ADVISER} (~3 )?{_SAYS} (~6 )?{_CAP} ?(bpm|beats)",
        rf"{_TOLD} {_NOT_NEEDED}(~6 )?{_PULSE} (~4 )?{_CAP}",
        r"(pulse|hr) (limit|cap|ceiling) (~1 )?(of |is |at |: ?)?([89]\d|1\d\d)",
        rf"{_CAP} ?(bpm|beats( per minute)?)?,? (~2 )?(doctor|medical|cardiologist)'?s? "
        r"(orders?|advice|instructions?)",
    ),
}
