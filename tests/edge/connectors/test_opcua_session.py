import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asyncua import Client, Server, ua
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from asyncua.crypto.permission_rules import SimpleRoleRuleset, User, UserRole
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from msgspec.structs import replace
from parkcarbon_edge.connectors import opcua_pki as pki
from parkcarbon_edge.connectors.opcua_security import GuardedClient, own_refused
from parkcarbon_edge.connectors.opcua_session import explain, open_session, value_of
from parkcarbon_edge.errors import CertificateUntrustedError, EdgeError, KeyFileError, UserRefusedError
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

from tests.support.opcua import NAMESPACE
from tests.support.processes import free_port

STATE = ua.NodeId(ua.Int32(ua.ObjectIds.Server_ServerStatus_State))


class Guard:
    """Lets only the edge in, with its password."""

    def get_user(
        self, iserver: object, username: str | None = None, password: str | None = None,
        certificate: object = None,
    ) -> User | None:  # fmt: skip
        return User(UserRole.User) if (username, password) == ("edge", "s3cret") else None


async def certificate(folder: Path, name: str, uri: str) -> tuple[str, str]:
    key, cert = folder / f"{name}.pem", folder / f"{name}.der"
    usage = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]
    await setup_self_signed_certificate(key, cert, uri, socket.gethostname(), usage, {"countryName": "CN"})
    key.chmod(0o600)
    return str(cert), str(key)


@asynccontextmanager
async def secure_server(folder: Path) -> AsyncIterator[OpcuaSettings]:
    """A server that demands encryption and a password, and the settings for it."""
    cert, key = await certificate(folder, "server", "urn:test:server")
    edge_cert, edge_key = await certificate(folder, "edge", "urn:parkcarbon:edge")
    server = Server(user_manager=Guard())
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{free_port()}")
    await server.set_application_uri("urn:test:server")
    server.set_security_policy(
        [ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt], permission_ruleset=SimpleRoleRuleset()
    )
    await server.load_certificate(cert)
    await server.load_private_key(key)
    await server.register_namespace(NAMESPACE)
    async with server:
        yield OpcuaSettings(
            name="secure", endpoint=server.endpoint.geturl(), security="Basic256Sha256", username="edge",
            certificate_file=edge_cert, private_key_file=edge_key, server_certificate_file=cert,
            timeout_s=5, point=[OpcuaPoint(key="state", node="i=2259")],
        )  # fmt: skip


async def test_an_encrypted_session_with_user_and_password(tmp_path: Path) -> None:
    async with secure_server(tmp_path) as settings, open_session(settings, "s3cret") as session:
        [value] = await session.read([value_of(STATE)])
        assert value.Value.Value == 0
        assert session.resolve(f"nsu={NAMESPACE};s=a;b=c") == ua.NodeId(
            ua.String("a;b=c"), ua.Int16(session.namespaces.index(NAMESPACE))
        )
        assert session.resolve("nsu=urn:nowhere;s=a") is None
        assert session.resolve("ns=2;i=7") == ua.NodeId(ua.Int32(7), ua.Int16(2))


async def refused(settings: OpcuaSettings, password: str | None, error: type[EdgeError]) -> str:
    with pytest.raises(error) as caught:
        async with open_session(settings, password):
            pass
    assert explain(caught.value) == str(caught.value)
    return str(caught.value)


async def test_a_wrong_password_another_server_and_missing_files_are_refused(tmp_path: Path) -> None:
    async with secure_server(tmp_path) as settings:
        assert "password_file" in await refused(settings, "wrong", UserRefusedError)
        (tmp_path / "stranger").mkdir()
        stranger, _ = await certificate(tmp_path / "stranger", "server", "urn:test:server")
        other = replace(settings, server_certificate_file=stranger)
        said = await refused(other, "s3cret", CertificateUntrustedError)
        assert "not that of server_certificate_file" in said
        assert "s3cret" not in said
        assert "is missing" in await refused(
            replace(settings, certificate_file="absent.der"), "s3cret", KeyFileError
        )


async def test_a_renewed_certificate_is_announced_and_the_old_one_used_until_the_server_knows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with secure_server(tmp_path) as settings:
        own = replace(
            settings, certificate_file=None, private_key_file=None, pki_folder=str(tmp_path / "pki"),
            application_uri="urn:parkcarbon:edge:park:plant",
        )  # fmt: skip
        long_ago = datetime.now(UTC) - pki.VALID + timedelta(days=30)
        [before] = pki.own_identities(tmp_path / "pki", own.application_uri, long_ago)
        current, _ = pki.own_identities(tmp_path / "pki", own.application_uri)

        async def picky(client: GuardedClient, renew: bool = False) -> None:
            if client.identity is not None and client.identity.certificate == current.certificate:
                raise own_refused(client.settings, client.identity, "BadCertificateUntrusted")
            await Client.open_secure_channel(client, renew)

        async with open_session(own, "s3cret") as session:
            assert session.warnings == []
        monkeypatch.setattr(GuardedClient, "open_secure_channel", picky)
        async with open_session(own, "s3cret") as session:
            [warning] = session.warnings
            assert session.client.security_policy.host_certificate == pki_der(before)
        assert pki.fingerprint(current.certificate) in warning
        assert "was renewed" in warning


def pki_der(identity: pki.Identity) -> bytes:
    return identity.certificate.public_bytes(serialization.Encoding.DER)


def test_failures_are_explained_in_one_line() -> None:
    inner = ConnectionRefusedError(111, "refused")
    assert "is it running" in explain(ExceptionGroup("tasks", [ExceptionGroup("more", [inner])]))
    assert explain(TimeoutError()) == "no answer in time"
    assert explain(ValueError("odd")) == "ValueError: odd"
    assert explain(ValueError()) == "ValueError"
