"""The headers of every answer: what a page may load, who may frame it, what may be kept."""

import secrets

from flask import Flask, Response, g, request

from workbench.domain.refusals import Denied, Reason

_SELF = "'self'"
_NOBODY = "'none'"
#: Bytes for a script are never shown, and paid for by whoever writes on a bad line: they go without what is for pages.
BYTES = "application/octet-stream"
OF_PAGES = frozenset({"X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"})
SAFE_SITES = frozenset({"same-origin", "none"})


def nonce() -> str:
    """Return the nonce of this answer for a script that must stand in the page."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def _policy() -> str:
    script = f"{_SELF} 'nonce-{nonce()}'"
    rules = {
        "default-src": _NOBODY,
        "script-src": script,
        "style-src": _SELF,
        "img-src": _SELF,
        "font-src": _SELF,
        "connect-src": _SELF,
        "manifest-src": _SELF,
        "form-action": _SELF,
        "frame-ancestors": _NOBODY,
        "base-uri": _NOBODY,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def init_app(app: Flask, *, is_secure: bool) -> None:
    fixed = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
    if is_secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    bare = {name: value for name, value in fixed.items() if name not in OF_PAGES}

    @app.before_request
    def refuse_foreign_senders() -> None:
        # The second lock beside the token: a browser says itself where a request comes from.
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.method not in {"GET", "HEAD", "OPTIONS"} and site not in SAFE_SITES:
            raise Denied(Reason.FORM_NOT_OURS)

    @app.after_request
    def add(response: Response) -> Response:
        is_page = response.mimetype != BYTES
        if is_page:
            response.headers.setdefault("Content-Security-Policy", _policy())
        for name, value in (fixed if is_page else bare).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.jinja_env.globals["nonce"] = nonce
