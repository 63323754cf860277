"""The order of words in the alphabets of the languages."""

import re
import unicodedata

#: Letters of the private use area stand behind every other letter of these alphabets.
_LAST = str.maketrans("æøå", "\uf000\uf001\uf002")
_ACCENTS = re.compile("[\u0300-\u036f]")


def sort_key(words: str, language: str) -> str:
    """Return what to sort the words by in this language ("da", "kl" or another tag).

    æ, ø and å come last. In Danish aa is å; in Kalaallisut it stays two letters, and ĸ and k' stand with q. Other
    accents do not count, nor does the case (CLDR, collation of da and kl).
    """
    folded = unicodedata.normalize("NFC", words).casefold()
    folded = folded.replace("aa", "å") if language == "da" else folded.replace("ĸ", "q").replace("k'", "q")
    return _ACCENTS.sub("", unicodedata.normalize("NFD", folded.translate(_LAST)))
