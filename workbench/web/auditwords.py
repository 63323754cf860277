"""Words for the audit log: what was done, and to what."""

from collections.abc import Callable, Mapping

from workbench.domain.signatures import Capacity
from workbench.domain.states import Move
from workbench.web.locale import t, tp
from workbench.web.words import word

ACTS: Mapping[str, Callable[[], str]] = {
    "login:start": lambda: tp("act", "Signed in"),
    "login:refuse": lambda: tp("act", "Sign-in refused"),
    "login:end": lambda: tp("act", "Signed out"),
    "login:end-others": lambda: tp("act", "Signed out everywhere else"),
    "login:end-all": lambda: tp("act", "Signed out everywhere"),
    "password:ask": lambda: tp("act", "Asked for a new password"),
    "password:change": lambda: tp("act", "Password changed"),
    "person:create": lambda: tp("act", "Person added"),
    "person:edit": lambda: tp("act", "Person changed"),
    "person:invite": lambda: tp("act", "Person invited"),
    "person:close": lambda: tp("act", "Account closed"),
    "person:reopen": lambda: tp("act", "Account opened again"),
    "role:grant": lambda: tp("act", "Role given"),
    "role:end": lambda: tp("act", "Role ended"),
    "organisation:create": lambda: tp("act", "Organisation added"),
    "organisation:edit": lambda: tp("act", "Organisation changed"),
    "organisation:confirm": lambda: tp("act", "Organisation confirmed"),
    "words:read": lambda: tp("act", "Words of the interface read"),
    "words:edit": lambda: tp("act", "Words of the interface corrected"),
    "words:restore": lambda: tp("act", "Words of the interface restored"),
    "programme:create": lambda: tp("act", "Programme added"),
    "programme:edit": lambda: tp("act", "Programme changed"),
    "wanted:add": lambda: tp("act", "Wanted article added"),
    "wanted:edit": lambda: tp("act", "Wanted article changed"),
    "wanted:remove": lambda: tp("act", "Wanted article removed"),
    "wanted:claim": lambda: tp("act", "Article taken to write"),
    "wanted:assign": lambda: tp("act", "Article given to a writer"),
    "workshop:create": lambda: tp("act", "Workshop planned"),
    "workshop:edit": lambda: tp("act", "Workshop changed"),
    "workshop:invite": lambda: tp("act", "Invited to the workshop"),
    "workshop:remove": lambda: tp("act", "Taken out of the workshop"),
    "workshop:list": lambda: tp("act", "Put on the list of the workshop"),
    "workshop:unlist": lambda: tp("act", "Taken off the list of the workshop"),
    "workshop:close": lambda: tp("act", "Workshop closed"),
    "workshop:reopen": lambda: tp("act", "Workshop opened again"),
    "workshop:exchange": lambda: tp("act", "Words exchanged with another workbench"),
    "exchange:pair": lambda: tp("act", "Another workbench accepted"),
    "article:create": lambda: tp("act", "Article begun"),
    "article:edit": lambda: tp("act", "Facts of the article changed"),
    "edition:open": lambda: tp("act", "New edition opened"),
    "text:restore": lambda: tp("act", "Version brought back"),
    "text:heal": lambda: tp("act", "Text put together again"),
    "text:keep-late": lambda: tp("act", "Late words kept"),
    "text:settle-late": lambda: tp("act", "Late words put away"),
    "review:ask": lambda: tp("act", "Review asked for"),
    "review:remind": lambda: tp("act", "Reviewer reminded"),
    "review:cancel": lambda: tp("act", "Request for review taken back"),
    "review:give": lambda: tp("act", "Review given"),
    "remark:write": lambda: tp("act", "Remark written"),
    "remark:resolve": lambda: tp("act", "Remark settled"),
    "remark:reopen": lambda: tp("act", "Remark opened again"),
    "translator:claim": lambda: tp("act", "Translation claimed"),
    "translator:release": lambda: tp("act", "Translation given back to the queue"),
    "checker:claim": lambda: tp("act", "Check claimed"),
    "checker:release": lambda: tp("act", "Check given back to the queue"),
    "check:correct": lambda: tp("act", "Sentence corrected by the checker"),
    "check:return": lambda: tp("act", "Sentence returned by the checker"),
    "finding:dismiss": lambda: tp("act", "Finding dismissed"),
    "parcel:send": lambda: tp("act", "Parcel sent"),
}

SUBJECTS: Mapping[str, Callable[[], str]] = {
    "article": lambda: tp("subject", "Article"),
    "edition": lambda: tp("subject", "Edition"),
    "segment": lambda: tp("subject", "Sentence"),
    "remark": lambda: tp("subject", "Remark"),
    "person": lambda: tp("subject", "Person"),
    "organisation": lambda: tp("subject", "Organisation"),
    "programme": lambda: tp("subject", "Programme"),
    "wanted_article": lambda: tp("subject", "Wanted article"),
    "workshop": lambda: tp("subject", "Workshop"),
    "words": lambda: tp("subject", "Words of the interface"),
    "delivery": lambda: tp("subject", "Delivery"),
    "peer": lambda: tp("subject", "Another workbench"),
}

_MOVES = {f"edition:{move.value.replace('_', '-')}": move for move in Move}
_SIGNATURES = {f"signature:{capacity.value}": capacity for capacity in Capacity}


def act_word(action: str) -> str:
    """Return what an entry says was done; the name itself of an act that this version does not know any more."""
    if action in _MOVES:
        return word(_MOVES[action])
    if action in _SIGNATURES:
        return t("Signed as: {capacity}", capacity=word(_SIGNATURES[action]))
    return ACTS[action]() if action in ACTS else action


def subject_word(subject: str) -> str:
    """Return what kind of thing an entry is about; the name itself of a kind that this version does not know."""
    return SUBJECTS[subject]() if subject in SUBJECTS else subject
