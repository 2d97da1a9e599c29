"""What people with a given name are commonly called in English. Names change slowly; so does this.

Short forms that are ordinary words as well (Will, Art, Drew) are hidden only where they are written
with a capital letter, as the gateway does with every such name.
"""

from typing import Final

# A line per family of names: the full forms, a colon, the short ones.
_FAMILIES: Final = """
abigail: abby abbie gail
albert alberto: al bert bertie
alexander alexandra alejandro alejandra alexis alexandria: alex lex lexi sandy sasha xander ale
alfred alfredo: fred freddy alf
allison alison: ally allie
amanda: mandy
andrew andrea andres andre: andy drew
angela angelina angelica: angie angel
anna anne hannah annabelle: annie ann nan
anthony antonio antoinette: tony toni
arthur arturo: art artie
barbara: barb babs
benjamin benedict: ben benny benji
bernard: bernie
beatrice beatriz: bea bee trixie
brandon brendan: bran
caroline carolina carolyn: carrie caro lina carol
catherine katherine kathryn katarina catalina: cathy kate katie kat kit kitty cat lina
katherine kathryn kathleen: kathy kath kate katie kat
charles charlotte: charlie chuck chas lottie char
christopher christina christine christian cristian: chris kit tina christy kris kristy topher
cynthia: cindy
daniel daniela danielle: dan danny dani
david: dave davey
deborah: deb debbie
dominic dominique dominick: dom nick nicky
dorothy: dot dottie dolly
edward edmund eduardo edwin: ed eddie ted teddy ned
eleanor eleanora: ellie nora nell nellie lena
elizabeth elisabeth: liz lizzie lizzy beth betsy betty eliza ellie libby
isabella isabel isabelle: bella belle izzy isa
emily emilia emma amelia: em emmy millie mia
eugene: gene
ezekiel: zeke
frances francis francisco francesca: fran frank frankie paco pancho
frederick federico: fred freddy rick
gabriel gabriela gabrielle: gabe gabi gabby
genevieve: gen genny eve
george georgia: georgie
gerald geraldine: gerry jerry
gregory: greg
harold harrison henry harriet: harry hal hank hattie
isaac: ike zac
jacob jacqueline: jake jackie coby
james jaime: jim jimmy jamie
jane janet: janie
jason: jay jase
jeffrey geoffrey: jeff geoff
jennifer: jen jenny jenna
jeremiah jeremy jerome: jerry
jessica: jess jessie
john jonathan johannes: jack johnny jon jonny nathan
joseph josephine josefina jose: joe joey jo josie pepe
joshua: josh
judith: judy
juliana juliette julian: jules julie
kenneth: ken kenny
kimberly: kim
lawrence laurence: larry laurie
leonard leonardo: leo len lenny
lillian liliana: lily lil
lucille lucia lucy: lu luz
madeline madeleine madison: maddie maddy
manuel manuela emmanuel: manny manu
margaret margarita: maggie meg peggy greta rita marge madge daisy
maria marie mary: mari molly polly mae
martha: marty patty
matthew matthias mateo: matt matty teo
maxwell maximilian maxine maximus: max
melissa: mel missy
michael michelle miguel michaela mikayla: mike mikey mick mickey shelly mitch
nathaniel nathan: nate nat
natalie natalia natasha: nat tasha
nicholas nicole nicolas: nick nicky nico cole
oliver olivia: ollie liv livvy
pamela: pam
patricia patrick: pat patty tricia trish paddy rick
penelope: penny nell
peter: pete
philip phillip: phil pip
priscilla: cilla
rachel: rae
raymond: ray
rebecca rebekah: becky becca bex
richard ricardo: rick ricky rich richie dick
robert roberto roberta: rob robbie bob bobby bert
ronald ronaldo: ron ronnie
rosemary rosalind rosa: rose rosie roz
russell: russ
samuel samantha: sam sammy
santiago: santi iago
sarah sara: sally sadie
sebastian: seb bastian
sophia sofia: sophie sofi
stephen steven stephanie: steve stevie steph
susan susanna suzanne: sue susie suzy
terence teresa theresa: terry tess tessa
theodore theodora: ted teddy theo dora
thomas tomas: tom tommy
timothy: tim timmy
tobias: toby
valerie valentina: val
vanessa: nessa
veronica: ronnie vera
victor victoria: vic vicky tori
vincent vincenzo: vince vinny
virginia: ginny
walter: walt wally
wendy gwendolyn: gwen
william wilhelmina guillermo: will willy bill billy liam memo
zachary zachariah: zach zack
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in _FAMILIES.strip().splitlines():
        full, _, short = line.partition(":")
        for name in full.split():
            table[name] = table.get(name, frozenset()) | frozenset(short.split())
    return table


SHORT_FORMS: Final = _table()


def short_forms(given_name: str) -> frozenset[str]:
    """In small letters; empty for a name that the table does not have."""
    parts = given_name.casefold().replace("-", " ").split()
    found = [SHORT_FORMS.get(part, frozenset()) for part in parts]
    return frozenset().union(*found) - set(parts)
