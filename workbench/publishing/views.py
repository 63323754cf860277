"""Parcels, targets and receipts."""

import uuid

from flask import Blueprint, Response, request, url_for

from workbench.domain.permissions import may
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Edition, Parcel
from workbench.publishing import commands, queries
from workbench.publishing.forms import WithdrawalForm
from workbench.publishing.places import live_targets
from workbench.store.visibility import edition_for, matter_of
from workbench.web.access import current_actor, requires
from workbench.web.hypermedia import go_to
from workbench.web.rendering import page
from workbench.web.transactions import commit

blueprint = Blueprint("publishing", __name__)


@blueprint.get("/publishing")
@requires(Permission.PARCEL_READ)
def index() -> Response:
    only_stuck = request.args.get("show") == "stuck"
    number = request.args.get("page", 1, type=int)
    found = queries.parcels_for(db.session(), current_actor(), page=number, only_stuck=only_stuck)
    health = {name: target.health() for name, target in live_targets().items()}
    return page("publishing/index.html", "parcels", found=found, only_stuck=only_stuck, health=health)


@blueprint.get("/publishing/parcels/<uuid:parcel_id>")
@requires(Permission.PARCEL_READ)
def parcel(parcel_id: uuid.UUID) -> Response:
    return _parcel(queries.parcel_for(db.session(), current_actor(), parcel_id))


def _parcel(shown: Parcel) -> Response:
    may_send = may(current_actor(), Permission.PARCEL_SEND, matter_of(db.session(), shown.edition))
    return page("publishing/parcel.html", "deliveries", parcel=shown, may_send=may_send, stuck=commands.STUCK)


@blueprint.post("/publishing/deliveries/<int:delivery_id>/retry")
@requires(Permission.PARCEL_SEND)
def retry(delivery_id: int) -> Response:
    delivery = queries.delivery_for(db.session(), current_actor(), delivery_id)
    commands.retry_delivery(db.session(), current_actor(), delivery)
    commit()
    return go_to(url_for("publishing.parcel", parcel_id=delivery.parcel_id))


@blueprint.get("/articles/<uuid:article_id>/withdrawal")
@requires(Permission.PARCEL_SEND)
def withdrawal(article_id: uuid.UUID) -> Response:
    edition = edition_for(db.session(), current_actor(), article_id)
    return _withdrawal(edition, WithdrawalForm(version=edition.version))


@blueprint.post("/articles/<uuid:article_id>/withdrawal")
@requires(Permission.PARCEL_SEND)
def withdraw(article_id: uuid.UUID) -> Response:
    edition = edition_for(db.session(), current_actor(), article_id)
    form = WithdrawalForm()
    if not form.validate():
        return _withdrawal(edition, form, status=422)
    sent = commands.withdraw_article(
        db.session(), current_actor(), edition, notes=form.notes, seen_version=form.version.data
    )
    commit()
    return go_to(url_for("publishing.parcel", parcel_id=sent.id))


def _withdrawal(edition: Edition, form: WithdrawalForm, status: int = 200) -> Response:
    decision = may(current_actor(), Permission.PARCEL_SEND, matter_of(db.session(), edition))
    return page("publishing/withdrawal.html", "main", status, edition=edition, form=form, decision=decision)
