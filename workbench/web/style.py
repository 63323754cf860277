"""Every component on one page, for developers; only in development."""

from flask import Blueprint

blueprint = Blueprint("style", __name__, url_prefix="/style")
