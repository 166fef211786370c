"""One MQTT v5 connection for the event loop: paho works in its own thread, events arrive on the loop.

Every connection is a new paho client of the same identity, so that a message of an earlier connection can
never be acknowledged on a later one (message ids start again, and a stale acknowledgement would confirm a
new message). The broker's session outlives them (clean start false).
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from parkcarbon_edge import tls
from parkcarbon_edge.errors import EdgeError
from parkcarbon_edge.settings import read_password
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
SESSION_EXPIRY_S = 7 * 86_400
CONNECT_TIMEOUT_S = 10.0
# Of a kind of packet; the library's own has no types.
made_properties: Callable[[int], Properties] = Properties
WATCH_S = 2.0


@dataclass(frozen=True)
class Access:
    """How to reach a broker, and as whom. `password` never appears in logs.

    `password_file` is read anew for each connection: one that is missing costs this connection and nothing
    else, and is taken up once it is there.
    """

    url: str
    client_id: str
    username: str | None = None
    password: str | None = None
    ca_file: str | None = None
    certificate_file: str | None = None
    private_key_file: str | None = None
    version: str = "5"
    password_file: str | None = None

    def __repr__(self) -> str:
        return f"Access({self.url!r}, {self.client_id!r}, {self.username!r})"


class Will(NamedTuple):
    """What the broker publishes, retained, when the connection is lost."""

    topic: str
    payload: bytes


class Message(NamedTuple):
    """A received message; `generation` is the connection that it came with."""

    topic: str
    payload: bytes
    mid: int
    generation: int


class _Client(paho.Client):
    """Remembers why it could not connect: the library's callback does not say."""

    problem: OSError | None = None

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        # The library leaves the socket of a handshake that fails to the garbage collector.
        assert self._ssl_context is not None
        wrapped = self._ssl_context.wrap_socket(
            tcp_sock, server_hostname=self._host, do_handshake_on_connect=False
        )
        try:
            wrapped.settimeout(self._connect_timeout)
            wrapped.do_handshake()
        except OSError:
            wrapped.close()
            raise
        return wrapped

    def reconnect(self) -> MQTTErrorCode:
        try:
            return super().reconnect()
        except OSError as error:
            self.problem = error
            raise


class Broker:
    """Keeps one connection up; `on_*` are called on the event loop.

    A broker that refuses one of the `subscriptions` is left; of the `wishes` it may. One of MQTT v5 says
    where it does not take what is published: `on_refused` hears of it, and the connection stays.
    """

    def __init__(
        self,
        access: Access,
        *,
        on_connected: Callable[[], None],
        on_disconnected: Callable[[str], None],
        on_message: Callable[[Message], None],
        subscriptions: Callable[[], Sequence[str]] = tuple,
        wishes: Callable[[], Sequence[str]] = tuple,
        will: Callable[[], Will] | None = None,
        window: int = 64,
        session_expiry_s: int = SESSION_EXPIRY_S,
        on_refused: Callable[[str], None] | None = None,
    ) -> None:
        self.access = access
        self.connected = False
        self.generation = 0
        self._on_connected, self._on_disconnected = on_connected, on_disconnected
        self._on_message, self._on_refused = on_message, on_refused
        self._subscriptions, self._wishes = subscriptions, wishes
        self._will, self._window = will, window
        self._session_expiry_s = session_expiry_s
        self._client: paho.Client | None = None
        self._lost = asyncio.Event()
        self._reason = ""

    async def run(self) -> None:
        """Connect, and again after each loss, until cancelled."""
        failures = 0
        while True:
            self._lost.clear()
            self.generation += 1
            was_connected = False
            try:
                client = self._make_client(asyncio.get_running_loop(), self.generation)
            except EdgeError as error:
                self._on_disconnected(error.said())
            except (OSError, ValueError) as error:
                files = (self.access.ca_file, self.access.certificate_file, self.access.private_key_file)
                self._on_disconnected(tls.unusable(error, files))
            else:
                was_connected = await self._serve(client)
            if was_connected:
                failures = 0
            await asyncio.sleep(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1

    async def _serve(self, client: paho.Client) -> bool:
        self._client = client
        try:
            client.loop_start()
            was_connected = await self._stay(client)
            self.connected = False
            self._on_disconnected(self._reason)
        finally:
            self.connected = False
            self._client = None
            await self._stop(client)
        return was_connected

    async def _stay(self, client: paho.Client) -> bool:
        """Until the connection is lost; whether there was one."""
        waited, was_connected = 0.0, False
        while not self._lost.is_set():
            try:
                # wait_for of Python 3.11 swallows a cancellation that comes while the line breaks.
                async with asyncio.timeout(WATCH_S):
                    await self._lost.wait()
            except TimeoutError:
                waited += WATCH_S
            was_connected = was_connected or self.connected
            thread = client._thread
            if not self._lost.is_set() and (thread is None or not thread.is_alive()):
                self._reason = "the network thread ended"
                break
            if not was_connected and waited > CONNECT_TIMEOUT_S:
                self._reason = Said("no answer", "no_answer")
                break
        return was_connected or self.connected

    async def _stop(self, client: paho.Client) -> None:
        client.disconnect()
        await asyncio.get_running_loop().run_in_executor(None, client.loop_stop)

    def _make_client(self, loop: asyncio.AbstractEventLoop, generation: int) -> paho.Client:
        access = self.access
        client = _Client(
            CallbackAPIVersion.VERSION2, client_id=access.client_id,
            protocol=paho.MQTTv5 if access.version == "5" else paho.MQTTv311,
            clean_session=None if access.version == "5" else self._session_expiry_s == 0,
            manual_ack=True, reconnect_on_failure=False,
        )  # fmt: skip
        if access.username is not None:
            client.username_pw_set(access.username, access.password or read_password(access.password_file))
        parts = urlsplit(access.url)
        secure = parts.scheme == "mqtts"
        if secure:
            context = tls.context(access.ca_file)
            if access.certificate_file and access.private_key_file:
                context.load_cert_chain(access.certificate_file, access.private_key_file)
            client.tls_set_context(context)
        if self._will is not None:
            will = self._will()
            client.will_set(will.topic, will.payload, qos=1, retain=True)
        client.max_inflight_messages_set(self._window)
        client.max_queued_messages_set(0)

        def post(function: Callable[..., None], *arguments: object) -> None:
            # Whatever went wrong here would kill paho's thread while it still looks connected.
            try:
                loop.call_soon_threadsafe(self._dispatch, generation, function, arguments)
            except RuntimeError:
                log.debug("event after the end of the loop")

        # paho passes (client, userdata, …); what matters follows.
        client.on_connect = lambda *event: post(self._connect, event[3])
        client.on_connect_fail = lambda *_: post(self._unreachable, client.problem, parts.hostname or "")
        client.on_disconnect = lambda *event: post(
            self._lose, Said(str(event[3]), "connection_lost", said=event[3])
        )
        client.on_publish = lambda *event: post(self._refuse, event[3]) if event[3].is_failure else None
        client.on_subscribe = lambda *event: post(self._subscribed, event[3])
        client.on_message = lambda *event: post(self._receive, event[2], generation)
        client.connect_async(
            parts.hostname or "", parts.port or (8883 if secure else 1883), keepalive=30,
            **(self._session() if access.version == "5" else {}),
        )  # fmt: skip
        return client

    def _session(self) -> dict[str, Any]:
        """What MQTT v5 says on connecting; v3.1.1 has one word for it, clean session."""
        properties = made_properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = self._session_expiry_s
        properties.ReceiveMaximum = 1000
        return {"clean_start": False, "properties": properties}

    def _dispatch(
        self, generation: int, function: Callable[..., None], arguments: tuple[object, ...]
    ) -> None:
        if generation != self.generation or self._client is None:
            return
        try:
            function(*arguments)
        except Exception:
            log.exception("event of %s failed", self.access)

    def _receive(self, message: paho.MQTTMessage, generation: int) -> None:
        self._on_message(Message(message.topic, bytes(message.payload), message.mid, generation))

    def _connect(self, reason: ReasonCode) -> None:
        if reason.is_failure:
            if reason.value in (134, 135):
                text = f"refused: {reason}; check username and password_file"
                self._lose(Said(text, "broker_login", said=reason))
            else:
                self._lose(Said(f"refused: {reason}", "broker_refuses", said=reason))
            return
        client = self._client
        if client is None:
            return
        topics = [*self._subscriptions(), *self._wishes()]
        if topics:  # the answer to this makes us ready: what others publish before it would not reach us
            if self.access.version == "5":
                client.subscribe([(topic, SubscribeOptions(qos=1)) for topic in topics])
            else:
                client.subscribe([(topic, 1) for topic in topics])
        else:
            self._ready()

    def _ready(self) -> None:
        self.connected = True
        self._on_connected()

    def _subscribed(self, reasons: Sequence[ReasonCode]) -> None:
        needed = len(self._subscriptions())
        refused = [str(r) for r in reasons[:needed] if r.is_failure]
        if any(r.is_failure for r in reasons[needed:]):
            log.warning("%s does not let us receive all that it might have for us", self.access.url)
        if refused:
            text = f"refused {len(refused)} subscriptions: {refused[0]}"
            self._lose(Said(text, "broker_topics", count=len(refused), said=refused[0]))
        else:
            self._ready()

    def _refuse(self, reason: ReasonCode) -> None:
        if self._on_refused is not None:
            text = f"takes nothing of what is sent ({reason}); give this log-in the right to publish there"
            self._on_refused(Said(text, "publish_refused", said=reason))

    def _unreachable(self, problem: OSError | None, host: str) -> None:
        self._lose(
            Said("cannot be reached", "not_reached", said="") if problem is None else tls.why(problem, host)
        )

    def _lose(self, reason: str) -> None:
        if not self._lost.is_set():
            self._reason = reason
        self._lost.set()

    def publish(
        self, topic: str, payload: bytes, *, retain: bool = False, told: tuple[str, str] | None = None
    ) -> bool:
        """Send with QoS 1; False where there is no connection (nothing is queued then).

        `told` is a user property (name, value); a broker of MQTT 3.1.1 knows none.
        """
        if self._client is None or not self.connected:
            return False
        properties = None
        if told is not None and self.access.version == "5":
            properties = made_properties(PacketTypes.PUBLISH)
            properties.UserProperty = told
        sent = self._client.publish(topic, payload, qos=1, retain=retain, properties=properties)
        return sent.rc == paho.MQTT_ERR_SUCCESS

    def acknowledge(self, message: Message) -> None:
        """Tell the broker that the message is safe; nothing where its connection is gone."""
        if self._client is not None and message.generation == self.generation and message.mid:
            self._client.ack(message.mid, 1)

    async def flush(self, timeout_s: float = 2.0) -> None:
        """Wait until what was published is acknowledged by the broker, at most so long."""
        client, step = self._client, 0.02
        while client is not None and self.connected and client._out_messages and timeout_s > 0:
            await asyncio.sleep(step)
            timeout_s -= step
