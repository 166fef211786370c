import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from parkcarbon_edge import agent as agent_module
from parkcarbon_edge import buffer as buffer_module
from parkcarbon_edge.agent import Agent, status_path
from parkcarbon_edge.buffer import Buffer, ConnectorSink
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.errors import SpoolUnavailableError
from parkcarbon_edge.settings import (
    MqttPoint,
    MqttSettings,
    OpcuaPoint,
    OpcuaSettings,
    Settings,
    SpoolSettings,
    UplinkSettings,
)
from parkcarbon_edge.spool import Spool

from tests.support.committer import Committer, connect
from tests.support.opcua import NAMESPACE, running, running_server, until
from tests.support.processes import free_port
from tests.support.stack import Broker

T = 1_790_000_000_000


@pytest.fixture
def configure(mqtt: Broker, tmp_path: Path) -> Callable[..., Settings]:
    """Settings of an edge with one MQTT meter, and an OPC UA server where an endpoint is given."""
    secret = tmp_path / "password"
    secret.write_text(mqtt.password)
    secret.chmod(0o600)
    url = f"mqtt://127.0.0.1:{mqtt.port}"

    def make(endpoint: str | None = None, uplink: str | None = None) -> Settings:
        connectors: list[MqttSettings | OpcuaSettings] = [
            MqttSettings(
                name="mqtt-1", url=url, username=mqtt.username, password_file=str(secret),
                point=[MqttPoint(key="meter", topic="site/meter", field="import")],
            )
        ]  # fmt: skip
        if endpoint:
            node = f"nsu={NAMESPACE};s=a"
            point = OpcuaPoint(key="reg", node=node, sampling="subscribe", period_s=0.2)
            connectors.append(OpcuaSettings(name="opcua-1", endpoint=endpoint, point=[point]))
        return Settings(
            park="demo", edge="plant-a", partition="0a", connector=connectors, sha256="f" * 64,
            uplink=UplinkSettings(
                url=uplink or url, username=mqtt.username, password_file=str(secret), cycle_s=0.05
            ),
            spool=SpoolSettings(path=str(tmp_path / "spool.db")),
        )  # fmt: skip

    return make


async def test_readings_of_every_connector_reach_the_platform_and_leave_the_spool(
    configure: Callable[..., Settings], mqtt: Broker
) -> None:
    platform, meter = Committer(mqtt), connect(mqtt, "meter")
    async with running_server(["a"]) as server:
        agent, stop = Agent(configure(server.endpoint)), asyncio.Event()
        async with running(agent.run(stop)) as task:
            await until(lambda: all(c.health.ok for c in agent.connectors.values()), "the connectors")
            for i in range(20):
                await server.write("a", i, T + i)
                meter.publish("site/meter", json.dumps({"t": T + i, "values": {"import": i}}), qos=1)
                await asyncio.sleep(0.02)
            wanted = {(key, T + i): (i, 0) for i in range(20) for key in ("reg", "meter")}
            await until(lambda: wanted.items() <= platform.readings.items(), "all readings at the platform")
            await until(lambda: agent.spool.depth.batches == 0, "the spool to drain")
            await until(lambda: platform.states[-1].connectors["mqtt-1"].last_reading_ms == T + 19, "state")
            state = platform.states[-1]
            assert state.online
            assert (state.spool, state.config_sha256) == (agent.spool.uuid, "f" * 64)
            assert state.connectors["opcua-1"].points == 1
            stop.set()
            await task
        await until(lambda: not platform.states[-1].online, "the good-bye")
    assert platform.missing == 0
    meter.disconnect()
    meter.loop_stop()
    platform.close()


async def test_without_a_platform_readings_wait_in_the_spool_over_a_restart(
    configure: Callable[..., Settings], mqtt: Broker
) -> None:
    away = f"mqtt://127.0.0.1:{free_port()}"
    meter, stop = connect(mqtt, "meter"), asyncio.Event()
    agent = Agent(configure(uplink=away))
    async with running(agent.run(stop)) as task:
        await until(lambda: agent.connectors["mqtt-1"].health.ok, "the connector")
        for i in range(50):
            meter.publish("site/meter", json.dumps({"t": T + i, "values": {"import": i}}), qos=1)
        await until(lambda: agent.spool.collected == 50, "the readings in the spool")
        stop.set()
        await task
    status = json.loads(status_path(agent.spool.path).read_text())
    assert (status["running"], status["online"]) == (False, False)
    assert "refuses the connection" in status["uplink_error"]
    platform, again = Committer(mqtt), asyncio.Event()
    second = Agent(configure())
    async with running(second.run(again)) as task:
        await until(lambda: len(platform.readings) == 50, "all readings")
        await until(lambda: second.spool.depth.batches == 0, "the spool to drain")
        again.set()
        await task
    meter.disconnect()
    meter.loop_stop()
    platform.close()


async def test_a_graceful_stop_commits_what_is_in_memory(configure: Callable[..., Settings]) -> None:
    agent, stop = Agent(configure(uplink=f"mqtt://127.0.0.1:{free_port()}")), asyncio.Event()
    async with running(agent.run(stop)) as task:
        await asyncio.sleep(0.1)
        confirmed: list[int] = []
        agent.buffer.add([("meter", T, 1, 0)], lambda: confirmed.append(1))
        agent.buffer.marks["mqtt-1", "meter"] = T
        stop.set()
        await task
    assert confirmed == [1]
    spool = Spool(agent.spool.path, 10**9)
    assert spool.collected == 1
    assert spool.marks("mqtt-1") == {"meter": T}
    spool.close()


async def test_a_mistake_in_one_connector_ends_no_other(
    configure: Callable[..., Settings], mqtt: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent, stop = Agent(configure()), asyncio.Event()

    class Broken:
        def __init__(self) -> None:
            self.health = agent_module.Health()

        async def run(self) -> None:
            raise ZeroDivisionError("a mistake")

    agent.connectors["broken"] = Broken()
    async with running(agent.run(stop)) as task:
        await until(lambda: agent.connectors["mqtt-1"].health.ok, "the good connector")
        await until(lambda: "ZeroDivisionError" in (agent.connectors["broken"].health.error or ""), "report")
        assert agent.state(True).connectors["broken"].ok is False
        assert not task.done()
        stop.set()
        await task


async def test_a_spool_that_refuses_keeps_readings_in_memory_and_says_so(
    configure: Callable[..., Settings],
) -> None:
    agent = Agent(configure())
    pages = agent.spool._db.execute("PRAGMA page_count").fetchone()[0]
    agent.spool._db.execute(f"PRAGMA max_page_count = {pages}")
    confirmed: list[int] = []
    many = [(f"meter-{i}", T + i, i / 7, 0) for i in range(2000)]
    agent.buffer.add(many, lambda: confirmed.append(1))
    assert not agent.commit()
    assert confirmed == []
    assert len(agent.buffer.readings) == 2000
    assert "full" in (agent.state(True).connectors["spool"].error or "")
    agent.spool._db.execute("PRAGMA max_page_count = 1000000")
    assert agent.commit()
    assert confirmed == [1]
    assert agent.spool.collected == 2000
    assert "spool" not in agent.state(True).connectors
    agent.spool.close()


async def test_a_damaged_spool_is_reported_in_the_state(configure: Callable[..., Settings]) -> None:
    settings = configure()
    Path(settings.spool.path).write_bytes(b"no database" * 1000)
    agent = Agent(settings)
    assert "set aside" in (agent.state(True).connectors["spool"].error or "")
    agent.spool.close()


def test_the_buffer_is_bounded_and_what_is_lost_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer_module, "MAX_BUFFERED", 100)
    buffer = Buffer()
    for i in range(25):
        buffer.add([("p", T + i * 10 + j, j, 0) for j in range(10)], None)
    assert [r[1] for r in buffer.readings] == list(range(T + 150, T + 250))
    assert buffer.gaps == [(T, T + 149, 150, "buffer_full")]


def test_many_messages_waiting_for_their_acknowledgement_hurry_the_commit() -> None:
    buffer = Buffer()
    for _ in range(buffer_module.URGENT_ACKS - 1):
        buffer.add([], lambda: None)
    assert not buffer.urgent.is_set()
    buffer.add([], lambda: None)
    assert buffer.urgent.is_set()


async def test_history_waits_while_the_platform_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buffer_module, "BACKLOG_BATCHES", 3)
    spool = Spool(tmp_path / "spool.db", 10**9)
    sink = ConnectorSink("past", Buffer(), spool)
    await sink.room()
    for i in range(5):
        spool.append([("p", T + i, i, 0)])
    waiting = asyncio.ensure_future(sink.room())
    await asyncio.sleep(0.3)
    assert not waiting.done()
    spool.forget(2)
    await asyncio.wait_for(waiting, 10)
    spool.close()


async def test_sinks_keep_the_connectors_apart(tmp_path: Path) -> None:
    spool, buffer = Spool(tmp_path / "spool.db", 10**9), Buffer()
    one, two = ConnectorSink("one", buffer, spool), ConnectorSink("two", buffer, spool)
    one.mark({"a": 1})
    two.mark({"a": 2})
    one.save({"done_to": 1})
    spool.append([], marks=buffer.marks, progress=buffer.progress)
    assert (one.marks(), two.marks()) == ({"a": 1}, {"a": 2})
    assert (one.progress(), two.progress()) == ({"done_to": 1}, None)
    spool.close()


async def test_two_agents_cannot_share_a_spool(configure: Callable[..., Settings]) -> None:
    agent = Agent(configure())
    with pytest.raises(Exception, match="in use by another agent"):
        Agent(configure())
    agent.spool.close()


def test_errors_of_the_spool_carry_their_facts() -> None:
    error = SpoolUnavailableError(Path("/x/spool.db"), "disk is full")
    assert (error.path, error.reason) == (Path("/x/spool.db"), "disk is full")
    assert now_ms() > T
