"""The audit trail."""

from app.core.extensions import App


def register(app: App) -> None:
    """Nothing of its own to enter; the trail is shown on the pages of its subjects."""
