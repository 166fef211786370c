"""What can go wrong at the edge, as typed errors that carry their facts and a remedy."""

import re
from collections.abc import Mapping
from pathlib import Path

from parkcarbon_edge.words import Said


class EdgeError(Exception):
    """Root of the edge's own errors: what is wrong, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy

    def said(self) -> Said:
        """The same with its code and its facts."""
        facts = {n: fact for n, fact in vars(self).items() if n not in ("problem", "remedy") and fact}
        return Said(str(self), code_of(self), **facts)


def code_of(error: EdgeError) -> str:
    """`address_refused` of an AddressRefusedError."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__.removesuffix("Error")).lower()


class ConfigurationError(EdgeError):
    """The configuration file cannot be used; `line` and `key` say where."""

    def __init__(
        self, path: Path, problem: str, remedy: str, line: int | None = None, key: str | None = None
    ) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {f'{key}: ' if key else ''}{problem}", remedy)
        self.path, self.line, self.key, self.why = path, line, key, problem

    @property
    def place(self) -> str:
        """Line and key of the file."""
        at = f"{self.path.name}:{self.line}" if self.line else self.path.name
        return f"{at} {self.key}" if self.key else at

    def said(self) -> Said:
        """With what is wrong; as it stands where it has no code."""
        return Said(str(self), code_of(self), why=self.why, place=self.place)


class PasswordFileError(EdgeError):
    """A password file is missing, empty or open to everybody."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"Password file {path} {problem}.", remedy)
        self.path = path


class FileRefusedError(EdgeError):
    """The machine does not let this user read or write a file."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} cannot be read or written here: {reason}.",
            "Run the command as root or as the user whose files these are (sudo), or correct the path.",
        )
        self.path, self.reason = path, reason


class EnrolmentError(EdgeError):
    """The platform could not be asked, or refused the token."""


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


class NameUnresolvedError(AddressRefusedError):
    """Nobody knows the address behind a name just now."""


class DesiredError(EdgeError):
    """A configuration from the platform cannot be used; what runs goes on.

    `place` says where: the names of the connector, of the point and of the setting, as far as they are known.
    """

    def __init__(self, problem: str, remedy: str, place: Mapping[str, str] | None = None) -> None:
        self.place = dict(place or {})
        kinds = {"connector": "connector '{}'", "point": "point '{}'", "setting": "{}"}
        where = ", ".join(kinds[kind].format(name) for kind, name in self.place.items())
        super().__init__(f"{where}: {problem}" if where else problem, remedy)
        self.why = problem

    def said(self) -> Said:
        """With what is wrong, and the names of where; as it stands where it has no code."""
        where = " › ".join(self.place.values())
        return Said(str(self), code_of(self), why=self.why, **({"place": where} if where else {}))


class FileNotOwnError(DesiredError):
    """The platform names a file of the machine that the edge's own file does not name."""


class NoSecretError(DesiredError):
    """A configuration names a secret that did not come with it."""


class CertificateRefusedError(EdgeError):
    """The edge refuses a server's certificate; `fingerprint` is its SHA-256 in hex."""

    def __init__(self, endpoint: str, fingerprint: str, problem: str, remedy: str) -> None:
        super().__init__(f"{endpoint}: the server's certificate {problem}.", remedy)
        self.endpoint, self.fingerprint = endpoint, fingerprint


class CertificateUntrustedError(CertificateRefusedError):
    """Nobody has said yet that this certificate may be trusted; it waits in the folder `rejected`."""

    def __init__(self, endpoint: str, fingerprint: str, subject: str) -> None:
        super().__init__(
            endpoint, fingerprint, f"is not trusted yet: {subject}, SHA-256 {fingerprint}",
            "Compare the fingerprint with the one that the server shows; if they are the same, run: "
            f"parkcarbon-edge trust {fingerprint} --config FILE.",
        )  # fmt: skip
        self.subject = subject


class CertificateTimeError(CertificateRefusedError):
    """The certificate has expired, or is not valid yet."""

    def __init__(self, endpoint: str, fingerprint: str, start: str, end: str) -> None:
        super().__init__(
            endpoint, fingerprint, f"is valid from {start} to {end} only",
            "Renew it on the server and trust the new one; check the clocks of both machines.",
        )  # fmt: skip
        self.start, self.end = start, end


class CertificateUriError(CertificateRefusedError):
    """The certificate was made for another application than the one that shows it."""

    def __init__(self, endpoint: str, fingerprint: str, expected: str, found: str) -> None:
        super().__init__(
            endpoint, fingerprint, f"names {found or 'no application'}, but the server says {expected}",
            "Make the server a certificate of its own name, or name the file in server_certificate_file "
            "if you know that it is the right one.",
        )  # fmt: skip
        self.expected, self.found = expected, found


class CertificateWeakError(CertificateRefusedError):
    """The certificate's key is too short or of a kind that the policies do not use."""

    def __init__(self, endpoint: str, fingerprint: str, key: str) -> None:
        super().__init__(
            endpoint, fingerprint, f"has a key that is too weak ({key})",
            "Make the server a certificate with an RSA key of 2048 bits or more.",
        )  # fmt: skip
        self.key = key


class UnknownFingerprintError(EdgeError):
    """No certificate, or more than one, begins with this fingerprint."""

    def __init__(self, fingerprint: str, folder: Path, count: int) -> None:
        found = "several certificates begin" if count else "no certificate begins"
        super().__init__(
            f"{found.capitalize()} with {fingerprint} in {folder}.",
            "List them: parkcarbon-edge trust --config FILE.",
        )
        self.fingerprint, self.folder = fingerprint, folder


class OwnCertificateRefusedError(EdgeError):
    """The server does not accept the certificate of the edge."""

    def __init__(self, endpoint: str, reason: str, file: Path, fingerprint: str) -> None:
        super().__init__(
            f"{endpoint}: the server refuses the edge's certificate or does not trust it yet ({reason}).",
            f"Add {file} (SHA-256 {fingerprint}) to the certificates that the server trusts.",
        )
        self.endpoint, self.reason, self.file, self.fingerprint = endpoint, reason, file, fingerprint


class UserRefusedError(EdgeError):
    """The server does not let this user in."""

    def __init__(self, endpoint: str, reason: str, remedy: str) -> None:
        super().__init__(f"{endpoint}: the server refuses the user ({reason}).", remedy)
        self.endpoint, self.reason = endpoint, reason


class EndpointMissingError(EdgeError):
    """The server offers no endpoint with the security that was asked for."""

    def __init__(self, endpoint: str, wanted: str, offered: list[str]) -> None:
        super().__init__(
            f"{endpoint}: the server does not offer {wanted}.",
            f"It offers {', '.join(offered) or 'nothing'}: set security and security_mode accordingly.",
        )
        self.endpoint, self.wanted, self.offered = endpoint, wanted, offered


class ClearPasswordError(EdgeError):
    """The password would travel unencrypted."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(
            f"{endpoint}: the password would be sent in clear.",
            'Use security_mode = "SignAndEncrypt", or allow_clear_password = true on a network of your own.',
        )
        self.endpoint = endpoint


class KeyFileError(EdgeError):
    """A certificate or private key cannot be used."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path} {problem}.", remedy)
        self.path = path


class UnknownNodeError(EdgeError):
    """An address that cannot be found on the server."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(f"{address} {problem}.", "Take the address from parkcarbon-edge browse.")
        self.address = address


class NoSuchConnectorError(EdgeError):
    """The configuration has no connector of this protocol and name."""

    def __init__(self, protocol: str, name: str | None) -> None:
        super().__init__(
            f"The configuration has no {protocol} connector{f' called {name}' if name else ''}.",
            f'Add a [[connector]] with type = "{protocol}", or correct --connector.',
        )
        self.protocol, self.name = protocol, name


class SourceUnavailableError(EdgeError):
    """A server, broker or meter does not answer as it should."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}.", "Check that it runs, its address, and the network between.")
        self.address, self.reason = address, reason


class LineUnreachableError(EdgeError):
    """The line to meters, or a device on it, cannot be reached."""

    def __init__(self, address: str, reason: str, remedy: str) -> None:
        super().__init__(f"{address}: {reason}.", remedy)
        self.address, self.reason = address, reason
