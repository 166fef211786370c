"""One session with an OPC UA server: opened, measured for its limits, read in parts, always ended."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from asyncua import Client, ua
from asyncua.crypto.security_policies import SecurityPolicyBasic256Sha256

from parkcarbon_edge.errors import ConnectionFailedError
from parkcarbon_edge.settings import OpcuaSettings

log = logging.getLogger(__name__)

SESSION_TIMEOUT_MS = 60_000  # the library's hour keeps dead sessions of a killed agent on the server
WATCHDOG_S = 10.0  # the library's default probe allows one second, and drops slow servers
CLOSE_S = 3.0
# Bounds of ours where the server names none: 1,000 nodes a read measured best.
MAX_NODES_PER_READ = 1000
MAX_NODES_PER_HISTORY_READ = 50
MAX_ITEMS_PER_CALL = 1000


class Session:
    """An open session and what the server allows in one request."""

    def __init__(self, client: Client, namespaces: list[str], limits: tuple[int, int, int]) -> None:
        self.client = client
        self.namespaces = namespaces
        self.nodes_per_read, self.nodes_per_history_read, self.items_per_call = limits

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
    client = Client(settings.endpoint, timeout=settings.timeout_s, watchdog_intervall=WATCHDOG_S)
    client.name = client.description = f"ParkCarbon edge {settings.name}"
    client.application_uri = "urn:parkcarbon:edge"
    client.session_timeout = SESSION_TIMEOUT_MS
    if settings.username is not None:
        client.set_user(settings.username)
        client.set_password(password or "")
    try:
        async with asyncio.timeout(settings.timeout_s * 3):
            await _secure(client, settings)
            await client.connect()
            session = Session(client, await client.get_namespace_array(), await _limits(client))
        yield session
    finally:
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_S):
                await client.disconnect()
        with suppress(Exception):
            client.disconnect_socket()


async def _secure(client: Client, settings: OpcuaSettings) -> None:
    """Sign and encrypt where asked. The server's certificate is pinned: the library checks none by itself."""
    if settings.security == "none":
        return
    files = [
        name or "" for name in (
            settings.certificate_file, settings.private_key_file, settings.server_certificate_file
        )
    ]  # fmt: skip
    for name in files:
        if not Path(name).is_file():
            raise ConnectionFailedError(
                settings.endpoint, f"certificate file {name} is missing", "Create it or correct its path."
            )
    await client.set_security(
        SecurityPolicyBasic256Sha256, files[0], files[1],
        server_certificate=files[2], mode=ua.MessageSecurityMode.SignAndEncrypt,
    )  # fmt: skip


async def _limits(client: Client) -> tuple[int, int, int]:
    """(nodes per read, nodes per history read, monitored items per call); 0 or nothing means no limit."""
    ids = ua.ObjectIds
    bounds = {
        ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead: MAX_NODES_PER_READ,
        ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryReadData: MAX_NODES_PER_HISTORY_READ,
        ids.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall: MAX_ITEMS_PER_CALL,
    }
    found = []
    for object_id, ours in bounds.items():
        value = (
            await client.uaclient.read_attributes([ua.NodeId(ua.Int32(object_id))], ua.AttributeIds.Value)
        )[0]
        theirs = value.Value.Value if value.Value is not None else None
        found.append(min(ours, theirs) if isinstance(theirs, int) and theirs > 0 else ours)
    return found[0], found[1], found[2]


def explain(error: BaseException) -> str:
    """One line for people about why a session failed."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ua.uaerrors.BadUserAccessDenied | ua.uaerrors.BadIdentityTokenRejected):
        return "the server refuses the user: check username and password_file"
    if isinstance(error, ConnectionRefusedError):
        return "the server refuses the connection: is it running, and is the port right?"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
