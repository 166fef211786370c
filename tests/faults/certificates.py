"""The broker's certificates: one that holds, and one that has expired."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = timedelta(days=1)


def called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


AUTHORITY = called("authority of the fault tests")


def make(folder: Path) -> None:
    """`ca.pem`, and `valid.pem` and `expired.pem` with their keys inside."""
    now = datetime.now(UTC)
    authority = ec.generate_private_key(ec.SECP256R1())
    root = builder(AUTHORITY, authority, now - 9 * DAY, now + 9 * DAY).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    (folder / "ca.pem").write_bytes(pem(root.sign(authority, hashes.SHA256())))
    for name, until in (("valid", now + 8 * DAY), ("expired", now - DAY)):
        key = ec.generate_private_key(ec.SECP256R1())
        address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        made = builder(called("broker"), key, now - 8 * DAY, until).add_extension(address, critical=False)
        (folder / f"{name}.pem").write_bytes(pem(made.sign(authority, hashes.SHA256())) + private(key))


def builder(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, start: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(AUTHORITY).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(until)
    )  # fmt: skip


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
