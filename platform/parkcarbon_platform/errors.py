"""One typed root for every error of the platform: a code, the facts as fields, and what to do about it.

Nothing here knows HTTP: the web tier translates in one place.
"""

from typing import ClassVar


class PlatformError(Exception):
    """Root of the platform's errors; `facts` say what was found, `remedy` says what to do."""

    code: ClassVar[str] = "platform_error"
    remedy: ClassVar[str] = "Look at the log of the process for the cause."

    def __init__(self, message: str, *, remedy: str | None = None, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts
        self.advice = remedy if remedy is not None else self.remedy

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class NotFoundError(PlatformError):
    """The object does not exist, or not for the one who asks."""

    code = "not_found"
    remedy = "Check the code and the park."


class ForbiddenError(PlatformError):
    """The object is one's own, but the role does not allow this."""

    code = "forbidden"
    remedy = "Ask the operator of the park for the role."


class UnauthenticatedError(PlatformError):
    """Nobody is logged in."""

    code = "unauthenticated"
    remedy = "Log in."


class GoneError(PlatformError):
    """It was there, and cannot be had any more."""

    code = "gone"
    remedy = "Make a new one."


class InvalidError(PlatformError):
    """The input cannot be accepted."""

    code = "invalid"
    remedy = "Correct the input."


class ConflictError(PlatformError):
    """The state of the object does not allow this now."""

    code = "conflict"
    remedy = "Read the object again and decide anew."


class MisdirectedError(PlatformError):
    """Another platform has what is asked for."""

    code = "misdirected"
    remedy = "Ask the platform that has it."


class TooManyError(PlatformError):
    """Somebody asks for more than everybody can be given."""

    code = "too_many"
    remedy = "Wait a while, then try again."


class UnavailableError(PlatformError):
    """A server that is needed does not answer."""

    code = "unavailable"
    remedy = "Check that the server runs and that its address in the settings is right; then try again."


class UnsafeSettingsError(PlatformError):
    """The settings would be unsafe or cannot work."""

    code = "unsafe_settings"
    remedy = "Correct the environment variable named."
