"""What a page stands on, as one word that travels with it: which text, and which rows of its log."""

from workbench.domain.refusals import Invalid, Reason
from workbench.models import Text
from workbench.store.texts import Base, parse_base

_SIGN = "."


def token_of(text: Text, base: Base) -> str:
    """Return the token of a page that was made from ``base`` of the text."""
    return f"{text.id}{_SIGN}{base}"


def base_of(text: Text, token: str) -> Base:
    """Read the token of a page; raise Invalid(BASE_UNKNOWN) when it is none, or one of another text."""
    text_id, sign, rows = token.partition(_SIGN)
    if not sign or text_id != str(text.id):
        raise Invalid(Reason.BASE_UNKNOWN)
    base = parse_base(rows)
    if base.seq < 1 or max((base.seq, *base.own)) > text.seq:
        raise Invalid(Reason.BASE_UNKNOWN)
    return base
