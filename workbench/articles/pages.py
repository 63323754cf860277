"""The page of an article, put together."""

import datetime as dt
import uuid

from flask import Blueprint, Response

from workbench.articles import acts, standing
from workbench.articles.forms import EditionForm, ReopenForm
from workbench.domain.permissions import may_there
from workbench.domain.roles import Permission
from workbench.domain.states import STAGES, State
from workbench.extensions import db
from workbench.models import Article
from workbench.store.latewords import Late, sees_all
from workbench.store.workshops import place_of_workshop
from workbench.web.access import current_actor
from workbench.web.formatting import short_day
from workbench.web.locale import t
from workbench.web.reading import plain_words
from workbench.web.rendering import page

blueprint = Blueprint("articles", __name__, url_prefix="/articles")


def article_page(
    article_id: uuid.UUID, *, reopen: ReopenForm | None = None, edition: EditionForm | None = None, status: int = 200
) -> Response:
    """Answer with the page of the article, with the forms as they came back."""
    actor = current_actor()
    stands = standing.standing_of(db.session(), actor, article_id)
    seen = stands.edition.version
    return page(
        "articles/show.html",
        status=status,
        standing=stands,
        article=stands.article,
        sees_workshop=_sees_workshop(stands.article),
        edition=stands.edition,
        steps=_steps(stands),
        next_act=acts.next_act(actor, stands),
        further=acts.further_acts(actor, stands),
        may_reopen=acts.may_reopen(actor, stands),
        may_open=acts.may_open(actor, stands),
        reopen=reopen or ReopenForm(formdata=None, version=seen),
        edition_form=edition or EditionForm(formdata=None, version=seen),
        late=_late_for(stands),
        plain_words=plain_words,
    )


def _sees_workshop(article: Article) -> bool:
    workshop = article.workshop
    return workshop is not None and bool(
        may_there(current_actor(), Permission.WORKSHOP_READ, place_of_workshop(workshop))
    )


def _steps(stands: standing.Standing) -> list[tuple[State, str, str]]:
    """Return every stage with whether it is done, now or to come, and its date in words."""
    state = stands.edition.state
    here = STAGES.index(state) if state in STAGES else len(STAGES)
    left: dict[State, dt.datetime] = {move.from_state: move.at for move in stands.moves}
    told = []
    for place, stage in enumerate(STAGES):
        if place < here or state is State.PUBLISHED:
            at = left.get(stage, stands.edition.state_since)
            told.append((stage, "now" if stage is state else "done", short_day(at)))
        elif place == here:
            told.append((stage, "now", t("since {day}", day=short_day(stands.edition.state_since))))
        else:
            told.append((stage, "todo", ""))
    return told


def _late_for(stands: standing.Standing) -> list[Late]:
    """Return the late words this person may see: their own, or all where they have a hand in the article."""
    actor = current_actor()
    if sees_all(actor, stands.edition.source):
        return list(stands.late)
    return [one for one in stands.late if one.person_id == actor.id]
