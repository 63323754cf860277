"""Names in braces in the sentences of the interface: what is filled in when a sentence is shown."""

import string

from workbench.domain.refusals import Invalid, Reason


def placeholders(sentence: str) -> list[str]:
    """Return what stands in braces, sorted, each as often as it stands there; raise Invalid when a brace is alone.

    A conversion or a format beside a name belongs to it: "{n!r}" is not "{n}".
    """
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        raise Invalid(Reason.PLACEHOLDERS_DIFFER) from None
    found = [(name, conversion, spec) for _words, name, spec, conversion in parts if name is not None]
    return sorted(
        f"{name}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}"
        for name, conversion, spec in found
    )


def require_same_placeholders(source: str, words: str) -> None:
    """Raise Invalid unless the words fill the same names as the source, in whatever order."""
    if placeholders(source) != placeholders(words):
        raise Invalid(Reason.PLACEHOLDERS_DIFFER)
