"""Fonts for PDF files without a font file of our own, and text cut into what each can show.

Latin letters stand in Helvetica, which every reader has; a word with other Latin letters (č, ő) in
Vera, which comes with the PDF library; Korean, Chinese and Japanese, with Greek and Cyrillic, in
the fonts that readers bring along for them. What none of these has is written with its base letter
(ą as a), or, where there is no such letter (Thai, Arabic), as "?". Pictures such as emoji are left
out.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

PLAIN: Final = "Helvetica"
BOLD: Final = "Helvetica-Bold"
KOREAN: Final = "HYGothic-Medium"
JAPANESE: Final = "HeiseiKakuGo-W5"
CHINESE: Final = "STSong-Light"
_VERA: Final = {False: "Vera", True: "VeraBd"}

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_EAST_ASIAN = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
# In the character sets of the Chinese font: Greek and Cyrillic without rare letters.
_GREEK_CYRILLIC = re.compile(r"[Α-Ωα-ωА-Яа-яЁё]")
# Unseen or not text: controls, joiners, surrogates, private and unassigned, pictures.
_LEFT_OUT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})


@cache
def register() -> None:
    """Make the fonts known to the library. They are shared by all documents of the process."""
    for name in (KOREAN, JAPANESE, CHINESE):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in _VERA.values():
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


def marked(text: str, *, bold: bool = False, keep_lines: bool = False) -> str:
    """The text as a paragraph's markup: escaped, each stretch in a font that has its letters."""
    register()
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n") if keep_lines else [" ".join(text.split())]
    return "<br/>".join(_line(line, bold) for line in lines)


def needs_east_asian_breaks(text: str) -> bool:
    """Whether lines may end between any two characters, as Chinese and Japanese want it."""
    return _EAST_ASIAN.search(text) is not None or _KANA.search(text) is not None


def _line(line: str, bold: bool) -> str:
    east_asian = KOREAN if _HANGUL.search(line) else JAPANESE if _KANA.search(line) else CHINESE
    shown = "".join(
        char
        for char in line.replace("\t", " ")
        if char in "°©®" or unicodedata.category(char) not in _LEFT_OUT
    )
    runs: list[tuple[str, str]] = []
    for word in re.split(r"( +)", shown):
        for font, part in _word(word, east_asian, bold):
            if runs and (runs[-1][0] == font or part.isspace()):
                runs[-1] = (runs[-1][0], runs[-1][1] + part)
            else:
                runs.append((font, part))
    return "".join(f'<font name="{font}">{escape(part)}</font>' for font, part in runs)


def _word(word: str, east_asian: str, bold: bool) -> list[tuple[str, str]]:
    base = BOLD if bold else PLAIN
    if _in_western(word):
        return [(base, word)]
    if all(_in_vera(char) for char in word):
        return [(_VERA[bold], word)]
    return [_character(char, east_asian, base) for char in word]


def _character(char: str, east_asian: str, base: str) -> tuple[str, str]:
    if _in_western(char):
        return base, char
    if _HANGUL.match(char):
        return KOREAN, char
    if _KANA.match(char):
        return JAPANESE, char
    if _EAST_ASIAN.match(char):
        return east_asian, char
    if _GREEK_CYRILLIC.match(char):
        return CHINESE, char
    letters = "".join(
        part
        for part in unicodedata.normalize("NFKD", char)
        if not unicodedata.combining(part) and _in_western(part)
    )
    return base, letters or ("" if unicodedata.combining(char) else "?")


def _in_western(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _in_vera(char: str) -> bool:
    return ord(char) in pdfmetrics.getFont("Vera").face.charToGlyph
