"""Letters: one machine for every letter that leaves the house, each its own flow beside the work it is about.

Drafted, signed off by a named person, numbered and sealed, served; returned by the post, served again.  The trades
register their tables and what is particular to each kind of letter (`app.letters.registry`).
"""

from app.core.extensions import App


def register(_app: App) -> None:
    """Enter what answering the steps of a letter does."""
    from app.letters.actions.steps import STEP_HANDLERS
    from app.letters.terms import PROCESS
    from app.processes.registry import registry as processes

    processes.handlers(PROCESS, STEP_HANDLERS)
