"""Reviewers see what they are asked to read, read it as citizens will, remark on words and give their verdict."""

from workbench.domain.states import State


def test_a_lawyer_finds_what_to_read_reads_it_and_vouches_for_it(line, in_review, visitor, session):
    lawyer = visitor.as_(line.lawyer)
    page = lawyer.opens("review.index")
    assert "Minik Rask asks you as Lawyer" in page
    page = lawyer.opens(page.link("Read"))
    assert "You are asked to read this" in page
    page = lawyer.sends(page.form("/verdict"), **{"verdict-verdict": "accept"})
    assert page.status == 200, page.text
    assert "Your verdict is kept." in page
    session.refresh(in_review)
    assert in_review.state is State.IN_REVIEW


def test_people_without_javascript_choose_a_line_and_type_the_words(line, in_review, visitor):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    choice = next(option for option in page.find("select[name=line] option") if "fire uger" in option.to_text())
    page = peer.sends(
        page.form("/remarks"), line=choice.attrs["value"], quote="fire uger", words="Er det rigtigt?", status=200
    )
    assert "Er det rigtigt?" in page
    assert [mark.to_text() for mark in page.find("mark.anchor")] == ["fire uger"]


def test_facilitators_ask(line, visitor):
    edition = line.submitted()
    asker = visitor.as_(line.facilitator)
    page = asker.opens("review.ask", article_id=edition.article_id)
    page = asker.sends(
        page.form("/asking"), who=f"person-{line.peer.id}", capacity="peer", due_on="2030-01-02", status=200
    )
    assert "A letter is on its way to Malik Vahl." in page
