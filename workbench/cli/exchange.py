"""workbench import, workbench export: articles from files and to files."""

import json
import uuid
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.app import create_app
from workbench.articles.exporting import FORMS
from workbench.config import from_environment
from workbench.domain.exchange.documents import Document, read_document
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Reason, Refusal, Unknown
from workbench.drafting.importing import import_document, usual_section
from workbench.extensions import db
from workbench.models import Article, ArticleType, Edition, Organisation, Person, Topic
from workbench.store.articles import Beginning, create_article
from workbench.store.editions import reading
from workbench.store.people import person_by_email
from workbench.store.visibility import actor_of, edition_for
from workbench.web.locale import use_locale
from workbench.web.transactions import begin_reading
from workbench.web.words import sentence


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="E-mail of the person who takes it in.")
@click.option("--article", "article_id", type=click.UUID, help="Article whose draft it goes into.")
@click.option("--new", "is_new", is_flag=True, help="Begin a new article with it.")
@click.option("--owner", type=int, help="With --new: number of the owning organisation [that of the person].")
@click.option("--type", "kind", default="service", show_default=True, help="With --new: key of the article type.")
@click.option("--language", type=click.Choice(["da", "kl"]), default="da", show_default=True, help="With --new.")
@click.option("--topic", "topics", multiple=True, help="With --new: key of a topic; may be given several times.")
@click.option("--into", default="", help="Section for what stands under no known heading [the first one].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(
    file: Path,
    email: str,
    article_id: uuid.UUID | None,
    *,
    is_new: bool,
    owner: int | None,
    kind: str,
    language: str,
    topics: tuple[str, ...],
    into: str,
    as_json: bool,
) -> None:
    """Take a .txt, .md or .docx FILE into a draft. Exit code 1 when it is refused; then nothing has changed."""
    if is_new == (article_id is not None):
        raise click.UsageError("Say either --article or --new.")
    with create_app(from_environment()).app_context():
        use_locale("en")
        session = db.session()
        try:
            document = read_document(file.name, file.read_bytes())
            person = _person(session, email)
            actor = actor_of(person)
            if article_id is None:
                article_id = _begun(session, person, document, owner, kind, language, topics).id
            told = _taken_in(session, actor, article_id, document, file.name, into)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            raise click.ClickException(f"{file.name}: {sentence(refusal)}") from refusal
    click.echo(json.dumps(told) if as_json else f"{told['article']}: {told['lines']} paragraphs taken in")


def _person(session: Session, email: str) -> Person:
    person = person_by_email(session, email)
    if person is None:
        raise click.ClickException(f"There is no person with the address {email}.")
    return person


def _begun(
    session: Session,
    person: Person,
    document: Document,
    owner: int | None,
    kind: str,
    language: str,
    topics: tuple[str, ...],
) -> Article:
    organisation = session.get(Organisation, owner or person.organisation_id or 0)
    article_type = session.get(ArticleType, kind)
    if organisation is None or article_type is None:
        raise click.ClickException("There is no such organisation or article type. See --owner and --type.")
    beginning = Beginning(
        title=document.title,
        owner=organisation,
        article_type=article_type,
        source_language=language,
        topics=session.scalars(sa.select(Topic).where(Topic.key.in_(topics)).order_by(Topic.position)).all(),
        contact_person_id=person.id,
    )
    return create_article(session, actor_of(person), beginning)


def _taken_in(
    session: Session, actor: Actor, article_id: uuid.UUID, document: Document, name: str, into: str
) -> dict[str, object]:
    edition = edition_for(session, actor, article_id)
    came = import_document(
        session,
        actor,
        edition,
        document,
        name=name,
        into=into or usual_section(edition),
        request_id=uuid.uuid4(),
    )
    return {
        "article": str(article_id),
        "title": edition.article.title,
        "lines": came.lines,
        "sections": list(came.sections),
        "images": came.images,
    }


@click.command()
@click.argument("article_id", metavar="ARTICLE", type=click.UUID)
@click.option("--language", type=click.Choice(["da", "kl"]), default="da", show_default=True)
@click.option("--format", "form", type=click.Choice([*FORMS, "all"]), default="md", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File, or with --format all the folder [print].")
def export(article_id: uuid.UUID, language: str, form: str, output: Path | None) -> None:
    """Write one language of the newest edition of an ARTICLE as Markdown, JSON, a page of HTML, or all three."""
    if form == "all" and output is None:
        raise click.UsageError("--format all needs a folder: -o FOLDER")
    with create_app(from_environment()).app_context():
        use_locale("en")
        begin_reading()
        try:
            written = _written(db.session(), article_id, language, [*FORMS] if form == "all" else [form])
        except Refusal as refusal:
            raise click.ClickException(sentence(refusal)) from refusal
    if output is None:
        click.echo(written[form], nl=False)
    elif form == "all":
        output.mkdir(parents=True, exist_ok=True)
        for ending, words in written.items():
            (output / f"{article_id}.{language}.{ending}").write_text(words, encoding="utf-8")
    else:
        output.write_text(written[form], encoding="utf-8")


def _written(session: Session, article_id: uuid.UUID, language: str, forms: list[str]) -> dict[str, str]:
    edition = session.scalars(
        sa.select(Edition).where(Edition.article_id == article_id).order_by(Edition.number.desc()).limit(1)
    ).first()
    if edition is None:
        raise Unknown(Reason.UNKNOWN)
    text = reading(session, edition, language)
    return {form: FORMS[form](edition, text) for form in forms}
