"""What the page of a text tells its editor: where the text is synced, and what this person may do with it."""

from flask import url_for

from workbench.extensions import db
from workbench.models import Edition
from workbench.store.syncing import rights_of
from workbench.web.access import current_actor


def live_of(edition: Edition) -> dict[str, object]:
    """Return the facts for the editor of the edition's source; the state itself comes with its first sync."""
    text = edition.source
    rights = rights_of(db.session(), current_actor(), edition, text)
    return {
        "text": text.id,
        "seq": text.seq,
        "address": url_for("drafting.sync", article_id=edition.article_id, text=text.id),
        "language": text.language,
        "writes": rights.writes,
        "suggests": rights.suggests,
    }
