"""Numbers from one to twelve written as words in Danish and Kalaallisut, ordinals among them."""

import re
from collections import Counter

#: Whole words. "en" and "et" are articles as well, "anden" means "other" as often as "second".
_DANISH = (
    "en|et|én|ét|ene|første",
    "to|anden|andet|andre|begge",
    "tre|tredje",
    "fire|fjerde",
    "fem|femte",
    "seks|sjette",
    "syv|syvende",
    "otte|ottende",
    "ni|niende",
    "ti|tiende",
    "elleve|ellevte|elvte",
    "tolv|tolvte",
)
#: Beginnings of words, since they take endings; the weekdays (-nngorneq) are made of the same stems.
_KALAALLISUT = (
    "ataats|ataas|siull",
    "marlu|marl|aapp|aappa|tulli",
    "pingas|pingaj",
    "sisama|sisamm",
    "tallim",
    "arfinil|arfern|arfinn",
    r"arfineq[ -]?marlu|arfineq[ -]?aapp",
    r"arfineq[ -]?pingas|arfineq[ -]?pingaj",
    "qulingilua|qulaalua|qulingilu",
    "qulit|qulin|qulil|quler",
    "aqqanil|isikkanil|aqqarn",
    r"aqqaneq[ -]?marlu|isikkaneq[ -]?marlu",
)


def _compiled(patterns: tuple[str, ...], end: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![\w-])(?:{pattern}){end}", re.IGNORECASE) for pattern in patterns)


_WORDS = {"da": _compiled(_DANISH, r"(?![\w])"), "kl": _compiled(_KALAALLISUT, r"(?!\w*nngor)\w*")}
_CERTAIN = re.compile(
    r"(?<![\w-])(?:(?P<n2>to)|(?P<n3>tre)|(?P<n4>fire)|(?P<n5>fem)|(?P<n6>seks)|(?P<n7>syv)|(?P<n8>otte)|(?P<n9>ni)"
    r"|(?P<n10>ti)|(?P<n11>elleve)|(?P<n12>tolv))(?![\w])",
    re.IGNORECASE,
)


def possible_number_words(words: str, language: str) -> Counter[str]:
    """Count the words that may stand for each number from "1" to "12", rather too many than too few."""
    patterns = _WORDS.get(language.partition("-")[0].lower(), ())
    return Counter({str(number): len(pattern.findall(words)) for number, pattern in enumerate(patterns, 1)})


def certain_number_words(words: str, language: str) -> list[tuple[str, re.Match[str]]]:
    """Return the words that stand for nothing else than a number from "2" to "12", in reading order.

    Danish only: a Kalaallisut stem may stand in other words too.
    """
    if language.partition("-")[0].lower() != "da":
        return []
    return [((found.lastgroup or "")[1:], found) for found in _CERTAIN.finditer(words)]
