"""The list of articles and the page of one."""

from flask import Blueprint

blueprint = Blueprint("articles", __name__, url_prefix="/articles")
