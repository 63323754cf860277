"""The static portal: both languages or none, every page reachable, nothing left behind."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import brotli
import pytest

from tests.support.parcels import FISH, HOUSE, danish, kalaallisut, line, parcel, titled, withdrawal
from tests.support.portal import BASE, LOOK, proof_read
from workbench.domain.portal.comparison import Part
from workbench.domain.portal.parcel import ParcelKind, Section, Segment, Text
from workbench.publishing.targets import plan
from workbench.publishing.targets.base import Outcome, Verdict
from workbench.publishing.targets.static_site import StaticSite


def snapshot(portal):
    return {path.relative_to(portal.root): path.read_bytes() for path in portal.root.rglob("*") if path.is_file()}


def test_an_article_appears_in_both_languages(site, portal):
    addresses = site.deliver(parcel()).addresses

    assert "Boligtilskud, når du bor til leje" in portal.opens(addresses["da"])
    assert portal.says(addresses["kl"])[0] == "Inissiamut attartukkamut tapiissutit"
    assert '<html lang="kl">' in portal.opens(addresses["kl"])


def test_every_page_is_valid_and_every_link_leads_somewhere(site, portal):
    site.deliver_all([parcel(1), parcel(2, topics=(FISH,), segment=Segment.BUSINESS, texts=titled("Garn", "Qassutit"))])
    site.deliver(withdrawal(parcel(1), version=2))
    site.deliver(parcel(2, version=2, topics=(FISH,), texts=titled("Nye garn", "Qassutit nutaat")))

    for path in portal.pages():
        proof_read(portal.html(path))
        for target in portal.leads_to(path):
            assert target.is_file(), (path, target)


def test_pages_ask_nothing_of_other_hosts(site, portal):
    site.deliver(parcel())

    for path in portal.pages():
        loaded = re.findall(r'(?:src|<link rel="stylesheet" href)="([^"]+)"', portal.html(path))
        assert loaded
        assert not [address for address in loaded if "//" in address]


def test_readers_switch_to_the_same_article_in_the_other_language(site, portal):
    addresses = site.deliver(parcel()).addresses

    danish_page = portal.root / portal.path(addresses["da"])
    assert (portal.root / portal.path(addresses["kl"])).resolve() in portal.leads_to(
        str(danish_page.relative_to(portal.root))
    )
    for language, address in addresses.items():
        assert f'<link rel="alternate" hreflang="{language}" href="{address}">' in portal.opens(addresses["da"])
    assert f'<link rel="canonical" href="{addresses["kl"]}">' in portal.opens(addresses["kl"])


def test_readers_can_call_and_write_to_the_authority(site, portal):
    page = portal.opens(site.deliver(parcel()).addresses["da"])

    assert 'href="tel:+299001234"' in page
    assert 'href="mailto:bolig@havnebyen.example"' in page


def test_dates_are_written_in_the_language_of_the_page(site, portal):
    addresses = site.deliver(parcel()).addresses

    assert "22. november 2026" in portal.opens(addresses["da"])
    assert "22 novembarip 2026" in portal.opens(addresses["kl"]).replace("\u00ad", "")


def test_long_kalaallisut_words_may_break_and_danish_ones_do_not(site, portal):
    addresses = site.deliver(parcel()).addresses

    assert "ta\u00adpiis\u00adsu\u00adtit" in portal.opens(addresses["kl"])
    assert "\u00ad" not in portal.opens(addresses["da"])
    assert "\u00ad" not in re.search("<title>(.*?)</title>", portal.opens(addresses["kl"]))[1]


def test_interface_words_come_in_the_language_of_the_page(tmp_path):
    def words(language):
        return lambda sentence, **values: f"[{language}] " + sentence.format(**values)

    site = StaticSite(tmp_path, LOOK, words)
    site.deliver(parcel())

    front = (site.root / "kl" / "index.html").read_text(encoding="utf-8")
    assert "[kl] Topics" in front
    assert "[da]" not in front


def test_machines_find_the_service_in_both_pages(site, portal):
    addresses = site.deliver(parcel()).addresses

    for address in addresses.values():
        raw = re.search(r'<script type="application/ld\+json">(.*?)</script>', portal.opens(address))[1]
        assert json.loads(raw)["@graph"][0]["dct:identifier"] == str(parcel().article_id)


@pytest.mark.parametrize(
    "words",
    ["</script><script>alert(1)</script>", "<b>fed</b> & 'sød' \"kage\"", "{{ 7 * 7 }} {% raw %}", "a\u2028b <!--"],
)
def test_what_people_write_stays_words(site, portal, words):
    section = Section("rights", words, (line("a", words, link="https://a.example/?x=%22&y=<".replace("<", "")),))
    sent = parcel(texts={"da": Text(words, (section,)), "kl": kalaallisut()})

    page = portal.opens(site.deliver(sent).addresses["da"])

    assert "alert(1)</script><" not in page.replace("&lt;", "<").split("</head>")[0].split("<title>")[0]
    assert page.count("<script") == 1
    assert site.read_back(sent).verdict is Verdict.VERIFIED


def test_a_changed_title_leaves_the_old_address_leading_on(site, portal):
    old = site.deliver(parcel(version=1)).addresses
    new = site.deliver(parcel(version=2, texts=titled("Hjælp til husleje", "Ineqarnermut tapiissutit"))).addresses

    assert old != new
    for language in ("da", "kl"):
        page = portal.opens(old[language])
        assert 'http-equiv="refresh"' in page
        assert f'<link rel="canonical" href="{new[language]}">' in page
        assert (portal.root / portal.path(new[language])).resolve() in portal.leads_to(portal.path(old[language]))


def test_an_address_taken_up_again_shows_the_article(site, portal):
    first = site.deliver(parcel(version=1)).addresses
    second = site.deliver(parcel(version=2, texts=titled("Andet", "Alla"))).addresses
    site.deliver(parcel(version=3))

    assert site.read_back(parcel(version=3)).verdict is Verdict.VERIFIED
    assert 'http-equiv="refresh"' not in portal.opens(first["da"])
    assert 'http-equiv="refresh"' in portal.opens(second["da"])


def test_a_withdrawn_article_explains_itself_and_leaves_the_lists(site, portal):
    address = site.deliver(parcel()).addresses["da"]
    assert address in portal.html("sitemap.xml")

    site.deliver(withdrawal(parcel(), version=2))

    assert portal.says(address)[:2] == ["Boligtilskud, når du bor til leje", "Loven er ophævet."]
    assert '<meta name="robots" content="noindex">' in portal.opens(address)
    assert "ld+json" not in portal.opens(address)
    for path in ("sitemap.xml", "da/index.html", "da/all.html"):
        assert "Boligtilskud" not in portal.html(path)
        assert address not in portal.html(path)
    assert not portal.has(BASE + "da/topic-house.html")


def test_a_redirected_article_leads_to_its_successor_by_its_present_address(site, portal):
    site.deliver_all([parcel(1), parcel(2, texts=titled("Ny ordning", "Aaqqissuussineq nutaaq"))])
    gone = withdrawal(parcel(1), version=2, kind=ParcelKind.REDIRECT, successor=parcel(2).article_id)
    old = site.deliver(gone).addresses["da"]
    moved = parcel(2, version=2, texts=titled("Nyeste ordning", "Aaqqissuussineq nutaanerpaaq"))
    new = site.deliver(moved).addresses["da"]

    assert (portal.root / portal.path(new)).resolve() in portal.leads_to(portal.path(old))
    assert site.read_back(gone).verdict is Verdict.VERIFIED


def test_a_redirect_to_what_is_not_there_explains_itself(site, portal):
    site.deliver(parcel(1))
    gone = withdrawal(parcel(1), version=2, kind=ParcelKind.REDIRECT, successor=parcel(2).article_id)

    address = site.deliver(gone).addresses["da"]

    assert "refresh" not in portal.opens(address)
    assert "Loven er ophævet." in portal.says(address)


def test_nothing_stays_of_an_article_that_vanishes(site, portal, tmp_path):
    first = site.deliver(parcel(version=1)).addresses
    site.deliver(parcel(version=2, texts=titled("Andet", "Alla")))
    for number in range(3, 6):
        site.deliver(withdrawal(parcel(), version=number, kind=ParcelKind.VANISH))

    assert not portal.has(first["da"])
    assert site.read_back(withdrawal(parcel(), version=5, kind=ParcelKind.VANISH)).verdict is Verdict.VERIFIED
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"boligtilskud" not in path.read_bytes().lower()


def test_the_site_can_be_drawn_again_from_the_parcels_alone(site, portal, tmp_path):
    site.deliver_all([parcel(number, texts=titled(f"Artikel {number}", f"Allagaq {number}")) for number in range(6)])
    site.deliver(parcel(1, version=2, texts=titled("Nyt navn", "Ateq nutaaq")))
    site.deliver(withdrawal(parcel(2), version=2))
    before = snapshot(portal)
    (tmp_path / "portal" / "current" / "catalogue.json").unlink()

    StaticSite(tmp_path / "portal", LOOK).rebuild()

    assert snapshot(portal) == before


def test_changes_one_by_one_give_the_same_site_as_all_at_once(site, portal, tmp_path):
    steps = [parcel(number, texts=titled(f"Artikel {number}", f"Allagaq {number}")) for number in range(5)]
    steps += [parcel(3, version=2, topics=(FISH,)), withdrawal(parcel(4), version=2), parcel(0, version=7)]
    other = StaticSite(tmp_path / "other", LOOK)

    for step in steps:
        site.deliver(step)
    other.deliver_all(steps)

    assert snapshot(portal) == {
        path.relative_to(other.root.resolve()): path.read_bytes()
        for path in other.root.resolve().rglob("*")
        if path.is_file()
    }


def test_a_change_leaves_all_other_files_alone(site, portal):
    site.deliver_all([parcel(1), parcel(2, topics=(FISH,), texts=titled("Garn", "Qassutit"))])
    before = {path.name: path.stat().st_ino for path in portal.root.rglob("*.html")}

    site.deliver(parcel(2, version=2, topics=(FISH,), texts=titled("Garn", "Qassutit")))

    kept = {path.name for path in portal.root.rglob("*.html") if before.get(path.name) == path.stat().st_ino}
    assert any(name.startswith("boligtilskud") for name in kept)
    assert "topic-house.html" in kept


def test_a_new_look_draws_every_page_again(site, portal, tmp_path):
    site.deliver(parcel())
    old_sheet = {path.name for path in (portal.root / "assets").iterdir()}
    sheet = tmp_path / "other.css"
    sheet.write_text("body { color: red }")

    other = StaticSite(tmp_path / "portal", replace(LOOK, sheet=sheet))
    other.deliver(parcel(2, texts=titled("B", "B")))

    (name,) = {path.name for path in (portal.root / "assets").iterdir()} - old_sheet
    assert all(name in portal.html(path) for path in portal.pages() if path != "404.html")
    assert StaticSite(tmp_path / "portal", replace(LOOK, sheet=sheet)).deliver(parcel()).outcome is Outcome.UNCHANGED


def test_two_workers_in_turn_see_what_the_other_wrote(site, portal, tmp_path):
    other = StaticSite(tmp_path / "portal", LOOK)
    site.deliver(parcel(1))
    other.deliver(parcel(2, texts=titled("B", "B")))

    assert site.deliver(parcel(1)).outcome is Outcome.UNCHANGED
    site.deliver(parcel(3, texts=titled("C", "C")))

    assert portal.html("sitemap.xml").count("<lastmod>") == 6


def test_only_the_last_three_generations_stay(site, tmp_path):
    for version in range(1, 7):
        site.deliver(parcel(version=version))

    kept = sorted(path.name for path in (tmp_path / "portal" / "generations").iterdir())
    assert kept == ["000004", "000005", "000006"]


def test_a_page_somebody_changed_in_the_portal_is_noticed(site, portal):
    sent = parcel()
    path = portal.root / portal.path(site.deliver(sent).addresses["da"])
    html = path.read_text(encoding="utf-8")
    spoilt = {
        "fire uger": "to uger",
        "<li>er fyldt 18 år</li>": "",
        "https://lov.example/2024/99": "https://evil.example/",
        "+299 00 12 34": "+299 99 99 99",
        '<html lang="da">': '<html lang="kl">',
        "cv:contactPoint": "cv:other",
        "</article>": "Ring til mig.</article>",
        "<h3>Bor I flere sammen?</h3>": "<p>Bor I flere sammen?</p>",
    }
    for words, other in spoilt.items():
        assert words in html
        path.write_text(html.replace(words, other), encoding="utf-8")
        assert site.read_back(sent).verdict is Verdict.DIFFERS, words

    path.unlink()
    assert {its.part for its in site.read_back(sent).differences} == {Part.PAGE}


def test_an_article_that_fell_out_of_the_list_is_noticed(site, portal):
    site.deliver(parcel())
    (portal.root / "sitemap.xml").write_text("<urlset/>")

    assert {its.part for its in site.read_back(parcel()).differences} == {Part.LISTING}


def test_search_engines_find_every_article_once(site, portal):
    addresses = site.deliver_all([parcel(1), parcel(2, texts=titled("B", "B"))])
    listed = ET.fromstring(portal.html("sitemap.xml")).findall(".//{*}loc")

    expected = {address for delivered in addresses for address in delivered.addresses.values()}
    assert {its.text for its in listed} == expected | {BASE + "da/", BASE + "kl/"}
    assert f"Sitemap: {BASE}sitemap.xml" in portal.html("robots.txt")


def test_long_lists_come_in_pages_and_every_article_is_in_one(site, portal, monkeypatch):
    monkeypatch.setattr(plan, "TOPIC_PAGE", 3)
    monkeypatch.setattr(plan, "INDEX_PAGE", 4)
    site.deliver_all([parcel(n, topics=(HOUSE,), texts=titled(f"Nr {n}", f"No {n}")) for n in range(10)])

    assert [path for path in portal.pages() if path.startswith("da/all")] == [
        "da/all-2.html",
        "da/all-3.html",
        "da/all.html",
    ]
    for name in ("all", "topic-house"):
        together = "".join(portal.html(path) for path in portal.pages() if path.startswith(f"kl/{name}"))
        assert all(f"No {n}</a>" in together for n in range(10))

    site.deliver_all([withdrawal(parcel(n, texts=titled(f"Nr {n}", f"No {n}")), version=2) for n in range(7)])
    assert [path for path in portal.pages() if path.startswith("da/all")] == ["da/all.html"]


def test_titles_stand_in_the_order_of_the_language(site, portal):
    names = [("Årsopgørelse", "Ukiumoortumik"), ("Bolig", "Ineqarneq"), ("Ældrehjælp", "Utoqqaat")]
    site.deliver_all([parcel(n, texts=titled(*both)) for n, both in enumerate(names)])

    titles = re.findall(r">([^<>]+)</a></li>", portal.html("da/all.html").split('class="names"')[1].split("</ul>")[0])
    assert titles == ["Bolig", "Ældrehjælp", "Årsopgørelse"]


def test_a_topic_counts_by_its_newest_name(site, portal):
    site.deliver(parcel(1, version=1))
    renamed = replace(HOUSE, names={"da": "Hus og hjem", "kl": "Illu"})
    site.deliver(parcel(2, version=2, topics=(renamed,), texts=titled("B", "B")))

    assert "Hus og hjem" in portal.html("da/index.html")
    assert "Bolig og flytning" not in portal.html("da/index.html")


def test_an_unknown_icon_does_not_stop_the_portal(site):
    strange = replace(HOUSE, icon="spaceship")

    assert site.deliver(parcel(topics=(strange,))).outcome is Outcome.DELIVERED


def test_an_article_from_old_times_without_a_note_is_still_explained(site, portal):
    gone = withdrawal(parcel(), version=2)
    silent = replace(gone, texts={language: replace(text, note="") for language, text in gone.texts.items()})

    address = site.deliver(silent).addresses["da"]
    assert "This article has been withdrawn." in portal.opens(address)
    assert site.read_back(silent).verdict is Verdict.VERIFIED


def test_pages_are_light(site, portal):
    topics = [replace(HOUSE, key=key, icon=key) for key in ("house", "fish", "law", "lock", "tax", "books", "social")]
    site.deliver_all([parcel(n, topics=(topics[n % 7],), texts=titled(f"Nr {n}", f"No {n}")) for n in range(60)])

    for path in portal.pages():
        assert len(brotli.compress(portal.html(path).encode(), quality=5)) < 14_000
    (sheet,) = (portal.root / "assets").iterdir()
    assert len(brotli.compress(sheet.read_bytes(), quality=5)) < 5_000


def test_a_quiet_summary_is_read_by_ear_under_its_heading(site, portal):
    page = portal.opens(site.deliver(parcel()).addresses["da"])

    assert '<h2 class="hidden">Kort fortalt</h2>' in page
    assert danish().sections[0].heading == "Kort fortalt"
