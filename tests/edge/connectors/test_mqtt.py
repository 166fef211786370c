import asyncio
import json

import paho.mqtt.client as paho
from parkcarbon_edge.broker import Access
from parkcarbon_edge.connectors.base import BAD_DECODING, now_ms
from parkcarbon_edge.connectors.mqtt import MqttConnector, MqttHistory, fields_by_topic
from parkcarbon_edge.connectors.windows import DAY_MS, HOUR_MS, Progress
from parkcarbon_edge.settings import MqttPoint, MqttSettings

from tests.support.committer import connect
from tests.support.opcua import running, until
from tests.support.sink import ListSink
from tests.support.stack import Broker

POINTS = [
    MqttPoint(key="office-import", topic="site/office", field="import"),
    MqttPoint(key="office-power", topic="site/office", field="power"),
    MqttPoint(key="gate-import", topic="site/gate", field="import"),
]
T = 1_790_000_000_000


def settings(mqtt: Broker, history_days: int = 0, request_timeout_s: float = 20) -> MqttSettings:
    return MqttSettings(
        name="mqtt-1", url=f"mqtt://127.0.0.1:{mqtt.port}", point=POINTS,
        mode="history" if history_days else "live", history_days=history_days,
        request_timeout_s=request_timeout_s,
    )  # fmt: skip


def access(mqtt: Broker) -> Access:
    return Access(f"mqtt://127.0.0.1:{mqtt.port}", "edge-test-mqtt-1", mqtt.username, mqtt.password)


def publish(client: paho.Client, topic: str, message: object) -> None:
    payload = message if isinstance(message, bytes) else json.dumps(message)
    client.publish(topic, payload, qos=1).wait_for_publish(10)


def end(client: paho.Client) -> None:
    client.disconnect()
    client.loop_stop()


def test_points_are_grouped_by_topic() -> None:
    assert fields_by_topic(POINTS) == {
        "site/office": {"import": "office-import", "power": "office-power"},
        "site/gate": {"import": "gate-import"},
    }


async def test_meters_become_readings(mqtt: Broker) -> None:
    meter, sink = connect(mqtt, "meter"), ListSink()
    connector = MqttConnector(settings(mqtt), sink, access(mqtt))
    async with running(connector.run()):
        await until(lambda: connector.health.ok, "the connection")
        publish(meter, "site/office", {"t": T, "values": {"import": 1.5, "power": 2}})
        publish(meter, "site/gate", {"t": T + 1, "values": {"import": 7}})
        await until(lambda: len(sink.readings) == 3, "the readings")
        assert sink.readings == [
            ("office-import", T, 1.5, 0), ("office-power", T, 2, 0), ("gate-import", T + 1, 7, 0),
        ]  # fmt: skip
        assert connector.health.last_reading_ms == T + 1
    end(meter)


async def test_what_cannot_be_read_is_a_bad_reading_and_blocks_nothing(mqtt: Broker) -> None:
    meter, sink = connect(mqtt, "meter"), ListSink()
    connector = MqttConnector(settings(mqtt), sink, access(mqtt))
    async with running(connector.run()):
        await until(lambda: connector.health.ok, "the connection")
        publish(meter, "site/gate", b"\x00 no json")
        await until(lambda: sink.readings, "the bad reading")
        assert sink.readings[0][2:] == (None, BAD_DECODING)
        assert "could not be read" in (connector.health.error or "")
        publish(meter, "site/gate", {"t": T, "values": {"import": 7}})
        await until(lambda: len(sink.readings) == 2, "the good reading")
        assert connector.health.ok
    end(meter)


async def test_a_message_is_acknowledged_only_when_it_is_in_the_spool(mqtt: Broker) -> None:
    """An edge that dies between receiving and storing gets the message again."""
    meter, lost, sink = connect(mqtt, "meter"), ListSink(commit=False), ListSink()
    dying = MqttConnector(settings(mqtt), lost, access(mqtt))
    async with running(dying.run()):
        await until(lambda: dying.health.ok, "the connection")
        for i in range(30):
            publish(meter, "site/gate", {"t": T + i, "values": {"import": i}})
        await until(lambda: len(lost.readings) >= 10, "readings in memory")
    for i in range(30, 40):
        publish(meter, "site/gate", {"t": T + i, "values": {"import": i}})
    connector = MqttConnector(settings(mqtt), sink, access(mqtt))
    async with running(connector.run()):
        await until(lambda: len(sink.readings) == 40, "all of them")
        assert [r[2] for r in sink.readings] == list(range(40))
        await connector.broker.flush()
        await asyncio.sleep(0.3)
    again = ListSink()
    async with running(MqttConnector(settings(mqtt), again, access(mqtt)).run()):
        publish(meter, "site/gate", {"t": T + 99, "values": {"import": 99}})
        await until(lambda: again.readings, "the next message")
        assert [r[2] for r in again.readings] == [99]
    end(meter)


class Meters:
    """Meters with stored quarter-hours that answer profile requests."""

    def __init__(self, mqtt: Broker, dumb: set[str] | None = None) -> None:
        self.requests: list[tuple[str, int, int]] = []
        self.dumb = dumb or set()
        self.client = connect(mqtt, "meters")
        self.client.on_message = self._asked
        self.client.subscribe("site/+/profile/request", qos=1)

    def _asked(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        topic, request = message.topic.removesuffix("/profile/request"), json.loads(message.payload)
        self.requests.append((topic, request["from"], request["to"]))
        if topic in self.dumb:
            self.dumb.discard(topic)  # it answers the second time
            return
        step = 900_000
        times = range(-(-request["from"] // step) * step, request["to"], step)
        readings = [{"t": t, "values": {"import": t / step, "power": 1}} for t in times]
        self.client.publish(f"{topic}/profile", json.dumps({**request, "readings": readings}), qos=1)


async def test_history_asks_every_meter_for_every_day_once(mqtt: Broker) -> None:
    meters, sink = Meters(mqtt), ListSink()
    history = MqttHistory(settings(mqtt, history_days=4), sink, access(mqtt))
    [(progress, _)] = history.passes
    anchor = progress.anchor
    await asyncio.wait_for(history.run(), 60)
    first = -(-(anchor - 4 * DAY_MS) // 900_000) * 900_000
    expected = list(range(first, anchor, 900_000))
    for key in ("office-import", "gate-import"):
        assert sorted(sink.of(key)) == [(t, t / 900_000, 0) for t in expected]
    assert all(end - start <= DAY_MS for _, start, end in meters.requests)
    assert meters.requests[0][2] == anchor
    assert len(meters.requests) == len(set(meters.requests))
    keys = ["gate-import", "office-import", "office-power"]
    assert sink.saved[-1] == {"passes": [{"anchor": anchor, "done_to": anchor - 4 * DAY_MS, "keys": keys}]}
    assert sink.asked_for_room == len(meters.requests) // 2
    assert history.health.ok
    end(meters.client)


async def test_history_carries_on_after_a_restart_and_ends_when_all_is_there(mqtt: Broker) -> None:
    meters, now = Meters(mqtt), now_ms()
    sink = ListSink(progress=Progress(now, now - 50 * HOUR_MS).dump())
    history = MqttHistory(settings(mqtt, history_days=3), sink, access(mqtt))
    await asyncio.wait_for(history.run(), 60)
    assert max(end for _, _, end in meters.requests) == now - 50 * HOUR_MS
    asked = len(meters.requests)
    await asyncio.wait_for(MqttHistory(history.settings, sink, access(mqtt)).run(), 60)
    assert len(meters.requests) == asked
    end(meters.client)


async def test_a_meter_that_misses_a_request_is_asked_again(mqtt: Broker) -> None:
    meters, sink = Meters(mqtt, dumb={"site/gate"}), ListSink()
    wanted = settings(mqtt, history_days=1, request_timeout_s=0.5)
    history = MqttHistory(wanted, sink, access(mqtt))
    await asyncio.wait_for(history.run(), 60)
    assert len(sink.of("gate-import")) == len(sink.of("office-import")) == 96
    end(meters.client)


async def test_silent_meters_are_reported(mqtt: Broker) -> None:
    wanted = settings(mqtt, history_days=1, request_timeout_s=0.1)
    history = MqttHistory(wanted, ListSink(), access(mqtt))
    async with running(history.run()):
        await until(lambda: "does not answer" in (history.health.error or ""), "the report")
