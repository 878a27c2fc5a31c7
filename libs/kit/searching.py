"""What is searched for meets what things are called, however either is written.

The same function for browsers is `fold.js` of the pages; a test holds both to one table of cases
and to each other, letter by letter. Signs are listed here and not asked of Unicode's categories
where a newer Unicode would have one more of them: what is stored folded is searched for years.
"""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q

# Marks of Latin, Greek, Cyrillic, Hebrew, Arabic and Syriac letters. Those of other scripts are
# vowels, without which two words would be one.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0711\u0730-\u074a\u08d3-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe20-\ufe2f"
)
# Nobody sees them; the tatweel, the hamza and apostrophes, which people leave out; ™ ® © ℠.
_LEFT_OUT = (
    "\u00ad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef\u0640\u0621'`\u00b4\u02b9-\u02bc\u2018\u2019\u2032\uff07"
    "\u2122\u00ae\u00a9\u2120"
)
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ĸ": "k",
        "ə": "e",
        "ς": "σ",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ھ": "ه",
        "ہ": "ه",
        **{chr(0x660 + digit): str(digit) for digit in range(10)},
        **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
    }
)
# As people write them whose keyboard lacks them, beside the plain letter.
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

_gone = re.compile(f"[{_LEFT_OUT}]")
_marks = re.compile(f"[{_MARKS}]")


def letters(text: str) -> str:
    """A text without case, accents, Arabic vowel signs and what nobody sees; ligatures are two
    letters, and letters that are taken for each other one. Its signs stay: "C#" is "c#".
    """
    plain = unicodedata.normalize("NFKD", _gone.sub("", text)).lower()
    return " ".join(_marks.sub("", _gone.sub("", plain)).translate(_LETTERS).split())


def folded(text: str) -> str:
    """The words of a text in its `letters`, one space apart, without punctuation.

    "Crème brûlée" is "creme brulee", "Coca-Cola" "coca cola", "أرز" is "ارز".
    """
    return " ".join("".join(" " if _parts(each) else each for each in letters(text)).split())


def spelled(text: str) -> str:
    """A text with ä as ae, ö and ø as oe, ü as ue, and å as aa, as people write them who lack them;
    without case.
    """
    return unicodedata.normalize("NFC", text).lower().translate(_SPELLED)


def searchable(*texts: str) -> str:
    """What a search looks into: these texts folded, and once more as they are `spelled` where that
    is another one.
    """
    text = unicodedata.normalize("NFC", "\n".join(texts)).lower()
    return folded(text) if spelled(text) == text else f"{folded(text)} {folded(spelled(text))}"


def words(search: str) -> list[str]:
    """What has to be in `searchable`, each somewhere, in whatever order. What has no letter, digit
    or symbol asks for nothing.
    """
    return folded(search).split()


def called(name: str) -> Q:
    """Rows in whose `name` every word of this one is somewhere, however either is written, by their
    column `searchable`. Signs alone are looked for as they are, and so is everything in a row that
    an older process has inserted, which is not folded yet.
    """
    wanted = words(name)
    as_written = Q(name__icontains=name)
    if not wanted:
        return as_written
    return Q(*(Q(searchable__contains=word) for word in wanted)) | Q(as_written, searchable="")


def matches(text: str, search: str) -> bool:
    """Whether every word that is searched for is somewhere in a text."""
    found = searchable(text)
    return all(word in found for word in words(search))


def _parts(character: str) -> bool:
    """Whether it stands between words: punctuation, spaces, control characters, signs of
    mathematics and modifiers.
    """
    category = unicodedata.category(character)
    return category[0] in "PZ" or category in ("Cc", "Sm", "Sk")
