"""What every kind of matter has in common; a kind itself is declared in the room of its trade (`kind.py`)."""

from app.core.extensions import App


def register(app: App) -> None:
    """The rows of matters follow whatever is written."""
    from app.matters.actions.project import listen

    with app.app_context():
        listen()
