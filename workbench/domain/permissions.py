"""Who may do what, and why not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from workbench.domain.refusals import Denied, Reason
from workbench.domain.roles import GRANTS, Permission, Role
from workbench.domain.states import State


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds now, and for what; None counts for everything of that sort.

    ``pair`` is (source language, target language).
    """

    role: Role
    organisation_id: int | None = None
    workshop_id: int | None = None
    pair: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles they hold now."""

    id: int
    held: tuple[Held, ...] = ()
    organisation_id: int | None = None

    def with_permission(self, permission: Permission) -> tuple[Held, ...]:
        """Return the held roles that carry the permission, for whatever they count."""
        return tuple(held for held in self.held if permission in GRANTS[held.role])


class Subject(Protocol):
    """What the rules need to know of the thing an act is about; None stands where it has no such side."""

    @property
    def organisation_ids(self) -> frozenset[int] | None: ...
    @property
    def workshop_id(self) -> int | None: ...
    @property
    def pair(self) -> tuple[str, str] | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A subject by its scope alone: an organisation's, a workshop's, a language pair's."""

    organisation_ids: frozenset[int] | None = None
    workshop_id: int | None = None
    pair: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """An edition as the rules see it.

    ``writer_ids`` wrote in the source text and ``translator_ids`` in the target, both from the log;
    ``asked_ids`` were asked for a review that is still open or was given.
    """

    organisation_ids: frozenset[int] | None
    workshop_id: int | None
    pair: tuple[str, str] | None
    state: State
    writer_ids: frozenset[int] = frozenset()
    translator_ids: frozenset[int] = frozenset()
    asked_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """True when allowed; otherwise false, with the reason."""

    reason: Reason | None = None

    def __bool__(self) -> bool:
        return self.reason is None


YES = Decision()
Rule = Callable[[Actor, Matter], Reason | None]
RULES: dict[Permission, list[Rule]] = {}
#: Translators and checkers see an edition from the moment its words are accepted.
SEEN_BY_TRANSLATORS = frozenset(
    {State.IN_TRANSLATION, State.IN_CHECKING, State.AWAITING_APPROVAL, State.APPROVED, State.PUBLISHED}
)


def rule(permission: Permission) -> Callable[[Rule], Rule]:
    """Register a rule on the thing itself, asked after the roles."""

    def register(check: Rule) -> Rule:
        RULES.setdefault(permission, []).append(check)
        return check

    return register


@rule(Permission.TEXT_WRITE)
def only_drafts_are_written(_actor: Actor, matter: Matter) -> Reason | None:
    return None if matter.state is State.DRAFTING else Reason.TEXT_NOT_OPEN


@rule(Permission.REVIEW_GIVE)
def nobody_reviews_own_words(actor: Actor, matter: Matter) -> Reason | None:
    return Reason.OWN_WORDS if actor.id in matter.writer_ids else None


@rule(Permission.REVIEW_GIVE)
def only_those_asked_review(actor: Actor, matter: Matter) -> Reason | None:
    return None if actor.id in matter.asked_ids else Reason.NOT_ASKED


@rule(Permission.EDITION_APPROVE)
def nobody_approves_own_words(actor: Actor, matter: Matter) -> Reason | None:
    return Reason.OWN_WORDS if actor.id in matter.writer_ids | matter.translator_ids else None


@rule(Permission.CHECK_WRITE)
def writers_do_not_check_the_translation_of_their_words(actor: Actor, matter: Matter) -> Reason | None:
    return Reason.OWN_WORDS if actor.id in matter.writer_ids else None


def covers(held: Held, subject: Subject) -> bool:
    """Tell whether a held role counts for the subject: whatever scope the role names must be the subject's."""
    if held.organisation_id is not None and held.organisation_id not in (subject.organisation_ids or ()):
        return False
    if held.workshop_id is not None and held.workshop_id != subject.workshop_id:
        return False
    return held.pair is None or held.pair == subject.pair


def holds(actor: Actor, permission: Permission) -> Decision:
    """Decide by role alone, before anything is loaded."""
    return YES if actor.with_permission(permission) else Decision(Reason.ROLE_LACKS_PERMISSION)


def may_there(actor: Actor, permission: Permission, subject: Subject) -> Decision:
    """Decide by role and scope, without the rules on the thing itself."""
    granted = any(covers(held, subject) for held in actor.with_permission(permission))
    return YES if granted else Decision(Reason.ROLE_LACKS_PERMISSION)


def may(actor: Actor, permission: Permission, matter: Matter) -> Decision:
    """Decide by role, scope and the rules for this edition; the first reason against it is the one told."""
    if permission is Permission.ARTICLE_READ:
        return _may_read(actor, matter)
    if permission is Permission.REMARK_WRITE:
        # Whoever may read an edition may say something about it, if any of their roles lets them remark at all.
        return holds(actor, permission) and _may_read(actor, matter)
    # Reviewers are asked by name, whichever organisation they come from.
    decision = holds(actor, permission) if permission in ASKED else may_there(actor, permission, matter)
    if not decision:
        return decision
    reasons = (check(actor, matter) for check in RULES.get(permission, ()))
    return Decision(next((reason for reason in reasons if reason), None))


#: Permissions for which being asked by name stands in for the scope.
ASKED = frozenset({Permission.REVIEW_GIVE})


def require(actor: Actor, permission: Permission, matter: Matter) -> None:
    """Raise Denied with the reason where ``may`` says no."""
    if reason := may(actor, permission, matter).reason:
        raise Denied(reason)


def require_there(actor: Actor, permission: Permission, subject: Subject) -> None:
    """Raise Denied with the reason where ``may_there`` says no."""
    if reason := may_there(actor, permission, subject).reason:
        raise Denied(reason)


def who_may(actors: Iterable[Actor], permission: Permission, matter: Matter) -> tuple[Actor, ...]:
    """Return those of the actors who could give what is missing."""
    return tuple(actor for actor in actors if may(actor, permission, matter))


def _may_read(actor: Actor, matter: Matter) -> Decision:
    if actor.id in matter.asked_ids and holds(actor, Permission.REVIEW_GIVE):
        return YES
    for held in actor.with_permission(Permission.ARTICLE_READ):
        by_pair = held.role in {Role.TRANSLATOR, Role.CHECKER}
        if covers(held, matter) and (not by_pair or matter.state in SEEN_BY_TRANSLATORS):
            return YES
    return Decision(Reason.ROLE_LACKS_PERMISSION)
