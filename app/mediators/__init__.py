"""mediators"""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter this room's pages and hinges."""
