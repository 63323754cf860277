"""People with passwords, and how they sign in."""

import pytest

from workbench.accounts.hashing import hashed

PASSWORD = "kaffemik hos farmor på søndag"


@pytest.fixture(scope="session")
def kept_hash():
    return hashed(PASSWORD)


@pytest.fixture
def ivalu(people, session, kept_hash):
    person = people.person("Ivalu Brandt", password_hash=kept_hash)
    session.commit()
    return person


@pytest.fixture
def malik(people, session, kept_hash):
    person = people.person("Malik Kleist", password_hash=kept_hash)
    session.commit()
    return person


@pytest.fixture
def signs_in():
    """Sign in as a person does: open the page, fill in the form, send it."""

    def act(visitor, email, password=PASSWORD, **more):
        page = visitor.opens("accounts.sign_in", **more)
        return visitor.sends(page.form("/sign-in"), email=email, password=password, follow=False)

    return act
