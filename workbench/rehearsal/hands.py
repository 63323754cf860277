"""What hands do in a field of a form: add words, change them, take them away, break and join lines."""

import random
import re
from collections.abc import Callable

from workbench.rehearsal.oracle import Ledger
from workbench.rehearsal.words import Words, each_word

_LINE_SIGN = re.compile(r"^(?:#+ |- |\d+\. |> )")
_SPACE_IN_LINE = re.compile(r"(?<=[^\W\d_.]) (?=[^\W\d_])")
#: How long a sentence is, in words.
_SENTENCE = (6, 14)


class Hands:
    """One person's hands; what they do is noted in the ledger of the text, word by word."""

    def __init__(self, rng: random.Random, words: Words) -> None:
        self.rng, self.words = rng, words
        self._acts: tuple[Callable[[str, Ledger], str], ...] = (
            self.insert,
            self.insert,
            self.insert,
            self.replace,
            self.delete,
            self.split,
            self.join,
            self.restyle,
            self.embolden,
            self.drop_line,
        )

    def change(self, text: str, ledger: Ledger) -> str:
        """Do something small somewhere in words that stand there already."""
        return self.rng.choice(self._acts)(text, ledger)

    def _new(self, ledger: Ledger) -> str:
        word = self.words.new()
        ledger.type(word)
        return word

    def sentence_length(self) -> int:
        """Return how many words the next sentence will have."""
        return self.rng.randint(*_SENTENCE)

    def append(self, text: str, ledger: Ledger) -> str:
        """Write the next word at the end of a line that is under way."""
        return f"{text} {self._new(ledger)}" if text and text[-1] not in "\n " else text + self._new(ledger)

    def begin_line(self, text: str, ledger: Ledger) -> str:
        """Begin a line of some kind with its first word."""
        sign = self.rng.choice(["", "", "", "- ", "- ", "1. ", "## "])
        return f"{text}{chr(10) * 2 if text else ''}{sign}{self._new(ledger).capitalize()}"

    def end_sentence(self, text: str) -> str:
        """End the sentence under way."""
        return text if text.endswith(".") else f"{text}."

    def insert(self, text: str, ledger: Ledger) -> str:
        """Write a word before or behind one that stands there."""
        word = self._some_word(text)
        if word is None:
            return self._new(ledger) if not text.strip() else text
        if self.rng.random() < 0.5:  # noqa: PLR2004 - as often before as behind
            return f"{text[: word.start()]}{self._new(ledger)} {text[word.start() :]}"
        return f"{text[: word.end()]} {self._new(ledger)}{text[word.end() :]}"

    def replace(self, text: str, ledger: Ledger) -> str:
        """Write another word for one that stands there."""
        word = self._some_word(text)
        if word is None:
            return text
        ledger.take(word[0])
        return text[: word.start()] + self._new(ledger) + text[word.end() :]

    def delete(self, text: str, ledger: Ledger) -> str:
        """Take a word away, and the space behind it."""
        word = self._some_word(text)
        if word is None:
            return text
        ledger.take(word[0])
        rest = text[word.end() :]
        return text[: word.start()] + rest.removeprefix(" ")

    def split(self, text: str, _ledger: Ledger) -> str:
        """Press Enter between two words."""
        spaces = [match.start() for match in _SPACE_IN_LINE.finditer(text)]
        if not spaces:
            return text
        at = self.rng.choice(spaces)
        return f"{text[:at]}{self.rng.choice([chr(10) * 2, chr(10) + '- '])}{text[at + 1 :]}"

    def join(self, text: str, _ledger: Ledger) -> str:
        """Take the line break between two lines away."""
        lines = text.split("\n\n")
        if len(lines) < 2:  # noqa: PLR2004 - there is nothing to join
            return text
        at = self.rng.randrange(len(lines) - 1)
        return "\n\n".join([*lines[:at], f"{lines[at]} {_LINE_SIGN.sub('', lines[at + 1])}", *lines[at + 2 :]])

    def restyle(self, text: str, _ledger: Ledger) -> str:
        """Make a line a heading, a point or a paragraph."""
        lines = text.split("\n\n")
        at = self.rng.randrange(len(lines))
        if lines[at].strip():
            lines[at] = self.rng.choice(["## ", "- ", "1. ", "> ", ""]) + _LINE_SIGN.sub("", lines[at])
        return "\n\n".join(lines)

    def embolden(self, text: str, _ledger: Ledger) -> str:
        """Make a word bold."""
        word = self._some_word(text)
        if word is None or "*" in text:
            return text
        return f"{text[: word.start()]}**{word[0]}**{text[word.end() :]}"

    def drop_line(self, text: str, ledger: Ledger) -> str:
        """Take a whole line away; rarely, and never the only one."""
        lines = text.split("\n\n")
        if len(lines) < 3 or self.rng.random() < 0.5:  # noqa: PLR2004 - people seldom do
            return self.insert(text, ledger)
        ledger.take(lines.pop(self.rng.randrange(len(lines))))
        return "\n\n".join(lines)

    def _some_word(self, text: str) -> re.Match[str] | None:
        found = list(each_word(text))
        return self.rng.choice(found) if found else None
