import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from asyncua import Server, ua
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from asyncua.crypto.permission_rules import SimpleRoleRuleset, User, UserRole
from cryptography.x509.oid import ExtendedKeyUsageOID
from msgspec.structs import replace
from parkcarbon_edge.connectors.opcua_session import explain, open_session, value_of
from parkcarbon_edge.errors import ConnectionFailedError
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


async def refusal(settings: OpcuaSettings, password: str | None) -> str:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        async with open_session(settings, password):
            raise AssertionError("the session was opened")
    return explain(caught.value)


async def test_a_wrong_password_another_server_and_missing_files_are_refused(tmp_path: Path) -> None:
    async with secure_server(tmp_path) as settings:
        assert "check username and password_file" in await refusal(settings, "wrong")
        (tmp_path / "stranger").mkdir()
        stranger, _ = await certificate(tmp_path / "stranger", "server", "urn:test:server")
        assert "s3cret" not in await refusal(replace(settings, server_certificate_file=stranger), "s3cret")
        with pytest.raises(ConnectionFailedError, match="is missing"):
            async with open_session(replace(settings, certificate_file="absent.der"), "s3cret"):
                pass


def test_failures_are_explained_in_one_line() -> None:
    inner = ConnectionRefusedError(111, "refused")
    assert "is it running" in explain(ExceptionGroup("tasks", [ExceptionGroup("more", [inner])]))
    assert explain(TimeoutError()) == "no answer in time"
    assert explain(ValueError("odd")) == "ValueError: odd"
    assert explain(ValueError()) == "ValueError"
