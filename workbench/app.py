"""The composition root: what the application is made of, in the order it is put together."""

import logging
from urllib.parse import urlsplit

from flask import Flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from whitenoise import WhiteNoise

from workbench import extensions
from workbench.accounts import views as accounts
from workbench.admin import views as admin
from workbench.approval import views as approval
from workbench.articles import views as articles
from workbench.config import Settings, from_environment, place
from workbench.desk import views as desk
from workbench.drafting import views as drafting
from workbench.exchange import views as exchange
from workbench.history import views as history
from workbench.models.engine import engine_options
from workbench.publishing import portal_view
from workbench.publishing import views as publishing
from workbench.publishing.places import targets_of
from workbench.publishing.targets.render import Look
from workbench.review import views as review
from workbench.translation import check_views as check
from workbench.translation import views as translation
from workbench.village import views as village
from workbench.web import (
    access,
    assets,
    auditwords,
    errors,
    formatting,
    headers,
    links,
    locale,
    navigation,
    paging,
    rendering,
    style,
    transactions,
    words,
)
from workbench.workshops import programme_views as programmes
from workbench.workshops import views as workshops

BLUEPRINTS = (
    accounts.blueprint,
    desk.blueprint,
    programmes.blueprint,
    workshops.blueprint,
    articles.blueprint,
    drafting.blueprint,
    history.blueprint,
    review.blueprint,
    translation.blueprint,
    check.blueprint,
    approval.blueprint,
    publishing.blueprint,
    portal_view.blueprint,
    village.blueprint,
    exchange.blueprint,
    admin.blueprint,
)
#: What the portal calls itself, in its own languages.
PORTAL_NAMES = {"da": "Borgerportalen", "kl": "Innuttaasunut nittartagaq"}
MEGABYTE = 1024 * 1024


def create_app(settings: Settings | None = None, **more: object) -> Flask:
    """Put the application together; raise RuntimeError when an endpoint does not say who may call it."""
    chosen = settings or from_environment()
    app = Flask(
        "workbench",
        root_path=str(place("templates").parent),
        template_folder=str(place("templates")),
        static_folder=None,
        instance_path=str(chosen.instance.resolve()),
    )
    _configure(app, chosen)
    app.config.from_mapping(more)
    extensions.init_app(app, migrations=place("migrations"))
    assets.init_app(app, place("static"))
    transactions.init_app(app)
    headers.init_app(app, is_secure=chosen.is_secure)
    access.init_app(app)
    locale.init_app(app)
    formatting.init_app(app)
    _tell_templates(app, chosen)
    navigation.init_app(app)
    paging.init_app(app)
    links.init_app(app)
    rendering.init_app(app)
    app.extensions["targets"] = targets_of(chosen.instance, _look_of_portal(app, chosen), locale.sentences_in)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if chosen.is_development:
        app.register_blueprint(style.blueprint)
    access.refuse_undeclared_endpoints(app)
    _serve_static(app)
    return app


def _tell_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals.update(
        csrf_field=_csrf_field,
        word=words.word,
        act_word=auditwords.act_word,
        subject_word=auditwords.subject_word,
        reason_sentence=words.reason_sentence,
        language_word=words.language_word,
        segment_word=words.segment_word,
        is_secure=settings.is_secure,
        is_room=bool(settings.room),
        # A room over plain http: said on every page.
        is_open_room=bool(settings.room) and not settings.is_secure,
    )
    app.extensions["room"] = settings.room


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["workbench"] = settings
    app.config.from_mapping(
        SECRET_KEY=settings.secret,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        # Links in letters come from the settings; a request for another name is refused before it is looked at.
        TRUSTED_HOSTS=_trusted_hosts(settings),
        SESSION_COOKIE_NAME=_cookie_name(settings),
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # a late answer must not bring an old login back
        WTF_CSRF_TIME_LIMIT=None,  # a form may lie open for a day of silence; the token ends with the login
        WTF_CSRF_SSL_STRICT=False,  # the Referer is missing behind some proxies; Sec-Fetch-Site is asked instead
        MAX_CONTENT_LENGTH=12 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=4 * MEGABYTE,
        MAX_FORM_PARTS=2000,
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_STREAMS=False,
        COMPRESS_MIN_SIZE=500,
    )
    if not settings.is_development:
        logging.getLogger("workbench").setLevel(logging.INFO)


def _trusted_hosts(settings: Settings) -> list[str | None] | None:
    if settings.room:
        return list(settings.room_hosts)
    return None if settings.is_development else [urlsplit(settings.base_url).hostname]


def _cookie_name(settings: Settings) -> str:
    """Return a name that binds the cookie to the host where browsers do that; a room over plain http has its own."""
    if settings.is_secure:
        return "__Host-workbench"
    return "workbench-room" if settings.room else "workbench"


def _look_of_portal(app: Flask, settings: Settings) -> Look:
    built: assets.Assets = app.extensions["assets"]
    return Look(
        templates=place("templates") / "portal",
        sheet=built.path("portal.css"),
        icons=built.path("icons.svg"),
        names=PORTAL_NAMES,
        base_url=settings.base_url + "/portal/",
    )


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _serve_static(app: Flask) -> None:
    dist = place("static") / "dist"
    static = WhiteNoise(app.wsgi_app, max_age=3600, immutable_file_test=assets.is_hashed)
    static.add_files(str(dist), prefix="static/")
    app.wsgi_app = static  # type: ignore[method-assign]  # Flask's own way to wrap the application
