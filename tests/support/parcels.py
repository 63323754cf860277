"""Parcels of invented articles, in Danish and in Kalaallisut words that are examples only."""

import hashlib
from dataclasses import replace
from uuid import UUID, uuid5

from workbench.domain.linetext import Kind, Line, Run
from workbench.domain.portal.parcel import (
    LawLink,
    Link,
    Owner,
    Parcel,
    ParcelKind,
    Section,
    Segment,
    Sentence,
    Signature,
    Text,
    Topic,
    sentences_hash,
)
from workbench.domain.signatures import Capacity

HERE = UUID("5b0f1b3c-6f0e-4c8e-9f0a-0d6c1a2b3c4d")

HOUSE = Topic("house", "house", {"da": "Bolig og flytning", "kl": "Ineqarneq nuunnerlu"})
SOCIAL = Topic("social", "social", {"da": "Social hjælp og pension", "kl": "Isumaginninneq utoqqalinersiallu"})
FISH = Topic("fish", "fish", {"da": "Fiskeri, fangst og jagt", "kl": "Aalisarneq piniarnerlu"})

OWNER = Owner(
    id="havnebyen",
    names={"da": "Havnebyens Kommune", "kl": "Havnebyen Kommunia"},
    address="Kajvej 3\n3999 Havnebyen",
    phone="+299 00 12 34",
    email="bolig@havnebyen.example",
    website="https://havnebyen.example/",
    area="GL-SM",
)

LAW = "https://lov.example/2024/99"
FORM = "https://havnebyen.example/ansoegning"


def line(key: str, words: str, kind: Kind = Kind.PARAGRAPH, *, link: str = "", bold: bool = False) -> Line:
    return Line(key, kind, (Run(words, bold=bold, link=link),))


def danish(title: str = "Boligtilskud, når du bor til leje") -> Text:
    sections = (
        Section("summary", "Kort fortalt", (line("d1", "Er din husleje høj, kan kommunen betale en del af den."),)),
        Section(
            "who",
            "Hvem kan søge",
            (
                line("d2", "Du kan søge, når du"),
                line("d3", "er fyldt 18 år", Kind.BULLET),
                line("d4", "bor til leje i en bolig med eget køkken", Kind.BULLET),
                line("d5", "Bor I flere sammen?", Kind.HEADING),
                Line("d6", Kind.PARAGRAPH, (Run("Så tæller "), Run("alles", bold=True), Run(" indkomst med."))),
            ),
        ),
        Section(
            "rights",
            "Dine rettigheder og pligter",
            (
                line("d7", "Du har ret til et svar inden fire uger og til at klage over det."),
                line("d8", "Du skal fortælle kommunen, når din indkomst ændrer sig."),
            ),
        ),
        Section(
            "how",
            "Sådan gør du",
            (
                line("d9", "Udfyld blanketten.", Kind.NUMBER),
                line("d10", "Send den til kommunen med din lejekontrakt.", Kind.NUMBER),
                line("d11", "Vi hjælper gerne på rådhuset.", Kind.QUOTE),
            ),
        ),
        Section("law", "Loven", (line("d12", "Lov nr. 99 af 1. juni 2024 om boligtilskud", link=LAW),)),
        Section("contact", "Kontakt", (line("d13", "Ring eller kom mandag til fredag kl. 10-14."),)),
    )
    laws = (LawLink("Lov nr. 99 af 1. juni 2024 om boligtilskud", LAW, "2026-01-05"),)
    return signed_text(Text(title, sections, laws, (Link("Søg boligtilskud", FORM),)))


def kalaallisut(title: str = "Inissiamut attartukkamut tapiissutit") -> Text:
    sections = (
        Section(
            "summary", "Naatsumik", (line("k1", "Ineqarnermut akiliutit qaffasippata kommuni tapiissuteqarsinnaavoq."),)
        ),
        Section(
            "who",
            "Kikkut qinnuteqarsinnaappat",
            (
                line("k2", "Qinnuteqarsinnaavutit"),
                line("k3", "18-inik ukioqaleersimaguit", Kind.BULLET),
                line("k4", "inissiami attartukkami najugaqaruit", Kind.BULLET),
                line("k5", "Arlaqarlusi najugaqarpisi?", Kind.HEADING),
                Line(
                    "k6", Kind.PARAGRAPH, (Run("Isertitat "), Run("tamarmik", bold=True), Run(" ilanngunneqassapput."))
                ),
            ),
        ),
        Section(
            "rights",
            "Pisinnaatitaaffiit pisussaaffiillu",
            (
                line("k7", "Sapaatit akunneri sisamat qaangiutsinnagit akineqarnissannut pisinnaatitaavutit."),
                line("k8", "Isertitatit allanngorpata kommuni ilisimatissavat."),
            ),
        ),
        Section(
            "how",
            "Ima iliussaatit",
            (
                line("k9", "Immersugassaq immersoruk.", Kind.NUMBER),
                line("k10", "Kommunimut nassiuguk attartornermut isumaqatigiissut ilanngullugu.", Kind.NUMBER),
                line("k11", "Kommunip allaffiani ikiorusuppatsigit.", Kind.QUOTE),
            ),
        ),
        Section("law", "Inatsit", (line("k12", "Inatsit nr. 99, 1. juuni 2024-meersoq", link=LAW),)),
        Section("contact", "Attavik", (line("k13", "Ataasinngornermiit tallimanngornermut nal. 10-14."),)),
    )
    laws = (LawLink("Inatsit nr. 99, 1. juuni 2024-meersoq", LAW),)
    return signed_text(Text(title, sections, laws, (Link("Tapiissutinik qinnuteqarit", FORM),)))


def signed_text(text: Text) -> Text:
    """The text with its sentences: the title and each line is one."""
    said = [("title", text.title), *((its.id, its.words) for section in text.sections for its in section.lines)]
    sentences = (Sentence(key, words, hashlib.sha256(words.encode()).hexdigest()) for key, words in said)
    return replace(text, sentences=tuple(sentences))


def parcel(number: int = 1, *, version: int = 1, **changes: object) -> Parcel:
    """A parcel of the article with this number; ``changes`` replace its fields."""
    texts = {"da": danish(), "kl": kalaallisut()}
    covers = {language: sentences_hash(text.sentences) for language, text in texts.items()}
    usual = Parcel(
        parcel_id=uuid5(HERE, f"parcel {number} {version}"),
        article_id=uuid5(HERE, f"article {number}"),
        edition=1,
        payload_version=version,
        kind=ParcelKind.PUBLISH,
        published="2025-01-01",
        updated="2026-11-22T10:30:00-02:00",
        segment=Segment.CITIZEN,
        topics=(HOUSE, SOCIAL),
        owner=OWNER,
        texts=texts,
        signatures=(Signature(Capacity.APPROVER, "Havnebyens Kommune", "2026-11-20T14:00:00-02:00", covers),),
    )
    return replace(usual, **changes)


def titled(danish_title: str, kalaallisut_title: str) -> dict[str, Text]:
    return {"da": danish(danish_title), "kl": kalaallisut(kalaallisut_title)}


def withdrawal(of: Parcel, *, version: int, kind: ParcelKind = ParcelKind.WITHDRAW, **changes: object) -> Parcel:
    """A parcel that takes the article out."""
    notes = {"da": "Loven er ophævet.", "kl": "Inatsit atorunnaarpoq."}
    gone = {language: Text(text.title, note=notes[language]) for language, text in of.texts.items()}
    return replace(
        of,
        parcel_id=uuid5(HERE, f"withdrawal {of.article_id} {version}"),
        payload_version=version,
        kind=kind,
        updated="2026-12-01",
        texts={} if kind is ParcelKind.VANISH else gone,
        signatures=(),
        **changes,
    )
