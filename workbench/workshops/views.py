"""Pages of workshops."""

from flask import Blueprint

blueprint = Blueprint("workshops", __name__, url_prefix="/workshops")
