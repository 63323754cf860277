"""The translator's pages as a visitor without scripts uses them."""

import pytest

from tests.support.line import ANSWERS


@pytest.fixture
def translator(visitor, line):
    return visitor.as_(line.translator)


def opened(translator, edition, **more):
    return translator.opens("translation.edit", article_id=edition.article_id, **more)


def test_a_translator_claims_from_the_queue_writes_and_hands_in(line, session, translator):
    edition = line.accepted()
    session.commit()

    queue = translator.opens("translation.queue")
    assert edition.article.title in queue
    assert "11 sentences" in queue
    page = translator.sends(queue.form("/claim"), status=200)
    for _ in range(11):
        form = page.form("/sentence")
        source = page.find(".seg.now .src")[0].to_text().strip()
        key = form.query("input[name=segment]")[0].attrs["value"]
        page = translator.sends(form, act="confirm", **{f"section-{key}": ANSWERS[source]})
    assert "11 of 11 sentences are confirmed." in page
    page = translator.sends(page.form("/hand-in"), status=200)
    assert "The queue is empty" in page
    session.expire_all()
    assert edition.state == "in_checking"
