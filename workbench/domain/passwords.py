"""Which passwords are taken: long ones, and none that others would try first."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from workbench.domain.refusals import Invalid, Reason

#: NIST SP 800-63B-4, 3.1.1.2: fifteen where the password is all that is asked for.
SHORTEST = 15
LONGEST = 1000
#: Never a password, by themselves or repeated.
PRODUCT_WORDS = ("workbench", "arbejdsbord", "arbejdsbordet", "sullissivik")
_ROWS = (
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol",
)
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyzæøå", *_ROWS)
_WALKS = tuple(walk for run in _RUNS for walk in (run, run[::-1]))
#: A password of fewer pieces than a third of its letters is as quickly tried as it is typed.
_LETTERS_A_PIECE = 3
_SHORTEST_PIECE, _LONGEST_PIECE = 3, 40


def normal_password(typed: str) -> str:
    """Return the password in the one form that is hashed: NFKC, so that every keyboard writes the same."""
    return unicodedata.normalize("NFKC", typed)


def refuse_weak(typed: str, *, own: Iterable[str] = (), leaked: Collection[str] = frozenset()) -> None:
    """Raise Invalid when the password is too short or long, or one that others would try first.

    ``own`` are the person's name and address, ``leaked`` well-known passwords as ``bare`` writes them.
    Letters are code points after NFKC; nothing is asked of which letters they are.
    Sources: NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.
    """
    if len(typed) > LONGEST:
        raise Invalid(Reason.PASSWORD_LONG)
    password = normal_password(typed)
    if len(password) < SHORTEST:
        raise Invalid(Reason.PASSWORD_SHORT)
    if len(password) > LONGEST:
        raise Invalid(Reason.PASSWORD_LONG)
    words = {
        bare(word) for word in (*PRODUCT_WORDS, *own, *(part for name in own for part in re.split(r"[\s@._-]", name)))
    }
    if is_guessed(bare(password), frozenset(leaked) | words):
        raise Invalid(Reason.PASSWORD_LEAKED)


def bare(password: str) -> str:
    """Return the letters and digits alone, small: what is left when somebody plays with case and signs."""
    return "".join(letter for letter in normal_password(password).casefold() if letter.isalnum())


def is_guessed(letters: str, words: Collection[str]) -> bool:
    """Tell whether the bare password is well-known, one thing repeated, or made of a few runs and well-known words."""
    if len(letters) < SHORTEST // 2 or letters in words or _is_repeated(letters):
        return True
    return _pieces(letters, words) * _LETTERS_A_PIECE < len(letters)


def _is_repeated(letters: str) -> bool:
    return any(
        letters == (letters[:length] * len(letters))[: len(letters)] for length in range(1, len(letters) // 2 + 1)
    )


def _pieces(letters: str, words: Collection[str]) -> int:
    """Return how few pieces there are: words, runs on the keyboard, the same letter again, single letters."""
    fewest = [0]
    for end in range(1, len(letters) + 1):
        best = fewest[end - 1] + 1
        for start in range(max(0, end - _LONGEST_PIECE), end - _SHORTEST_PIECE + 1):
            if _is_piece(letters[start:end], words):
                best = min(best, fewest[start] + 1)
        fewest.append(best)
    return fewest[-1]


def _is_piece(part: str, words: Collection[str]) -> bool:
    return (
        (len(part) > _SHORTEST_PIECE and part in words) or len(set(part)) == 1 or any(part in walk for walk in _WALKS)
    )
