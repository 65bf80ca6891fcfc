"""What can go wrong in the engine room, as sentences a person can act on."""


class EngineError(Exception):
    """The flow cannot do what was asked; the text says why and what to do next."""


class NotReady(EngineError):
    """The step (or the prompt) is not open any more: somebody, or a date, was first."""


class NobodyWaits(EngineError):
    """No open part of the flow waits for this message."""


class CannotMove(EngineError):
    """The flow cannot go to another version of its diagrams; it ends in the one it began with."""


class WordsRefused(EngineError):
    """The routing words are not a handful of short JSON scalars."""


class StateRefused(EngineError):
    """The stored position cannot be read with this version of the diagram."""


class DiagramRefused(EngineError):
    """The diagram cannot be read, or uses something this engine room does not run."""


class HolidaysRefused(EngineError):
    """A file of holidays cannot be read, or a day lies before the first year that is known."""


class PeriodRefused(EngineError):
    """A period cannot be reckoned: unknown code, a suspension or an extension the rule does not allow."""
