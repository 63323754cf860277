"""New passwords asked for: the account is looked up and its letter put in the post."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.accounts.commands import send_reset
from workbench.models import OutboxEntry
from workbench.outbox import Handler, Leased


def reset_handler() -> Handler:
    """Return what answers an entry; run twice, only the newer of two links is good."""

    def handle(_sessions: sessionmaker[Session], leased: Leased) -> Callable[[Session], None]:
        def conclude(session: Session) -> None:
            send_reset(session, leased.facts["email"])
            # What strangers type here is nobody's business afterwards.
            session.execute(sa.update(OutboxEntry).where(OutboxEntry.id == leased.id).values(facts={}))

        return conclude

    return handle
