"""The ingest's connection to the broker: puts what happens into a queue, and publishes.

paho runs its callbacks on a network thread that an exception would end while the client still called itself
connected; here they are wrapped, and `check` raises in the caller's thread what went wrong in the other.
"""

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
from paho.mqtt.subscribeoptions import SubscribeOptions
from parkcarbon_edge import wire

from parkcarbon_platform.errors import UnavailableError, UnsafeSettingsError
from parkcarbon_platform.ingest.core import Message
from parkcarbon_platform.services.connecting import mqtt_client

log = logging.getLogger(__name__)

SESSION_EXPIRY_S = 7 * 24 * 3600
# After a connection the broker hands over what it kept meanwhile; what comes later was sent just now.
HANDED_OVER_S = 5.0
# Messages that the broker may leave unacknowledged with us; some brokers exceed it, so the queue is longer.
RECEIVE_MAXIMUM = 256
QUEUE_LENGTH = 4096
CHANNELS = ("up", "state")
MAX_PACKET_BYTES = 8 << 20


class Connected(NamedTuple):
    """A connection is up; `resumed`: with the session that the broker had, and its numbers of messages."""

    generation: int
    resumed: bool = False


class Disconnected(NamedTuple):
    """The connection is gone."""


class Published(NamedTuple):
    """The broker answered what was published under this number."""

    mid: int
    refused: str = ""


Event = Connected | Disconnected | Message | Published


class InletDiedError(UnavailableError):
    """The network thread ended by an error of ours; the process must start anew."""

    code = "inlet_died"
    remedy = "The supervisor starts the process again; report the error."


class Inlet:
    """Subscribes to the edges of some partitions with a session that outlives connections."""

    def __init__(
        self,
        url: str,
        partitions: Sequence[str],
        *,
        ca_file: str | None = None,
        name: str | None = None,
        channels: Sequence[str] = CHANNELS,
        more: Sequence[tuple[str, int]] = (),
        receipts: bool = False,
    ) -> None:
        """`more` are topic filters with QoS; retained messages are not wanted of them, as they may be old.

        `receipts`: what was published is followed by an event `Published`.
        """
        self.events: queue.Queue[Event] = queue.Queue(maxsize=QUEUE_LENGTH)
        self.subscribed = threading.Event()
        self._partitions, self._channels = tuple(partitions), tuple(channels)
        self._more = tuple(more)
        self._generation = 0
        self._up = False
        self._since = 0.0
        self._guard = threading.Lock()
        self._error: BaseException | None = None
        self._stopping = False
        self._client = client_of(url, name or client_id(partitions), ca_file)
        self._client.on_connect = self._guarded(self._on_connect)
        self._client.on_disconnect = self._guarded(self._on_disconnect)
        self._client.on_subscribe = self._guarded(self._on_subscribe)
        self._client.on_message = self._guarded(self._on_message)
        if receipts:
            self._client.on_publish = self._guarded(self._on_publish)
        self._thread = threading.Thread(target=self._run, name="inlet", daemon=True)

    def start(self) -> None:
        """Connect, and keep connecting until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Leave in order; the session stays at the broker."""
        self._stopping = True
        self._client.disconnect()
        if self._thread.is_alive():
            self._thread.join(5)

    def check(self) -> None:
        """Raises InletDiedError where the network thread has come to an end."""
        if self._error is not None:
            raise InletDiedError("A callback failed.", cause=repr(self._error)) from self._error
        if not self._stopping and not self._thread.is_alive():
            raise InletDiedError("The network thread has ended.")

    def publish(
        self, topic: str, payload: bytes, *, retain: bool = True, expires_s: int | None = None
    ) -> int:
        """Publish with QoS 1; kept and sent later where the connection is down. The number of the message."""
        properties = mqtt_client.properties(PacketTypes.PUBLISH)
        if expires_s is not None:
            properties.MessageExpiryInterval = expires_s
        return self._client.publish(topic, payload, qos=1, retain=retain, properties=properties).mid

    def ack(self, generation: int, mid: int) -> None:
        """Acknowledge a message, if the connection that delivered it is still the one there is.

        A message of QoS 0 has no number and is owed nothing.
        """
        with self._guard:
            if mid and self._up and generation == self._generation:
                self._client.ack(mid, 1)

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

    def _on_connect(
        self, client: paho.Client, _data: object, flags: paho.ConnectFlags, reason: ReasonCode,
        _properties: object,
    ) -> None:  # fmt: skip
        if reason.is_failure:
            log.warning("The broker refuses the connection: %s", reason)
            return
        with self._guard:
            self._generation += 1
            self._up = True
            self._since = time.monotonic()
        self.events.put(Connected(self._generation, flags.session_present))
        plain = SubscribeOptions(qos=1)
        wanted = [(topic, plain) for topic in subscriptions(self._partitions, self._channels)]
        unkept = SubscribeOptions.RETAIN_DO_NOT_SEND
        more = [(topic, SubscribeOptions(qos=qos, retainHandling=unkept)) for topic, qos in self._more]
        client.subscribe(wanted + more)

    def _on_subscribe(self, *_arguments: object) -> None:
        self.subscribed.set()
        log.info("Consuming the partitions %s", ", ".join(self._partitions))

    def _on_disconnect(self, _client: paho.Client, _data: object, _flags: object, *_reason: object) -> None:
        with self._guard:
            self._up = False
        self.events.put(Disconnected())
        if not self._stopping:
            log.warning("The connection to the broker is lost; connecting again")

    def _on_publish(
        self, _client: paho.Client, _data: object, mid: int, reason: ReasonCode, _properties: object
    ) -> None:
        self.events.put(Published(mid, str(reason) if reason.is_failure else ""))

    def _on_message(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        fresh = not message.retain and time.monotonic() - self._since > HANDED_OVER_S
        taken = Message(
            self._generation, message.mid, message.topic, bytes(message.payload), datetime.now(UTC), fresh,
            message.dup, message.qos, traceparent=traceparent_of(message),
        )  # fmt: skip
        self.events.put(taken)


def traceparent_of(message: paho.MQTTMessage) -> str | None:
    """What a message's user properties say of its trace."""
    told: list[tuple[str, str]] = getattr(message.properties, "UserProperty", [])
    return next((value for name, value in told if name == "traceparent"), None)


def subscriptions(partitions: Sequence[str], channels: Sequence[str] = CHANNELS) -> list[str]:
    """The topic filters of the edges of these partitions."""
    return [f"{wire.ROOT}/{p}/+/edge/+/{channel}" for p in partitions for channel in channels]


def device_subscriptions(partitions: Sequence[str]) -> list[tuple[str, int]]:
    """The topic filters of the bare devices of these partitions, with their QoS."""
    return [(f"{wire.ROOT}/{p}/+/device/#", 1) for p in partitions]


def client_id(partitions: Sequence[str]) -> str:
    """The same for the same partitions, so that the broker finds the session again."""
    return f"parkcarbon-ingest-{min(partitions)}-{max(partitions)}"


def client_of(url: str, name: str, ca_file: str | None = None) -> paho.Client:
    """A client for `mqtt://[user:password@]host[:port]` or `mqtts://…`, not yet connected."""
    address = urlsplit(url)
    if address.scheme not in ("mqtt", "mqtts") or not address.hostname:
        raise UnsafeSettingsError(
            "PARKCARBON_MQTT_URL is no address of a broker.",
            remedy="Write it as mqtt://host:1883 or mqtts://host:8883.",
            scheme=address.scheme,
        )
    client = mqtt_client.client(address, name, ca_file, manual_ack=True)
    client.reconnect_delay_set(1, 10)
    properties = mqtt_client.properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = SESSION_EXPIRY_S
    properties.ReceiveMaximum = RECEIVE_MAXIMUM
    properties.MaximumPacketSize = MAX_PACKET_BYTES
    port = address.port or mqtt_client.PORTS[address.scheme]
    client.connect_async(address.hostname, port, keepalive=30, clean_start=False, properties=properties)
    return client
