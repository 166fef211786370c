"""A gateway's connection to the broker: a thousand of them share one thread."""

import asyncio
import json
import logging
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from parkcarbon_simulators.errors import NoBrokerError
from parkcarbon_simulators.load.sending import Sender

log = logging.getLogger(__name__)

KEEP_ALIVE_S = 60
PORTS = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True)
class Access:
    """The broker, and the log-in that all gateways share."""

    url: str
    username: str = ""
    password: str = ""
    ca_file: str | None = None

    def __repr__(self) -> str:
        return f"Access({self.url!r}, {self.username!r})"

    def open(self, client: mqtt.Client) -> None:
        """Connect; raises NoBrokerError."""
        parts = urlsplit(self.url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise NoBrokerError(self.url, "write it as mqtt://host:1883 or mqtts://host:8883")
        if self.username:
            client.username_pw_set(self.username, self.password)
        if parts.scheme == "mqtts":
            client.tls_set_context(ssl.create_default_context(cafile=self.ca_file))
        try:
            client.connect(parts.hostname, parts.port or PORTS[parts.scheme], KEEP_ALIVE_S)
        except OSError as error:
            raise NoBrokerError(self.url, str(error)) from error


class Line:
    """One connection; the event loop reads and writes its socket."""

    def __init__(self, access: Access, park: str, up: str, ack: str, sender: Sender) -> None:
        self.access, self.park, self.up, self.ack, self.sender = access, park, up, ack, sender
        self.losses = 0
        self.refused = ""
        self._loop = asyncio.get_running_loop()
        self._client = self._make()

    def _make(self) -> mqtt.Client:
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=f"pc-{self.park}-gateway", protocol=mqtt.MQTTv5
        )
        client.max_inflight_messages_set(0)
        client.max_queued_messages_set(0)
        client.on_socket_open = lambda _c, _d, sock: self._loop.add_reader(
            sock, self._guarded(client.loop_read)
        )
        client.on_socket_close = lambda _c, _d, sock: self._forget(self._loop.remove_reader, sock)
        client.on_socket_register_write = lambda _c, _d, sock: self._loop.add_writer(
            sock, self._guarded(client.loop_write)
        )
        client.on_socket_unregister_write = lambda _c, _d, sock: self._forget(self._loop.remove_writer, sock)
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_message = self._received
        client.on_publish = lambda *event: self._published(event[3])
        return client

    @staticmethod
    def _forget(remove: Callable[[Any], bool], sock: object) -> None:
        remove(sock)

    def _guarded(self, step: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                step()
            except (OSError, ValueError) as error:
                log.warning("%s: %s", self.park, error)

        return run

    def open(self) -> None:
        """Connect; raises NoBrokerError."""
        self.access.open(self._client)
        sock = self._client.socket()
        if isinstance(sock, socket.socket):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 18)

    def _connected(self, _client: object, _data: object, _flags: object, reason: object, *_: object) -> None:
        if getattr(reason, "is_failure", False):
            self.refused = str(reason)
            return
        self._client.subscribe(self.ack, 1)
        self.sender.connected(time.monotonic())

    def _disconnected(self, *_: object) -> None:
        self.losses += 1
        self.sender.disconnected()

    def _published(self, reason: object) -> None:
        if getattr(reason, "is_failure", False):
            self.refused = str(reason)

    def _received(self, _client: object, _data: object, message: mqtt.MQTTMessage) -> None:
        told = json.loads(message.payload)
        self.sender.acknowledged(told["spool"], told["committed"], time.monotonic())
        self.flush()

    def flush(self) -> None:
        """Send what is due."""
        for payload in self.sender.due(time.monotonic()):
            self._client.publish(self.up, payload, qos=1)

    def misc(self) -> None:
        """Keep the connection alive; open it again where it is lost."""
        self._client.loop_misc()
        if not self._client.is_connected() and self._client.socket() is None and not self.refused:
            try:
                self.open()
            except NoBrokerError as error:
                log.warning("%s", error)

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
