"""The form of a text, as a browser without scripts and one with them send it."""

import uuid

import pytest
import sqlalchemy as sa

from tests.support.queries import LIMIT, counted
from tests.support.visitor import settle
from workbench.drafting.commands import SECTION_BYTES
from workbench.extensions import db
from workbench.models import AuditEntry, LateWords, Login, now

JSON = {"Accept": "application/json", "HX-Request": "true"}
SUMMARY = "Er din husleje høj, kan kommunen betale en del af den. Du skal selv søge om det."


@pytest.fixture
def writes(desk, visitor):
    """Opens the form as a person and returns (visitor, form)."""

    def opened(person, locale="en"):
        one = visitor.as_(person, locale)
        return one, one.opens("drafting.edit", article_id=desk.edition.article_id).form("/text")

    return opened


def sends_quietly(visitor, form, *, status=200, **changed):
    """Send as the script does: only what changed, for an answer in JSON."""
    hidden = {field.attrs["name"]: field.attrs["value"] for field in form.query("input[type=hidden]")}
    data = {**hidden, "request": str(uuid.uuid4()), **changed}
    settle()
    response = visitor.client.post(form.attrs["action"], data=data, headers=JSON, base_url="https://workbench.example")
    assert response.status_code == status, response.text
    return response.json


def test_writers_see_every_section_in_order_with_its_guidance(desk, writes):
    _one, form = writes(desk.author)

    names = [field.attrs["name"] for field in form.query("textarea")]

    assert names[:3] == ["section-summary", "section-who", "section-rights"]
    assert len(names) == 9
    assert form.query("textarea[name=section-summary]")[0].to_text() == SUMMARY
    assert form.query("textarea")[0].attrs["lang"] == "da"
    assert "Many read only this" in form.to_text()


def test_words_are_saved_without_a_script(desk, writes):
    one, form = writes(desk.author)

    page = one.sends(form, **{"section-need": "- Lejekontrakt\r\n- Lønseddel"}, title="Hjælp til huslejen", status=200)

    assert "Your words are saved at the server." in page
    assert page.heading == "Hjælp til huslejen"
    assert desk.section("need") == "- Lejekontrakt\n- Lønseddel"


def test_after_saving_writers_see_what_others_wrote_meanwhile(desk, writes):
    one, form = writes(desk.author)
    other, theirs = writes(desk.other)
    other.sends(theirs, **{"section-who": "Alle, der bor til leje, kan søge."})

    page = one.sends(form, **{"section-need": "Lejekontrakt"})

    assert "Malik Brandt wrote in “Who can apply or use it”." in page
    assert page.find("ins")
    assert page.find("del")
    assert desk.section("who") == "Alle, der bor til leje, kan søge."
    assert desk.section("need") == "Lejekontrakt"


def test_the_quiet_save_tells_where_the_page_stands_now(desk, writes):
    one, form = writes(desk.author)

    first = sends_quietly(one, form, **{"section-need": "Lejekontrakt  "})

    assert first["sections"] == {}
    assert "title" not in first
    assert first["base"] == first["own_base"] == desk.base()
    assert first["others"] == []
    assert first["saved_at"]


def test_the_quiet_save_brings_the_words_of_others(desk, writes):
    one, form = writes(desk.author)
    other, theirs = writes(desk.other)
    sends_quietly(other, theirs, **{"section-summary": SUMMARY.replace("høj", "for høj"), "title": "Ny titel"})

    answer = sends_quietly(one, form, **{"section-summary": f"{SUMMARY} Ring til os."})

    assert answer["sections"] == {"summary": f"{SUMMARY.replace('høj', 'for høj')} Ring til os."}
    assert answer["title"] == "Ny titel"
    assert {"name": "Malik Brandt", "section": "In short"} in answer["others"]
    assert {"name": "Malik Brandt", "section": "Title"} in answer["others"]
    assert answer["base"] != answer["own_base"]


def test_the_quiet_save_sent_twice_is_answered_alike(desk, writes):
    one, form = writes(desk.author)
    number = str(uuid.uuid4())
    words = {"request": number, "section-summary": f"{SUMMARY} Ring til os."}

    assert sends_quietly(one, form, **words) == sends_quietly(one, form, **words)
    assert desk.section("summary") == f"{SUMMARY} Ring til os."


def test_too_many_words_are_refused_and_stay_on_the_page(desk, writes):
    one, form = writes(desk.author)
    long = "ord " * (SECTION_BYTES // 4) + "ord"

    page = one.sends(form, **{"section-need": long, "section-how": "Ring."}, status=422)

    assert "That is more than fits here. Divide it into smaller parts." in page
    again = page.form("/text")
    assert again.query("textarea[name=section-need]")[0].to_text() == long
    assert again.query("textarea[name=section-how]")[0].to_text() == "Ring."
    assert sends_quietly(one, form, status=422, **{"section-need": long})["message"].startswith("That is more")
    assert desk.section("how") != "Ring."


def test_a_page_of_another_base_keeps_its_words_on_the_screen(desk, writes):
    one, form = writes(desk.author)

    page = one.sends(form, base="999999.1", **{"section-need": "Lejekontrakt"}, status=422)

    assert "Copy your words, open the page again and put them in." in page
    assert page.form("/text").query("textarea[name=section-need]")[0].to_text() == "Lejekontrakt"


def test_a_form_without_a_number_is_refused(desk, writes):
    one, form = writes(desk.author)
    one.sends(form, request="x", **{"section-need": "Lejekontrakt"}, status=422)
    assert desk.section("need") == ""


def test_words_for_a_text_handed_on_meanwhile_are_kept_beside_it(desk, visitor, writes):
    one, form = writes(desk.author)
    desk.submit(desk.edition)

    page = one.sends(form, **{"section-need": "Lejekontrakt", "section-who": "Alle kan søge."}, status=409)

    assert "The text is not open for writing at the step it is at. Your words are kept beside it." in page
    assert "Nothing is lost" in page
    assert [node.to_text() for node in page.find("textarea")] == ["Alle kan søge.", "Lejekontrakt"]
    seen = visitor.as_(desk.facilitator).opens("articles.show", article_id=desk.edition.article_id)
    assert "Words came too late for this text" in seen
    assert "Alle kan søge." in seen
    reviewers_page = visitor.as_(desk.translator).opens("articles.index")
    assert "Lejekontrakt" not in reviewers_page


def test_what_a_script_sends_again_and_again_too_late_is_one_entry(desk, writes):
    one, form = writes(desk.author)
    desk.submit(desk.edition)

    for words in ("Leje", "Lejekontrakt", "Lejekontrakt og", "Lejekontrakt og løn"):
        answer = sends_quietly(one, form, status=409, **{"section-need": words})
        assert answer["message"].startswith("The text is not open")

    kept = [row.words for row in desk.session.scalars(sa.select(LateWords).order_by(LateWords.id))]
    assert kept[-1] == {"need": "Lejekontrakt og løn"}
    assert len(kept) == 2  # "Leje" is no word of "Lejekontrakt": both are kept rather than one lost


def test_a_writer_whose_role_ended_loses_no_word(desk, writes):
    one, form = writes(desk.other)
    desk.other.grants[0].ends_at = now()
    desk.session.commit()

    page = one.sends(form, **{"section-need": "Lejekontrakt"}, status=403)

    assert "Your roles do not include this." in page
    assert "Lejekontrakt" in page.text
    assert desk.section("need") == ""
    assert desk.session.scalars(sa.select(LateWords)).one().words == {"need": "Lejekontrakt"}
    one.opens("drafting.edit", article_id=desk.edition.article_id, status=403)


def test_nobody_leaves_words_at_an_article_that_is_not_theirs(desk, people, visitor, writes):
    _one, form = writes(desk.author)
    stranger = visitor.as_(people.with_role("participant", organisation=people.organisation("En anden")))
    page = stranger.opens("articles.index")
    stranger.posts(
        form.attrs["action"],
        {"csrf_token": stranger.csrf(page), "base": desk.base(), "request": str(uuid.uuid4()), "section-need": "x"},
        status=404,
    )
    stranger.opens("drafting.edit", article_id=desk.edition.article_id, status=404)
    assert desk.session.scalar(sa.select(sa.func.count()).select_from(LateWords)) == 0


def test_late_words_are_put_beside_the_form_until_the_text_holds_them(desk, visitor, writes):
    one, form = writes(desk.author)
    desk.submit(desk.edition)
    one.sends(form, **{"section-need": "Lejekontrakt"}, status=409)
    desk.reopen(desk.edition)
    other = visitor.as_(desk.other)

    page = other.opens("articles.show", article_id=desk.edition.article_id)
    page = other.opens(page.link("Take them in"))

    assert "Came too late, from Ivalu Brandt" in page
    readonly = page.find("textarea[readonly]")
    assert [node.to_text() for node in readonly] == ["Lejekontrakt"]
    other.sends(page.form("/text"), **{"section-need": "Lejekontrakt"})
    page = other.opens("articles.show", article_id=desk.edition.article_id)
    assert "came too late" not in page.words.lower()


def test_a_script_whose_login_ended_is_told_so(desk, writes):
    one, form = writes(desk.author)
    desk.session.execute(sa.update(Login).values(ended_at=now()))
    desk.session.commit()

    answer = sends_quietly(one, form, status=401, **{"section-need": "Lejekontrakt"})

    assert answer["message"] == "Sign in to go on. What you have written is kept."
    assert desk.section("need") == ""


def test_a_writer_without_a_script_whose_login_ended_still_holds_the_words(desk, writes):
    one, form = writes(desk.author)
    desk.session.execute(sa.update(Login).values(ended_at=now()))
    desk.session.commit()

    page = one.sends(form, **{"section-need": "Lejekontrakt"}, status=401, headers={"Sec-Fetch-Site": "same-origin"})

    assert "Lejekontrakt" in page.text


def test_whoever_may_not_write_now_is_led_to_the_article(desk, visitor):
    desk.submit(desk.edition)
    page = visitor.as_(desk.author).opens("drafting.edit", article_id=desk.edition.article_id, status=409)
    assert page.link("Go to the article").endswith(str(desk.edition.article_id))


def test_words_before_the_first_section_have_a_field_of_their_own(desk, writes):
    desk.write(desk.edition, {"": "Et forord."})
    _one, form = writes(desk.author)
    assert form.query("textarea")[0].attrs["name"] == "section-"
    assert form.query("textarea")[0].to_text() == "Et forord."


def test_the_law_is_a_quiet_list_that_leads_to_the_place(desk, visitor):
    desk.write(desk.edition, {"law": ""})
    page = visitor.as_(desk.author).opens("drafting.edit", article_id=desk.edition.article_id)
    links = {node.to_text(): node.attrs["href"] for node in page.find("ul.checks a")}
    assert links["Link to the law in force"] == "#section-law"
    assert "Rights and duties" not in links


@pytest.mark.parametrize("locale", ["da", "kl", "en"])
def test_the_form_opens_in_every_language(desk, writes, locale):
    writes(desk.author, locale)


def test_the_form_asks_the_database_little(desk, visitor):
    one = visitor.as_(desk.author)
    one.opens("drafting.edit", article_id=desk.edition.article_id)
    with counted(db.engine) as found:
        one.opens("drafting.edit", article_id=desk.edition.article_id)
    assert len(found) <= LIMIT, str(found)


def late_of(one, edition):
    """Open the article and return its page with the form that puts late words away."""
    page = one.opens("articles.show", article_id=edition.article_id)
    return page, page.form("/settlement")


def test_late_words_that_were_dealt_with_are_put_away_and_stay_in_the_history(both_databases, desk, visitor, writes):
    one, form = writes(desk.author)
    desk.submit(desk.edition)
    one.sends(form, **{"section-need": "Lejekontrakt"}, status=409)
    facilitator = visitor.as_(desk.facilitator)

    _page, settlement = late_of(facilitator, desk.edition)
    page = facilitator.sends(settlement, status=200)

    assert "The words are put away. They stay in the history of the text." in page.text
    assert "Lejekontrakt" not in page.words
    history = facilitator.opens("history.index", article_id=desk.edition.article_id, language="da")
    assert "Lejekontrakt" in history
    assert "Put away by Minik Rask" in history
    row = desk.session.scalars(sa.select(LateWords)).one()
    assert (row.settled_by_id, row.words) == (desk.facilitator.id, {"need": "Lejekontrakt"})
    again = facilitator.sends(settlement, status=200)
    assert again
    entries = desk.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "text:settle-late")).all()
    assert [entry.person_id for entry in entries] == [desk.facilitator.id]


def test_late_words_are_put_away_from_the_form_too(desk, visitor, writes):
    one, form = writes(desk.author)
    desk.submit(desk.edition)
    one.sends(form, **{"section-need": "Lejekontrakt"}, status=409)
    desk.reopen(desk.edition)
    desk.session.commit()

    page = one.opens("drafting.edit", article_id=desk.edition.article_id)
    page = one.sends(page.form("/settlement"), status=200)

    assert page.form("/text"), "the form is open as before"
    assert "came too late" not in page.words.lower()


def test_late_words_can_be_put_away_by_who_sees_them_and_by_nobody_else(desk, people, visitor, writes):
    one, form = writes(desk.author)
    desk.submit(desk.edition)
    one.sends(form, **{"section-need": "Lejekontrakt"}, status=409)
    _page, settlement = late_of(one, desk.edition)
    stranger = people.with_role("participant", organisation=people.organisation("En anden"))

    for other in (stranger, desk.translator):
        there = visitor.as_(other)
        token = there.csrf(there.opens("desk.show"))
        there.posts(settlement.attrs["action"], {"csrf_token": token}, status=404)

    assert desk.session.scalars(sa.select(LateWords)).one().settled_at is None


def test_more_words_that_come_late_after_others_were_put_away_are_shown_again(desk, visitor, writes):
    one, form = writes(desk.author)
    desk.submit(desk.edition)
    sends_quietly(one, form, status=409, **{"section-need": "Lejekontrakt"})
    one.sends(late_of(one, desk.edition)[1])

    sends_quietly(one, form, status=409, **{"section-need": "Lejekontrakt"})
    assert "came too late" not in one.opens("articles.show", article_id=desk.edition.article_id).words.lower()
    sends_quietly(one, form, status=409, **{"section-need": "Lejekontrakt og løn"})

    kept = [row.words["need"] for row in desk.session.scalars(sa.select(LateWords).order_by(LateWords.id))]
    assert kept == ["Lejekontrakt", "Lejekontrakt og løn"]
    assert "Lejekontrakt og løn" in late_of(one, desk.edition)[0]


def test_each_writer_is_told_in_their_own_language_where_the_words_are(desk, visitor):
    def told(locale):
        page = visitor.as_(desk.author, locale).opens("drafting.edit", article_id=desk.edition.article_id)
        return page.text

    assert "Alt er gemt på serveren." in told("da")
    assert "Everything is saved at the server." in told("en")
    assert "Alt er gemt på serveren." not in told("kl")
