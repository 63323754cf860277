"""Pages of programmes and their wanted articles."""

from flask import Blueprint

blueprint = Blueprint("programmes", __name__, url_prefix="/programmes")
