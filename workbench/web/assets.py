"""Knows the hashed names that the bundler gave to scripts, sheets and the sprite of icons."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, abort, make_response, send_file

from workbench.web.access import public


class Assets:
    """The files of ``static/dist``; their names change with their content, so a browser may keep them for good."""

    def __init__(self, folder: Path, url_path: str) -> None:
        outputs = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["outputs"]
        self._names = {
            Path(output["entryPoint"]).name: Path(built).name
            for built, output in outputs.items()
            if "entryPoint" in output
        }
        self._url_path = url_path
        self._folder = folder

    def path(self, name: str) -> Path:
        """Return where the built file lies; KeyError when there is none."""
        return self._folder / self._names[name]

    def url(self, name: str) -> str:
        """Return the address of a file, e.g. ``app.js`` -> ``/static/app-3K2JQ.js``; KeyError when there is none."""
        return f"{self._url_path}/{self._names[name]}"


def is_hashed(_path: str, url: str) -> bool:
    """Tell whether the address changes with the content, so that a browser may keep it for good."""
    return re.search(r"-[0-9A-Z]{8}\.[a-z]+$", url) is not None


def _worker(folder: Path) -> Callable[[], Response]:
    """Return the view of the service worker: at the root, so that it may look after every address."""

    @public
    def worker() -> Response:
        built = folder / "worker.js"
        if not built.is_file():
            abort(404)
        answer = make_response(send_file(built, mimetype="text/javascript"))
        # One name for every build: asked for again each time.
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    return worker


def init_app(app: Flask, static: Path) -> None:
    built = Assets(static / "dist", "/static")
    app.extensions["assets"] = built
    app.jinja_env.globals["asset"] = built.url
    app.jinja_env.globals["asset_icons"] = built.url("icons.svg")
    app.add_url_rule("/worker.js", "worker", _worker(static / "dist"))
