"""A service described for machines holds all that CPSV-AP and the circular ask for."""

import json
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph

from tests.support.parcels import OWNER, danish, kalaallisut, parcel
from workbench.domain.portal.cpsv import linked_data
from workbench.domain.portal.parcel import RIGHTS, Text

#: pyshacl 0.40 still builds on a class that rdflib 7.6 will drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SHAPES = Path(__file__).parents[1] / "support" / "cpsv_shapes.ttl"
PAGES = {"da": "https://portal.example/da/bolig.html", "kl": "https://portal.example/kl/ineqarneq.html"}


@pytest.fixture(scope="module")
def shapes():
    return Graph().parse(SHAPES, format="turtle")


def conforms(document, shapes):
    data = Graph().parse(data=json.dumps(document), format="json-ld")
    return validate(data, shacl_graph=shapes)[0]


def nodes(document):
    return {node["@id"]: node for node in document["@graph"]}


def test_an_article_conforms(shapes):
    assert conforms(linked_data(parcel(), PAGES), shapes)


def test_an_article_without_laws_forms_and_rights_conforms(shapes):
    bare = {
        language: Text(text.title, tuple(its for its in text.sections if its.key != RIGHTS))
        for language, text in {"da": danish(), "kl": kalaallisut()}.items()
    }
    document = linked_data(parcel(texts=bare), PAGES)

    assert conforms(document, shapes)
    assert {node.get("schema:serviceUrl", {}).get("@id") for node in document["@graph"]} >= set(PAGES.values())


MANDATORY = [
    ("cpsv:PublicService", "dct:identifier"),
    ("cpsv:PublicService", "dct:title"),
    ("cpsv:PublicService", "dct:description"),
    ("cpsv:PublicService", "cv:hasCompetentAuthority"),
    ("cpsv:PublicService", "cv:contactPoint"),
    ("cv:PublicOrganisation", "skos:prefLabel"),
    ("cv:PublicOrganisation", "dct:spatial"),
    ("cv:PublicOrganisation", "schema:address"),
    ("cv:ContactPoint", "schema:telephone"),
    ("cv:ContactPoint", "schema:email"),
    ("cv:Channel", "dct:identifier"),
    ("cpsv:Rule", "dct:identifier"),
    ("cpsv:Rule", "dct:title"),
    ("cpsv:Rule", "dct:description"),
    ("skos:Concept", "skos:prefLabel"),
]


@pytest.mark.parametrize(("kind", "name"), MANDATORY)
def test_taking_away_anything_mandatory_is_noticed(kind, name, shapes):
    document = linked_data(parcel(), PAGES)
    for node in document["@graph"]:
        if kind in node["@type"]:
            del node[name]

    assert not conforms(document, shapes)


@pytest.mark.parametrize("number", range(11))
def test_every_node_that_is_referred_to_is_typed(number, shapes):
    document = linked_data(parcel(), PAGES)
    assert len(document["@graph"]) == 11

    document["@graph"][number]["@type"] = "schema:Thing"

    assert not conforms(document, shapes)


def test_a_title_without_its_language_is_noticed(shapes):
    document = linked_data(parcel(), PAGES)
    document["@graph"][0]["dct:title"] = "Boligtilskud"

    assert not conforms(document, shapes)


def test_both_languages_stand_in_one_document():
    service = linked_data(parcel(), PAGES)["@graph"][0]

    assert {its["@language"] for its in service["dct:title"]} == {"da", "kl"}
    assert [its["@id"] for its in service["dct:language"]] == ["lang:DAN", "lang:KAL"]


def test_rights_laws_and_contact_are_told_to_machines():
    described = nodes(linked_data(parcel(), PAGES))
    service = next(node for node in described.values() if "cpsv:PublicService" in node["@type"])

    rights = described[service["cpsv:follows"]["@id"]]
    assert rights["dct:title"][0]["@value"] == "Dine rettigheder og pligter"
    assert [law["@id"] for law in service["cv:hasLegalResource"]] == ["https://lov.example/2024/99"]
    assert described[service["cv:contactPoint"]["@id"]]["schema:telephone"] == "+299001234"
    assert described[service["cv:hasCompetentAuthority"]["@id"]]["schema:address"] == "Kajvej 3, 3999 Havnebyen"


def test_nothing_has_to_be_fetched_to_read_it():
    context = linked_data(parcel(), PAGES)["@context"]

    assert isinstance(context, dict)


def test_a_service_of_the_whole_country_is_placed_in_it():
    national = parcel(owner=OWNER.__class__("gl", OWNER.names, OWNER.address, OWNER.phone, OWNER.email))

    assert linked_data(national, PAGES)["@graph"][0]["dct:spatial"]["@id"].endswith("country/GRL")
