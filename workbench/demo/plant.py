"""Plants the demo: people, organisations, workshops and articles in all states, through the commands people use."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.models import Person


def is_empty(session: Session) -> bool:
    """Tell whether nobody has an account yet."""
    return session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
