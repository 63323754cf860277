"""A workshop room: everybody on the Wi-Fi comes in by the address on the wall, and nobody by another."""

import http.client
import ssl
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.ground.test_server import ROOT, free_port, reached
from tests.support.certificates import make_certificate
from tests.support.instances import settings_for
from tests.support.line import Line
from tests.support.people import People
from tests.support.visitor import Visitor
from workbench import create_app
from workbench.config import SettingsError, from_environment, in_room
from workbench.extensions import db
from workbench.village.addresses import in_order, lan_addresses

WARNING = "without encryption"
ROOM = ("https://workbench.example", "https://10.0.0.7:8000")


@contextmanager
def served(app, folder, *options, **settings):
    """Serve the database of that application to a room; give the port."""
    port = free_port()
    environment = {
        "PATH": "/usr/bin:/bin",
        "WORKBENCH_INSTANCE": str(folder / "served"),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        **settings,
    }
    command = [sys.executable, "-m", "workbench", "serve", "--lan", "--port", str(port), *options]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            reached(port, tries=600).close()
            yield port, server
        finally:
            server.terminate()


def asks(port, host, context=None):
    """Ask for the page to sign in under that name; return status, page and cookie."""
    if context is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    else:
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
    connection.request("GET", "/sign-in", headers={"Host": f"{host}:{port}", "Accept-Language": "en"})
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), answer.getheader("Set-Cookie") or ""
    connection.close()
    return found


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], ()),
        (["127.0.0.1", "127.0.1.1", "0.0.0.0"], ()),
        (["192.168.1.20", "10.0.0.7", "192.168.1.20"], ("192.168.1.20", "10.0.0.7")),
        (["169.254.3.4", "192.168.1.20"], ("192.168.1.20", "169.254.3.4")),
    ],
)
def test_the_address_somebody_gave_the_machine_is_told_first_and_each_once(found, told):
    assert in_order(found) == told


def test_a_machine_finds_its_addresses_without_asking_anybody():
    assert not [address for address in lan_addresses() if address.startswith("127.")]


def test_a_machine_on_no_network_says_so_in_one_sentence(tmp_path):
    settings = from_environment({"WORKBENCH_INSTANCE": str(tmp_path)})
    with pytest.raises(SettingsError, match="This machine is on no network"):
        in_room(settings, (), 8000, has_tls=False)


def test_production_serves_no_room_without_https(tmp_path):
    settings = replace(settings_for(tmp_path), is_development=False)
    with pytest.raises(SettingsError, match="with --cert and --key only"):
        in_room(settings, ("10.0.0.7",), 8000, has_tls=False)
    assert in_room(settings, ("10.0.0.7",), 8000, has_tls=True).base_url == "https://10.0.0.7:8000"


def test_links_in_letters_lead_to_the_room(tmp_path):
    settings = from_environment({"WORKBENCH_INSTANCE": str(tmp_path)})
    room = in_room(settings, ("10.0.0.7", "192.168.1.20"), 8000, has_tls=False)
    assert room.base_url == "http://10.0.0.7:8000"
    assert room.room == ("http://10.0.0.7:8000", "http://192.168.1.20:8000")


def test_people_in_the_room_come_in_by_its_names_only_with_a_cookie_of_its_own(app, tmp_path):
    with served(app, tmp_path, "--address", "room.example") as (port, server):
        status, page, cookie = asks(port, "room.example")
        assert status == 200
        assert WARNING in page
        assert cookie.startswith("workbench-room=")
        assert "Secure" not in cookie
        assert "HttpOnly" in cookie
        assert asks(port, "127.0.0.1")[0] == 200
        assert asks(port, "evil.example")[0] == 400
        server.terminate()
        told = server.communicate()[0]
    assert f"http://room.example:{port}\n" in told
    assert f"http://room.example:{port}/village" in told
    assert "Plain http: others on this Wi-Fi could read along." in told
    assert "█" in told, "the QR code"


def test_with_a_certificate_the_room_has_https_and_the_usual_cookie(app, tmp_path):
    certificate, key = make_certificate(tmp_path)
    options = ("--address", "127.0.0.1", "--cert", str(certificate), "--key", str(key))
    with served(app, tmp_path, *options) as (port, _server):
        status, page, cookie = asks(port, "127.0.0.1", ssl.create_default_context(cafile=certificate))
    assert status == 200
    assert WARNING not in page
    assert cookie.startswith("__Host-workbench=")
    assert "Secure" in cookie


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--lan", "--cert", "{file}"), 2, "Give --cert and --key together."),
        (("--address", "10.0.0.7"), 2, "belong to --lan."),
        (("--lan", "--cert", "{file}", "--key", "{file}"), 1, "cannot be used together"),
    ],
)
def test_options_that_cannot_be_used_are_one_sentence(tmp_path, options, code, sentence):
    file = tmp_path / "empty.pem"
    file.touch()
    words = [option.format(file=file) for option in options]
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "serve", "--port", str(free_port()), *words],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "WORKBENCH_INSTANCE": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def room(tmp_path, database):
    """An application that serves a room, and the people of a workshop."""
    url = database.url(tmp_path)
    app = create_app(replace(settings_for(tmp_path, url), room=ROOM), TESTING=True)
    with app.app_context():
        line = Line(db.session(), People(db.session()))
        db.session.commit()
        yield app, line
        db.session.remove()
        db.engine.dispose()


def test_facilitators_show_the_address_of_the_room_on_the_wall(room):
    app, line = room
    page = Visitor(app, line.facilitator.id).opens("village.show")
    assert page.heading == "This is where we write"
    assert ROOM[0] in page
    assert ROOM[1] in page
    assert page.find("[role=img] svg path")
    board = Visitor(app, line.facilitator.id).opens("workshops.show", workshop_id=line.workshop.id)
    assert board.link("The address of this room") == "/village"


def test_people_who_run_no_workshop_do_not_see_the_page(room):
    app, line = room
    Visitor(app, line.author.id).opens("village.show", status=403)


def test_elsewhere_there_is_no_such_page(visitor, people):
    facilitator = people.facilitator(people.workshop(people.programme(people.organisation())))
    visitor.as_(facilitator).opens("village.show", status=404)
    assert "The address of this room" not in visitor.as_(facilitator).opens("workshops.index")
