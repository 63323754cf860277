"""Owners see what goes out, what is missing and who can give it, and sign."""


def test_owners_sign_what_is_whole(line, session, visitor):
    edition = line.checked()
    session.commit()
    owner = visitor.as_(line.approver)
    page = owner.opens("approval.show", article_id=edition.article_id)
    assert "Yes, as soon as you have signed." in page
    assert "Boligtilskud, når du bor til leje" in page
    assert "Inissiamut attartukkamut tapiissutit" in page
    page = owner.sends(page.form("/approval"), agreed="y", status=200)
    assert "Pipaluk Bech signed it" in page
