import stat
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asyncua import ua
from asyncua.crypto.validator import CertificateValidator, CertificateValidatorOptions
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from msgspec.structs import replace
from parkcarbon_edge.connectors import opcua_pki as pki
from parkcarbon_edge.connectors.opcua_security import check_server, warnings_about
from parkcarbon_edge.errors import (
    CertificateRefusedError,
    CertificateTimeError,
    CertificateUntrustedError,
    CertificateUriError,
    CertificateWeakError,
    KeyFileError,
    UnknownFingerprintError,
)
from parkcarbon_edge.settings import OpcuaSettings

URI = "urn:parkcarbon:edge:demo:plant-a"
NOW = datetime.now(UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def server(uri: str = "urn:server", now: datetime = NOW, key: rsa.RSAPrivateKey = KEY) -> x509.Certificate:
    return pki.make_certificate(key, uri, now)


def settings(folder: Path, host: str = "localhost") -> OpcuaSettings:
    return OpcuaSettings(name="o", endpoint=f"opc.tcp://{host}:4840", pki_folder=str(folder))


def test_the_first_certificate_is_what_the_specification_asks_for(tmp_path: Path) -> None:
    [own] = pki.own_identities(tmp_path / "pki", URI)
    assert stat.S_IMODE((tmp_path / "pki/own/key.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "pki").stat().st_mode) == 0o700
    assert pki.uris(own.certificate) == [URI]
    assert pki.hosts(own.certificate)
    said = subprocess.run(
        ["openssl", "x509", "-inform", "der", "-in", own.file, "-noout", "-text"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    usage = "Digital Signature, Non Repudiation, Key Encipherment, Data Encipherment"
    for word in ("CA:FALSE", usage, "TLS Web Client Authentication", f"URI:{URI}", "(2048 bit)"):
        assert word in said


async def test_the_librarys_own_rules_find_nothing_wrong_with_it(tmp_path: Path) -> None:
    [own] = pki.own_identities(tmp_path, URI)
    options = CertificateValidatorOptions.EXT_VALIDATION | CertificateValidatorOptions.PEER_CLIENT
    said = ua.ApplicationDescription(ApplicationUri=URI, ApplicationType=ua.ApplicationType.Client)
    await CertificateValidator(options).validate(own.certificate, said)


def test_it_is_kept_and_renewed_before_it_expires_with_the_same_key(tmp_path: Path) -> None:
    [first] = pki.own_identities(tmp_path, URI, NOW)
    [kept] = pki.own_identities(tmp_path, URI, NOW + timedelta(days=900))
    assert kept.certificate == first.certificate
    late = NOW + pki.VALID - timedelta(days=10)
    renewed, before = pki.own_identities(tmp_path, URI, late)
    assert before.certificate == first.certificate
    assert renewed.certificate.not_valid_after_utc > late + timedelta(days=1000)
    assert renewed.certificate.public_key() == first.certificate.public_key()
    assert [i.certificate for i in pki.own_identities(tmp_path, URI, late + timedelta(days=20))] == [
        renewed.certificate
    ]


def test_another_name_makes_another_certificate(tmp_path: Path) -> None:
    pki.own_identities(tmp_path, URI)
    [own] = pki.own_identities(tmp_path, URI + "2")
    assert pki.uris(own.certificate) == [URI + "2"]


def test_two_names_in_one_folder_keep_a_certificate_each(tmp_path: Path) -> None:
    def shown(uri: str, now: datetime = NOW) -> list[x509.Certificate]:
        return [own.certificate for own in pki.own_identities(tmp_path, uri, now)]

    [one], [other] = shown(URI), shown(URI + "2")
    assert (shown(URI), shown(URI + "2")) == ([one], [other])
    assert one.public_key() == other.public_key()
    assert pki.load_certificate(tmp_path / "own" / "certificate.der") == one
    renewed, before = shown(URI + "2", NOW + pki.VALID - timedelta(days=10))
    assert (before, pki.uris(renewed)) == (other, [URI + "2"])
    assert shown(URI) == [one]


def test_two_that_begin_together_share_one_certificate(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(pki.fingerprint(pki.own_identities(tmp_path, URI)[0].certificate))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_key_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    [own] = pki.own_identities(tmp_path, URI)
    key = tmp_path / "own" / "key.pem"
    key.chmod(0o644)
    with pytest.raises(KeyFileError, match=f"chmod 600 {key}"):
        pki.own_identities(tmp_path, URI)
    with pytest.raises(KeyFileError, match="no private key"):
        pki.load_key(own.file)
    with pytest.raises(KeyFileError, match="no certificate"):
        pki.load_certificate(key)
    with pytest.raises(KeyFileError, match="missing"):
        pki.load_certificate(tmp_path / "absent.der")
    other = tmp_path / "ec.pem"
    other.touch(0o600)
    other.write_bytes(
        ec.generate_private_key(ec.SECP256R1()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    with pytest.raises(KeyFileError, match="no RSA key"):
        pki.load_key(other)


def test_an_unknown_certificate_waits_and_is_trusted_by_its_fingerprint(tmp_path: Path) -> None:
    store, found = pki.TrustStore(tmp_path), server()
    with pytest.raises(CertificateUntrustedError):
        check_server(settings(tmp_path), found, "urn:server")
    shown = pki.fingerprint(found)
    for wrong in ("abc", "0" * 64, shown[:7]):
        with pytest.raises(UnknownFingerprintError):
            store.trust(wrong)
    assert store.trust(":".join(shown[i : i + 2] for i in range(0, 64, 2)).upper()).trusted
    check_server(settings(tmp_path), found, "urn:server")
    assert [(e.fingerprint, e.trusted) for e in store.entries()] == [(shown, True)]
    assert not store.withdraw(shown[:10]).trusted
    with pytest.raises(CertificateUntrustedError):
        check_server(settings(tmp_path), found, "urn:server")


def test_a_file_that_an_administrator_put_there_is_trusted_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "trusted").mkdir()
    (tmp_path / "trusted" / "plc.crt").write_bytes(server().public_bytes(Encoding.PEM))
    (tmp_path / "trusted" / "note.der").write_text("no certificate")
    assert not pki.TrustStore(tmp_path).trusts(server("urn:server", NOW + timedelta(seconds=1)))
    given = server()
    (tmp_path / "trusted" / "plc.crt").write_bytes(given.public_bytes(Encoding.PEM))
    check_server(settings(tmp_path), given, "urn:server")


def test_strangers_cannot_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pki, "MAX_REJECTED", 3)
    for number in range(5):
        pki.TrustStore(tmp_path).reject(server(f"urn:{number}"))
    assert len(list((tmp_path / "rejected").iterdir())) == 3


WEAK = rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.mark.parametrize(
    ("certificate", "error", "words"),
    [
        (server(now=NOW - pki.VALID - timedelta(days=9)), CertificateTimeError, "Renew it on the server"),
        (server(now=NOW + timedelta(days=1)), CertificateTimeError, "check the clocks"),
        (server("urn:other"), CertificateUriError, "names urn:other, but the server says urn:server"),
        (server(key=WEAK), CertificateWeakError, "RSA 1024 bits"),
        (None, CertificateRefusedError, "is missing"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said_even_if_it_is_trusted(
    tmp_path: Path, certificate: x509.Certificate | None, error: type[Exception], words: str
) -> None:
    if certificate is not None:
        store = pki.TrustStore(tmp_path)
        store.reject(certificate)
        store.trust(pki.fingerprint(certificate))
    with pytest.raises(error, match=words):
        check_server(settings(tmp_path), certificate, "urn:server")


def test_the_file_that_somebody_named_is_taken_as_it_is(tmp_path: Path) -> None:
    old = server("urn:other", now=NOW - pki.VALID - timedelta(days=9))
    file = tmp_path / "plc.der"
    file.write_bytes(old.public_bytes(Encoding.DER))
    given = replace(settings(tmp_path), server_certificate_file=str(file))
    check_server(given, old, "urn:server")
    with pytest.raises(CertificateUntrustedError, match="not that of server_certificate_file"):
        check_server(given, server(), "urn:server")


def test_what_will_soon_be_wrong_is_a_warning(tmp_path: Path) -> None:
    assert warnings_about(settings(tmp_path), server()) == []
    [expiry] = warnings_about(settings(tmp_path), server(now=NOW - pki.VALID + timedelta(days=9)))
    assert "expires on" in expiry
    [host] = warnings_about(settings(tmp_path, "192.0.2.7"), server())
    assert "192.0.2.7" in host
