"""The translator's editor as a visitor without scripts uses it."""

import datetime as dt
import json
import uuid

import pytest

from tests.support.line import ANSWERS
from tests.support.queries import LIMIT, counted
from workbench.domain.signatures import Capacity
from workbench.extensions import db
from workbench.models import Claim, LateWords, now
from workbench.store import claims
from workbench.store.bases import token_of
from workbench.store.texts import Base

JSON = {"Accept": "application/json", "HX-Request": "true"}
SELF = "Du skal selv søge om det."
ANSWER = "Nammineq qinnuteqassaatit."


@pytest.fixture
def translator(visitor, line):
    return visitor.as_(line.translator)


def opened(translator, edition, **more):
    return translator.opens("translation.edit", article_id=edition.article_id, **more)


def at(translating, translator, words, **more):
    """The page with that sentence under work, and its form."""
    page = opened(translator, translating.edition, segment=translating.segment(words).key, **more)
    return page, page.form("/sentence")


def autosaves(translator, page, segment, words, *, base, request_id=None, status=200):
    answer = translator.posts(
        translator.address("translation.autosave", article_id=segment.edition.article_id),
        {
            "csrf_token": translator.csrf(page),
            "base": base,
            "request": str(request_id or uuid.uuid4()),
            "segment": segment.key,
            f"section-{segment.key}": words,
        },
        headers=JSON,
        status=status,
    )
    return json.loads(answer.text)


def test_a_translator_claims_from_the_queue_writes_and_hands_in(line, session, translator):
    edition = line.accepted()
    session.commit()

    queue = translator.opens("translation.queue")
    assert edition.article.title in queue
    page = translator.sends(queue.form("/claim"), status=200)
    for _ in range(11):
        form = page.form("/sentence")
        source = page.find(".seg.now .src")[0].to_text().strip()
        key = form.query("input[name=segment]")[0].attrs["value"]
        page = translator.sends(form, act="confirm", **{f"section-{key}": ANSWERS[source]})
    assert "11 of 11 sentences are confirmed." in page
    page = translator.sends(page.form("/hand-in"), status=200)
    assert "The queue is empty" in page
    assert "Somebody else checks it now." in page.text
    session.expire_all()
    assert edition.state == "in_checking"


def test_the_whole_document_is_there_with_the_first_open_sentence_under_work(translating, translator, session):
    translating.save(translating.segments()[0], "Inissiamut tapiissutit")
    session.commit()
    page = opened(translator, translating.edition)
    assert len(page.find("ol.segs > li")) == 11
    assert page.find(".seg.now .src")[0].to_text().strip() == translating.segments()[1].source
    field = page.find("#words")[0]
    assert (field.attrs["lang"], field.attrs["spellcheck"]) == ("kl", "false")
    assert "1 of 11 sentences are confirmed." in page


def test_saving_stays_at_the_sentence_and_confirming_goes_on(translating, translator, session):
    session.commit()
    key = translating.segment(SELF).key
    _, form = at(translating, translator, SELF)
    page = translator.sends(form, act="save", **{f"section-{key}": "Nammineq"})
    assert page.form("/sentence").query("input[name=segment]")[0].attrs["value"] == key
    page = translator.sends(page.form("/sentence"), act="confirm", **{f"section-{key}": ANSWER})
    assert page.find(".seg.now .src")[0].to_text().strip() == "Du kan søge, når du"


def test_open_sentences_and_findings_have_lists_of_their_own(translating, translator, session):
    translating.translate()
    translating.save(translating.segment("fyldt 18"), "17-inik ukioqaleersimaguit")
    translating.save(translating.segment(SELF), ANSWER + " Ullumi.", confirm=False)
    session.commit()
    assert len(opened(translator, translating.edition, show="open").find("ol.segs > li")) == 1
    page = opened(translator, translating.edition, show="findings", segment=translating.segment("fyldt 18").key)
    assert "A number is not the same on both sides." in page
    page = opened(translator, translating.edition, show="preview")
    assert "17-inik ukioqaleersimaguit" in page
    assert page.find("article[lang=kl]")


def test_what_is_missing_for_handing_in_can_be_jumped_to(translating, translator, session):
    translating.translate()
    translating.save(translating.segment(SELF), "")
    translating.save(translating.segment("fyldt 18"), "17-inik ukioqaleersimaguit")
    session.commit()
    page = opened(translator, translating.edition)
    assert "Some sentences have no confirmed translation yet." in page
    target = translator.opens(page.link("Sentence 3: not translated yet"))
    assert target.find(".seg.now .src")[0].to_text().strip() == SELF
    assert not page.form("/hand-in").query("button[type=submit]")


def test_handing_in_too_early_is_refused_in_words(translating, translator, session):
    session.commit()
    page = opened(translator, translating.edition)
    answer = translator.sends(page.form("/hand-in"), status=422)
    assert "Some sentences have no confirmed translation yet." in answer


def test_a_finding_is_let_stand_with_a_reason(translating, translator, session):
    translating.translate()
    translating.save(translating.segment("fyldt 18"), "17-inik ukioqaleersimaguit")
    session.commit()
    page, _ = at(translating, translator, "fyldt 18")
    refused = translator.sends(page.form("/dismissal"), reason=" ", status=422)
    assert "Say why, so that the next person knows what to do." in refused
    page = translator.sends(page.form("/dismissal"), reason="Tallet er rigtigt i loven.", status=200)
    assert "A number is not the same on both sides." not in page


def test_a_match_is_inserted_without_a_script_and_typed_words_stay_in_the_log(
    line, checking, at_work, translator, session
):
    checking.accept_all()
    checking.finish()
    desk = at_work(line.translator, line.accepted(title="Boligtilskud i byen"))
    desk.claim()
    session.commit()
    page, form = at(desk, translator, SELF)
    button = page.find("button[name=match]")[0]
    assert "checked by Paninnguaq Lind" in page
    segment = desk.segment(SELF)
    page = translator.sends(form, **{f"section-{segment.key}": "Uanga oqaatsikka"}, follow=True)
    form = page.form("/sentence")
    form.attrs["action"] = button.attrs["formaction"]
    page = translator.sends(form, match=button.attrs["value"], **{f"section-{segment.key}": "Allat"}, status=200)
    assert page.find("#words")[0].to_text().strip() == ANSWER
    session.expire_all()
    assert (segment.target, segment.origin, segment.is_confirmed) == (ANSWER, "memory", False)


def test_a_match_that_is_not_offered_cannot_be_taken(translating, translator, session):
    session.commit()
    _, form = at(translating, translator, SELF)
    form.attrs["action"] += "/offer"
    translator.sends(form, match="4711", status=404)


def test_facts_and_links_of_the_source_can_be_inserted(line, at_work, translator, session):
    words = "Betal 1.200 kr. senest den 1. maj 2026 hos [kommunen](https://example.gl/da/bolig)."
    desk = at_work(line.translator, line.accepted({"summary": words}))
    desk.claim()
    session.commit()
    page, _ = at(desk, translator, "Betal")
    offered = [button.attrs["data-insert"] for button in page.find("[data-facts] [data-insert]")]
    assert offered == ["1.200 kr.", "1. maj 2026", "[kommunen](https://example.gl/da/bolig)"]


def test_saving_while_writing_answers_with_the_next_base(translating, translator, session):
    session.commit()
    page, form = at(translating, translator, SELF)
    base, segment = form.query("input[name=base]")[0].attrs["value"], translating.segment(SELF)
    told = autosaves(translator, page, segment, "Nammineq", base=base)
    assert told["sections"] == {}
    assert told["base"] == told["own_base"] != base
    again = autosaves(translator, page, segment, ANSWER, base=told["base"])
    assert again["sections"] == {}
    session.expire_all()
    assert (segment.target, segment.is_confirmed) == (ANSWER, False)


def test_what_came_from_elsewhere_is_told_while_writing(translating, translator, session):
    segment = translating.segment(SELF)
    translating.save(segment, "Kommuni tapiissuteqarsinnaavoq.")
    session.commit()
    page, form = at(translating, translator, SELF)
    base = form.query("input[name=base]")[0].attrs["value"]
    translating.save(segment, "Kommuni aamma tapiissuteqarsinnaavoq.")
    session.commit()
    told = autosaves(translator, page, segment, "Kommuni tapiissuteqarsinnaavoq ullumi.", base=base)
    assert told["sections"] == {segment.key: "Kommuni aamma tapiissuteqarsinnaavoq ullumi."}
    assert told["others"] == [{"name": "Aviaaja Holm", "section": "Sentence 3"}]
    assert told["own_base"] != told["base"]


def test_confirming_what_somebody_else_touched_asks_to_read_it_again(translating, translator, session):
    segment = translating.segment(SELF)
    translating.save(segment, "Kommuni tapiissuteqarsinnaavoq.")
    session.commit()
    _, form = at(translating, translator, SELF)
    translating.save(segment, "Kommuni aamma tapiissuteqarsinnaavoq.")
    session.commit()
    page = translator.sends(form, act="confirm", **{f"section-{segment.key}": "Kommuni tapiissuteqarsinnaavoq ullumi."})
    assert "Somebody wrote in this sentence at the same time." in page
    assert page.find("#words")[0].to_text().strip() == "Kommuni aamma tapiissuteqarsinnaavoq ullumi."


def end_claim(translating, session):
    claims.claim_of(session, translating.edition, Capacity.TRANSLATOR).ends_at = now()
    session.commit()


def test_words_that_come_after_the_claim_ended_are_kept_and_offered(translating, translator, session):
    session.commit()
    page, form = at(translating, translator, SELF)
    key = translating.segment(SELF).key
    end_claim(translating, session)
    answer = translator.sends(form, act="confirm", status=403, **{f"section-{key}": ANSWER})
    assert "Claim the article first" in answer
    assert answer.find("#late")[0].to_text().strip() == ANSWER

    page = opened(translator, translating.edition)
    page = translator.sends(page.form("/claim"), status=200)
    page, form = at(translating, translator, SELF)
    assert "Words of Aviaaja Holm that came too late" in page
    button = page.find("button[name=late]")[0]
    form.attrs["action"] = button.attrs["formaction"]
    page = translator.sends(form, late=button.attrs["value"], status=200)
    assert page.find("#words")[0].to_text().strip() == ANSWER
    assert "came too late" not in page


def test_late_words_of_one_page_stay_one_entry_while_it_goes_on_typing(translating, translator, session):
    session.commit()
    page, form = at(translating, translator, SELF)
    base = form.query("input[name=base]")[0].attrs["value"]
    end_claim(translating, session)
    for words in ("Nammineq", "Nammineq qinnute", ANSWER, ANSWER):
        told = autosaves(translator, page, translating.segment(SELF), words, base=base, status=403)
    assert told["message"] == "Claim the article first, so that two people do not do the same work."
    session.expire_all()
    assert session.query(LateWords).one().words == {translating.segment(SELF).key: ANSWER}


def test_words_are_kept_when_the_text_is_back_with_its_writers(line, translating, translator, session):
    session.commit()
    _, form = at(translating, translator, SELF)
    line.reopen(translating.edition)
    session.commit()
    key = translating.segment(SELF).key
    answer = translator.sends(form, act="save", status=409, **{f"section-{key}": ANSWER})
    assert "The text is not open for writing at the step it is at." in answer
    session.expire_all()
    assert session.query(LateWords).one().words == {key: ANSWER}


def test_words_are_kept_when_the_role_has_ended(line, translating, translator, session):
    session.commit()
    _, form = at(translating, translator, SELF)
    line.translator.grants[0].ends_at = now() - dt.timedelta(seconds=1)
    session.commit()
    key = translating.segment(SELF).key
    answer = translator.sends(form, act="save", status=403, **{f"section-{key}": ANSWER})
    assert answer.find("#late")[0].to_text().strip() == ANSWER
    session.expire_all()
    assert session.query(LateWords).count() == 1


def test_words_for_a_sentence_that_went_are_kept_too(line, translating, translator, session):
    session.commit()
    _, form = at(translating, translator, SELF)
    key = translating.segment(SELF).key
    edition = translating.edition
    line.reopen(edition)
    line.write(edition, {"summary": "Er din husleje høj, kan kommunen betale en del af den."})
    line.submit(edition)
    line.accept(edition)
    session.commit()
    translator.sends(form, act="save", status=404, **{f"section-{key}": ANSWER})
    page = opened(translator, edition)
    assert "Words came too late for sentences that are gone." in page
    assert ANSWER in page


def test_a_stranger_keeps_no_words_beside_an_article(people, visitor, translating, session):
    stranger = visitor.as_(people.with_role("translator", pair=("kl", "da")))
    session.commit()
    page = stranger.opens("translation.queue")
    segment = translating.segment(SELF)
    base = token_of(translating.edition.target, Base(1))
    told = autosaves(stranger, page, segment, ANSWER, base=base, status=404)
    assert told["message"] == "There is no such page, or it is not yours to see."
    session.expire_all()
    assert session.query(LateWords).count() == 0


def test_a_page_of_another_text_is_refused_with_its_words_still_there(line, translating, translator, session):
    other = line.accepted(title="Noget andet")
    session.commit()
    _, form = at(translating, translator, SELF)
    key = translating.segment(SELF).key
    page = translator.sends(
        form, act="save", base=token_of(other.target, Base(1)), status=422, **{f"section-{key}": ANSWER}
    )
    assert "The page does not fit the text any more." in page
    assert page.find("#words")[0].to_text().strip() == ANSWER


def test_too_many_words_are_refused_with_the_words_still_there(translating, translator, session):
    session.commit()
    _, form = at(translating, translator, SELF)
    key = translating.segment(SELF).key
    page = translator.sends(form, act="save", status=422, **{f"section-{key}": "a" * 8001})
    assert "That is more than fits here." in page
    assert "a" * 8001 in page.find("#words")[0].to_text()


def test_whoever_has_not_claimed_it_reads_it(line, people, visitor, translating, session):
    other = visitor.as_(people.translator())
    session.commit()
    page = opened(other, translating.edition, segment=translating.segment(SELF).key)
    assert "Claimed by Aviaaja Holm." in page
    assert "Somebody else is working on this right now." in page
    assert not page.find("#words")


def test_giving_it_back_puts_it_into_the_queue(translating, translator, session):
    session.commit()
    page = opened(translator, translating.edition)
    page = translator.sends(page.form("/release"), status=200)
    assert translating.edition.article.title in page
    session.expire_all()
    assert session.query(Claim).one().ends_at <= now()


def test_the_page_says_why_the_owner_sent_it_back(line, checking, at_work, visitor, session):
    checking.give_back(checking.segment(SELF), "Skriv det kortere.")
    for segment in checking.segments():
        if segment.source != SELF:
            checking.accept(segment)
    checking.finish()
    at_work(line.translator, checking.edition).claim()
    session.commit()
    page = opened(visitor.as_(line.translator), checking.edition)
    assert "Returned by Paninnguaq Lind." in page
    assert "Skriv det kortere." in page.find(".seg.now")[0].to_text()


@pytest.mark.parametrize(("role", "scope", "status"), [("participant", "workshop", 403), ("reader", None, 403)])
def test_the_editor_is_for_translators(line, people, visitor, session, role, scope, status):
    edition = line.accepted()
    more = {"workshop": line.workshop} if scope else {}
    person = people.with_role(role, **more)
    session.commit()
    visitor.as_(person).opens("translation.edit", article_id=edition.article_id, status=status)
    visitor.as_(person).opens("translation.queue", status=status)


def test_translators_see_nothing_that_is_not_accepted_yet(line, translator, session):
    edition = line.submitted()
    session.commit()
    opened(translator, edition, status=404)


@pytest.mark.parametrize("locale", ["da", "kl", "en"])
def test_the_editor_speaks_every_language(translating, visitor, line, session, locale):
    session.commit()
    page = opened(visitor.as_(line.translator, locale), translating.edition)
    assert page.find("html")[0].attrs["lang"] == locale
    assert page.find(".seg.now .src")[0].attrs["lang"] == "da"


def test_the_editor_asks_as_little_for_a_long_article_as_for_a_short_one(line, at_work, visitor, session, app):
    long_one = {"summary": "\n\n".join(f"Afsnit {number} har {number} ord." for number in range(2, 40))}
    counts = []
    for draft in (None, long_one):
        edition = line.accepted(*([draft] if draft else []))
        desk = at_work(line.translator, edition)
        desk.claim()
        for segment in desk.segments()[:3]:
            desk.save(segment, "Oqaatsit")
        session.commit()
        translator = visitor.as_(line.translator)
        with app.app_context(), counted(db.engine) as statements:
            opened(translator, edition)
        counts.append(len(statements))
        assert len(statements) <= LIMIT, str(statements)
    assert counts[0] == counts[1]


def test_late_words_of_a_translation_are_put_away_by_who_goes_on_with_it(translating, translator, session):
    session.commit()
    _page, form = at(translating, translator, SELF)
    key = translating.segment(SELF).key
    end_claim(translating, session)
    translator.sends(form, act="confirm", status=403, **{f"section-{key}": ANSWER})
    page = opened(translator, translating.edition)
    translator.sends(page.form("/claim"), status=200)
    page, _form = at(translating, translator, SELF)

    page = translator.sends(page.form("/settlement"), status=200)

    assert "came too late" not in page
    page = translator.opens("history.index", article_id=translating.edition.article_id, language="kl")
    assert ANSWER in page
    assert "Put away by Aviaaja Holm" in page
