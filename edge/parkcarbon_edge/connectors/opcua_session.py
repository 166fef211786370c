"""One session with an OPC UA server: opened, measured for its limits, read in parts, always ended."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import NamedTuple

from asyncua import Client, ua
from cryptography import x509

from parkcarbon_edge.connectors import opcua_security as security
from parkcarbon_edge.connectors.opcua_pki import Identity, fingerprint
from parkcarbon_edge.errors import EdgeError, OwnCertificateRefusedError, SourceUnavailableError
from parkcarbon_edge.settings import OpcuaSettings
from parkcarbon_edge.words import Said, said_by

log = logging.getLogger(__name__)

SESSION_TIMEOUT_MS = 60_000  # the library's hour keeps dead sessions of a killed agent on the server
WATCHDOG_S = 10.0  # the library's default probe allows one second, and drops slow servers
CLOSE_S = 3.0
LIMITS = "Server_ServerCapabilities_OperationLimits"


class Limits(NamedTuple):
    """How many operations fit into one request, by the specification's names."""

    MaxNodesPerRead: int
    MaxNodesPerHistoryReadData: int
    MaxMonitoredItemsPerCall: int
    MaxNodesPerBrowse: int
    MaxNodesPerTranslateBrowsePathsToNodeIds: int


OURS = Limits(1000, 50, 1000, 100, 200)  # where the server names none: 1,000 nodes a read measured best


class Session:
    """An open session and what the server allows in one request."""

    def __init__(self, client: Client, namespaces: list[str]) -> None:
        self.client = client
        self.namespaces = namespaces
        self.warnings: list[str] = []
        self._bound(OURS)

    def _bound(self, limits: Limits) -> None:
        self.nodes_per_read, self.nodes_per_history_read, self.items_per_call = limits[:3]
        self.nodes_per_browse, self.paths_per_translate = limits[3:]

    async def measure(self) -> None:
        """Ask what the server allows in one request; ours where it says 0 or nothing."""
        ids = [ua.NodeId(ua.Int32(getattr(ua.ObjectIds, f"{LIMITS}_{name}"))) for name in OURS._fields]
        found = await self.read([value_of(node) for node in ids])
        ours = OURS._replace(MaxNodesPerRead=self.nodes_per_read)  # where that read had to be cut
        theirs = [value.Value.Value if value.Value is not None else None for value in found]
        self._bound(Limits(*(
            min(our, limit) if isinstance(limit, int) and limit > 0 else our
            for our, limit in zip(ours, theirs, strict=True)
        )))  # fmt: skip

    def resolve(self, node: str) -> ua.NodeId | None:
        """The node id with the namespace index of this server; None where it has no such namespace."""
        node_id = ua.NodeId.from_string(node)
        uri = getattr(node_id, "NamespaceUri", None)
        if uri is None:
            return node_id
        if uri not in self.namespaces:
            return None
        index = ua.Int16(self.namespaces.index(uri))
        return ua.NodeId(node_id.Identifier, index, node_id.NodeIdType)

    async def read(self, targets: Sequence[ua.ReadValueId]) -> list[ua.DataValue]:
        """The values of the targets, in their order, in as many requests as the server's limit asks for."""
        values: list[ua.DataValue] = []
        while len(values) < len(targets):
            part = targets[len(values) : len(values) + self.nodes_per_read]
            try:
                found = await self._read_part(part)
            except ua.uaerrors.BadTooManyOperations:
                if self.nodes_per_read == 1:
                    raise
                self.nodes_per_read = max(1, min(self.nodes_per_read, len(part)) // 2)
                continue
            if len(found) != len(part):
                raise ua.UaError(f"{len(found)} values for {len(part)} nodes: they cannot be told apart")
            values += found
        return values

    async def _read_part(self, targets: Sequence[ua.ReadValueId]) -> list[ua.DataValue]:
        parameters = ua.ReadParameters()
        parameters.TimestampsToReturn = ua.TimestampsToReturn.Both
        parameters.NodesToRead = list(targets)
        found: list[ua.DataValue] = await self.client.uaclient.read(parameters)
        return found


def value_of(node: ua.NodeId) -> ua.ReadValueId:
    """What to read of a node: its value. Made once and read often."""
    return ua.ReadValueId(node, ua.AttributeIds.Value)


@asynccontextmanager
async def open_session(settings: OpcuaSettings, password: str | None) -> AsyncIterator[Session]:
    """Connect with a client of its own (a used one can hang for ever), and end it whatever happens."""
    session = await _open(settings, password)
    try:
        yield session
    finally:
        await _close(session.client)


async def _open(settings: OpcuaSettings, password: str | None) -> Session:
    if settings.security == "none":
        return await _connect(settings, password, None)
    current, *before = await asyncio.to_thread(security.identities, settings)
    try:
        return await _connect(settings, password, current)
    except OwnCertificateRefusedError:
        if not before:
            raise
    session = await _connect(settings, password, before[0])
    shown, until = fingerprint(current.certificate), f"{before[0].certificate.not_valid_after_utc:%Y-%m-%d}"
    text = (
        f"the edge's certificate was renewed: the server must trust {current.file} (SHA-256 "
        f"{shown}) before {until}"
    )
    session.warnings.append(
        Said(text, "own_certificate_renewed", file=current.file, fingerprint=shown, until=until)
    )
    return session


async def _connect(settings: OpcuaSettings, password: str | None, identity: Identity | None) -> Session:
    client = _client(settings)
    try:
        async with asyncio.timeout(settings.timeout_s * 3):
            warnings = await _secure(client, password, identity)
            await client.connect()
            namespaces = await client.get_namespace_array()
            session = Session(client, namespaces)
            await session.measure()
    except BaseException as error:
        await _close(client)
        refused = security.refusal(settings, error, identity)
        if refused is not None:
            raise refused from error
        raise
    session.warnings = warnings
    return session


def _client(settings: OpcuaSettings) -> security.GuardedClient:
    client = security.GuardedClient(
        settings.endpoint, timeout=settings.timeout_s, watchdog_intervall=WATCHDOG_S
    )
    client.settings = settings
    client.name = client.description = f"ParkCarbon edge {settings.name}"
    client.application_uri = settings.application_uri or "urn:parkcarbon:edge"
    client.session_timeout = SESSION_TIMEOUT_MS
    return client


async def _close(client: Client) -> None:
    with suppress(Exception):
        async with asyncio.timeout(CLOSE_S):
            await client.disconnect()
    with suppress(Exception):
        client.disconnect_socket()


async def _secure(
    client: security.GuardedClient, password: str | None, identity: Identity | None
) -> list[str]:
    """Agree on security, and check the server before the first message is encrypted for it; warnings."""
    settings = client.settings
    await asyncio.to_thread(security.log_in, client, password)
    if identity is None and settings.username is None:
        return []  # nothing is signed, encrypted or secret: the certificate would prove nothing

    async def check(certificate: x509.Certificate | None, server: ua.ApplicationDescription) -> None:
        await asyncio.to_thread(security.check_server, settings, certificate, str(server.ApplicationUri))

    offer = security.choose(settings, await endpoints_of(settings))
    if identity is None and offer.certificate is None:
        return []
    await check(offer.certificate, offer.endpoint.Server)
    client.certificate_validator = check  # once more, of what the server says within the session
    if identity is not None:
        await security.secure(client, offer, identity)
    return security.warnings_about(settings, offer.certificate) if offer.certificate else []


async def endpoints_of(settings: OpcuaSettings) -> list[ua.EndpointDescription]:
    """What the server offers, asked without security on a connection of its own."""
    client = _client(settings)
    try:
        async with asyncio.timeout(settings.timeout_s * 3):
            found: list[ua.EndpointDescription] = await client.connect_and_get_server_endpoints()
    finally:
        with suppress(Exception):
            client.disconnect_socket()
    return found


@contextmanager
def spoken(address: str) -> Iterator[None]:
    """What goes wrong while somebody looks at a server, as a typed error in words."""
    try:
        yield
    except EdgeError:
        raise
    except Exception as error:
        raise SourceUnavailableError(address, explain(error)) from error


def explain(error: BaseException) -> str:
    """One line for people about why a session failed."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, EdgeError):
        return error.said()
    if isinstance(error, TimeoutError):
        return Said("no answer in time", "no_answer")
    if isinstance(error, ConnectionRefusedError):
        text = "the server refuses the connection: is it running, and is the port right?"
        return Said(text, "server_refuses")
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    found = said_by(error)
    return found if isinstance(found, Said) else Said(text, "other", said=text)
