"""Meters that speak MQTT: readings on `site/<meter>`, stored quarter-hours on request."""

import asyncio
import json
import logging
import math
import ssl
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from parkcarbon_simulators.description.describe import Broker
from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.faults import Shown
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import REGISTER_PERIOD_S, Point
from parkcarbon_simulators.servers.history import STEP_S
from parkcarbon_simulators.servers.opcua import TICK_S, phase

REQUESTS = "site/+/profile/request"
DAY_MS = 86_400_000
MAX_REQUEST_BYTES = 1024
# A broker that saves once a second and is killed forgets up to a second of what it acknowledged: after a
# reconnect the meters say their last seconds again.
REPEAT_S = 5.0
_log = logging.getLogger(__name__)


class MqttMeters:
    """Every meter behind the MQTT edge, on one connection that comes back by itself.

    Args:
        plant: what to measure; points: the meters' points; now: simulated Unix time [s].
        broker: where to connect and as whom.
        faults: what goes wrong with the meters; nothing unless told otherwise.
    """

    def __init__(
        self,
        plant: Plant,
        points: Sequence[Point],
        now: Callable[[], float],
        *,
        broker: Broker,
        faults: Faults | None = None,
    ) -> None:
        self._plant, self._now = plant, now
        self._faults = faults or Faults(plant)
        self._meters: dict[str, list[Point]] = {}
        for point in points:
            self._meters.setdefault(point.topic, []).append(point)
        self._broker, self._url = broker, urlsplit(broker.url)
        self._minute = -1
        self._recent: deque[tuple[float, str, str]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=broker.username, protocol=mqtt.MQTTv5
        )
        self._client.on_connect = self._on_connect
        self._client.on_message = self._on_message
        self._client.reconnect_delay_set(1, 8)

    @property
    def connected(self) -> bool:
        """Whether the broker has accepted the meters."""
        return self._client.is_connected()

    async def start(self) -> None:
        """Wait for the account's password, then connect for good."""
        self._loop = asyncio.get_running_loop()
        while not self._broker.password_file.is_file():
            await asyncio.sleep(0.5)
        self._sign_in()
        if self._url.scheme == "mqtts":
            self._client.tls_set_context(ssl.create_default_context())
        port = self._url.port or (8883 if self._url.scheme == "mqtts" else 1883)
        self._client.connect_async(self._url.hostname or "127.0.0.1", port, keepalive=30)
        self._client.loop_start()

    def stop(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop_stop()

    def _sign_in(self) -> None:
        password = self._broker.password_file.read_text(encoding="utf-8").strip()
        self._client.username_pw_set(self._broker.username, password)

    def _on_connect(
        self,
        client: mqtt.Client,
        _user: object,
        _flags: object,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            _log.warning("broker refused the meters: %s", reason)
            # The password may have been replaced, or be about to be: paho tries again either way.
            with suppress(OSError):
                self._sign_in()
            return
        client.subscribe(REQUESTS, qos=1)
        for _, topic, payload in list(self._recent):
            client.publish(topic, payload, qos=1)

    def _on_message(self, _client: mqtt.Client, _user: object, message: mqtt.MQTTMessage) -> None:
        # An exception here would end paho's thread, so everything that can fail happens in the event loop.
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.answer, message.topic, message.payload)

    def answer(self, topic: str, payload: bytes | bytearray) -> None:
        """Send a meter's stored quarter-hours; a request that cannot be read is logged and dropped."""
        meter = topic.removesuffix("/profile/request")
        period = read_request(payload)
        if period is None or meter not in self._meters:
            _log.warning("dropped a profile request on %s", topic)
            return
        self._client.publish(f"{meter}/profile", json.dumps(self.profile(meter, *period)), qos=1)

    def profile(self, meter: str, from_ms: int, to_ms: int) -> dict[str, Any]:
        """Registers of a meter at each quarter-hour with from ≤ t < to, of at most one day."""
        to_ms = min(to_ms, from_ms + DAY_MS)
        start = max(from_ms / 1000, self._plant.epoch_s)
        end = min((to_ms - 1) / 1000, self._now())
        steps = np.arange(math.ceil(start / STEP_S), math.floor(end / STEP_S) + 1)
        registers = [p for p in self._meters[meter] if p.register]
        shown = self._plant.served([p.code for p in registers], steps.astype(np.float64) * STEP_S)
        readings = [
            {"t": int(step) * STEP_S * 1000, "values": {p.field: float(shown[p.code][i]) for p in registers}}
            for i, step in enumerate(steps)
        ]
        return {"from": from_ms, "to": to_ms, "readings": readings}

    async def tick(self, number: int) -> None:
        """Publish the gauges that are due, and at each full minute the registers with them."""
        if not self.connected:
            return
        now = int(self._now() * 1000) / 1000
        due = [p for ps in self._meters.values() for p in ps if not p.register and self._is_due(p, number)]
        self._publish(due, now)
        minute = int(now // REGISTER_PERIOD_S)
        if minute != self._minute:
            self._minute = minute
            self._publish([p for ps in self._meters.values() for p in ps], float(minute * REGISTER_PERIOD_S))

    @staticmethod
    def _is_due(point: Point, number: int) -> bool:
        return number % round(point.period_s / TICK_S) == phase(point)

    def _publish(self, points: Sequence[Point], time_s: float) -> None:
        true = self._plant.served([p.code for p in points], np.asarray([time_s]))
        messages: dict[tuple[str, int], dict[str, float | str | None]] = {}
        for point in points:
            wrong = self._faults.shown(point, time_s)
            shown = [Shown(float(true[point.code][0]), time_s)] if wrong is None else wrong
            for reading in shown:
                value = None if reading.status else reading.value
                messages.setdefault((point.topic, round(reading.time_s * 1000)), {})[point.field] = value
        for (topic, time_ms), values in messages.items():
            payload = json.dumps({"t": time_ms, "values": values})
            self._client.publish(topic, payload, qos=1)
            self._recent.append((time.monotonic(), topic, payload))
        while self._recent and self._recent[0][0] < time.monotonic() - REPEAT_S:
            self._recent.popleft()


def read_request(payload: bytes | bytearray) -> tuple[int, int] | None:
    """The period [ms] that a profile request asks for, or None where it is no request."""
    if len(payload) > MAX_REQUEST_BYTES:
        return None
    try:
        raw = json.loads(payload)
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    start, end = raw.get("from"), raw.get("to")
    if type(start) is not int or type(end) is not int or not 0 <= start < end < 1 << 53:
        return None
    return start, end
