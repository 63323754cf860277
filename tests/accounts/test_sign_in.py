"""Signing in: the same answer for everybody who cannot, and a login that ends on the server."""

def test_a_person_can_sign_in(people, session, visitor):
    page = visitor.opens("accounts.sign_in")
    assert page.heading == "Sign in"
