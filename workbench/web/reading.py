"""An article as a citizen reads it, as HTML for the pages of the workbench."""

from dataclasses import dataclass

from markupsafe import Markup

from workbench.domain.markdown import parse_inline
from workbench.domain.markup import to_html
from workbench.store.editions import Readable


@dataclass(frozen=True, slots=True)
class Shown:
    """One language: its title, and (heading, words as safe HTML) of each section; the first may have no heading."""

    language: str
    title: str
    sections: tuple[tuple[str, Markup], ...]


def citizen_html(content: Readable, *, heading_level: int = 4) -> Shown:
    """Return the words as HTML; headings inside a section are of that level."""
    return Shown(
        content.language,
        content.title,
        tuple(
            # What to_html gives is built from escaped words and plain tags only.
            (heading, Markup(to_html(lines, heading_level=heading_level)))  # noqa: S704 - see above
            for _key, _role, heading, lines in content.sections
        ),
    )


def plain_words(inline_markdown: str) -> str:
    """Return a sentence without its marks, as it is quoted in lists."""
    return "".join(run.words for run in parse_inline(inline_markdown))
