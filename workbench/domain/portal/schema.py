"""The JSON schema of the parcel, drawn from the same types that read it."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from uuid import UUID

from workbench.domain.portal.parcel import SCHEMA, Parcel
from workbench.domain.portal.shape import PRINTABLE, UUID_PATTERN, parted

Schema = dict[str, typing.Any]


def parcel_schema() -> Schema:
    """Return the schema (JSON Schema 2020-12) of one parcel; docs/parcel.schema.json holds the same."""
    definitions: dict[str, Schema] = {}
    _described(Parcel, definitions)
    own = definitions.pop("Parcel")
    own["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Parcel, schema version {SCHEMA}",
        "description": "One edition of an article in all its languages. Fields that hold their default are left out.",
        **own,
        "$defs": dict(sorted(definitions.items())),
    }


def _described(kind: typing.Any, definitions: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a type, a union or an annotated type
    kind, rule = parted(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _reference(kind, definitions)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return {"type": "array", "items": _described(inner[0], definitions)} | (
            {"minItems": rule.least} if rule.least else {}
        )
    if origin is not None and issubclass(origin, Mapping):
        return {
            "type": "object",
            "propertyNames": _described(inner[0], definitions),
            "additionalProperties": _described(inner[1], definitions),
        }
    if isinstance(kind, types.UnionType):
        return {"anyOf": [_described(inner[0], definitions), {"type": "null"}]}
    return _scalar(kind, rule.pattern, rule.least)


def _scalar(kind: typing.Any, pattern: str, least: int) -> Schema:  # noqa: ANN401 - see above
    plain: dict[object, Schema] = {
        str: {"type": "string", "pattern": f"^{pattern or PRINTABLE}$"},
        UUID: {"type": "string", "pattern": f"^{UUID_PATTERN}$"},
        bool: {"type": "boolean"},
        int: {"type": "integer", "minimum": least},
    }
    return plain[kind] if kind in plain else {"enum": [str(member) for member in kind]}


def _reference(kind: type, definitions: dict[str, Schema]) -> Schema:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        hints = typing.get_type_hints(kind, include_extras=True)
        fields = dataclasses.fields(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "properties": {field.name: _described(hints[field.name], definitions) for field in fields},
            "required": [field.name for field in fields if field.default is dataclasses.MISSING],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}
