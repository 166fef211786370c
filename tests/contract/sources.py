"""Devices that connectors are proved against: one class a protocol, one entry in `SOURCES`.

A source has the points `a` and `b`. Each speaks its protocol for real, with a server that shares no code with
the connector. Where devices of a protocol have a clock, a reading has their time; where they have a memory,
what was missed is read from it.
"""

import asyncio
import json
import math
import struct
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

import dlt645
import paho.mqtt.client as paho
from asyncua import ua
from parkcarbon_edge.fieldbus import Dlt645Point, Dlt645Settings, ModbusPoint, ModbusSettings
from parkcarbon_edge.settings import (
    ConnectorSettings,
    MqttPoint,
    MqttSettings,
    OpcuaPoint,
    OpcuaSettings,
)

from tests.support import opcua
from tests.support.committer import connect
from tests.support.modbus_peer import ModbusPeer
from tests.support.processes import free_port
from tests.support.stack import Broker

Mode = Literal["live", "history"]
POINTS = ("a", "b")
HISTORY_DAYS = 1


class Value(NamedTuple):
    """What a point of the device shows at a time; without a number it is bad, in the protocol's own way."""

    point: str
    time_ms: int
    number: float | None


class Source(ABC):
    """A device behind one protocol."""

    has_clock: ClassVar[bool] = True  # readings carry the device's time, not that of the read
    has_memory: ClassVar[bool] = True  # what was shown while nobody looked can be read afterwards

    @abstractmethod
    def settings(self, mode: Mode = "live") -> ConnectorSettings:
        """How the connector is told to collect `POINTS`; the key of a point is its name."""

    @abstractmethod
    async def start(self) -> None:
        """Make it reachable, at the same address every time."""

    @abstractmethod
    async def stop(self) -> None:
        """Make it unreachable; what it produced stays in its memory."""

    @abstractmethod
    async def produce(self, values: Iterable[Value]) -> None:
        """Show these values while reachable, one after the other."""

    @abstractmethod
    async def store(self, values: Iterable[Value]) -> None:
        """Put these values into the device's memory, as of the past."""

    @abstractmethod
    async def close(self) -> None:
        """End it for good, started or not."""


class OpcuaSource(Source):
    """An OPC UA server with history."""

    def __init__(self, _broker: Broker, _folder: Path) -> None:
        self.server = opcua.TestServer(POINTS, history=True)
        self.is_started = False

    def settings(self, mode: Mode = "live") -> OpcuaSettings:
        points = [
            OpcuaPoint(key="a", node=f"nsu={opcua.NAMESPACE};s=a", sampling="poll", period_s=0.2),
            OpcuaPoint(key="b", node=f"nsu={opcua.NAMESPACE};s=b", sampling="subscribe", period_s=0.2),
        ]
        return OpcuaSettings(
            name="device", endpoint=self.server.endpoint, mode=mode, timeout_s=5, point=points,
            history_days=HISTORY_DAYS if mode == "history" else 0, history_step_s=1,
        )  # fmt: skip

    async def start(self) -> None:
        await self.server.start()
        self.is_started = True

    async def stop(self) -> None:
        await self.server.stop()
        self.is_started = False

    async def close(self) -> None:
        if self.is_started:
            await self.stop()

    async def produce(self, values: Iterable[Value]) -> None:
        for point, time_ms, number in values:
            status = int(ua.StatusCodes.BadSensorFailure) if number is None else 0
            await self.server.write(point, number or 0.0, time_ms, status)

    async def store(self, values: Iterable[Value]) -> None:
        for point, time_ms, number in values:
            await self.server.write(point, number or 0.0, time_ms, live=False)


class MqttSource(Source):
    """Meters on a broker that answer requests for their stored profile."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker, self.kept = broker, dict[str, list[Value]]()
        self.password_file = folder / "password"
        self.password_file.write_text(broker.password)
        self.password_file.chmod(0o600)
        self.meters: paho.Client | None = None
        broker.stack.stop_one(broker.stack.mosquitto)

    def settings(self, mode: Mode = "live") -> MqttSettings:
        points = [MqttPoint(key=point, topic=f"site/{point}", field="import") for point in POINTS]
        return MqttSettings(
            name="device", url=f"mqtt://127.0.0.1:{self.broker.port}", mode=mode, point=points,
            username=self.broker.username, password_file=str(self.password_file),
            history_days=HISTORY_DAYS if mode == "history" else 0, request_timeout_s=5,
        )  # fmt: skip

    async def start(self) -> None:
        stack = self.broker.stack
        await asyncio.to_thread(stack.start_one, stack.mosquitto)
        self.meters = await asyncio.to_thread(connect, self.broker, "meters")
        self.meters.on_message = self._asked
        self.meters.subscribe("site/+/profile/request", qos=1)

    async def stop(self) -> None:
        if self.meters is not None:
            self.meters.disconnect()
            await asyncio.to_thread(self.meters.loop_stop)
            self.meters = None
        stack = self.broker.stack
        await asyncio.to_thread(stack.stop_one, stack.mosquitto)

    async def close(self) -> None:
        await self.stop()
        stack = self.broker.stack
        await asyncio.to_thread(stack.start_one, stack.mosquitto)  # for the tests that come after

    async def produce(self, values: Iterable[Value]) -> None:
        assert self.meters is not None
        for point, time_ms, number in values:
            message = json.dumps({"t": time_ms, "values": {"import": number}})
            sent = self.meters.publish(f"site/{point}", message, qos=1)
            await asyncio.to_thread(sent.wait_for_publish, 60)

    async def store(self, values: Iterable[Value]) -> None:
        for value in values:
            self.kept.setdefault(value.point, []).append(value)

    def _asked(self, client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        request, point = json.loads(message.payload), message.topic.split("/")[1]
        readings = [
            {"t": time_ms, "values": {"import": number}}
            for _, time_ms, number in self.kept.get(point, [])
            if request["from"] <= time_ms < request["to"]
        ]
        client.publish(f"site/{point}/profile", json.dumps({**request, "readings": readings}), qos=1)


class ModbusSource(Source):
    """A Modbus TCP server of modbus_tk: `a` a float64 with its words exchanged, `b` an int32 in tenths."""

    has_clock = has_memory = False
    INVALID = 0x80000000

    def __init__(self, _broker: Broker, _folder: Path) -> None:
        self.peer = ModbusPeer()
        self.peer.show(7, "holding", 10, [0, 0, 0, 0])
        self.peer.show(7, "holding", 20, [0, 0])

    def settings(self, mode: Mode = "live") -> ModbusSettings:
        points = [
            ModbusPoint(key="a", unit=7, address=10, type="float64", order="CDAB", period_s=0.2),
            ModbusPoint(
                key="b", unit=7, address="40021", type="int32", scale="0.1", invalid=["0x80000000"],
                period_s=0.2,
            ),
        ]  # fmt: skip
        return ModbusSettings(
            name="device", endpoint=f"tcp://127.0.0.1:{self.peer.port}", mode=mode, timeout_s=5, point=points
        )

    async def start(self) -> None:
        await asyncio.to_thread(self.peer.start)

    async def stop(self) -> None:
        await asyncio.to_thread(self.peer.stop)

    async def close(self) -> None:
        await self.stop()

    async def produce(self, values: Iterable[Value]) -> None:
        for point, _, number in values:
            if point == "a":
                packed = struct.pack(">d", math.nan if number is None else number)
                words = list(struct.unpack(">4H", packed))[::-1]
            else:
                raw = self.INVALID if number is None else round(number * 10)
                words = [raw >> 16, raw & 0xFFFF]
            self.peer.show(7, "holding", 10 if point == "a" else 20, words)

    async def store(self, values: Iterable[Value]) -> None:
        raise AssertionError("Modbus devices have no memory")


class Dlt645Source(Source):
    """A DL/T 645 meter of the library dlt645 behind a TCP gateway."""

    has_clock = has_memory = False
    ITEMS: ClassVar[dict[str, int]] = {"a": 0x00010000, "b": 0x00020000}

    def __init__(self, _broker: Broker, _folder: Path) -> None:
        self.port = free_port()
        self.shown: dict[str, float | None] = {"a": 0.0, "b": 0.0}
        self.meter: dlt645.MeterServerService | None = None

    def settings(self, mode: Mode = "live") -> Dlt645Settings:
        points = [
            Dlt645Point(key="a", meter="12345678", item="import", period_s=0.2),
            Dlt645Point(key="b", meter="000012345678", item="00020000", period_s=0.2),
        ]
        return Dlt645Settings(
            name="device", endpoint=f"tcp://127.0.0.1:{self.port}", mode=mode, timeout_s=5, point=points,
            history_days=HISTORY_DAYS if mode == "history" else 0,
        )  # fmt: skip

    async def start(self) -> None:
        self.meter = dlt645.MeterServerService.new_tcp_server("127.0.0.1", self.port, timeout=0.3)
        # As on the wire: of a text it would keep the digits the wrong way round.
        self.meter.set_address(bytes.fromhex("000012345678")[::-1])
        self.all = dict(self.meter.data_map)
        self._show()
        assert await asyncio.to_thread(self.meter.server.start)

    async def stop(self) -> None:
        meter, self.meter = self.meter, None
        if meter is not None:
            await asyncio.to_thread(meter.server.stop)

    async def close(self) -> None:
        await self.stop()

    async def produce(self, values: Iterable[Value]) -> None:
        self.shown |= {point: number for point, _, number in values}
        self._show()

    def _show(self) -> None:
        """A meter without the item says so: that is how it is bad here."""
        if self.meter is None:
            return
        for point, item in self.ITEMS.items():
            number = self.shown[point]
            if number is None:
                self.meter.data_map.pop(item, None)
            else:
                self.meter.data_map[item] = self.all[item]
                assert self.meter.set_00(item, number)

    async def store(self, values: Iterable[Value]) -> None:
        raise AssertionError("what meters freeze is proved in test_dlt645_past")


# A new connector: one class above, one entry here. `test_connectors.py` needs no change.
SOURCES: dict[str, type[OpcuaSource | MqttSource | ModbusSource | Dlt645Source]] = {
    "opcua": OpcuaSource, "mqtt": MqttSource, "modbus": ModbusSource, "dlt645": Dlt645Source,
}  # fmt: skip
