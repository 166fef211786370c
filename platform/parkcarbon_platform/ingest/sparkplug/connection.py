"""A Sparkplug host's connection to the broker, and its STATE that tells nodes whether it is there.

The rules are the specification's: a clean session, the own STATE subscribed before it is published, and the
last will with the time of its CONNECT, which the birth repeats.
"""

import json
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import paho.mqtt.client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from parkcarbon_platform.ingest.inlet import Connected, Disconnected, InletDiedError
from parkcarbon_platform.ingest.sparkplug.nodes import Heard
from parkcarbon_platform.services.connecting import mqtt_client
from parkcarbon_platform.services.connecting.sparkplug_message import ROOT

log = logging.getLogger(__name__)

# NDEATH alone is sent with more than QoS 0, by the broker.
FILTERS = (
    *(f"{ROOT}/+/{kind}/+" for kind in ("NBIRTH", "NDEATH", "NDATA")),
    *(f"{ROOT}/+/{kind}/+/+" for kind in ("DBIRTH", "DDEATH", "DDATA")),
)
QUEUE_LENGTH = 4096
GOODBYE_S = 5.0
MAX_PACKET_BYTES = 2 << 20


class Refused(NamedTuple):
    """The broker does not let the platform hear nodes."""

    reason: str


Event = Connected | Disconnected | Refused | Heard


def host_id(partitions: Sequence[str], count: int) -> str:
    """The name under which nodes may wait for this host."""
    return "parkcarbon" if len(partitions) == count else f"parkcarbon-{min(partitions)}-{max(partitions)}"


class HostConnection:
    """Puts what happens into a queue; publishes commands, and the STATE of the host by itself."""

    def __init__(self, url: str, name: str, ca_file: str | None = None) -> None:
        self.events: queue.Queue[Event] = queue.Queue(maxsize=QUEUE_LENGTH)
        self.ready = threading.Event()
        self.state_topic = f"{ROOT}/STATE/{name}"
        self._born_ms = self._generation = 0
        self._stopping = False
        self._error: BaseException | None = None
        address = urlsplit(url)
        client = self._client = mqtt_client.client(address, f"parkcarbon-sparkplug-{name}", ca_file)
        client.reconnect_delay_set(1, 10)
        client.on_pre_connect = self._guarded(self._on_pre_connect)
        client.on_connect = self._guarded(self._on_connect)
        client.on_subscribe = self._guarded(self._on_subscribe)
        client.on_disconnect = self._guarded(self._on_disconnect)
        client.on_message = self._guarded(self._on_message)
        properties = mqtt_client.properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 0
        properties.MaximumPacketSize = MAX_PACKET_BYTES
        port = address.port or mqtt_client.PORTS[address.scheme]
        host = address.hostname or ""
        client.connect_async(host, port, keepalive=30, clean_start=True, properties=properties)
        self._thread = threading.Thread(target=self._run, name="sparkplug-network", daemon=True)

    def start(self) -> None:
        """Connect, and keep connecting until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Say that the host goes, and go."""
        self._stopping = True
        if self.ready.is_set():
            said = self._client.publish(self.state_topic, state(online=False, time_ms=now_ms()), 1, True)
            try:
                said.wait_for_publish(GOODBYE_S)
            except (ValueError, RuntimeError) as error:
                log.info("The broker could not be told that the host goes: %s", error)
        self._client.disconnect()
        if self._thread.is_alive():
            self._thread.join(GOODBYE_S)

    def check(self) -> None:
        """Raises InletDiedError where the network thread has come to an end."""
        if self._error is not None:
            raise InletDiedError("A callback failed.", cause=repr(self._error)) from self._error
        if not self._stopping and not self._thread.is_alive():
            raise InletDiedError("The network thread has ended.")

    def command(self, group: str, node: str, payload: bytes) -> None:
        """Publish a command to a node, as commands are: QoS 0, not retained."""
        self._client.publish(f"{ROOT}/{group}/NCMD/{node}", payload, qos=0)

    def publish(self, topic: str, payload: bytes) -> None:
        """Nodes are told of no commit: the protocol has no word for it."""

    def ack(self, generation: int, mid: int) -> None:
        """What nodes send is not acknowledged: it has QoS 0, and a death is the broker's own."""

    def _run(self) -> None:
        try:
            self._client.loop_forever(retry_first_connection=True)
        except Exception as error:
            log.exception("The connection to the broker ended")
            self._error = error

    def _guarded(self, callback: Callable[..., None]) -> Callable[..., None]:
        def safe(*arguments: object) -> None:
            try:
                callback(*arguments)
            except Exception as error:
                log.exception("A callback of the broker connection failed")
                self._error = error

        return safe

    def _on_pre_connect(self, client: paho.Client, _data: object) -> None:
        self._born_ms = now_ms()
        client.will_set(self.state_topic, state(online=False, time_ms=self._born_ms), 1, True)

    def _on_connect(
        self, client: paho.Client, _data: object, _flags: object, reason: ReasonCode, _properties: object
    ) -> None:
        if reason.is_failure:
            log.warning("The broker refuses the connection: %s", reason)
            return
        client.subscribe([(self.state_topic, 1), *((topic, 1) for topic in FILTERS)])

    def _on_subscribe(
        self, _client: paho.Client, _data: object, _mid: int, reasons: Sequence[ReasonCode], _more: object
    ) -> None:
        refused = [str(reason) for reason in reasons if reason.is_failure]
        if refused:
            self.events.put(Refused(refused[0]))
            return
        self._say_online()
        self._generation += 1
        self.events.put(Connected(self._generation))
        self.ready.set()

    def _say_online(self) -> None:
        self._client.publish(self.state_topic, state(online=True, time_ms=self._born_ms), 1, True)

    def _on_disconnect(self, *_: object) -> None:
        self.ready.clear()
        self.events.put(Disconnected())
        if not self._stopping:
            log.warning("The connection to the broker is lost; connecting again")

    def _on_message(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        if message.topic != self.state_topic:
            if message.retain:
                return  # births and data may not be retained: what they say is over
            self.events.put(Heard(message.topic, bytes(message.payload), datetime.now(UTC)))
        elif not self._stopping and says_offline(bytes(message.payload)):
            # The will of a connection before this one came late: nodes would leave.
            self._say_online()


def now_ms() -> int:
    """Now [ms]."""
    return int(time.time() * 1000)


def state(*, online: bool, time_ms: int) -> bytes:
    """The payload of a STATE."""
    return json.dumps({"online": online, "timestamp": time_ms}).encode()


def says_offline(payload: bytes) -> bool:
    """Whether a STATE says that its host is away."""
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        return True
    return not isinstance(said, dict) or said.get("online") is not True
