"""workbench catalogues: collect the sentences of the interface from code and templates into the catalogues."""

import io
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from workbench.config import PACKAGE, place

#: How the functions that mark a sentence are called, and which of their arguments are the sentence.
KEYWORDS = {"t": None, "N_": None, "tn": (1, 2), "tp": ((1, "c"), 2)}
#: Danish; and Kalaallisut with three forms: one, two to twelve, the rest with none. For a speaker to confirm.
PLURALS = {
    "da": (2, "(n != 1)"),
    "kl": (3, "(n==1 ? 0 : n>=2 && n<=12 ? 1 : 2)"),
}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 when a catalogue is behind the code.")
def catalogues(*, check: bool) -> None:
    """Collect the sentences of the interface into the catalogues of Danish and Kalaallisut."""
    template = collected()
    behind = [name for name in PLURALS if _bring_up(name, template, write=not check)]
    if check and behind:
        raise click.ClickException(f"Behind the code: {', '.join(behind)}. Run: make catalogues")


def catalogue_path(name: str) -> Path:
    """Return where the catalogue of a language lies."""
    return PACKAGE / "locale" / name / "LC_MESSAGES" / "messages.po"


def collected() -> Catalog:
    """Return every sentence of code and templates, with the files it stands in."""
    template = Catalog(charset="utf-8")
    for root in (PACKAGE, place("templates")):
        for file, sentence, context in _sentences(root):
            template.add(sentence, locations=[(f"{root.name}/{file}", 0)], context=context)
    return template


def _sentences(root: Path) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    found = extract_from_dir(str(root), METHODS, OPTIONS, keywords=KEYWORDS)
    for file, _line, sentence, _comments, context in found:
        yield file, sentence, context


def _bring_up(name: str, template: Catalog, *, write: bool) -> bool:
    """Bring one catalogue up to the code; return whether it was behind. Translations that are there stay."""
    path = catalogue_path(name)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=name, charset="utf-8")
    else:
        with io.BytesIO(_header(name)) as empty:
            catalogue = read_po(empty, locale=name, charset="utf-8")
    before = {(message.context, str(message.id)) for message in catalogue if message.id}
    catalogue.update(template, no_fuzzy_matching=True)
    after = {(message.context, str(message.id)) for message in catalogue if message.id}
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_header(name) + _body(catalogue))
    return before != after


def _header(name: str) -> bytes:
    """Return the head of a catalogue: neither dates nor names of people, the history of the file has both."""
    forms, formula = PLURALS[name]
    fields = {
        "Language": name,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={forms}; plural={formula};",
    }
    lines = [f'"{field}: {value}\\n"' for field, value in fields.items()]
    return "\n".join(["# The interface of the workbench.", 'msgid ""', 'msgstr ""', *lines, "", ""]).encode()


def _body(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalogue, width=120, omit_header=True, sort_output=True, ignore_obsolete=True, no_location=True)
    return written.getvalue().lstrip()
