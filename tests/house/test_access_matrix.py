"""Every address x method x role x own or another's thing has a declared answer, and gives it.

The declared answers stand in ``access_matrix.tsv``. This test writes what it saw to ``build/access/``. When an address
or a permission changes on purpose, read the difference line by line, then let ``sort build/access/*.tsv`` take the
place of the declared ones.
"""

from pathlib import Path

import pytest

from tests.support.visitor import BASE, Visitor
from tests.support.world import World
from workbench.domain.roles import GRANTS, Permission, Role
from workbench.web.access import Access, access_of

DECLARED = Path(__file__).with_name("access_matrix.tsv")
SEEN = Path(__file__).resolve().parents[2] / "build" / "access"
NOBODY = "nobody"
#: Roles that count for one organisation or workshop: another authority's things do not exist for them.
BOUND = {"participant", "facilitator", "reviewer", "approver", "coordinator"}


@pytest.fixture(scope="module")
def world(tmp_path_factory, sqlite_template):
    world = World(tmp_path_factory.mktemp("world"), sqlite_template)
    yield world
    world.close()


def routes(app):
    found = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if rule.endpoint != "portal.show" or "<" in rule.rule
    ]
    return sorted(found, key=lambda each: (each[0].endpoint, each[1]))


def answer(response):
    """What a person notices of a status."""
    status = response.status_code
    if status == 401 or (status in {302, 303} and "/sign-in" in response.headers["Location"]):
        return "sign-in"
    names = {403: "denied", 404: "hidden", 400: "unfit", 409: "unfit", 413: "unfit", 422: "unfit", 429: "unfit"}
    assert status < 500, f"{status}: {response.text[:800]}"
    return names.get(status, "answered")


def asked(world, visitor, rule, method, things):
    values = {name: things[rule.endpoint.split(".", maxsplit=1)[0]][name] for name in rule.arguments}
    address = visitor.address(rule.endpoint, **values)
    with visitor.asks(getattr(visitor.client, method.lower()), address) as response:
        found = answer(response)
        changed = method != "GET" and response.status_code < 400
    if changed:
        world.bring_back()
    return found


def seen_by(world, role):
    """Return (endpoint, method, role, own, other) for every address; signed in anew where an address ends the login."""
    person = None if role == NOBODY else world.people[Role(role)]
    rows = []
    for rule, method in routes(world.app):
        answers = []
        for things in (world.own, world.other):
            visitor = Visitor(world.app, person)
            answers.append(asked(world, visitor, rule, method, things))
        world.bring_back()
        rows.append((rule.endpoint, method, role, *answers))
    return rows


def declared():
    if not DECLARED.exists():
        return {}
    lines = DECLARED.read_text(encoding="utf-8").splitlines()
    return {tuple(line.split("\t")[:3]): tuple(line.split("\t")[3:]) for line in lines}


@pytest.mark.parametrize("role", [NOBODY, *(role.value for role in Role)])
def test_every_address_answers_each_role_as_declared(world, role):
    rows = seen_by(world, role)
    SEEN.mkdir(parents=True, exist_ok=True)
    (SEEN / f"{role}.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    expected = declared()

    unlike = [f"{row}, declared {expected.get(row[:3])}" for row in rows if expected.get(row[:3]) != row[3:]]
    gone = [key for key in expected if key[2] == role and key not in {row[:3] for row in rows}]

    assert not unlike, "\n".join(unlike[:20])
    assert not gone, f"declared, but no address any more: {gone}"


def test_what_is_declared_follows_from_the_table_of_permissions(world):
    permissions = {rule.endpoint: access_of(world.app, rule.endpoint) for rule, _method in routes(world.app)}

    for (endpoint, _method, role, own, other), access in _declared_with(permissions):
        answers = {own, other}
        if role == NOBODY:
            assert answers == {"sign-in"} or access == Access.PUBLIC, endpoint
        elif isinstance(access, Permission) and access not in GRANTS[Role(role)]:
            assert answers == {"denied"}, f"{role} lacks {access} and gets {answers} at {endpoint}"


def test_another_authoritys_drafts_do_not_exist_for_people_bound_to_theirs():
    about_drafts = ("drafting.", "history.", "review.", "check.", "translation.", "approval.", "publishing.")
    general = {"review.index", "publishing.index", "translation.queue"}

    for (endpoint, method, role), (_own, other) in declared().items():
        if role in BOUND and endpoint.startswith(about_drafts) and endpoint not in general:
            # A form that makes no sense is refused as such, whatever the address says: that tells nothing either.
            allowed = {"hidden", "denied"} | ({"unfit"} if method == "POST" else set())
            assert other in allowed, f"{role} gets {other} at {endpoint}"


def test_administrators_see_no_draft_by_virtue_of_that_alone():
    for (endpoint, _method, role), answers in declared().items():
        if role == "administrator" and endpoint.startswith(
            ("drafting.", "history.", "review.show", "translation.edit")
        ):
            assert "answered" not in answers, endpoint


def _declared_with(permissions):
    for key, answers in declared().items():
        yield (*key, *answers), permissions[key[0]]


def test_the_development_page_is_the_only_one_that_production_lacks(world):
    with Visitor(world.app).client.get("/style/", base_url=BASE) as response:
        assert response.status_code == 200
