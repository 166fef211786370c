"""OPC UA certificates on disk: the edge's own, and those of the servers that it may talk to.

own/certificate.der, own/key.pem   made on first use; the key is readable for the agent's user alone
own/previous.der                   until it expires, for servers that do not know the renewed one yet
own/certificate-….der              of further application URIs, with the same key; …: SHA-256 of the URI
trusted/, rejected/                servers' certificates; one that nobody has judged waits in rejected/
"""

import fcntl
import hashlib
import ipaddress
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from parkcarbon_edge.errors import KeyFileError, UnknownFingerprintError

VALID = timedelta(days=3 * 365)
RENEW_BEFORE = timedelta(days=60)
KEY_BITS = 2048  # what all three policies accept
MAX_REJECTED = 100  # a stranger in the network could otherwise fill the disk
MIN_FINGERPRINT = 8
SUFFIXES = {".der", ".pem", ".crt", ".cer"}


class Identity(NamedTuple):
    """A certificate with its key, and the file that an administrator would give to a server."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    file: Path


class Entry(NamedTuple):
    """A certificate in the trust store."""

    fingerprint: str
    certificate: x509.Certificate
    file: Path
    trusted: bool


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, as servers and browsers show it, without colons."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def subject(certificate: x509.Certificate) -> str:
    """The name in it, for people."""
    return certificate.subject.rfc4514_string() or "without a name"


def uris(certificate: x509.Certificate) -> list[str]:
    """The application URIs that it names."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return list(names.get_values_for_type(x509.UniformResourceIdentifier))


def hosts(certificate: x509.Certificate) -> list[str]:
    """The host names and addresses that it names."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    found = list(names.get_values_for_type(x509.DNSName))
    return found + [str(address) for address in names.get_values_for_type(x509.IPAddress)]


def load_certificate(path: Path) -> x509.Certificate:
    """A certificate in PEM or DER; raises `KeyFileError`."""
    try:
        content = path.read_bytes()
        if content.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(content)
        return x509.load_der_x509_certificate(content)
    except OSError as error:
        raise KeyFileError(
            path, f"is missing or cannot be read ({error.strerror})", "Correct the path."
        ) from error
    except ValueError as error:
        raise KeyFileError(path, "is no certificate", "Give a certificate in PEM or DER.") from error


def load_key(path: Path) -> rsa.RSAPrivateKey:
    """A private RSA key in PEM or DER; raises `KeyFileError` unless it is private."""
    try:
        mode, content = path.stat().st_mode, path.read_bytes()
        pem = content.lstrip().startswith(b"-----BEGIN")
        load = serialization.load_pem_private_key if pem else serialization.load_der_private_key
        key = load(content, password=None)
    except OSError as error:
        raise KeyFileError(
            path, f"is missing or cannot be read ({error.strerror})", "Correct the path."
        ) from error
    except (ValueError, TypeError) as error:
        raise KeyFileError(
            path, "is no private key without a password", "Give an RSA key in PEM or DER."
        ) from error
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise KeyFileError(path, "is open to every user of the machine", f"Run: chmod 600 {path}")
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyFileError(path, "is no RSA key", "OPC UA's policies need RSA.")
    return key


def given_identity(certificate_file: Path, key_file: Path) -> Identity:
    """The certificate and key that an administrator has made."""
    return Identity(load_certificate(certificate_file), load_key(key_file), certificate_file)


def own_identities(folder: Path, uri: str, now: datetime | None = None) -> list[Identity]:
    """The edge's certificate, made or renewed where that is due, then the one before while it is valid."""
    now = now or datetime.now(UTC)
    own = folder / "own"
    own.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _locked(own):
        key = _own_key(own / "key.pem")
        current, previous = _files(own, key, uri)
        certificate = load_certificate(current) if current.exists() else None
        if certificate is not None and not _belongs(certificate, key, uri):
            certificate = None
        if certificate is None or certificate.not_valid_after_utc - now < RENEW_BEFORE:
            if certificate is None:
                previous.unlink(missing_ok=True)
            else:
                _write(previous, current.read_bytes(), 0o644)
            made = make_certificate(key, uri, now)
            _write(current, made.public_bytes(serialization.Encoding.DER), 0o644)
        found = [Identity(load_certificate(current), key, current)]
        if previous.exists():
            before = load_certificate(previous)
            if _belongs(before, key, uri) and before.not_valid_after_utc > now:
                found.append(Identity(before, key, previous))
        return found


def _files(own: Path, key: rsa.RSAPrivateKey, uri: str) -> tuple[Path, Path]:
    """Where the certificate of an application URI is, and the one before: the first URI has the plain names.

    Connectors with different URIs may share a folder: they must not renew each other's for ever.
    """
    plain, mark = own / "certificate.der", hashlib.sha256(uri.encode()).hexdigest()[:8]
    further = own / f"certificate-{mark}.der"
    taken = plain.exists() and _of_another(load_certificate(plain), key, uri)
    if further.exists() or taken:
        return further, own / f"previous-{mark}.der"
    return plain, own / "previous.der"


def _of_another(certificate: x509.Certificate, key: rsa.RSAPrivateKey, uri: str) -> bool:
    return certificate.public_key() == key.public_key() and uri not in uris(certificate)


def _belongs(certificate: x509.Certificate, key: rsa.RSAPrivateKey, uri: str) -> bool:
    return certificate.public_key() == key.public_key() and uri in uris(certificate)


def _own_key(path: Path) -> rsa.RSAPrivateKey:
    if not path.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        content = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _write(path, content, 0o600)
    return load_key(path)


def make_certificate(key: rsa.RSAPrivateKey, uri: str, now: datetime) -> x509.Certificate:
    """A self-signed application certificate of a client (OPC 10000-6, 6.2.2) for this machine."""
    name = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, "ParkCarbon edge"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ParkCarbon"),
    ])  # fmt: skip
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=True, data_encipherment=True,
        key_agreement=False, key_cert_sign=True, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    names: list[x509.GeneralName] = [x509.UniformResourceIdentifier(uri), *_host_names(socket.gethostname())]
    public = key.public_key()
    return (
        x509.CertificateBuilder(name, name, public, x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # a server's clock may be a little behind
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )


def _host_names(host: str) -> Iterator[x509.GeneralName]:
    with suppress(ValueError):
        yield x509.IPAddress(ipaddress.ip_address(host))
        return
    if host.isascii():
        yield x509.DNSName(host)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Connectors, and the agent and a command, may make the first certificate at the same time."""
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: bytes, mode: int) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):
        temporary.unlink()
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    temporary.replace(path)


class TrustStore:
    """Which servers' certificates may be trusted, as files: a folder each for yes and not yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self) -> list[Entry]:
        """All certificates, trusted ones first; a file that is none is passed over."""
        return [*self._entries("trusted"), *self._entries("rejected")]

    def _entries(self, part: str) -> Iterator[Entry]:
        for path in sorted((self.folder / part).glob("*")):
            if path.suffix.lower() in SUFFIXES:
                with suppress(KeyFileError):
                    found = load_certificate(path)
                    yield Entry(fingerprint(found), found, path, part == "trusted")

    def trusts(self, certificate: x509.Certificate) -> bool:
        """Whether somebody has said that it may be trusted."""
        wanted = fingerprint(certificate)
        return any(entry.fingerprint == wanted for entry in self._entries("trusted"))

    def reject(self, certificate: x509.Certificate) -> None:
        """Keep an unknown certificate until somebody judges it; the oldest give way."""
        folder = self.folder / "rejected"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{fingerprint(certificate)}.der"
        if path.exists():
            return
        _write(path, certificate.public_bytes(serialization.Encoding.DER), 0o644)
        old = sorted(folder.glob("*.der"), key=lambda file: file.stat().st_mtime)
        for file in old[:-MAX_REJECTED]:
            file.unlink(missing_ok=True)

    def trust(self, beginning: str) -> Entry:
        """Trust the certificate whose fingerprint begins so; raises `UnknownFingerprintError`."""
        return self._move(beginning, "trusted")

    def withdraw(self, beginning: str) -> Entry:
        """Trust it no longer; raises `UnknownFingerprintError`."""
        return self._move(beginning, "rejected")

    def _move(self, beginning: str, part: str) -> Entry:
        wanted = beginning.replace(":", "").replace(" ", "").lower()
        found = {e.fingerprint: e for e in self.entries() if e.fingerprint.startswith(wanted)}
        if len(found) != 1 or len(wanted) < MIN_FINGERPRINT:
            raise UnknownFingerprintError(beginning, self.folder, len(found))
        [entry] = found.values()
        path = self.folder / part / f"{entry.fingerprint}.der"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, entry.certificate.public_bytes(serialization.Encoding.DER), 0o644)
        for other in self.entries():
            if other.fingerprint == entry.fingerprint and other.file.parent != path.parent:
                other.file.unlink()
        return entry._replace(file=path, trusted=part == "trusted")
