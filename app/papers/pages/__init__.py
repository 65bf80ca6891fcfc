"""Papers on their way out and back: handed out with a mark, checked by it."""

from flask import Blueprint

blueprint = Blueprint("papers", __name__, url_prefix="/papers")
