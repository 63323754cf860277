"""What can wait for a person: one row each, and which of them come first."""

import datetime as dt
import enum
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from workbench.domain.states import State


class Kind(enum.StrEnum):
    """Sorts of work, those nearest to the citizen first."""

    #: A parcel did not arrive; somebody must look.
    DELIVER = "deliver"
    #: An edition waits for the owner's signature.
    APPROVE = "approve"
    #: A translation waits for its second reader.
    CHECK = "check"
    #: A text waits for its translation.
    TRANSLATE = "translate"
    #: A text was handed in and nobody has been asked to read it.
    ASK = "ask"
    #: A text was given to this person to read.
    REVIEW = "review"
    #: Somebody remarked on a text of this person.
    ANSWER = "answer"
    #: A draft of this person.
    WRITE = "write"


class Task(NamedTuple):
    """One thing that waits; ``number`` and ``facet`` say what the kind needs.

    ``number``: words of a draft, open remarks, articles in a queue. ``facet``: the capacity of a review, the source
    language of a queue, the state of a delivery. A queue has no article.
    """

    kind: Kind
    title: str
    language: str
    since: dt.datetime
    due: dt.datetime | dt.date | None = None
    article_id: uuid.UUID | None = None
    parcel_id: uuid.UUID | None = None
    workshop_id: int | None = None
    workshop: str = ""
    state: State | None = None
    is_returned: bool = False
    is_mine: bool = False
    who: str = ""
    number: int = 0
    facet: str = ""


def by_urgency(tasks: Iterable[Task]) -> list[Task]:
    """Return the tasks, the most urgent first: by due moment, then what came back, then what is nearest to the end."""
    order = list(Kind)
    return sorted(
        tasks,
        key=lambda task: (
            task.due is None,
            _moment(task.due) if task.due else dt.datetime.max.replace(tzinfo=dt.UTC),
            not task.is_returned,
            not task.is_mine,
            order.index(task.kind),
            task.since,
            task.title,
        ),
    )


def _moment(due: dt.datetime | dt.date) -> dt.datetime:
    return due if isinstance(due, dt.datetime) else dt.datetime.combine(due, dt.time.max, dt.UTC)
