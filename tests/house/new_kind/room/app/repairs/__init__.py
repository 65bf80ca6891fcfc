"""Repairs: what is broken in a village, and whether it was mended."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter the kind and its pages."""
    from app.repairs.kind import REPAIR
    from app.repairs.pages import blueprint

    from app.matters.registry.kinds import enter

    enter(REPAIR)
    app.register_blueprint(blueprint, url_prefix="/repairs")
