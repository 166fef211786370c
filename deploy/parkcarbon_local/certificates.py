"""An authority of this installation's own, and the broker's certificate that it signs."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LIFE = timedelta(days=20 * 365)
LIFE = timedelta(days=730)
# Renewed at each start once half of its life is over: a start a year is enough.
RENEW_BEFORE = LIFE / 2
# The clock of a gateway that has no time yet may be behind.
BACKDATE = timedelta(days=1)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as PEM."""

    certificate: str
    key: str

    @property
    def x509(self) -> x509.Certificate:
        """The certificate."""
        return x509.load_pem_x509_certificate(self.certificate.encode())

    @property
    def private_key(self) -> Key:
        """The key."""
        key = serialization.load_pem_private_key(self.key.encode(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key


def _pair(certificate: x509.Certificate, key: Key) -> Pair:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Pair(certificate.public_bytes(serialization.Encoding.PEM).decode(), private.decode())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates,
        crl_sign=signs_certificates, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, start: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def new_authority(name: str, now: datetime) -> Pair:
    """An authority that may sign servers and nothing below them."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_name(name), _name(name), key, now - BACKDATE, AUTHORITY_LIFE)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return _pair(builder.sign(key, hashes.SHA256()), key)


def general_names(names: Iterable[str]) -> list[x509.GeneralName]:
    """Host names and addresses as a certificate lists them."""
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name.encode("idna").decode()))
    return found


def new_server(authority: Pair, names: Iterable[str], now: datetime, life: timedelta = LIFE) -> Pair:
    """A server's certificate for these names and addresses."""
    key = ec.generate_private_key(ec.SECP256R1())
    wanted = list(names)
    issuer = authority.x509
    issuer_key = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(signs_certificates=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectAlternativeName(general_names(wanted)), False),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key), False),
    ]
    builder = _builder(_name(wanted[0]), issuer.subject, key, now - BACKDATE, life)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return _pair(builder.sign(authority.private_key, hashes.SHA256()), key)


def is_current(server: Pair, authority: Pair, names: Iterable[str], now: datetime) -> bool:
    """Whether the certificate is the authority's, for exactly these names, of its key, and valid for long."""
    certificate = server.x509
    if certificate.public_key() != server.private_key.public_key():  # killed between writing the two
        return False
    try:
        certificate.verify_directly_issued_by(authority.x509)
    except (InvalidSignature, ValueError):
        return False
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if set(found) != set(general_names(names)):
        return False
    return certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEW_BEFORE


def read(certificate: Path, key: Path) -> Pair | None:
    """A pair from its files, None where there is none or it cannot be read."""
    try:
        pair = Pair(certificate.read_text(), key.read_text())
        pair.x509, pair.private_key  # noqa: B018 -- reading them is the check
    except (OSError, ValueError):
        return None
    return pair


def utc_now() -> datetime:
    """Now."""
    return datetime.now(UTC)
