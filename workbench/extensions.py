"""The extensions, unbound and without logic; the only module to change when one of them goes."""

from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from workbench.models import Base
from workbench.models.engine import prepare

db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
login_manager = LoginManager()
# A phone changes its address on its way, and a login has its own token and end: nothing is held against the address.
login_manager.session_protection = None
htmx = HTMX()
babel = Babel()
csrf = CSRFProtect()
compress = Compress()


def init_app(app: Flask, *, migrations: Path) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    migrate.init_app(app, db, directory=str(migrations), render_as_batch=True)
    login_manager.init_app(app)
    htmx.init_app(app)
    csrf.init_app(app)
    compress.init_app(app)
