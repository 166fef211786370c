"""What can go wrong at the edge, as typed errors that carry their facts and a remedy."""

from pathlib import Path


class EdgeError(Exception):
    """Root of the edge's own errors: what is wrong, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


class ConfigurationError(EdgeError):
    """The configuration file cannot be used; `line` and `key` say where."""

    def __init__(
        self, path: Path, problem: str, remedy: str, line: int | None = None, key: str | None = None
    ) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {f'{key}: ' if key else ''}{problem}", remedy)
        self.path, self.line, self.key = path, line, key


class PasswordFileError(EdgeError):
    """A password file is missing, empty or open to everybody."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"Password file {path} {problem}.", remedy)
        self.path = path


class SpoolUnavailableError(EdgeError):
    """The spool refused to write: the disk is full or fails. Nothing of the cycle was stored."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The spool {path} cannot be written: {reason}.",
            "Free disk space, or move [spool] path to a healthy disk; until then readings stay in memory.",
        )
        self.path, self.reason = path, reason


class SpoolInUseError(EdgeError):
    """Another agent holds the spool file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The spool {path} is in use by another agent.",
            "Stop the other agent, or give this one a [spool] path of its own.",
        )
        self.path = path


class ConnectionFailedError(EdgeError):
    """A server or broker could not be reached or refused the agent."""

    def __init__(self, address: str, reason: str, remedy: str) -> None:
        super().__init__(f"{address}: {reason}.", remedy)
        self.address, self.reason = address, reason


class MissingExtraError(EdgeError):
    """The configuration asks for a protocol whose library is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(
            f"The library of the '{extra}' connector is not installed.",
            f'Install it: pip install "parkcarbon-edge[{extra}]".',
        )
        self.extra = extra


class AddressRefusedError(EdgeError):
    """The platform asks for an address that this edge does not contact on its behalf."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"{url}: {reason}.",
            "Correct the address, or add its network to [reach] allow in the edge's own file.",
        )
        self.url, self.reason = url, reason


class DesiredError(EdgeError):
    """A configuration from the platform cannot be used; what runs goes on."""
