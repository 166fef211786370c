"""What can go wrong on this machine, each with what to do about it."""


class LocalError(Exception):
    """Something this machine lacks or that did not start; `remedy` says what to do."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n  remedy: {self.remedy}" if self.remedy else self.message


class MissingSoftwareError(LocalError):
    """A program or package that is neither installed nor to be fetched."""


class StartError(LocalError):
    """A server or process did not become ready; `log` is where it says why."""

    def __init__(self, name: str, message: str, *, log: str = "", remedy: str = "") -> None:
        super().__init__(f"{name}: {message}", remedy=remedy or (f"read {log}" if log else ""))
        self.name = name
        self.log = log
