"""Configurations and commands over a real broker, while the agent collects."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from parkcarbon_edge import wire
from parkcarbon_edge.agent import Agent
from parkcarbon_edge.commands import TABLE, Desk, Entry
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.settings import Settings, SpoolSettings, UplinkSettings
from parkcarbon_edge.survey import Discovery, Found, Level, Suggestion

from tests.support import hanging
from tests.support.committer import Committer, connect
from tests.support.opcua import NAMESPACE, running, running_server, until
from tests.support.processes import free_port
from tests.support.stack import Broker

T = 1_790_000_000_000
EDGE = wire.Address("0a", "demo", "plant-a")


class Control:
    """The platform's side of configurations and commands."""

    def __init__(self, broker: Broker) -> None:
        self.platform = Committer(broker)
        self.replies: list[wire.Reply] = []
        self.client = connect(broker, "control")
        self.client.on_message = lambda _c, _d, m: self.replies.append(wire.decode_reply(bytes(m.payload)))
        self.client.subscribe(EDGE.topic("reply"), 1)

    @property
    def state(self) -> wire.State:
        return self.platform.states[-1]

    def configure(self, version: int, *sections: dict[str, Any], **secrets: str) -> None:
        config = wire.Config(version=version, connector=list(sections), secrets=secrets)
        self.client.publish(EDGE.topic("config"), wire.encode(config), qos=1, retain=True)

    def command(self, kind: str, *, expires_ms: int = 0, id: str = "", **args: Any) -> str:  # noqa: A002, ANN401
        command = wire.Command(
            id=id or str(uuid.uuid4()), kind=kind, args=args, expires_ms=expires_ms or now_ms() + 600_000
        )
        self.client.publish(EDGE.topic("command"), wire.encode(command), qos=1)
        return command.id

    def replies_to(self, command: str) -> list[wire.Reply]:
        return [reply for reply in self.replies if reply.id == command]

    async def answer(self, command: str) -> wire.Reply:
        await until(lambda: self.replies_to(command), "the reply")
        return self.replies_to(command)[0]

    async def acknowledged(self, version: int) -> None:
        await until(
            lambda: self.platform.states and self.state.config_version == version, f"version {version}"
        )

    def close(self) -> None:
        self.client.publish(EDGE.topic("config"), b"", qos=1, retain=True)
        self.client.disconnect()
        self.client.loop_stop()
        self.platform.close()


@pytest.fixture
def control(mqtt: Broker) -> Iterator[Control]:
    made = Control(mqtt)
    yield made
    made.close()


@pytest.fixture
def settings(mqtt: Broker, tmp_path: Path) -> Settings:
    """An edge that knows nothing but the way to the platform."""
    secret = tmp_path / "password"
    secret.write_text(mqtt.password)
    secret.chmod(0o600)
    up = UplinkSettings(
        url=f"mqtt://127.0.0.1:{mqtt.port}", username=mqtt.username, password_file=str(secret), cycle_s=0.05
    )
    spool = SpoolSettings(path=str(tmp_path / "spool.db"))
    return Settings(park="demo", edge="plant-a", partition="0a", uplink=up, spool=spool)


@asynccontextmanager
async def run(settings: Settings) -> AsyncIterator[Agent]:
    agent, stop = Agent(settings), asyncio.Event()
    async with running(agent.run(stop)) as task:
        yield agent
        stop.set()
        await task


def meters(mqtt: Broker, *keys: str, name: str = "mqtt-1", **changes: object) -> dict[str, Any]:
    points = [{"key": key, "topic": f"site/{key}", "field": "import"} for key in keys]
    return {
        "type": "mqtt", "name": name, "url": f"mqtt://127.0.0.1:{mqtt.port}", "username": mqtt.username,
        "password_secret": "meters", "point": points,
    } | changes  # fmt: skip


def opcua(endpoint: str, period_s: float) -> dict[str, Any]:
    point = {"key": "reg", "node": f"nsu={NAMESPACE};s=a", "sampling": "subscribe", "period_s": period_s}
    return {"type": "opcua", "name": "opcua-1", "endpoint": endpoint, "point": [point]}


async def test_twenty_changes_while_collecting_lose_no_reading(
    settings: Settings, control: Control, mqtt: Broker
) -> None:
    meter, sent = connect(mqtt, "meter"), 0

    def say() -> None:
        nonlocal sent
        body = json.dumps({"t": T + sent, "values": {"import": sent}})
        meter.publish("site/kept", body, qos=1)
        meter.publish("site/other", body, qos=1)
        sent += 1

    async with run(settings) as agent:
        kept = meters(mqtt, "kept")
        control.configure(1, kept, meters(mqtt, "other", name="mqtt-2"), meters=mqtt.password)
        await control.acknowledged(1)
        await until(lambda: all(c.health.ok for c in agent.connectors.values()), "the connectors")
        untouched = agent.connectors["mqtt-1"]
        for version in range(2, 22):
            say()
            changed = meters(mqtt, "other", *([f"new-{version}"] if version % 2 else []), name="mqtt-2")
            control.configure(version, kept, changed, meters=mqtt.password)
            for _ in range(5):
                say()
            await control.acknowledged(version)
        assert agent.connectors["mqtt-1"] is untouched
        wanted = {(key, T + i): (i, 0) for i in range(sent) for key in ("kept", "other")}
        await until(lambda: wanted.items() <= control.platform.readings.items(), "every message")
        await until(lambda: agent.spool.depth.batches == 0, "the spool to drain")
        assert (control.platform.missing, control.platform.gaps) == (0, [])
    await until(lambda: not control.state.online, "the good-bye")
    collected = sum(len(readings) for readings in control.platform.batches.values())
    assert collected == control.state.collected
    meter.disconnect()
    meter.loop_stop()


async def test_what_cannot_be_used_leaves_what_runs_and_is_reported(
    settings: Settings, control: Control, mqtt: Broker
) -> None:
    async with run(settings) as agent:
        control.configure(1, meters(mqtt, "a"), meters=mqtt.password)
        await control.acknowledged(1)
        running_one = agent.connectors["mqtt-1"]
        control.configure(2, meters(mqtt, "a", "b", colour="red"), meters=mqtt.password)
        await until(lambda: control.state.config_refused == 2, "the refusal")
        assert "connector 'mqtt-1'" in (control.state.config_error or "")
        assert control.state.config_version == 1
        assert agent.connectors["mqtt-1"] is running_one
        control.configure(3, meters(mqtt, "a", url="mqtt://169.254.169.254:80"), meters=mqtt.password)
        await until(lambda: control.state.config_refused == 3, "the refusal of the address")
        assert "never contacted" in (control.state.config_error or "")
        control.client.publish(EDGE.topic("config"), b"no configuration", qos=1, retain=True)
        await until(lambda: "cannot be read" in (control.state.config_error or ""), "the refusal of nonsense")
        control.configure(4, meters(mqtt, "a", "b"), meters=mqtt.password)
        await control.acknowledged(4)
        assert (control.state.config_refused, control.state.config_error) == (None, None)
        assert control.state.connectors["mqtt-1"].points == 2
    async with run(settings) as agent:
        assert agent.desired.version == 4
        assert list(agent.connectors) == ["mqtt-1"]
        control.configure(5, meters=mqtt.password)
        await control.acknowledged(5)
        assert agent.connectors == {}


async def test_commands_are_answered(settings: Settings, control: Control, mqtt: Broker) -> None:
    async with running_server(["a"]) as server, run(settings):
        await server.write("a", 7.5, T)
        sections = opcua(server.endpoint, 1.0), meters(mqtt, "quiet")
        control.configure(1, *sections, meters=mqtt.password)
        await control.acknowledged(1)
        tested = await control.answer(control.command("test", connector="opcua-1"))
        assert tested.ok
        assert [(p["key"], p["value"], p["ok"]) for p in tested.result["points"]] == [("reg", 7.5, True)]
        loose = opcua(server.endpoint, 1.0) | {"name": "not-yet"}
        tried = await control.answer(control.command("read", connection=loose, points=["reg"]))
        assert tried.result["points"][0]["value"] == 7.5
        shown = await control.answer(control.command("configuration"))
        assert shown.result == {"version": 1, "connector": list(sections)}
        bundle = await control.answer(control.command("diagnose"))
        assert bundle.result["state"]["config_version"] == 1
        assert mqtt.password not in json.dumps(bundle.result)
        far = await control.answer(
            control.command("test", connection=loose | {"endpoint": "opc.tcp://8.8.8.8"})
        )
        assert (far.ok, far.error and far.error.code) == (False, "address_refused")
        late = await control.answer(control.command("test", expires_ms=now_ms() - 1000, connector="opcua-1"))
        assert late.error is not None
        assert late.error.code == "expired"
        strange = await control.answer(control.command("dance"))
        assert strange.error is not None
        assert strange.error.code == "unknown_kind"


async def test_a_command_that_hangs_delays_nothing_and_a_repeated_one_runs_once(
    settings: Settings, control: Control, mqtt: Broker
) -> None:
    hanging.release.clear()
    hanging.counted.clear()
    table = {"hang": Entry("hang", 0.5), "count": Entry("count", 60.0), "chatter": Entry("chatter", 60.0)}
    meter = connect(mqtt, "meter")
    async with run(settings) as agent:
        agent.desk = Desk(agent._facts, agent._answer, table, "tests.support.hanging")
        agent.uplink._orders[EDGE.topic("command")] = agent.desk.take
        control.configure(1, meters(mqtt, "m"), meters=mqtt.password)
        await control.acknowledged(1)
        await until(lambda: agent.connectors["mqtt-1"].health.ok, "the connector")
        stuck = control.command("hang")
        await until(lambda: agent.desk._works, "the command to run")
        meter.publish("site/m", json.dumps({"t": T, "values": {"import": 1}}), qos=1)
        await until(lambda: ("m", T) in control.platform.readings, "a reading beside the hanging command")
        reply = await control.answer(stuck)
        assert reply.error is not None
        assert reply.error.code == "timeout"
        twice = str(uuid.uuid4())
        for _ in range(3):
            control.command("count", id=twice, n=5)
        assert (await control.answer(control.command("count", n=6))).ok
        assert sorted(map(str, hanging.counted)) == ["5", "6"]
        assert len(control.replies_to(twice)) == 1
        much = await control.answer(control.command("chatter"))
        assert much.error is not None
        assert much.error.code == "too_large"
        hanging.release.set()
    meter.disconnect()
    meter.loop_stop()


def test_every_command_has_its_look() -> None:
    from parkcarbon_edge import looks

    assert all(callable(getattr(looks, entry.function)) for entry in TABLE.values())


async def test_a_server_is_looked_at_for_somebody_far_away(settings: Settings, control: Control) -> None:
    async with running_server(["a", "energy_kWh"]) as server, run(settings):
        await until(lambda: control.platform.states, "the edge")
        offered = await control.answer(control.command("discover", url=server.endpoint))
        assert offered.ok, offered.error
        assert msgspec.convert(offered.result, Discovery).endpoints[0].security == "none"
        connection = {"type": "opcua", "name": "new", "endpoint": server.endpoint}
        level = await control.answer(control.command("browse", connection=connection))
        assert level.ok, level.error
        names = [node.name for node in msgspec.convert(level.result, Level).children]
        assert {"a", "energy_kWh"} <= set(names)
        found = await control.answer(control.command("browse", connection=connection, search="kwh"))
        [node] = msgspec.convert(found.result, Found).nodes
        assert node.node == f"nsu={NAMESPACE};s=energy_kWh"
        likely = await control.answer(
            control.command("browse", connection=connection, counters=True, watch_s=0)
        )
        assert msgspec.convert(likely.result, list[Suggestion])[0].node.name == "energy_kWh"
        wrong = await control.answer(control.command("browse", connection=connection, node="ns=9;s=x"))
        assert wrong.error is not None
        assert wrong.error.code == "unknown_node"
    gone = f"opc.tcp://127.0.0.1:{free_port()}"
    async with run(settings):
        silent = await control.answer(control.command("discover", url=gone))
        assert silent.error is not None
        assert (silent.error.code, "refuses the connection" in silent.error.message) == (
            "source_unavailable",
            True,
        )
        refused = await control.answer(control.command("discover", url="opc.tcp://169.254.169.254:4840"))
        assert refused.error is not None
        assert refused.error.code == "address_refused"
