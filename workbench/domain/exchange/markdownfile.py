"""What Markdown files of others hold that ours do not: broken lines, pictures, tables, underlined titles."""

import re
from collections.abc import Iterator

from workbench.domain.linetext import LINE_BREAK, Draft, clean
from workbench.domain.markdown import from_markdown, parse_inline

_PICTURE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)")
_TITLE = re.compile(r"#[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"(?:=+|-{3,})\s*$")
_RULE = re.compile(r"(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
#: A line that starts something, however far it is indented.
_STARTS = re.compile(r"(?:#{1,6}|[-*+\u2022]|>|[0-9]{1,9}[.)])[ \t]+(?=\S)|\|")
_PLUS = re.compile(r"\+[ \t]+")
_ITEM = re.compile(r"(?:[-*]|[0-9]{1,9}[.)])[ \t]+")
_STRONG = re.compile(r"(?<![\w\\_])__(?=[^\s_])([^_]{1,2000})(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w\\_])_(?=[^\s_])([^_]{1,2000})(?<=\S)_(?!\w)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|tel:)[^<>\s]{1,2000})>")


def read_markdown(text: str) -> tuple[str, tuple[Draft, ...], int]:
    """Give title, lines and number of pictures of a Markdown file.

    Other than in the workbench's own boxes a single line break is a space here, unless two spaces or a backslash
    stand before it. Items of inner lists become items of the list around them. A heading of the first level that
    comes before all else is the title.
    """
    text, pictures = _PICTURE.subn("", LINE_BREAK.sub("\n", text.removeprefix("\ufeff")))
    lines = [line for line in _joined(text) if line]
    title = ""
    if lines and _TITLE.match(lines[0]):
        title = "".join(run.words for run in parse_inline(_TITLE.sub("", lines.pop(0), count=1))).strip()
    return title, from_markdown("\n".join(lines)), pictures


def _joined(text: str) -> Iterator[str]:
    """Give one line for each paragraph, item, heading and row."""
    written: list[str] = []
    for raw in [*text.split("\n"), ""]:
        line = clean(raw).strip()
        if written and _UNDERLINE.match(line) and not _STARTS.match(written[0]):
            yield f"{'#' if line[0] == '=' else '##'} {_line(written)}"
            written = []
        elif _RULE.match(line) or _TABLE_RULE.match(line):
            yield _line(written)
            written = []
        else:
            if written and (not line or _STARTS.match(line) or written[0].startswith(("#", "|")) or _breaks(written)):
                yield _line(written)
                written = []
            written += [raw.lstrip()] if line else []


def _breaks(written: list[str]) -> bool:
    return written[-1].endswith(("  ", "\\"))


def _line(written: list[str]) -> str:
    line = " ".join(clean(part).strip().removesuffix("\\") for part in written)
    if line.startswith("|"):
        return " | ".join(cell.strip() for cell in line.strip("| ").split("|"))
    line = _PLUS.sub("- ", line, count=1) if _PLUS.match(line) else line
    opened = line.rstrip("#")
    line = opened.rstrip() if line.startswith("#") and opened.endswith((" ", "\t")) else line
    sign = _ITEM.match(line)
    line = f"{sign[0].rstrip()} {line[sign.end() :]}" if sign else line
    return _AUTOLINK.sub(r"[\1](\1)", _EMPHASIS.sub(r"*\1*", _STRONG.sub(r"**\1**", line)))
