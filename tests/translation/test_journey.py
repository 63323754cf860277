"""Whatever the numbers of an article are, they arrive in the other language, whoever corrects what on the way."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.domain.facts import facts
from workbench.domain.states import State
from workbench.store.segments import composed
from workbench.store.signatures import coverages
from workbench.store.texts import content_of

AMOUNTS = st.integers(min_value=13, max_value=999_999).map(lambda number: f"{number:,}".replace(",", "."))
DAYS = st.dates().map(lambda day: f"{day.day:02}.{day.month:02}.{day.year}")
SENTENCES = st.one_of(
    AMOUNTS.map(lambda amount: (f"Du skal betale {amount} kr.", f"{amount} kr. akiliutigissavatit.")),
    DAYS.map(lambda day: (f"Du skal søge senest den {day}.", f"Kingusinnerpaamik {day} qinnuteqassaatit.")),
    st.integers(13, 99).map(lambda share: (f"Kommunen betaler {share} % af den.", f"Kommuni {share} % akiliissaaq.")),
)
ARTICLES = st.lists(st.tuples(SENTENCES, st.booleans()), min_size=1, max_size=6, unique_by=lambda one: one[0][0])


def values(words, language):
    return sorted((fact.kind, fact.value) for fact in facts(words, language))


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(article=ARTICLES)
def test_no_number_is_lost_between_the_first_word_and_the_second_checker(
    line, at_work, second_checker, session, article
):
    edition = line.accepted({"rights": " ".join(source for (source, _), _ in article)}, title="Betaling for bolig")
    answers = {source: target for (source, target), _ in article} | {"Betaling for bolig": "Inissiamut akiliut"}
    translator = at_work(line.translator, edition)
    translator.claim()
    translator.translate(answers)
    translator.hand_in()
    assert edition.state is State.IN_CHECKING

    corrected = {source for (source, _), is_corrected in article if is_corrected}
    checker = at_work(line.checker, edition)
    checker.take_check()
    for segment in checker.segments():
        if segment.source in corrected:
            checker.correct(segment, f"Ima: {segment.target}")
        else:
            checker.accept(segment)
    checker.finish()
    assert edition.state is (State.IN_CHECKING if corrected else State.AWAITING_APPROVAL)
    if corrected:
        second = at_work(second_checker, edition)
        second.take_check()
        for segment in second.segments():
            if segment.source in corrected:
                second.accept(segment)
        second.finish()

    assert edition.state is State.AWAITING_APPROVAL
    assert all(coverage.is_whole for coverage in coverages(session, edition).values())
    source = content_of(edition.source)
    target = composed(source, checker.segments())
    for here, there in zip(
        [one for one in source.lines if one.words], [one for one in target.lines if one.words], strict=True
    ):
        assert values(here.words, "da") == values(there.words, "kl")
