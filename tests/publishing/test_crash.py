"""A portal whose writer is killed in mid-delivery shows one whole generation, and goes on."""

import multiprocessing
import re
import time
from dataclasses import replace
from itertools import count

from tests.support.parcels import line, parcel, signed_text, titled
from tests.support.portal import LOOK
from workbench.domain.portal.parcel import Section
from workbench.publishing.targets.base import Verdict
from workbench.publishing.targets.static_site import StaticSite

ROUNDS = 6
ARTICLES = 20


def edition(number):
    """All articles once more: every page says the number, so that a mixture shows."""
    day = f"2026-12-{number % 28 + 1:02}"
    return [parcel(n, version=number, updated=day, texts=numbered(n, number)) for n in range(ARTICLES)]


def numbered(article, number):
    section = Section("how", f"Nr. {number}", (line("a", "x"),))
    both = titled(f"Artikel {article}", f"Allaaserisaq {article}")
    return {language: signed_text(replace(text, sections=(section,))) for language, text in both.items()}


def deliver_for_ever(folder, number, ready):
    site = StaticSite(folder, LOOK)
    ready.set()
    for its in count(number):
        site.deliver_all(edition(its))


def shown(site):
    """The number of the edition on every page of the generation a reader has opened."""
    root = site.root.resolve()
    pages = [path.read_text(encoding="utf-8") for path in root.rglob("*.html")]
    assert all(page.endswith("</html>") for page in pages)
    numbers = [number for page in pages for number in re.findall(r"<h2>Nr. (\d+)</h2>", page)]
    assert len(numbers) == 2 * ARTICLES
    assert len(set(numbers)) == 1
    days = set(re.findall("<lastmod>(.*?)</lastmod>", (root / "sitemap.xml").read_text(encoding="utf-8")))
    assert days == {f"2026-12-{int(numbers[0]) % 28 + 1:02}"}
    return int(numbers[0])


def test_a_reader_always_sees_a_whole_generation(tmp_path):
    folder = tmp_path / "portal"
    site = StaticSite(folder, LOOK)
    site.deliver_all(edition(1))
    seen = 1
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    for turn in range(ROUNDS):
        ready = processes.Event()
        writer = processes.Process(target=deliver_for_ever, args=(folder, seen + 1, ready))
        writer.start()
        assert ready.wait(timeout=30)
        killed_at = time.monotonic() + 0.05 + turn * 0.045
        while time.monotonic() < killed_at:
            assert shown(site) >= seen
        writer.kill()
        writer.join()
        seen = shown(site)

    last = edition(seen + 1)
    site.deliver_all(last)

    assert shown(site) == seen + 1
    assert all(site.read_back(its).verdict is Verdict.VERIFIED for its in last)
    assert not (folder / "building").exists()
    assert len(list((folder / "generations").iterdir())) <= 3
