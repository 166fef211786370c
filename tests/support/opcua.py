"""A real OPC UA server for tests, in the test's own event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from asyncua import Server, ua
from asyncua.common.callback import CallbackType, ServerItemCallback
from asyncua.common.utils import ServiceError

from tests.support.processes import free_port

NAMESPACE = "urn:parkcarbon:test"


def at(time_ms: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time_ms)


class TestServer:
    """Variables `s=<name>`, with or without history; it can be stopped and started again on its port."""

    __test__ = False

    def __init__(self, names: Sequence[str], *, history: bool = False, max_nodes_per_read: int = 0) -> None:
        self.names, self.history, self.limit = names, history, max_nodes_per_read
        self.port = free_port()
        self.endpoint = f"opc.tcp://127.0.0.1:{self.port}"
        self.kept: dict[str, list[ua.DataValue]] = {name: [] for name in names}
        self.largest_read = 0
        self.history_reads = 0

    async def start(self, padding: int = 0) -> None:
        """`padding` namespaces before ours, so that its index is another one than last time."""
        self.server = server = Server()
        await server.init()
        server.set_endpoint(self.endpoint)
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        for i in range(padding):
            await server.register_namespace(f"urn:padding:{i}")
        self.index = await server.register_namespace(NAMESPACE)
        self.nodes = {}
        for name in self.names:
            node = await server.nodes.objects.add_variable(
                ua.NodeId(name, self.index), name, 0.0, ua.VariantType.Double
            )
            self.nodes[name] = node
        if self.limit:
            await self._declare_limit()
        server.subscribe_server_callback(CallbackType.PreRead, self._watch_reads)
        server.iserver.history_manager.storage = History(self)
        await server.start()

    async def _declare_limit(self) -> None:
        limit = ua.ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead
        node = self.server.get_node(ua.NodeId(limit))
        await node.write_value(ua.Variant(self.limit, ua.VariantType.UInt32))

    def _watch_reads(self, event: ServerItemCallback, _service: object) -> None:
        if event.is_external:
            count = len(event.request_params.NodesToRead)
            self.largest_read = max(self.largest_read, count)
            if self.limit and count > self.limit:
                raise ServiceError(ua.StatusCodes.BadTooManyOperations)

    async def stop(self) -> None:
        await self.server.stop()

    async def write(
        self, name: str, value: float, time_ms: int, status: int = 0, *, live: bool = True
    ) -> None:
        """Produce a value: into the history, and, unless the server is away, into the variable."""
        found = ua.DataValue(
            ua.Variant(value, ua.VariantType.Double), StatusCode=ua.StatusCode(ua.UInt32(status)),
            SourceTimestamp=at(time_ms),
        )  # fmt: skip
        self.kept[name].append(found)
        if live:
            await self.nodes[name].write_value(found)


class History:
    """The kept values as asyncua's history storage, three a response so that continuation is used."""

    max_history_data_response_size = 3

    def __init__(self, owner: TestServer) -> None:
        self.owner = owner

    async def init(self) -> None: ...

    async def stop(self) -> None: ...

    async def read_node_history(
        self, node_id: ua.NodeId, start: datetime, end: datetime, nb_values: int
    ) -> tuple[list[ua.DataValue], datetime | None]:
        self.owner.history_reads += 1
        if not self.owner.history:
            raise ServiceError(ua.StatusCodes.BadHistoryOperationUnsupported)
        found = [v for v in self.owner.kept[str(node_id.Identifier)] if start <= v.SourceTimestamp <= end]
        more = found[self.max_history_data_response_size :]
        return found[: self.max_history_data_response_size], more[0].SourceTimestamp if more else None


@asynccontextmanager
async def running_server(names: Sequence[str], **options: int) -> AsyncIterator[TestServer]:
    server = TestServer(names, **options)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def running(job: Coroutine[object, object, None]) -> AsyncIterator["asyncio.Task[None]"]:
    """Run a coroutine beside the test and cancel it at the end."""
    task = asyncio.create_task(job)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], object], what: str, timeout_s: float = 240.0) -> None:
    """Return once the condition holds; fail naming what was waited for."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while not condition():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"waited in vain for: {what}")
        await asyncio.sleep(0.02)
