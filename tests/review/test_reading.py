"""Reviewers find what to read, read it as citizens will, remark on words and give their verdict."""

import pytest
import sqlalchemy as sa

from tests.support.queries import LIMIT, counted
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import OutboxEntry, Reading, Review, now


def opens(visitor, person, edition, **more):
    return visitor.as_(person).opens("review.show", article_id=edition.article_id, **more)


def test_a_lawyer_finds_what_to_read_reads_it_and_vouches_for_it(line, in_review, visitor, session):
    lawyer = visitor.as_(line.lawyer)
    page = lawyer.opens("review.index")
    assert "Minik Rask asks you as Lawyer" in page
    page = lawyer.opens(page.link("Read"))
    assert "You are asked to read this" in page
    assert [heading.to_text() for heading in page.find("[data-remarkable] h3")][:2] == [
        "Kort fortalt",
        "Hvem kan søge eller bruge det",
    ]
    assert [item.to_text() for item in page.find("[data-remarkable] ol li")] == [
        "Udfyld blanketten.",
        "Send den til kommunen med din lejekontrakt.",
    ]
    page = lawyer.sends(page.form("/verdict"), **{"verdict-verdict": "accept"}, status=200)
    assert "Your verdict is kept. Nothing more waits for you to read." in page
    assert "Nuka Ravn, Lawyer Accepted" in page
    assert "Nothing waits for you to read" in lawyer.opens("review.index")


def test_after_a_verdict_the_next_one_lies_open(line, in_review, visitor):
    other = line.submitted({"how": "Ring til os."}, "Telefon")
    line.ask(other, line.lawyer, "legal")
    lawyer = visitor.as_(line.lawyer)
    page = lawyer.opens("review.show", article_id=in_review.article_id)
    page = lawyer.sends(page.form("/verdict"), **{"verdict-verdict": "accept"})
    assert page.heading == "Review: Telefon"
    assert "Here is the next one." in page


def test_what_is_due_first_stands_first_and_what_is_being_rewritten_last(line, visitor):
    day = now().date()
    titles = {"Anden": (day.replace(year=day.year + 2), False), "Første": (day, False), "Sidst": (day, True)}
    for title, (due_on, is_draft) in titles.items():
        edition = line.submitted({"how": "Ring til os."}, title)
        line.ask(edition, line.peer, due_on=due_on)
        if is_draft:
            line.reopen(edition)
    page = visitor.as_(line.peer).opens("review.index")
    assert [task.to_text() for task in page.find(".task > p[lang]")] == ["Første", "Anden", "Sidst"]


def test_changes_need_a_reason_and_the_reason_stays_on_the_page(line, in_review, visitor, session):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    page = peer.sends(page.form("/verdict"), **{"verdict-verdict": "request_changes"}, status=422)
    assert "Say what must change, so that the writers know what to do." in page
    page = peer.sends(page.form("/verdict"), **{"verdict-reason": "Fristen mangler."}, status=200)
    assert "Malik Vahl, Peer Changes requested" in page
    session.refresh(in_review)
    assert in_review.state is State.DRAFTING
    page = opens(visitor, line.author, in_review)
    assert "“Fristen mangler.”" in page
    assert page.link("Write").endswith("/text")


def test_words_that_changed_while_one_read_are_shown_before_one_signs(line, in_review, visitor, session):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    line.reopen(in_review)
    line.replace(in_review, "fire uger", "otte dage")
    line.submit(in_review)
    form = {"verdict-verdict": "accept", "verdict-reason": "Godt skrevet."}
    page = peer.sends(page.form("/verdict"), **form, status=409)
    assert "What is new since you last read it" in page
    assert "deleted: fire uger (end)" in page
    assert page.find("textarea[name=verdict-reason]")[0].to_text() == "Godt skrevet."
    assert session.scalars(sa.select(Review.verdict)).all() == [None, None]
    page = peer.sends(page.form("/verdict"), **form, status=200)
    assert "Malik Vahl, Peer Accepted" in page


def test_whoever_reads_again_sees_first_what_is_new(line, in_review, visitor, session):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    assert "What is new" not in page
    page = peer.sends(page.form("/review/reading"), status=200)
    assert "I have read it" not in page
    assert session.get(Reading, (line.peer.id, in_review.source.id)).seq == in_review.source.seq
    line.reopen(in_review)
    line.replace(in_review, "fire uger", "otte dage")
    line.submit(in_review)
    page = peer.opens("review.show", article_id=in_review.article_id)
    assert "What is new since you last read it" in page
    assert "added: otte dage (end)" in page
    assert "I have read it" in page


def test_the_next_edition_is_compared_with_what_one_read_of_the_last(line, visitor):
    edition = line.submitted()
    line.ask(edition, line.peer)
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=edition.article_id)
    peer.sends(page.form("/verdict"), **{"verdict-verdict": "accept"})
    line.session.refresh(edition)
    line.sign(edition, line.lawyer, Capacity.LEGAL)
    line.translate(edition)
    line.hand_in(edition)
    line.check(edition)
    line.approve(edition)
    line.publish(edition)
    later = line.next_edition(edition)
    line.replace(later, "fire uger", "otte dage")
    line.submit(later)
    line.ask(later, line.peer)
    page = peer.opens("review.show", article_id=later.article_id)
    assert "added: otte dage (end)" in page


def test_people_without_javascript_choose_a_line_and_type_the_words(line, in_review, visitor):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    choice = next(option for option in page.find("select[name=line] option") if "fire uger" in option.to_text())
    typed = {"line": choice.attrs["value"], "quote": "fire uger", "words": "Er det rigtigt?"}
    page = peer.sends(page.form("/review/remarks"), **typed, status=200)
    assert "Er det rigtigt?" in page
    assert [mark.to_text() for mark in page.find("mark.anchor")] == ["fire uger"]
    assert page.find(f"#l-{choice.attrs['value']} a.anchor[href='#remark-1']")


def test_a_remark_on_words_that_do_not_stand_there_stays_in_the_form(line, in_review, visitor):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    page = peer.sends(page.form("/review/remarks"), line="title", quote="fem uger", words="Nej.", status=422)
    assert "The words you marked no longer stand there. Mark them again." in page
    assert page.find("form#remark textarea[name=words]")[0].to_text() == "Nej."
    assert page.find("form#remark select option[selected]")[0].attrs["value"] == "title"


def test_remarks_are_answered_settled_and_opened_again(line, in_review, visitor):
    peer, author = visitor.as_(line.peer), visitor.as_(line.author)
    page = peer.opens("review.show", article_id=in_review.article_id)
    peer.sends(page.form("/review/remarks"), words="Hvor er fristen?")
    page = author.opens("review.show", article_id=in_review.article_id)
    form = page.form("/answers")
    page = author.sends(form, status=422)
    assert "Fill in “Your answer”." in page
    form = page.form("/answers")
    name = next(field.attrs["name"] for field in form.query("textarea"))
    page = author.sends(form, **{name: "Den kommer."}, status=200)
    assert "Ivalu Brandt" in page
    page = author.sends(page.form("/resolution"), status=200)
    assert "1 settled remark" in page
    assert "No remark is open." in page
    page = author.sends(page.form("/reopening"), status=200)
    assert "No remark is open." not in page


def test_facilitators_ask_remind_and_take_back(line, visitor, session):
    edition = line.submitted()
    asker = visitor.as_(line.facilitator)
    page = asker.opens("review.ask", article_id=edition.article_id)
    names = [option.to_text() for option in page.find("select[name=who] option")]
    assert "Malik Vahl (Havnebyens Kommune)" in names
    assert "Anybody at Havnebyens Kommune" in names
    page = asker.sends(page.form("/asking"), status=422)
    assert "Choose who is to read it." in page
    chosen = {"who": f"person-{line.peer.id}", "capacity": "legal", "due_on": "2030-01-02", "note": "Se på fristen."}
    page = asker.sends(page.form("/asking"), **chosen, status=200)
    assert "A letter is on its way to Malik Vahl." in page
    assert "Malik Vahl, Lawyer Asked by Minik Rask" in page
    page = asker.sends(page.form("/letter"), status=200)
    assert "The letter has been sent again." in page
    assert session.scalar(sa.select(sa.func.count()).where(OutboxEntry.kind == "MailDue")) == 2
    page = asker.sends(page.form("/cancellation"), status=200)
    assert "Nobody has been asked yet." in page
    opens(visitor, line.peer, edition, status=404)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"due_on": "2020-01-01"}, "The date does not fit."),
        ({"due_on": "i morgen"}, "That is not a day."),
        ({"who": "person-999999"}, "Choose one of the entries of the list."),
    ],
)
def test_asking_tells_what_is_wrong(line, visitor, typed, words):
    edition = line.submitted()
    asker = visitor.as_(line.facilitator)
    page = asker.opens("review.ask", article_id=edition.article_id)
    page = asker.sends(page.form("/asking"), **{"who": f"person-{line.peer.id}", **typed}, status=422)
    assert words in page


def test_writers_are_not_in_the_list_of_those_to_ask(line, people, visitor):
    edition = line.submitted()
    people.grant(line.author, "reviewer", organisation=line.owner)
    page = visitor.as_(line.facilitator).opens("review.ask", article_id=edition.article_id)
    assert "Ivalu Brandt" not in page


def test_a_writer_who_was_asked_is_told_why_not(line, people, visitor):
    edition = line.drafted()
    line.ask(edition, line.peer)
    people.grant(line.peer, "participant", workshop=line.workshop)
    line.replace(edition, "fire uger", "otte dage", by=line.peer)
    line.submit(edition)
    page = opens(visitor, line.peer, edition)
    assert "You have written in this text, so somebody else must vouch for it." in page


def test_strangers_find_nothing(line, in_review, people, visitor):
    stranger = people.reviewer(people.organisation("Fjordbyen"))
    assert "There is no such page" in opens(visitor, stranger, in_review, status=404)
    reader = visitor.as_(line.peer)
    page = reader.opens("review.show", article_id=in_review.article_id)
    other = visitor.as_(stranger)
    token = other.csrf(other.opens("review.index"))
    for form in (page.form("/verdict"), page.form("/review/remarks"), page.form("/review/reading")):
        other.posts(form.attrs["action"], {"csrf_token": token, "verdict-verdict": "accept"}, status=404)


def test_peers_do_not_ask(line, in_review, visitor):
    peer = visitor.as_(line.peer)
    peer.opens("review.ask", article_id=in_review.article_id, status=403)
    assert not opens(visitor, line.peer, in_review).find("form[action$=cancellation]")


def test_a_role_that_ended_is_gone_on_the_next_request(line, in_review, visitor, session):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    line.peer.grants[0].ends_at = now()
    session.commit()
    peer.sends(page.form("/verdict"), **{"verdict-verdict": "accept"}, status=403)
    peer.opens("review.show", article_id=in_review.article_id, status=404)
    peer.opens("review.index", status=403)


def test_letters_say_who_asks_for_what_and_where(app, line, in_review):
    from flask import render_template  # noqa: PLC0415 - a letter is written as the worker writes it

    from workbench.web.locale import use_locale  # noqa: PLC0415 - see above

    line.reopen(in_review)
    rows = line.session.scalars(sa.select(OutboxEntry).where(OutboxEntry.kind == "MailDue"))
    facts = [{**row.facts["facts"], "due": "2030-01-02", "note": "Se på fristen."} for row in rows]
    with app.app_context():
        use_locale("en")
        letters = [render_template("mail/review_asked.txt", base_url="https://w.example", **each) for each in facts]
    assert "Please read: Boligtilskud" in letters[0]
    assert "as a lawyer" in letters[1]
    assert "Your answer is wanted by January 2, 2030." in letters[0]
    assert f"https://w.example/articles/{in_review.article_id}/review" in letters[0]


def test_pages_ask_as_much_for_much_as_for_little(line, in_review, visitor):
    peer = visitor.as_(line.peer)
    page = peer.opens("review.show", article_id=in_review.article_id)
    peer.sends(page.form("/review/reading"))
    line.reopen(in_review)
    line.replace(in_review, "fire uger", "otte dage")
    line.submit(in_review)
    sent = {"show": [], "index": []}
    for _ in range(2):
        for number in range(3):
            page = peer.opens("review.show", article_id=in_review.article_id)
            peer.sends(page.form("/review/remarks"), words=f"Nummer {number}")
            line.ask(line.submitted({"how": "Ring til os."}, f"Artikel {number}"), line.peer)
        line.session.commit()
        for name, more in (("show", {"article_id": in_review.article_id}), ("index", {})):
            with counted(db.engine) as statements:
                peer.opens(f"review.{name}", **more)
            sent[name].append(statements)
    for little, much in sent.values():
        assert len(little) == len(much) <= LIMIT, str(much)
