"""One language of an edition as a file: Markdown, JSON or a page of HTML."""

import dataclasses
import html
import json
from collections.abc import Callable, Iterable

from workbench.domain.linetext import Kind, Line
from workbench.domain.markdown import inline_markdown, to_markdown
from workbench.domain.markup import to_html
from workbench.models import Edition
from workbench.store.editions import Readable

#: Inside a section its headings stand below that of the section.
_DEEPER = {Kind.HEADING: Kind.SUBHEADING}


def as_markdown(_edition: Edition, text: Readable) -> str:
    """Return the text as Markdown: the title, the sections under their headings, headings inside them one deeper."""
    parts = [f"# {text.title}"]
    for _key, _role, heading, lines in text.sections:
        parts += [f"## {heading}"] if heading else []
        parts.append(to_markdown(_deeper(lines)))
    return "\n\n".join(parts) + "\n"


def _deeper(lines: Iterable[Line]) -> list[Line]:
    return [dataclasses.replace(line, kind=_DEEPER.get(line.kind, line.kind)) for line in lines]


def as_json(edition: Edition, text: Readable) -> str:
    """Return the text as one JSON object: what it is, its sections, each line with its kind and inline Markdown."""
    article = edition.article
    told = {
        "article": str(article.id),
        "edition": edition.number,
        "state": edition.state.value,
        "language": text.language,
        "type": article.article_type_key,
        "segment": article.segment,
        "owner": article.owner.name(text.language),
        "topics": [topic.key for topic in article.topics],
        "title": text.title,
        "sections": [
            {
                "key": key,
                "heading": heading,
                "lines": [{"kind": line.kind.value, "words": inline_markdown(line.runs)} for line in lines],
            }
            for key, _role, heading, lines in text.sections
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_html(_edition: Edition, text: Readable) -> str:
    """Return the text as a page of its own."""
    title = html.escape(text.title)
    parts = [
        (f"<h2>{html.escape(heading)}</h2>\n" if heading else "") + to_html(lines, heading_level=3)
        for _key, _role, heading, lines in text.sections
    ]
    body = "\n".join([f"<h1>{title}</h1>", *parts])
    return (
        f'<!DOCTYPE html>\n<html lang="{text.language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


#: The ending of the file, and what writes it.
FORMS: dict[str, Callable[[Edition, Readable], str]] = {"md": as_markdown, "json": as_json, "html": as_html}
