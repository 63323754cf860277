"""People with old pages who write one text, and what must stand there when all have saved."""

import itertools
import re

from workbench.domain import livetext
from workbench.domain.linetext import sections
from workbench.domain.markdown import from_markdown, to_markdown

KEYS = ("who", "how")
TOKEN = re.compile(r"(?=[^\W\d_])[\w\u0301\u00ad]+")
LETTERS = ("a\u0301", "\u00e6", "\u00f8", "\u00e5", "\u0138", "e", "n\u00ad")


class Text:
    """The server's side: a log of updates, a present state, numbers nobody has had."""

    def __init__(self, words_in_section=30):
        self.clients = itertools.count(3_000_000_019)
        self.ids = (f"id{number}" for number in itertools.count())
        self.words = set()
        self.state = self.log = None
        self.start(words_in_section)

    def new_id(self):
        return next(self.ids)

    def client(self):
        return next(self.clients)

    def start(self, words_in_section):
        first = livetext.opened("Titel", KEYS, client=self.client())
        self.log, self.state = [first], first
        for key in KEYS:
            words = [f"{key}{number}{LETTERS[number % len(LETTERS)]}" for number in range(words_in_section)]
            self.words |= set(words)
            lines = [" ".join(words[at : at + 7]) for at in range(0, len(words), 7)]
            self.take_in(self.state, self.saved(self.state, {key: "\n\n".join(lines)}))

    def saved(self, base, boxes):
        drafts = {key: from_markdown(box) for key, box in boxes.items()}
        return livetext.saved(base, drafts, None, client=self.client(), new_id=self.new_id)

    def take_in(self, base, update):
        if not update:
            return
        spaces = livetext.spaced(self.state, base, update, client=self.client())
        self._append(update)
        self._append(spaces)
        self._append(livetext.repaired(self.state, KEYS, client=self.client(), new_id=self.new_id))

    def _append(self, update):
        if update:
            self.log.append(update)
            done = livetext.committed(self.state, update)
            assert not done.gap
            self.state = done.state

    def page(self):
        return {s.key: to_markdown(s.lines) for s in sections(livetext.read(self.state).lines)}

    def words_now(self):
        return [w for line in livetext.read(self.state).lines for w in TOKEN.findall(line.words)]


class Person:
    """One with a form: writes in the boxes of a page that may be old, and knows what they took away."""

    def __init__(self, name, text, rng):
        self.name, self.text, self.rng = name, text, rng
        self.tokens = itertools.count()
        self.wrote, self.took = set(), set()
        self.open_page()

    def open_page(self):
        self.base, self.boxes = self.text.state, self.text.page()

    def token(self):
        word = f"{self.name}t{next(self.tokens)}{self.rng.choice(LETTERS)}"
        self.wrote.add(word)
        return word

    def update(self):
        return self.text.saved(self.base, self.boxes)

    def save(self):
        self.text.take_in(self.base, self.update())
        self.open_page()

    def write(self, times=1):
        for _ in range(times):
            key = self.rng.choice(KEYS)
            act = self.rng.choice(ACTS)
            self.boxes[key] = act(self, self.boxes[key])

    def taking(self, words):
        self.took |= set(TOKEN.findall(words))


def some_word(person, box):
    found = list(TOKEN.finditer(box))
    return person.rng.choice(found) if found else None


def insert(person, box):
    word = some_word(person, box)
    at = word.end() if word else 0
    return f"{box[:at]} {person.token()}{box[at:]}"


def insert_before(person, box):
    word = some_word(person, box)
    at = word.start() if word else 0
    return f"{box[:at]}{person.token()} {box[at:]}"


def replace(person, box):
    word = some_word(person, box)
    if not word:
        return box
    person.taking(word[0])
    return f"{box[: word.start()]}{person.token()}{box[word.end() :]}"


def delete(person, box):
    word = some_word(person, box)
    if not word:
        return box
    person.taking(word[0])
    return box[: word.start()] + box[word.end() + (box[word.end() : word.end() + 1] == " ") :]


def split(person, box):
    spaces = [m.start() for m in re.finditer(r"(?<=[\w\u0301\u00ad]) (?=\w)", box)]
    if not spaces:
        return box
    at = person.rng.choice(spaces)
    enter = person.rng.choice(["\r\n", "\n\n", "\n- ", "\n## "])
    return f"{box[:at]}{enter}{box[at + 1 :]}"


def join(person, box):
    lines = box.split("\n\n")
    if len(lines) < 2:
        return box
    at = person.rng.randrange(len(lines) - 1)
    second = re.sub(r"^(?:## |- |1\. )", "", lines[at + 1])
    return "\n\n".join([*lines[:at], f"{lines[at]} {second}", *lines[at + 2 :]])


def add_line(person, box):
    lines = box.split("\n\n")
    lines.insert(person.rng.randrange(len(lines) + 1), f"{person.token()} {person.token()} {person.token()}")
    return "\n\n".join(lines)


def drop_line(person, box):
    lines = box.split("\n\n")
    person.taking(lines.pop(person.rng.randrange(len(lines))))
    return "\n\n".join(lines)


def restyle(person, box):
    lines = box.split("\n\n")
    at = person.rng.randrange(len(lines))
    sign = person.rng.choice(["## ", "- ", "1. ", "> ", ""])
    lines[at] = sign + re.sub(r"^(?:## |- |\d+\. |> )", "", lines[at])
    return "\n\n".join(lines)


def embolden(person, box):
    word = some_word(person, box)
    return f"{box[: word.start()]}**{word[0]}**{box[word.end() :]}" if word and "*" not in box else box


ACTS = (insert, insert, insert, insert_before, replace, delete, split, join, add_line, drop_line, restyle, embolden)


def wrong_words(text, people):
    """Say which words stand there wrongly: lost, doubled or back from the dead."""
    now = text.words_now()
    wrote = text.words.union(*(person.wrote for person in people))
    took = set().union(*(person.took for person in people))
    wrong = {word: now.count(word) for word in wrote - took if now.count(word) != 1}
    return wrong | {word: now.count(word) for word in took if word in now}
