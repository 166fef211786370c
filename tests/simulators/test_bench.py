import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from asyncua import Client, ua
from parkcarbon_simulators.servers.bench import NAMESPACE, BenchServer

from tests.simulators.ports import free_port


@pytest.fixture
async def bench() -> AsyncIterator[BenchServer]:
    server = BenchServer(free_port(), nodes=50, rate=20.0, max_nodes_per_read=30)
    await server.start()
    yield server
    await server.stop()


async def test_every_node_changes_with_the_cycle(bench: BenchServer) -> None:
    async with Client(bench.endpoint) as client:
        namespace = await client.get_namespace_index(NAMESPACE)
        nodes = [client.get_node(f"ns={namespace};s=n{i}") for i in range(20)]
        await bench.write()
        first = await client.read_values(nodes)
        await bench.write()
        second = await client.read_values(nodes)
    assert [b - a for a, b in zip(first, second, strict=True)] == pytest.approx([1.0] * 20)
    assert len(set(first)) == 20


async def test_reads_over_the_limit_are_refused(bench: BenchServer) -> None:
    async with Client(bench.endpoint) as client:
        namespace = await client.get_namespace_index(NAMESPACE)
        limit = client.get_node(ua.ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead)
        assert await limit.read_value() == 30
        nodes = [client.get_node(f"ns={namespace};s=n{i}") for i in range(31)]
        assert len(await client.read_values(nodes[:30])) == 30
        with pytest.raises(ua.uaerrors.BadTooManyOperations):
            await client.read_values(nodes)


async def test_it_writes_until_stopped(bench: BenchServer) -> None:
    stop = asyncio.Event()
    writing = asyncio.create_task(bench.write_until(stop))
    while bench.cycles < 3:
        await asyncio.sleep(0.01)
    stop.set()
    await writing


async def test_the_command_serves_until_told_to_stop(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    command = [sys.executable, "-m", "parkcarbon_simulators.cli", "bench-server", "--nodes", "5"]
    process = await asyncio.create_subprocess_exec(
        *command, "--port", str(free_port()), "--ready", str(ready)
    )
    while not ready.exists():
        assert process.returncode is None
        await asyncio.sleep(0.05)
    assert int(ready.read_text()) == process.pid
    os.kill(process.pid, signal.SIGTERM)
    assert await process.wait() == 0
    assert not ready.exists()
