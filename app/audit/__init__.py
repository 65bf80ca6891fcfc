"""The audit trail: who did what, kept so that nobody can change it unseen."""

from importlib import import_module

from app.core.extensions import App


def register(app: App) -> None:
    """Watch what is written, and enter the page of the trail's seal."""
    from app.audit.actions import record
    from app.audit.models import witness
    from app.audit.pages import blueprint

    import_module("app.audit.pages.seal")
    witness.listen()
    record.listen()
    app.register_blueprint(blueprint)
