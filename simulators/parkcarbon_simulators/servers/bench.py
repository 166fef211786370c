"""An OPC UA server for benchmarks: many numbers that all change at a fixed rate."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from asyncua import Server, ua
from asyncua.common.callback import CallbackType, ServerItemCallback
from asyncua.common.utils import ServiceError

from parkcarbon_simulators.servers.values import node_id, timestamp

NAMESPACE = "urn:parkcarbon:bench"


class BenchServer:
    """N Double nodes `s=n0` … written together, each with the cycle's number and source time.

    Args:
        port: 0 lets the system choose; nodes: how many; rate: writes of each a second.
        max_nodes_per_read: larger Read requests get BadTooManyOperations; 0: no limit.
    """

    def __init__(self, port: int, nodes: int, rate: float, max_nodes_per_read: int = 0) -> None:
        self._nodes, self._period_s, self._limit = nodes, 1.0 / rate, max_nodes_per_read
        self.endpoint = f"opc.tcp://127.0.0.1:{port}"
        self._server = Server()
        self._ids: list[ua.NodeId] = []
        self.cycles = 0

    async def start(self) -> None:
        """Build the nodes and listen."""
        await self._server.init()
        self._server.set_endpoint(self.endpoint)
        self._server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        namespace = await self._server.register_namespace(NAMESPACE)
        folder = await self._server.nodes.objects.add_object(
            node_id("bench", namespace), ua.QualifiedName(ua.String("bench"), ua.Int16(namespace))
        )
        for number in range(self._nodes):
            name = ua.QualifiedName(ua.String(f"n{number}"), ua.Int16(namespace))
            self._ids.append(node_id(f"n{number}", namespace))
            await folder.add_variable(self._ids[-1], name, 0.0, ua.VariantType.Double)
        if self._limit:
            await self._limit_reads()
        await self._server.start()

    async def _limit_reads(self) -> None:
        node = self._server.get_node(
            ua.NodeId(ua.Int32(ua.ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead))
        )
        await node.write_value(ua.Variant(self._limit, ua.VariantType.UInt32))
        self._server.subscribe_server_callback(CallbackType.PreRead, self._refuse_large)

    def _refuse_large(self, event: ServerItemCallback, _service: object) -> None:
        if event.is_external and len(event.request_params.NodesToRead) > self._limit:
            raise ServiceError(ua.StatusCodes.BadTooManyOperations)

    async def write(self) -> None:
        """Give every node the next number."""
        self.cycles += 1
        at = timestamp(time.time())
        for number, node in enumerate(self._ids):
            value = ua.Variant(float(self.cycles) + number / 1e5, ua.VariantType.Double)
            await self._server.write_attribute_value(node, ua.DataValue(value, SourceTimestamp=at))

    async def write_until(self, stop: asyncio.Event) -> None:
        """Write at the rate until stopped."""
        due = time.monotonic()
        while not stop.is_set():
            await self.write()
            due = max(due + self._period_s, time.monotonic())
            with suppress(TimeoutError):
                async with asyncio.timeout(max(due - time.monotonic(), 0.0)):
                    await stop.wait()

    async def stop(self) -> None:
        """Stop listening."""
        await self._server.stop()


def serve(port: int, nodes: int, rate: float, max_nodes_per_read: int, ready: Path | None) -> None:
    """Serve until SIGTERM or SIGINT; the ready file holds the process id meanwhile."""

    async def main() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        server = BenchServer(port, nodes, rate, max_nodes_per_read)
        await server.start()
        if ready:
            announce(ready)
        try:
            await server.write_until(stop)
        finally:
            if ready:
                ready.unlink(missing_ok=True)
            await server.stop()

    asyncio.run(main())


def announce(ready: Path) -> None:
    """Write the process id, whole or not at all."""
    part = ready.with_name(ready.name + ".part")
    part.write_text(f"{os.getpid()}\n", encoding="utf-8")
    part.replace(ready)
