"""What every kind of matter has in common; a kind itself is declared in the room of its trade (`kind.py`)."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("person", "same_person", "attachments", "links")


def register(app: App) -> None:
    """Enter the pages; the rows of matters follow whatever is written, and what is written is told."""
    from app.matters.actions import project, tell
    from app.matters.pages import blueprint

    for page in PAGES:
        import_module(f"app.matters.pages.{page}")
    app.register_blueprint(blueprint)
    with app.app_context():
        project.listen()
        tell.listen()
