"""Security against node-opcua: who may talk to whom, and how the edge says what is wrong."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asyncua import ua
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec.structs import replace
from parkcarbon_edge.connectors import opcua_pki as pki
from parkcarbon_edge.connectors.opcua_discovery import own_certificate
from parkcarbon_edge.connectors.opcua_session import open_session, value_of
from parkcarbon_edge.errors import (
    CertificateUntrustedError,
    EndpointMissingError,
    OwnCertificateRefusedError,
    UserRefusedError,
)
from parkcarbon_edge.settings import OpcuaSettings

from tests.support.peer_server import NAMESPACE, PASSWORD, USER, Peer

URI = "urn:parkcarbon:edge:park:peer-test"
POLICIES = ("Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss")
SECURED = [(policy, mode) for policy in POLICIES for mode in ("Sign", "SignAndEncrypt")]


@pytest.fixture(scope="module")
def folder(peer: Peer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edge's certificates, where both sides trust each other."""
    made = tmp_path_factory.mktemp("edge") / "pki"
    [own] = pki.own_identities(made, URI)
    peer.trust(own.certificate)
    store = pki.TrustStore(made)
    store.reject(peer.certificate)
    store.trust(pki.fingerprint(peer.certificate))
    return made


@pytest.fixture(scope="module")
def person(peer: Peer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A person's certificate and key that the server trusts."""
    place = tmp_path_factory.mktemp("person")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = pki.make_certificate(key, "urn:person", datetime.now(UTC))
    peer.trust(certificate, "person")
    files = place / "person.pem", place / "person.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].touch(0o600)
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


def settings(peer: Peer, folder: Path, policy: str = "none", mode: str = "SignAndEncrypt") -> OpcuaSettings:
    return OpcuaSettings(
        name="peer", endpoint=peer.endpoint, security=policy, security_mode=mode, pki_folder=str(folder),
        application_uri=URI, timeout_s=20,
    )  # fmt: skip


async def seventh(given: OpcuaSettings, password: str | None = None) -> object:
    async with open_session(given, password) as session:
        node = session.resolve(f"nsu={NAMESPACE};s=many7")
        assert node is not None
        [value] = await session.read([value_of(node)])
        return value.Value.Value


@pytest.mark.parametrize("user", ["anonymous", "username", "certificate"])
@pytest.mark.parametrize(("policy", "mode"), [("none", "SignAndEncrypt"), *SECURED])
async def test_every_policy_mode_and_log_in_reads_a_value(
    peer: Peer, folder: Path, person: tuple[Path, Path], policy: str, mode: str, user: str
) -> None:
    given = settings(peer, folder, policy, mode)
    if user == "username":
        given = replace(given, username=USER)
    if user == "certificate":
        given = replace(given, user_certificate_file=str(person[0]), user_private_key_file=str(person[1]))
    assert await seventh(given, PASSWORD) == 7.0


async def test_an_unknown_server_is_refused_until_somebody_trusts_it(peer: Peer, tmp_path: Path) -> None:
    given = settings(peer, tmp_path / "pki", "Aes256Sha256RsaPss")
    with pytest.raises(CertificateUntrustedError) as caught:
        await seventh(given)
    shown = pki.fingerprint(peer.certificate)
    assert caught.value.fingerprint == shown
    assert f"parkcarbon-edge trust {shown}" in caught.value.remedy
    store = pki.TrustStore(tmp_path / "pki")
    assert [(e.fingerprint, e.trusted) for e in store.entries()] == [(shown, False)]
    store.trust(shown[:12].upper())
    with pytest.raises(OwnCertificateRefusedError) as refused:  # the server does not know the edge yet
        await seventh(given)
    [own] = pki.own_identities(tmp_path / "pki", URI)
    assert (refused.value.file, refused.value.fingerprint) == (own.file, pki.fingerprint(own.certificate))
    peer.trust(own.certificate)
    assert await seventh(given) == 7.0
    store.withdraw(shown)
    with pytest.raises(CertificateUntrustedError):
        await seventh(given)


async def test_a_certificate_is_trusted_by_the_configuration_and_no_other_one(
    peer: Peer, tmp_path: Path
) -> None:
    shown = pki.fingerprint(peer.certificate)
    given = settings(peer, tmp_path / "pki", "Aes256Sha256RsaPss")
    [own] = pki.own_identities(tmp_path / "pki", URI)
    told = await asyncio.to_thread(own_certificate, given)
    assert (told.fingerprint, told.application_uri) == (pki.fingerprint(own.certificate), URI)
    peer.trust(x509.load_pem_x509_certificate(told.pem.encode()))
    with pytest.raises(CertificateUntrustedError):
        await seventh(replace(given, trusted=["0" * 64]))
    assert await seventh(replace(given, trusted=["0" * 64, shown])) == 7.0
    assert not any(entry.trusted for entry in pki.TrustStore(tmp_path / "pki").entries())


async def test_a_wrong_user_is_told_what_to_check(peer: Peer, folder: Path) -> None:
    given = replace(settings(peer, folder, "Basic256Sha256"), username=USER)
    for password in ("wrong", None):
        with pytest.raises(UserRefusedError) as caught:
            await seventh(given, password)
        assert "password_file" in caught.value.remedy
        assert "wrong" not in str(caught.value)


async def test_a_password_is_not_given_to_a_server_that_nobody_trusts(peer: Peer, tmp_path: Path) -> None:
    """Not even encrypted, and not on an endpoint without security."""
    with pytest.raises(CertificateUntrustedError):
        await seventh(replace(settings(peer, tmp_path), username=USER), PASSWORD)


async def test_what_the_server_offers_is_named(
    peer: Peer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parkcarbon_edge.connectors import opcua_session

    real = opcua_session.endpoints_of

    async def fewer(given: OpcuaSettings) -> list[ua.EndpointDescription]:
        return [e for e in await real(given) if "Aes" not in e.SecurityPolicyUri]

    monkeypatch.setattr(opcua_session, "endpoints_of", fewer)
    with pytest.raises(EndpointMissingError) as caught:
        await seventh(settings(peer, folder, "Aes256Sha256RsaPss"))
    assert caught.value.offered == ["Basic256Sha256 Sign", "Basic256Sha256 SignAndEncrypt", "none"]
