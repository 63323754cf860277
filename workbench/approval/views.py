"""The page on which an edition is approved."""

from flask import Blueprint

blueprint = Blueprint("approval", __name__, url_prefix="/articles")
