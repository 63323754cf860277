"""Counts the statements that a block sends to the database."""

import contextlib

import sqlalchemy as sa

#: How many a page may send, whatever the number of its rows.
LIMIT = 15


class Counted(list):
    """The statements sent so far, in order."""

    def __str__(self):
        return "\n".join(f"{number}. {' '.join(words.split())[:300]}" for number, words in enumerate(self, 1))


@contextlib.contextmanager
def counted(engine):
    """Yield a list that fills with every statement sent over the engine, settings and BEGIN left out."""
    found = Counted()

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION", "SAVEPOINT", "RELEASE")):
            found.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
