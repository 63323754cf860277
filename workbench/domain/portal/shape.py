"""How frozen dataclasses become JSON, are read back with every rule checked, and are described as a JSON schema."""

import dataclasses
import enum
import functools
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

#: Letters that no page may hold: control characters other than tab and new line, and the two non-characters.
PRINTABLE = r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]*"

#: The same without halves of surrogates, which a JSON schema has no words for and UTF-8 cannot write.
_SHOWABLE = re.compile(PRINTABLE.replace(r"\uffff", r"\uffff\ud800-\udfff"))
UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a string must match as a whole, and how small a number or how short a list may be."""

    pattern: str = ""
    least: int = 0


class Fault(ValueError):
    """Something does not have the shape it must have; ``where`` names the place from the outside inwards."""

    def __init__(self, why: str, where: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.where = where

    def inside(self, name: str) -> "Fault":
        return Fault(self.why, (name, *self.where))


Read = Callable[[object], typing.Any]


def written(value: object) -> str:
    """Return a value as JSON: sorted keys, no spaces, letters as they are; fields that hold their default are left out.

    ``value`` is made of dataclasses, strings, numbers, truths, UUIDs, enum members, tuples and dictionaries.
    """
    return json.dumps(value, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    kind: typing.Any = type(value)
    return {name: its for name, default in _fields(kind) if (its := getattr(value, name)) != default}


@functools.cache
def _fields(kind: typing.Any) -> tuple[tuple[str, object], ...]:  # noqa: ANN401 - a class
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


@functools.cache
def reader(kind: typing.Any) -> Read:  # noqa: ANN401 - a type, a union or an annotated type: Python has no word for the three
    """Return the function that reads JSON values of this kind; it raises Fault where the value is of another shape."""
    kind, rule = parted(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _reads_dataclass(kind)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _reads_list(reader(typing.get_args(kind)[0]), rule)
    if origin is not None and issubclass(origin, Mapping):
        return _reads_mapping(*map(reader, typing.get_args(kind)))
    return _scalar_reader(kind, rule)


def parted(kind: typing.Any) -> tuple[typing.Any, Rule]:  # noqa: ANN401 - see reader
    """Return the type itself, and the rule that an annotation puts beside it (an empty one where there is none)."""
    if typing.get_origin(kind) is typing.Annotated:
        return kind.__origin__, kind.__metadata__[0]
    return kind, Rule()


def _scalar_reader(kind: typing.Any, rule: Rule) -> Read:  # noqa: ANN401 - see reader
    if isinstance(kind, types.UnionType):
        return _reads_maybe(reader(typing.get_args(kind)[0]))
    if kind is str:
        return _reads_words(re.compile(rule.pattern) if rule.pattern else None)
    if kind is UUID:
        return _reads_uuid
    if kind is bool:
        return _reads_truth
    return _reads_number(rule.least) if kind is int else _reads_member(kind)


def _reads_words(pattern: re.Pattern[str] | None) -> Read:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise Fault("must be words")
        if not value.isprintable() and not _SHOWABLE.fullmatch(value):
            raise Fault("holds letters that cannot be shown")
        if pattern is not None and not pattern.fullmatch(value):
            raise Fault("does not have the form it must have")
        return value

    return read


def _reads_uuid(value: object) -> UUID:
    if not isinstance(value, str) or not re.fullmatch(UUID_PATTERN, value):
        raise Fault("must be a UUID in small letters")
    return UUID(value)


def _reads_truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Fault("must be true or false")
    return value


def _reads_number(least: int) -> Read:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise Fault(f"must be a whole number from {least}")
        return value

    return read


def _reads_member(kind: type[enum.StrEnum]) -> Read:
    members = {str(member): member for member in kind}

    def read(value: object) -> enum.StrEnum:
        if not isinstance(value, str) or value not in members:
            raise Fault("must be one of " + ", ".join(members))
        return members[value]

    return read


def _reads_maybe(read_other: Read) -> Read:
    return lambda value: None if value is None else read_other(value)


def _reads_list(read_item: Read, rule: Rule) -> Read:
    def read(value: object) -> tuple[typing.Any, ...]:
        if not isinstance(value, list) or len(value) < rule.least:
            raise Fault(f"must be a list of at least {rule.least}")
        found: list[typing.Any] = []
        try:
            found.extend(map(read_item, value))
        except Fault as fault:
            raise fault.inside(str(len(found))) from None
        return tuple(found)

    return read


def _reads_mapping(read_key: Read, read_value: Read) -> Read:
    def read(value: object) -> dict[str, typing.Any]:
        if not isinstance(value, dict):
            raise Fault("must be an object")
        found = {}
        for key, its in value.items():
            try:
                found[read_key(key)] = read_value(its)
            except Fault as fault:
                raise fault.inside(str(key)) from None
        return found

    return read


def _reads_dataclass(kind: type) -> Read:
    hints = typing.get_type_hints(kind, include_extras=True)
    readers = {name: reader(hints[name]) for name in hints}
    needed = [field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]

    def read(value: object) -> typing.Any:  # noqa: ANN401 - an instance of kind
        if not isinstance(value, dict):
            raise Fault("must be an object")
        found = {}
        for name, its in value.items():
            try:
                found[name] = readers.get(name, _refuse)(its)
            except Fault as fault:
                raise fault.inside(name) from None
        for name in needed:
            if name not in found:
                raise Fault("is missing", (name,))
        return kind(**found)

    return read


def _refuse(_value: object) -> typing.NoReturn:
    raise Fault("is not known here")
