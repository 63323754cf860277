"""workbench exchange, as facilitators type it: pairing by six words, a stick there and back, what waits."""

import json
import stat

import pytest
from click.testing import CliRunner

from workbench.cli import workbench
from workbench.domain.exchange.keys import check_phrase, new_key, public_of


@pytest.fixture
def run(monkeypatch, centre, laptop):
    """Run the command line on one of the two sides."""

    def act(side, *words, **more):
        side.session.commit()
        monkeypatch.setenv("WORKBENCH_INSTANCE", str(side.folder.path.parent))
        monkeypatch.setenv("DATABASE_URL", side.url)
        return CliRunner().invoke(workbench, ["exchange", *words], **more)

    return act


def test_a_key_is_accepted_only_with_its_six_words(run, laptop):
    key = public_of(new_key())
    words = check_phrase(key)
    assert len(words.split()) == 6
    wrong = run(laptop, "pair", "--name", "Qaqortoq", "--key", key.hex(), "--phrase", "babab " * 6)
    assert wrong.exit_code == 1
    assert "Somebody may stand in between." in wrong.output
    assert run(laptop, "pair", "--name", "Qaqortoq", "--key", key.hex(), input="n\n").exit_code == 1
    asked = run(laptop, "pair", "--name", "Qaqortoq", "--key", key.hex(), input="y\n")
    assert asked.exit_code == 0
    assert words in asked.output
    assert run(laptop, "pair", "--name", "Sisimiut", "--key", key.hex(), "--phrase", words).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("pair", "--name", "Nuuk"), 2, "Give --name and --key together."),
        (("pair", "--name", "Nuuk", "--key", "no key"), 1, "That is no public key"),
        (("export", "4711", "stick"), 1, "There is no workshop with the number 4711."),
        (("with", "https://workbench.example", "1", "--peer", "Nobody"), 1, "Say with --peer"),
        (("with", "workbench.example", "1"), 1, "is no address of a workbench"),
        (("with", "http://127.0.0.1:9", "1"), 1, "run the same again to go on."),
        (("import", "pyproject.toml"), 1, "This file holds no exchange."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, laptop, words, code, sentence):
    done = run(laptop, *words)
    assert done.exit_code == code
    assert sentence in " ".join(done.output.split())
    assert "Traceback" not in done.output


def test_the_private_key_is_its_owners_alone(run, laptop):
    first = json.loads(run(laptop, "pair", "--json").stdout)
    assert json.loads(run(laptop, "pair", "--json").stdout) == first
    assert stat.S_IMODE((laptop.folder.path / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(laptop.folder.path.stat().st_mode) == 0o700


def test_a_stick_goes_there_and_back(run, centre, laptop, tmp_path):
    stick = str(tmp_path / "stick")
    number = str(centre.line.workshop.id)
    assert run(centre, "export", number, stick).exit_code == 0
    told = json.loads(run(laptop, "import", stick, "--json").stdout)
    assert told["taken"]["articles"] == 1
    laptop.writes(centre.article_id, centre.line.author, "need", "Du skal bruge din lejekontrakt.")
    back = run(laptop, "export", str(laptop.workshop.id), stick, "--json")
    assert json.loads(back.stdout)["texts"] == 1
    done = run(centre, "import", stick)
    assert done.exit_code == 0
    assert "taken: 1 rows" in done.output
    assert "Du skal bruge din lejekontrakt." in centre.words(centre.article_id)
    assert "No rows wait." in run(centre, "aside").output


def test_what_waits_is_listed_with_its_reason_and_tried_again(run, centre, laptop, tmp_path):
    stick = str(tmp_path / "stick")
    run(centre, "export", str(centre.line.workshop.id), stick)
    run(laptop, "import", stick)
    laptop.writes(centre.article_id, centre.line.author, "need", "Ord.")
    run(laptop, "export", str(laptop.workshop.id), stick)
    centre.line.author.email = "moved@example.org"
    run(centre, "import", stick)
    waiting = json.loads(run(centre, "aside", "--json").stdout)["aside"]
    assert [row["peer"] for row in waiting] == ["Laptop"]
    assert "1 rows wait." in run(centre, "aside", "--again").output
    centre.line.author.email = waiting[0]["email"]
    assert "No rows wait." in run(centre, "aside", "--again").output
    assert "Ord." in centre.words(centre.article_id)


def test_a_stick_of_somebody_we_are_not_paired_with_is_refused(run, centre, make_side, tmp_path):
    stick = str(tmp_path / "stick")
    run(centre, "export", str(centre.line.workshop.id), stick)
    done = run(make_side("third"), "import", stick)
    assert done.exit_code == 1
    assert "not paired with" in done.output
