"""Beginning an article, changing its facts, opening its editions."""

import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from flask import Response, flash, request, url_for

from workbench.articles import commands, queries
from workbench.articles.forms import BeginForm, EditionForm, FactsForm, ReopenForm
from workbench.articles.pages import article_page, blueprint
from workbench.domain.permissions import may_there
from workbench.domain.refusals import Invalid, StaleVersion
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Article, ArticleType, Organisation, Person, Topic
from workbench.store.articles import create_article
from workbench.store.latewords import settle_late_words
from workbench.store.visibility import edition_for, place_of
from workbench.web.access import current_actor, requires, signed_in
from workbench.web.errors import STATUS
from workbench.web.forms import Form
from workbench.web.hypermedia import go_to, safe_next
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit
from workbench.web.words import sentence

Result = TypeVar("Result")


def _attempt(form: Form, act: Callable[[], Result]) -> tuple[Result | None, int]:
    """Do the act and commit it if the form holds; else return None with the status, the reasons in the form."""
    if not form.validate():
        return None, STATUS[Invalid]
    try:
        result = act()
        commit()
    except (Invalid, StaleVersion) as refusal:
        db.session.rollback()
        begin_reading()
        name = str(refusal.details.get("field", ""))
        field = form[name] if name in form else next(iter(form))
        field.errors = [*field.errors, sentence(refusal)]
        return None, STATUS[type(refusal)]
    return result, 200


@blueprint.get("/new")
@requires(Permission.ARTICLE_CREATE)
def create() -> Response:
    form = BeginForm(formdata=None)
    form.offer(queries.owners_for(db.session(), current_actor()), _types(), _topics())
    return page("articles/new.html", form=form)


@blueprint.post("")
@requires(Permission.ARTICLE_CREATE)
def begin() -> Response:
    actor, form = current_actor(), BeginForm()
    owners, types, topics = queries.owners_for(db.session(), actor), _types(), _topics()
    form.offer(owners, types, topics)
    article, status = _attempt(
        form, lambda: create_article(db.session(), actor, form.beginning(owners, types, topics, actor.id))
    )
    if article is None:
        form.offer(queries.owners_for(db.session(), actor), _types(), _topics())
        return page("articles/new.html", status=status, form=form)
    may_write = may_there(actor, Permission.TEXT_WRITE, place_of(article))
    return go_to(url_for("drafting.edit" if may_write else "articles.show", article_id=article.id))


@blueprint.get("/<uuid:article_id>/facts")
@requires(Permission.ARTICLE_EDIT)
def edit(article_id: uuid.UUID) -> Response:
    article = _editable(article_id)
    form = FactsForm(
        formdata=None,
        owner=str(article.owner_id),
        contact_person=str(article.contact_person_id or ""),
        topics=[topic.key for topic in article.topics],
        segment=article.segment,
        version=article.version,
    )
    return _facts(article, form)


@blueprint.post("/<uuid:article_id>/facts")
@requires(Permission.ARTICLE_EDIT)
def save_facts(article_id: uuid.UUID) -> Response:
    session, actor, form = db.session(), current_actor(), FactsForm()
    article = _editable(article_id)
    owners, people, topics = _offered(article)
    form.offer(owners, people, topics)
    changed, status = _attempt(
        form,
        lambda: commands.edit_article(
            session, actor, article, form.facts(owners, people, topics), seen_version=form.version.data
        ),
    )
    if changed is None:
        return _facts(_editable(article_id), form, status)
    flash(t("Saved."), "toast")
    return go_to(url_for("articles.show", article_id=article_id))


def _editable(article_id: uuid.UUID) -> Article:
    return edition_for(db.session(), current_actor(), article_id).article


def _facts(article: Article, form: FactsForm, status: int = 200) -> Response:
    form.offer(*_offered(article))
    decision = may_there(current_actor(), Permission.ARTICLE_EDIT, place_of(article))
    return page("articles/facts.html", status=status, article=article, form=form, decision=decision)


def _offered(article: Article) -> tuple[Sequence[Organisation], Sequence[Person], Sequence[Topic]]:
    """Return the owners, contact people and topics to choose from; the present owner is always among them."""
    owners = queries.owners_for(db.session(), current_actor(), Permission.ARTICLE_EDIT)
    with_present = owners if article.owner in owners else [article.owner, *owners]
    return with_present, commands.contact_people(db.session(), article, article.owner), _topics()


def _types() -> Sequence[ArticleType]:
    return db.session.scalars(sa.select(ArticleType).order_by(ArticleType.position)).all()


def _topics() -> Sequence[Topic]:
    return db.session.scalars(sa.select(Topic).order_by(Topic.position)).all()


@blueprint.post("/<uuid:article_id>/reopening")
@requires(Permission.EDITION_REOPEN)
def reopen(article_id: uuid.UUID) -> Response:
    form, actor = ReopenForm(), current_actor()
    edition = edition_for(db.session(), actor, article_id)
    done, status = _attempt(
        form,
        lambda: commands.reopen_edition(
            db.session(), actor, edition, reason=form.reason.data, seen_version=form.version.data
        ),
    )
    if done is None:
        return article_page(article_id, reopen=form, status=status)
    flash(t("The text is open for writing again."), "toast")
    return go_to(url_for("articles.show", article_id=article_id))


@blueprint.post("/<uuid:article_id>/editions")
@requires(Permission.EDITION_REOPEN)
def open_edition(article_id: uuid.UUID) -> Response:
    form, actor = EditionForm(), current_actor()
    edition = edition_for(db.session(), actor, article_id)
    opened, status = _attempt(
        form,
        lambda: commands.open_edition(
            db.session(), actor, edition, change_note=form.change_note.data, seen_version=form.version.data
        ),
    )
    if opened is None:
        return article_page(article_id, edition=form, status=status)
    flash(t("A new edition is open. What is out stays out until it is approved."), "toast")
    return go_to(url_for("articles.show", article_id=article_id))


@blueprint.post("/<uuid:article_id>/late/<int:late_id>/settlement")
@signed_in
def settle_late(article_id: uuid.UUID, late_id: int) -> Response:
    settle_late_words(db.session(), current_actor(), article_id, late_id)
    commit()
    flash(t("The words are put away. They stay in the history of the text."), "toast")
    return go_to(safe_next(request.form.get("next"), url_for("articles.show", article_id=article_id)))
