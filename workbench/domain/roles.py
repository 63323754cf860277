"""What each role may do, as one table. Permissions are named resource:action."""

import enum


class Role(enum.StrEnum):
    #: Drafts in workshops they are invited to.
    PARTICIPANT = "participant"
    #: Runs a workshop: people, list, board.
    FACILITATOR = "facilitator"
    #: Peer or lawyer: reads what was asked of them.
    REVIEWER = "reviewer"
    #: Works through the queues of own language pairs.
    TRANSLATOR = "translator"
    #: Validates a translation.
    CHECKER = "checker"
    #: Fills own municipality's places in articles.
    MUNICIPAL_EDITOR = "municipal_editor"
    #: Signs for the owning authority.
    APPROVER = "approver"
    #: Runs programmes, workshops, assignment and export.
    COORDINATOR = "coordinator"
    #: Keeps people, organisations and settings.
    ADMINISTRATOR = "administrator"
    #: Reads finished articles.
    READER = "reader"


class Scope(enum.StrEnum):
    #: The role counts for one organisation's articles.
    ORGANISATION = "organisation"
    #: The role counts for one workshop's articles.
    WORKSHOP = "workshop"
    #: The role counts for one language pair.
    PAIR = "pair"


#: What a grant of the role must name one of at least; it may name more. A role with an empty set may count everywhere.
SCOPES: dict[Role, frozenset[Scope]] = {
    Role.PARTICIPANT: frozenset({Scope.WORKSHOP, Scope.ORGANISATION}),
    Role.FACILITATOR: frozenset({Scope.WORKSHOP}),
    Role.REVIEWER: frozenset({Scope.ORGANISATION}),
    Role.TRANSLATOR: frozenset({Scope.PAIR}),
    Role.CHECKER: frozenset({Scope.PAIR}),
    Role.MUNICIPAL_EDITOR: frozenset({Scope.ORGANISATION}),
    Role.APPROVER: frozenset({Scope.ORGANISATION}),
    Role.COORDINATOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
    Role.READER: frozenset(),
}


class Permission(enum.StrEnum):
    #: See the own desk and change the own settings.
    DESK_READ = "desk:read"
    #: See programmes and their wanted articles.
    PROGRAMME_READ = "programme:read"
    #: Create and change programmes, their stages and wanted articles.
    PROGRAMME_EDIT = "programme:edit"
    #: See a workshop, its board and its people.
    WORKSHOP_READ = "workshop:read"
    #: Create a workshop.
    WORKSHOP_CREATE = "workshop:create"
    #: Change, close and fill a workshop: people, list, assignment.
    WORKSHOP_EDIT = "workshop:edit"
    #: Take an article of the list to write.
    WANTED_CLAIM = "wanted:claim"
    #: See an article that is not published, and everything said about it.
    ARTICLE_READ = "article:read"
    #: Start an article.
    ARTICLE_CREATE = "article:create"
    #: Change an article's owner, contact person, topics and segment.
    ARTICLE_EDIT = "article:edit"
    #: Read a finished article.
    ARTICLE_READ_PUBLISHED = "article:read-published"
    #: Write in a draft.
    TEXT_WRITE = "text:write"
    #: Hand a draft to its reviewers.
    EDITION_SUBMIT = "edition:submit"
    #: Take an edition back to its writers, or open a new one.
    EDITION_REOPEN = "edition:reopen"
    #: Ask somebody to review.
    REVIEW_ASK = "review:ask"
    #: Read for review, and give a verdict.
    REVIEW_GIVE = "review:give"
    #: Remark on words.
    REMARK_WRITE = "remark:write"
    #: See the queue of a language pair.
    TRANSLATION_READ = "translation:read"
    #: Claim and write a translation.
    TRANSLATION_WRITE = "translation:write"
    #: Check a translation.
    CHECK_WRITE = "check:write"
    #: See what an approval needs.
    APPROVAL_READ = "approval:read"
    #: Let the edition out in the name of the owning authority.
    EDITION_APPROVE = "edition:approve"
    #: See parcels, targets and receipts.
    PARCEL_READ = "parcel:read"
    #: Send a parcel again, or withdraw an article from the portal.
    PARCEL_SEND = "parcel:send"
    #: Keep people and their roles.
    PERSON_EDIT = "person:edit"
    #: Keep organisations and municipalities.
    ORGANISATION_EDIT = "organisation:edit"
    #: Correct the words of the interface.
    WORDS_EDIT = "words:edit"
    #: Read the audit log.
    AUDIT_READ = "audit:read"


_P = Permission
_ANYBODY = frozenset({_P.DESK_READ, _P.ARTICLE_READ_PUBLISHED})
_WORKSHOP = frozenset({_P.PROGRAMME_READ, _P.WORKSHOP_READ})
_WRITING = frozenset(
    {_P.ARTICLE_READ, _P.ARTICLE_CREATE, _P.TEXT_WRITE, _P.EDITION_SUBMIT, _P.REMARK_WRITE, _P.WANTED_CLAIM}
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PARTICIPANT: _ANYBODY | _WORKSHOP | _WRITING,
    Role.FACILITATOR: _ANYBODY
    | _WORKSHOP
    | _WRITING
    | {_P.WORKSHOP_EDIT, _P.ARTICLE_EDIT, _P.REVIEW_ASK, _P.EDITION_REOPEN},
    Role.REVIEWER: _ANYBODY | {_P.REVIEW_GIVE, _P.REMARK_WRITE},
    Role.TRANSLATOR: _ANYBODY | {_P.ARTICLE_READ, _P.TRANSLATION_READ, _P.TRANSLATION_WRITE, _P.REMARK_WRITE},
    Role.CHECKER: _ANYBODY | {_P.ARTICLE_READ, _P.TRANSLATION_READ, _P.CHECK_WRITE, _P.REMARK_WRITE},
    Role.MUNICIPAL_EDITOR: _ANYBODY,
    Role.APPROVER: _ANYBODY
    | {_P.ARTICLE_READ, _P.APPROVAL_READ, _P.EDITION_APPROVE, _P.REMARK_WRITE, _P.EDITION_REOPEN, _P.PARCEL_READ},
    Role.COORDINATOR: _ANYBODY
    | _WORKSHOP
    | {
        _P.PROGRAMME_EDIT,
        _P.WORKSHOP_CREATE,
        _P.WORKSHOP_EDIT,
        _P.ARTICLE_READ,
        _P.ARTICLE_CREATE,
        _P.ARTICLE_EDIT,
        _P.REVIEW_ASK,
        _P.REMARK_WRITE,
        _P.EDITION_REOPEN,
        _P.TRANSLATION_READ,
        _P.APPROVAL_READ,
        _P.PARCEL_READ,
        _P.PARCEL_SEND,
    },
    Role.ADMINISTRATOR: _ANYBODY | {_P.PERSON_EDIT, _P.ORGANISATION_EDIT, _P.WORDS_EDIT, _P.AUDIT_READ},
    Role.READER: _ANYBODY,
}
