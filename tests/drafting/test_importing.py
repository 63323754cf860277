"""Files that people bring along come into the draft whole, or not at all."""

import io
import json
import os
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.domain.wordfiles import link, paragraph, word_file
from workbench.cli import workbench
from workbench.domain.exchange.documents import read_document
from workbench.domain.linetext import Kind
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason
from workbench.drafting.importing import folded, import_document
from workbench.models import Article, Cause, TextVersion
from workbench.store import texts

SEEDS = Path(os.environ.get("WORKBENCH_CORPUS", Path(__file__).parents[3] / "shared" / "corpus")) / "seeds"
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the corpus of real texts is not on this machine")

FILE = """# Boligtilskud, når du bor til leje

Et ord først.

## hvem kan søge eller bruge det:

- Du er fyldt 18 år.

### Også unge

Ring til os.

## Noget helt andet

Det hører ingen steder til.

## 4. Naammattumik

## Qulequtaq

## Loven

[Loven](https://lov.example/1)
"""


def taken_in(desk, words=FILE, name="tekst.md", *, by=None, into="summary", number=None):
    came = import_document(
        desk.session,
        desk.actor(by or desk.author),
        desk.edition,
        read_document(name, words if isinstance(words, bytes) else words.encode()),
        name=name,
        into=into,
        request_id=number or uuid.uuid4(),
    )
    desk.session.commit()
    return came


@pytest.mark.usefixtures("both_databases")
def test_lines_go_to_the_sections_their_headings_name(desk):
    before = desk.section("summary")

    came = taken_in(desk)

    assert set(came.sections) == {"summary", "who", "law"}
    assert desk.section("who").endswith("- Du er fyldt 18 år.\n\n### Også unge\n\nRing til os.")
    assert desk.section("summary").startswith(f"{before}\n\nEt ord først.\n\n## Noget helt andet\n\nDet hører")
    assert desk.section("law").endswith("[Loven](https://lov.example/1)")


@pytest.mark.usefixtures("both_databases")
def test_the_text_before_and_after_are_kept_with_their_causes(desk):
    taken_in(desk, by=desk.other)

    before, after = desk.session.query(TextVersion).order_by(TextVersion.number)

    assert (before.cause, after.cause) == (Cause.SAVE, Cause.IMPORT)
    assert "Et ord først" not in str(texts.from_values(before.content))
    assert after.author_ids == [desk.other.id]


def test_a_file_sent_twice_comes_in_once(desk):
    number = uuid.uuid4()
    taken_in(desk, number=number)
    taken_in(desk, number=number)
    assert desk.section("summary").count("Et ord først.") == 1


def test_a_title_of_its_own_becomes_a_heading_where_the_text_has_one_already(desk):
    taken_in(desk, "# En anden titel\n\nOrd.")
    taken_in(desk, "Kun ord.", name="mine_noter.txt")

    assert "## En anden titel\n\nOrd." in desk.section("summary")
    assert "noter" not in desk.section("summary")


def test_a_text_without_a_title_gets_that_of_the_file(desk):
    desk.save(desk.author, title="")
    taken_in(desk)
    assert desk.text.title == "Boligtilskud, når du bor til leje"


def test_a_file_that_would_make_a_section_too_long_is_refused_whole(desk):
    before = desk.text.seq
    with pytest.raises(Invalid) as refusal:
        taken_in(desk, "\n\n".join(["ord " * 1000] * 20))
    assert refusal.value.reason is Reason.DOCUMENT_TOO_LARGE
    desk.session.rollback()
    assert desk.text.seq == before


def test_files_come_in_only_for_writers_while_it_is_written(desk):
    with pytest.raises(Denied):
        taken_in(desk, by=desk.coordinator)
    desk.session.rollback()
    desk.submit(desk.edition)
    with pytest.raises(IllegalMove):
        taken_in(desk)


@pytest.fixture
def uploads(desk, visitor):
    """Sends a file through the form of the page and returns the page that answers."""

    def sent(name, raw, **fields):
        one = visitor.as_(desk.author)
        page = one.opens("drafting.document", article_id=desk.edition.article_id)
        return one.sends(page.form("/document"), file=(io.BytesIO(raw), name), **fields)

    return sent


def test_writers_take_in_a_word_file(desk, uploads):
    raw = word_file(
        paragraph("Pris og tid", style="Overskrift1"),
        paragraph("Det er gratis.", number=1),
        paragraph("Læs ", link("mere"), "."),
    )

    page = uploads("aftale.docx", raw)

    assert "2 paragraphs were taken in." in page
    assert desk.section("cost") == "- Det er gratis.\n\nLæs [mere](https://nuuk.gl/a)."


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("billede.png", b"x", "Only .txt, .md and .docx files can be taken in."),
        ("aftale.docx", b"PK not a word file", "The file cannot be read."),
        ("tom.txt", b"", "There are no words in the file."),
        ("tekst.txt", b"\xc3\xa6 \xff\xc3\xb8 \x81", "The letters of the file cannot be read."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(desk, uploads, name, raw, words):
    before = desk.text.seq
    page = uploads(name, raw)
    assert page.status == 422
    assert words in page
    desk.session.refresh(desk.text)
    assert desk.text.seq == before


def test_no_file_is_no_file(uploads):
    assert uploads("", b"").status == 422


def words_of(document):
    return " ".join(draft.words for draft in document.drafts).split()


@needs_seeds
@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_real_texts_come_in_through_the_form(desk, uploads, path):
    edition = desk.edition = desk.drafted(draft={}, title="")
    document = read_document(path.name, path.read_bytes())

    page = uploads(path.name, path.read_bytes())

    kinds = edition.article.article_type.sections
    names = {folded(kind.name(language)) for kind in kinds for language in ("da", "kl", "en")}
    expected = [draft for draft in document.drafts if folded(draft.words) not in names]
    assert f"{len(expected)} paragraphs were taken in." in page
    desk.session.refresh(edition.source)
    lines = [line for line in texts.content_of(edition.source).lines if line.kind is not Kind.SECTION]
    assert [(line.kind, line.words) for line in lines] == [(draft.kind, draft.words) for draft in expected]
    assert edition.source.title == document.title


@pytest.fixture
def terminal(app, desk, monkeypatch, tmp_path):
    """Runs commands against the database of the test."""
    desk.session.commit()
    monkeypatch.setenv("DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(tmp_path / "instance"))
    return lambda *words: CliRunner().invoke(workbench, [str(word) for word in words])


def test_the_command_takes_a_file_into_an_article(desk, terminal, tmp_path):
    file = tmp_path / "tekst.md"
    file.write_text("## Pris og tid\n\nDet er gratis.", encoding="utf-8")

    done = terminal("import", file, "--article", desk.edition.article_id, "--as", desk.author.email, "--json")

    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["sections"] == ["cost"]
    assert desk.section("cost") == "Det er gratis."


def test_the_command_refuses_with_a_sentence_and_changes_nothing(desk, terminal, tmp_path):
    file = tmp_path / "tekst.md"
    file.write_text("Ord.", encoding="utf-8")
    denied = terminal("import", file, "--article", desk.edition.article_id, "--as", desk.coordinator.email)
    unknown = terminal("import", file, "--article", uuid.uuid4(), "--as", desk.author.email)
    nobody = terminal("import", file, "--article", desk.edition.article_id, "--as", "ingen@example.org")
    unclear = terminal("import", file, "--as", desk.author.email)

    assert [done.exit_code for done in (denied, unknown, nobody, unclear)] == [1, 1, 1, 2]
    assert "Your roles do not include this." in denied.output
    assert "Ord." not in desk.section("summary")


@needs_seeds
def test_the_command_begins_an_article_from_a_real_text_and_writes_it_out_again(desk, people, terminal, tmp_path):
    person = people.with_role("participant", organisation=desk.owner)
    desk.session.commit()
    (seed,) = SEEDS.glob("003_*.txt")

    done = terminal("import", seed, "--new", "--as", person.email, "--type", "guide", "--topic", "people", "--json")

    assert done.exit_code == 0, done.output
    article = desk.session.get(Article, uuid.UUID(json.loads(done.output)["article"]))
    assert article.title.startswith("Samarbejdsaftale")
    assert [topic.key for topic in article.topics] == ["people"]
    out = terminal("export", article.id, "--format", "all", "-o", tmp_path / "out")
    assert out.exit_code == 0, out.output
    written = {path.suffix: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert set(written) == {".md", ".json", ".html"}
    assert written[".html"].startswith('<!DOCTYPE html>\n<html lang="da">')
    again = read_document("igen.md", written[".md"].encode())
    headings = {"Kort fortalt"}
    kept = [draft for draft in again.drafts if draft.words not in headings]
    assert " ".join(draft.words for draft in kept).split() == words_of(read_document(seed.name, seed.read_bytes()))
    assert json.loads(written[".json"])["sections"][0]["lines"]


def test_the_command_prints_one_form(desk, terminal):
    done = terminal("export", desk.edition.article_id, "--format", "md")
    assert done.exit_code == 0
    assert done.output.startswith("# Boligtilskud, når du bor til leje\n\n## Kort fortalt\n\nEr din husleje")
    assert terminal("export", uuid.uuid4()).exit_code == 1
    assert terminal("export", desk.edition.article_id, "--format", "all").exit_code == 2
