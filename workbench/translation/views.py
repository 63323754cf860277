"""The translator's queue and editor."""

from flask import Blueprint

blueprint = Blueprint("translation", __name__, url_prefix="/translation")
