"""What a browser has to load beside the pages: sheets, scripts, icons."""

from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks.results import Result, counted
from workbench.benchmarks.visits import BenchmarkError
from workbench.config import place
from workbench.rehearsal.browser import Browser
from workbench.rehearsal.instance import HOST, Instance

#: Bytes as brotli. From the experience we promise: all sheets together, the scripts of pages without the editor.
SHEETS_LIMIT, SCRIPTS_LIMIT, EDITOR_LIMIT = 14_000, 20_000, 100_000
METHOD = "content-length of the file as the server sends it to a browser that takes brotli"


def measure(instance: Instance, _sessions: sessionmaker[Session], _articles: int) -> list[Result]:
    """Weigh the files that were built."""
    browser = Browser(HOST, instance.port, accepts="br")
    files = sorted(path for path in (place("static") / "dist").iterdir() if path.suffix in {".css", ".js", ".svg"})
    weights = {path: _weight(browser, path) for path in files}
    browser.close()

    def all_of(suffix: str, *names: str) -> int:
        its = (weight for path, weight in weights.items() if path.suffix == suffix and path.name.startswith(names))
        return sum(its)

    return [
        counted("weight: sheets of the workbench", "bytes", all_of(".css", "app"), limit=SHEETS_LIMIT, method=METHOD),
        counted("weight: scripts of every page", "bytes", all_of(".js", "app"), limit=SCRIPTS_LIMIT, method=METHOD),
        counted("weight: scripts of the editor", "bytes", all_of(".js", "editor"), limit=EDITOR_LIMIT, method=METHOD),
        counted("weight: icons", "bytes", all_of(".svg", "icons"), limit=None, method=METHOD),
        counted("weight: sheet of the portal", "bytes", all_of(".css", "portal"), limit=SHEETS_LIMIT, method=METHOD),
    ]


def _weight(browser: Browser, path: Path) -> int:
    answer = browser.send(browser.get("static", f"/static/{path.name}"))
    if answer.status != 200:  # noqa: PLR2004 - found
        raise BenchmarkError(f"/static/{path.name} answered {answer.status}")
    return int(answer.headers["content-length"])
