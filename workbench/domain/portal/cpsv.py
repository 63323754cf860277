"""A parcel as linked data: CPSV-AP 3.2 for machines of administrations, schema.org for search engines, in one graph."""

from collections.abc import Iterator, Mapping

from workbench.domain.portal.comparison import dialled, settled
from workbench.domain.portal.parcel import RIGHTS, SUMMARY, Owner, Parcel, Section, Text, Topic

Node = dict[str, object]

CONTEXT: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "lang": "http://publications.europa.eu/resource/authority/language/",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: Names of the languages in the authority table of the European Union.
LANGUAGE_NAMES: Mapping[str, str] = {"da": "DAN", "kl": "KAL", "en": "ENG"}
#: The whole country, in the authority table; its parts have ISO 3166-2 codes.
COUNTRY = "http://publications.europa.eu/resource/authority/country/GRL"


def linked_data(parcel: Parcel, pages: Mapping[str, str]) -> Node:
    """Return the JSON-LD of a shown article, all languages in one document; ``pages`` is its address by language.

    Every node that is referred to is described and typed in the same document, and nothing has to be fetched to read
    it. Mandatory properties follow the SHACL shapes of CPSV-AP 3.2.0; rights, laws and contact follow circular 16 of
    27 April 2023, section 4. Phone, e-mail and address stand in schema.org terms, which CPSV-AP has no words for.
    """
    return {"@context": dict(CONTEXT), "@graph": [_service(parcel, pages), *_nodes(parcel, pages)]}


def _service(parcel: Parcel, pages: Mapping[str, str]) -> Node:
    own = parcel.article_id.urn
    laws = sorted(_laws(parcel))
    return {
        "@id": own,
        "@type": ["cpsv:PublicService", "schema:GovernmentService"],
        "dct:identifier": str(parcel.article_id),
        "dct:title": _tagged({language: text.title for language, text in parcel.texts.items()}),
        "dct:description": _tagged({language: _summary(text) for language, text in parcel.texts.items()}),
        "dct:language": [{"@id": _language(language)} for language in sorted(parcel.texts)],
        "dct:spatial": {"@id": _location(parcel.owner)},
        "dct:issued": {"@type": "xsd:date", "@value": parcel.published[:10]},
        "dct:modified": {"@type": "xsd:date", "@value": parcel.updated[:10]},
        "cv:hasCompetentAuthority": {"@id": _authority(parcel.owner)},
        "schema:serviceOperator": {"@id": _authority(parcel.owner)},
        "cv:contactPoint": {"@id": f"{own}#contact"},
        "cv:thematicArea": [{"@id": _concept(topic)} for topic in parcel.topics],
        "cv:hasChannel": [{"@id": channel} for channel in _channels(parcel, pages)],
        "schema:availableChannel": [{"@id": channel} for channel in _channels(parcel, pages)],
        **({"cv:hasLegalResource": [{"@id": law} for law in laws]} if laws else {}),
        **({"cpsv:follows": {"@id": f"{own}#rights"}} if _rights(parcel) else {}),
    }


def _nodes(parcel: Parcel, pages: Mapping[str, str]) -> Iterator[Node]:
    yield from _about_the_authority(parcel)
    for channel, address in _channels(parcel, pages).items():
        types = ["cv:Channel", "schema:ServiceChannel"]
        yield {"@id": channel, "@type": types, "dct:identifier": channel, "schema:serviceUrl": {"@id": address}}
    for topic in parcel.topics:
        yield {"@id": _concept(topic), "@type": "skos:Concept", "skos:prefLabel": _tagged(topic.names)}
    for language in sorted(parcel.texts):
        yield {"@id": _language(language), "@type": "dct:LinguisticSystem"}
    for law, names in sorted(_laws(parcel).items()):
        yield {"@id": law, "@type": "eli:LegalResource", "dct:title": _tagged(names)}
    yield from _about_rights(parcel)


def _about_the_authority(parcel: Parcel) -> Iterator[Node]:
    owner = parcel.owner
    yield {
        "@id": _authority(owner),
        "@type": ["cv:PublicOrganisation", "schema:GovernmentOrganization"],
        "dct:identifier": owner.id,
        "skos:prefLabel": _tagged(owner.names),
        "dct:spatial": {"@id": _location(owner)},
        "schema:address": ", ".join(line.strip() for line in owner.address.splitlines() if line.strip()),
        **({"schema:url": {"@id": owner.website}} if owner.website else {}),
    }
    yield {
        "@id": f"{parcel.article_id.urn}#contact",
        "@type": ["cv:ContactPoint", "schema:ContactPoint"],
        "schema:telephone": dialled(owner.phone),
        "schema:email": owner.email,
    }
    yield {"@id": _location(owner), "@type": "dct:Location", "dct:identifier": owner.area}


def _about_rights(parcel: Parcel) -> Iterator[Node]:
    rights = _rights(parcel)
    if rights:
        rule = f"{parcel.article_id.urn}#rights"
        laws = sorted(_laws(parcel))
        yield {
            "@id": rule,
            "@type": "cpsv:Rule",
            "dct:identifier": rule,
            "dct:title": _tagged({language: section.heading for language, section in rights.items()}),
            "dct:description": _tagged({language: _plain(section) for language, section in rights.items()}),
            **({"cpsv:implements": [{"@id": law} for law in laws]} if laws else {}),
        }


def _rights(parcel: Parcel) -> dict[str, Section]:
    found = ((language, _section(text, RIGHTS)) for language, text in parcel.texts.items())
    return {language: section for language, section in found if section is not None and _plain(section)}


def _section(text: Text, key: str) -> Section | None:
    return next((section for section in text.sections if section.key == key), None)


def _summary(text: Text) -> str:
    """Take the summary, or else the first section that says something."""
    chosen = _section(text, SUMMARY)
    return (chosen and _plain(chosen)) or next(filter(None, map(_plain, text.sections)), text.title)


def _plain(section: Section) -> str:
    return " ".join(filter(None, (settled(line.words) for line in section.lines)))


def _laws(parcel: Parcel) -> dict[str, dict[str, str]]:
    """Names by language, by address: two languages may lead to the same law."""
    found: dict[str, dict[str, str]] = {}
    for language, text in parcel.texts.items():
        for law in text.laws:
            found.setdefault(law.address, {}).setdefault(language, law.words)
    return found


def _channels(parcel: Parcel, pages: Mapping[str, str]) -> dict[str, str]:
    """Where the service is to be had, by node: the self-service forms, or else the article's own pages."""
    forms = {link.address for text in parcel.texts.values() for link in text.self_service}
    addresses = sorted(forms or pages.values())
    return {f"{parcel.article_id.urn}#channel-{number}": address for number, address in enumerate(addresses, 1)}


def _tagged(words: Mapping[str, str]) -> list[Node]:
    return [{"@language": language, "@value": settled(its)} for language, its in sorted(words.items())]


def _language(language: str) -> str:
    return "lang:" + LANGUAGE_NAMES.get(language, language.upper())


def _authority(owner: Owner) -> str:
    return f"urn:workbench:organisation:{owner.id}"


def _concept(topic: Topic) -> str:
    return f"urn:workbench:topic:{topic.key}"


def _location(owner: Owner) -> str:
    return COUNTRY if owner.area == "GL" else f"urn:iso:std:iso:3166:-2:{owner.area}"
