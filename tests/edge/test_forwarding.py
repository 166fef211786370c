"""Two destinations at a real broker: each with its own pace, coming and going while the agent runs."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from parkcarbon_edge import fleet, forwarding, wire
from parkcarbon_edge.agent import Agent
from parkcarbon_edge.cli import destination, main
from parkcarbon_edge.cli.destination import without
from parkcarbon_edge.settings import load_settings
from parkcarbon_edge.spool_destinations import Destinations, inspect_spool
from parkcarbon_edge.uplink.mqtt import Uplink
from parkcarbon_edge.words import Said

from tests.support.committer import Committer, connect
from tests.support.opcua import running, until
from tests.support.processes import Proxy
from tests.support.stack import Broker

T = 1_790_000_000_000


@pytest.fixture
def config(mqtt: Broker, tmp_path: Path) -> Path:
    """An edge with one MQTT meter, whose file names nothing but the platform."""
    secret = tmp_path / "password"
    secret.write_text(mqtt.password)
    secret.chmod(0o600)
    access = (
        f'url = "mqtt://127.0.0.1:{mqtt.port}"\nusername = "{mqtt.username}"\npassword_file = "{secret}"\n'
    )
    path = tmp_path / "edge.toml"
    path.write_text(
        f'park = "demo"\nedge = "plant-a"\npartition = "0a"\n[uplink]\n{access}cycle_s = 0.05\n'
        f'[spool]\npath = "{tmp_path}/spool.db"\n'
        f'[[connector]]\nname = "mqtt-1"\ntype = "mqtt"\n{access}'
        '[[connector.point]]\nkey = "meter"\ntopic = "site/meter"\nfield = "import"\n'
    )
    return path


def add(config: Path, mqtt: Broker, port: int, name: str = "historian") -> int:
    login = ["--username", mqtt.username, "--password-file", str(config.with_name("password"))]
    there = ["--park", "works", "--edge", "gateway-7"]
    where = [name, f"mqtt://127.0.0.1:{port}", "--config", str(config)]
    return main(["destination", "add", *where, *login, *there])


def values(platform: Committer, spool: str) -> list[wire.Value]:
    """What came under this identity, in the order of its sequence."""
    rows = sorted((seq, batch) for (uuid, seq), batch in platform.batches.items() if uuid == spool)
    return [value for _, batch in rows for _, _, value, _ in batch]


async def test_one_that_is_down_delays_nobody_and_gets_everything_afterwards(
    config: Path, mqtt: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    platform, meter, line = Committer(mqtt), connect(mqtt, "meter"), Proxy(mqtt.port)
    assert add(config, mqtt, line.port) == 0
    agent, stop = Agent(load_settings(config), config), asyncio.Event()
    spool = agent.spool
    own, other = spool.uuid, spool.of("historian").uuid
    async with running(agent.run(stop)) as task:
        await until(lambda: agent.connectors["mqtt-1"].health.ok, "the connector")
        await until(lambda: agent.forwarding.uplinks["historian"].broker.connected, "the second way")
        line.set_cut(True)
        await until(lambda: not agent.forwarding.uplinks["historian"].broker.connected, "the cut")
        for i in range(30):
            meter.publish("site/meter", json.dumps({"t": T + i, "values": {"import": i}}), qos=1)
        await until(lambda: values(platform, own) == list(range(30)), "the platform to have all")
        await until(lambda: spool.depth.batches == 0, "the platform's part to drain")
        assert values(platform, other) == []
        assert spool.of("historian").depth[1] == T
        await until(lambda: waiting(platform, own) > 0, "the state to tell of it")
        told = said(platform, own).destinations
        assert (told["platform"].connected, told["historian"].connected) == (True, False)
        assert (told["platform"].here, told["historian"].here) == (True, False)
        assert told["historian"].oldest_unsent_ms == T
        assert main(["status", "--config", str(config)]) == 1
        assert "historian" in (shown := capsys.readouterr().out)
        assert "not connected" in shown
        line.set_cut(False)
        await until(lambda: values(platform, other) == list(range(30)), "the historian to have all")
        await until(lambda: spool.oldest() is None, "the file to drain")
        stop.set()
        await task
    assert platform.missing == 0
    assert platform.gaps == []
    assert (said(platform, other).collected, said(platform, other).destinations) == (30, {})
    assert {topic for topic in platform.topics if topic.endswith("/up")} == {
        "pc/v1/0a/demo/edge/plant-a/up", f"pc/v1/{wire.partition_of('works')}/works/edge/gateway-7/up",
    }  # fmt: skip
    close(meter, platform, line)


def waiting(platform: Committer, spool: str) -> int:
    """How much waits for the historian, as the platform is told."""
    told = said(platform, spool).destinations.get("historian")
    return told.spool_depth if told and not told.connected else 0


def said(platform: Committer, spool: str) -> wire.State:
    """What the edge last said of itself under this identity."""
    return next((s for s in reversed(platform.states) if s.spool == spool), wire.State(online=False))


async def test_destinations_come_and_go_while_the_agent_runs(
    config: Path, mqtt: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    platform, meter = Committer(mqtt), connect(mqtt, "meter")
    agent, stop = Agent(load_settings(config), config), asyncio.Event()
    before = config.read_text()
    async with running(agent.run(stop)) as task:
        await until(lambda: agent.connectors["mqtt-1"].health.ok, "the connector")
        meter.publish("site/meter", json.dumps({"t": T, "values": {"import": 0}}), qos=1)
        await until(lambda: agent.spool.collected == 1, "the first reading")
        assert add(config, mqtt, mqtt.port) == 0
        await until(lambda: "historian" in agent.spool.names, "the destination to be taken up")
        other = agent.spool.of("historian").uuid
        meter.publish("site/meter", json.dumps({"t": T + 1, "values": {"import": 1}}), qos=1)
        await until(lambda: values(platform, other) == [1], "what is collected from then on")
        await until(lambda: agent.spool.oldest() is None, "the file to drain")
        with_it = config.read_text()
        config.write_text(with_it + "[[destination]]\nname = 1\n")
        await until(lambda: agent.forwarding.faulty, "the mistake to be noticed")
        assert agent.spool.names == ["platform", "historian"]
        assert agent.forwarding.uplinks["historian"].broker.connected
        config.write_text("park = 1")
        await until(lambda: agent.forwarding.problem, "a file that is of no use at all to be noticed")
        assert agent.spool.names == ["platform", "historian"]
        config.write_text(with_it)
        await until(lambda: not agent.forwarding.problem, "the mistake to be gone")
        assert agent.forwarding.faulty == ()
        assert main(["destination", "remove", "historian", "--config", str(config)]) == 0
        await until(lambda: agent.spool.names == ["platform"], "it to be let go of")
        meter.publish("site/meter", json.dumps({"t": T + 2, "values": {"import": 2}}), qos=1)
        await until(lambda: values(platform, agent.spool.uuid) == [0, 1, 2], "the platform to have all")
        await until(lambda: agent.spool.oldest() is None, "the file to drain")
        stop.set()
        await task
    assert values(platform, other) == [1]
    assert config.read_text().rstrip() == before.rstrip()
    close(meter, platform)


async def test_one_that_cannot_be_used_stops_nothing_else_and_recovers_when_it_is_mended(
    config: Path, mqtt: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    """One way lacks its password file and one has no address when the agent starts."""
    platform, meter = Committer(mqtt), connect(mqtt, "meter")
    assert add(config, mqtt, mqtt.port) == 0
    good, secret = config.read_text(), config.with_name("password of the historian")
    good = good.replace(f'_file = "{config.with_name("password")}"\npark', f'_file = "{secret}"\npark')
    archive = '[[destination]]\nname = "archive"\nedge = "gateway-8"\n'
    archive += f'username = "{mqtt.username}"\npassword_file = "{config.with_name("password")}"\n'
    config.write_text(good + archive + 'url = "broker.works"\n')
    assert main(["status", "--config", str(config)]) == 1
    assert "'broker.works' is no address" in capsys.readouterr().out
    agent, stop = Agent(load_settings(config), config), asyncio.Event()
    own = agent.spool.uuid
    async with running(agent.run(stop)) as task:
        await until(lambda: agent.connectors["mqtt-1"].health.ok, "the connector")
        meter.publish("site/meter", json.dumps({"t": T, "values": {"import": 7}}), qos=1)
        await until(lambda: values(platform, own) == [7], "the platform to have it")
        await until(lambda: waiting(platform, own) == 1, "the state to tell of it")
        told = said(platform, own).destinations
        assert {name: one.words.code for name, one in told.items() if one.words} == {
            "historian": "password_file", "archive": "destination_faulty",
        }  # fmt: skip
        assert (why := told["archive"].words) is not None
        assert why.why is not None
        assert (why.why.code, why.facts["place"].startswith("edge.toml:")) == ("no_address", True)
        assert (told["platform"].connected, told["archive"].spool_depth) == (True, 1)
        assert main(["status", "--config", str(config)]) == 1
        shown = capsys.readouterr().out
        assert str(secret) in shown
        assert "'broker.works' is no address. Write mqtt://host:port." in shown
        secret.write_text(mqtt.password)
        secret.chmod(0o600)
        historian = agent.spool.of("historian").uuid
        await until(lambda: values(platform, historian) == [7], "the historian, once its file is there")
        config.write_text(f'{good}{archive}url = "mqtt://127.0.0.1:{mqtt.port}"\n')
        archived = agent.spool.of("archive").uuid
        await until(lambda: values(platform, archived) == [7], "the archive, once its section is mended")
        stop.set()
        await task
    assert platform.gaps == []
    close(meter, platform)


def test_who_may_not_write_the_file_is_told_what_to_do(
    alone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    before = alone.read_text()
    monkeypatch.setattr(destination, "write_durably", refuses)  # root may write everywhere
    where = ["--config", str(alone)]
    assert main(["destination", "remove", "historian", *where]) == 2
    assert "Permission denied. Run the command as root" in capsys.readouterr().err
    assert main(["destination", "add", "second", "mqtt://127.0.0.1:3", "--edge", "gateway-7", *where]) == 2
    assert "sudo" in capsys.readouterr().err
    assert alone.read_text() == before


def test_one_that_cannot_be_used_can_be_removed_and_others_added(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone.write_text(alone.read_text() + '[[destination]]\nname = "wrong"\nurl = "nowhere"\n')
    where = ["--config", str(alone)]
    assert main(["destination", "list", *where]) == 0
    assert "wrong            cannot be used" in capsys.readouterr().out
    assert main(["destination", "add", "second", "mqtt://127.0.0.1:3", "--edge", "gateway-7", *where]) == 0
    assert main(["destination", "add", "third", "elsewhere", *where]) == 2
    assert main(["destination", "remove", "wrong", *where]) == 0
    settings = load_settings(alone)
    assert ([one.name for one in settings.destination], settings.faulty) == (["historian", "second"], ())


def test_nothing_is_kept_for_a_section_that_takes_the_platforms_name(alone: Path) -> None:
    """Its cursor would never move: the spool would grow although the platform has everything."""
    text = alone.read_text().replace("[spool]\n", '[spool]\ndestination = "headquarters"\n')
    alone.write_text(text + '[[destination]]\nname = "headquarters"\nurl = "mqtt://127.0.0.1:3"\n')
    settings = load_settings(alone)
    assert [(one.name, one.label) for one in settings.faulty] == [(None, "destination-2")]
    agent = Agent(settings, alone)
    assert agent.spool.names == ["platform", "historian"]
    assert "destination-2" in agent.forwarding.states()
    agent.spool.close()


def test_while_nobody_knows_whom_a_section_means_nothing_is_given_up(alone: Path) -> None:
    spool = Agent(load_settings(alone), alone).spool
    spool.append([("meter", T, 1, 0)])
    spool.close()
    alone.write_text(alone.read_text().replace('name = "historian"', 'nmae = "historian"'))
    again = Agent(load_settings(alone), alone)
    assert again.spool.names == ["platform", "historian"]
    assert again.forwarding.states()["destination-1"].error is not None
    again.spool.close()


async def test_a_meter_whose_password_file_is_missing_delays_no_other(
    config: Path, mqtt: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform's own is missing, too: the agent starts, collects, and sends when it is there."""
    monkeypatch.setattr(fleet, "AGAIN_S", 0.1)
    platform, meter = Committer(mqtt), connect(mqtt, "meter")
    uplink, secret = config.with_name("uplink"), config.with_name("meter")
    there = str(config.with_name("password"))
    head, _, line = config.read_text().partition("[[connector]]")
    second = f"[[connector]]{line}".replace("mqtt-1", "mqtt-2").replace('"meter"', '"second"')
    config.write_text(
        head.replace(there, str(uplink)) + second + f"[[connector]]{line}".replace(there, str(secret))
    )
    agent, stop = Agent(load_settings(config), config), asyncio.Event()
    async with running(agent.run(stop)) as task:
        await until(lambda: agent.connectors["mqtt-2"].health.ok, "the meter that can be reached")
        meter.publish("site/meter", json.dumps({"t": T, "values": {"import": 1}}), qos=1)
        await until(lambda: agent.spool.collected == 1, "its reading")
        missing = [agent.connectors["mqtt-1"].health.said, agent.uplink.error]
        assert [one.code for one in missing if isinstance(one, Said)] == ["password_file"] * 2
        for path in (uplink, secret):
            path.touch(mode=0o600)
            path.write_text(mqtt.password)
        await until(lambda: agent.connectors["mqtt-1"].health.ok, "the other meter, once its file is there")
        await until(lambda: values(platform, agent.spool.uuid) == [1], "the platform to have it")
        stop.set()
        await task
    close(meter, platform)


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """An edge without a meter, and with two ways that lead nowhere."""
    path = tmp_path / "edge.toml"
    path.write_text(
        f'park = "demo"\nedge = "plant-a"\npartition = "0a"\n[uplink]\nurl = "mqtt://127.0.0.1:1"\n'
        f'[spool]\npath = "{tmp_path}/spool.db"\n'
        '[[destination]]\nname = "historian"\nurl = "mqtt://127.0.0.1:2"\n'
    )
    return path


async def test_a_sender_that_fails_begins_again(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    async def run(uplink: Uplink) -> None:
        begun.append(uplink)
        if len(begun) == 1:
            raise RuntimeError("broken")
        await asyncio.Event().wait()

    monkeypatch.setattr(Uplink, "run", run)
    monkeypatch.setattr(forwarding, "AGAIN_S", 0.0)
    agent = Agent(load_settings(alone), alone)
    agent.forwarding.start()
    await until(lambda: len(begun) == 2, "the second beginning")
    assert begun[1].error == "RuntimeError: broken"
    await agent.forwarding.close()
    agent.spool.close()


async def test_what_a_full_disk_refused_is_taken_up_later(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(forwarding, "AGAIN_S", 0.0)
    monkeypatch.setattr(forwarding, "LOOK_S", 0.01)
    agent = Agent(load_settings(alone), alone)
    watching = asyncio.create_task(agent.forwarding.watch())
    with monkeypatch.context() as patch:
        patch.setattr(Destinations, "_sweep", refuses)
        alone.write_text(without(alone.read_text(), "historian"))
        await until(lambda: agent.forwarding.problem, "the refusal")
        assert agent.spool.names == ["platform", "historian"]
    await until(lambda: agent.spool.names == ["platform"], "it to be let go of")
    await until(lambda: agent.forwarding.problem is None, "the problem to be gone")
    watching.cancel()
    await asyncio.wait([watching])
    await agent.forwarding.close()
    agent.spool.close()


def test_what_cannot_be_cut_out_is_not_said_to_be_gone(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    top, _, _ = alone.read_text().partition("[uplink]")
    inline = top + 'destination = [{name = "inline", url = "mqtt://b:1"}]\n' + alone.read_text()[len(top) :]
    alone.write_text(inline.partition("[[destination]]")[0])
    assert main(["destination", "remove", "inline", "--config", str(alone)]) == 2
    assert "by hand" in capsys.readouterr().err


def test_what_still_waits_is_not_given_up_unasked(
    config: Path, mqtt: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(config, mqtt, mqtt.port) == 0
    spool = Agent(load_settings(config), config).spool
    spool.append([("meter", T, 1, 0)])
    spool.close()
    remove = ["destination", "remove", "historian", "--config", str(config)]
    assert main(remove) == 2
    assert "1 batches still wait" in capsys.readouterr().err
    assert main(["destination", "list", "--config", str(config)]) == 0
    assert "pc/v1/" in capsys.readouterr().out
    assert main([*remove, "--give-up"]) == 0
    summary = inspect_spool(spool.path)
    assert summary is not None
    assert summary.batches == 1


def test_a_name_that_is_used_is_refused_and_the_file_stays(config: Path, mqtt: Broker) -> None:
    before = config.read_text()
    assert add(config, mqtt, mqtt.port, "platform") == 2
    assert config.read_text() == before
    assert add(config, mqtt, mqtt.port, "second") == 0
    assert add(config, mqtt, mqtt.port, "second") == 2


def test_two_ways_do_not_end_each_others_connection(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = alone.read_text()
    command = ["destination", "add", "second", "mqtt://127.0.0.1:1", "--config", str(alone)]
    assert main(command) == 2
    assert "client id" in capsys.readouterr().err
    assert alone.read_text() == before
    assert main([*command, "--edge", "gateway-7"]) == 0


def test_only_the_named_section_is_cut_out() -> None:
    spool = '[spool]\npath = "x"\n\n'
    a, b = '[[destination]]\nname = "a"\nurl = "1"\n# of b\n', "[[destination]]\n  name = 'b'\n"
    assert without(spool + a + b, "b") == spool + a
    assert without(spool + a + b, "a") == spool + b
    assert without(spool + a + b, "c") == spool + a + b


def close(meter: object, platform: Committer, line: Proxy | None = None) -> None:
    meter.disconnect()
    meter.loop_stop()
    platform.close()
    if line is not None:
        line.close()
