"""Every table, so that one import fills the metadata."""

from workbench.models.article import Article, Edition, EditionMove, article_topic
from workbench.models.audit import AuditEntry
from workbench.models.base import Base, now
from workbench.models.catalogue import ArticleType, SectionType, Topic
from workbench.models.exchange import Peer, PeerBundle, PeerCursor, PeerName, PeerRequest, RowAside
from workbench.models.organisation import Municipality, Organisation
from workbench.models.outbox import OutboxEntry, OutboxState
from workbench.models.person import Attempt, Grant, Login, MailLink, Person
from workbench.models.programme import Programme, WantedArticle
from workbench.models.publishing import Delivery, DeliveryState, Parcel
from workbench.models.review import Reading, Remark, Review, Verdict
from workbench.models.segment import Claim, Dismissal, MemoryEntry, Origin, Segment
from workbench.models.signature import Signature, SignedSentence
from workbench.models.text import Cause, LateWords, Presence, Text, TextCheckpoint, TextClient, TextUpdate, TextVersion
from workbench.models.words import InterfaceWords
from workbench.models.workshop import Workshop

__all__ = [
    "Article",
    "ArticleType",
    "Attempt",
    "AuditEntry",
    "Base",
    "Cause",
    "Claim",
    "Delivery",
    "DeliveryState",
    "Dismissal",
    "Edition",
    "EditionMove",
    "Grant",
    "InterfaceWords",
    "LateWords",
    "Login",
    "MailLink",
    "MemoryEntry",
    "Municipality",
    "Organisation",
    "Origin",
    "OutboxEntry",
    "OutboxState",
    "Parcel",
    "Peer",
    "PeerBundle",
    "PeerCursor",
    "PeerName",
    "PeerRequest",
    "Person",
    "Presence",
    "Programme",
    "Reading",
    "Remark",
    "Review",
    "RowAside",
    "SectionType",
    "Segment",
    "Signature",
    "SignedSentence",
    "Text",
    "TextCheckpoint",
    "TextClient",
    "TextUpdate",
    "TextVersion",
    "Topic",
    "Verdict",
    "WantedArticle",
    "Workshop",
    "article_topic",
    "now",
]
