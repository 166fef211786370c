"""The uplink's shell: carries the core's actions to the broker, and the broker's events to the core."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping

import msgspec

from parkcarbon_edge import tracing, wire
from parkcarbon_edge.broker import Access, Broker, Message, Will
from parkcarbon_edge.uplink.core import Action, SpoolPort, Timing, UplinkCore
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

TICK_S = 0.5
MAX_UNSENT = 50  # replies kept while there is no connection


class Uplink:
    """Sends what the spool holds, and forgets what the platform has committed."""

    def __init__(
        self,
        access: Access,
        address: wire.Address,
        spool: SpoolPort,
        state: Callable[[bool], wire.State],
        *,
        timing: Timing | None = None,
        orders: Mapping[str, Callable[[bytes], None]] | None = None,
    ) -> None:
        timing = timing or Timing()
        self._orders = {address.topic(channel): take for channel, take in (orders or {}).items()}
        self._unsent: deque[bytes] = deque(maxlen=MAX_UNSENT)
        self.address, self.core = address, UplinkCore(spool, timing)
        self.error: str | None = Said("starting", "starting")
        self._state = state
        self._spans = tracing.recorder(address)
        self.broker = Broker(
            access,
            on_connected=self._connected,
            on_disconnected=self._disconnected,
            on_message=self._received,
            subscriptions=lambda: [address.topic("ack")],
            wishes=lambda: list(self._orders),
            will=lambda: Will(address.topic("state"), wire.encode(state(False))),
            window=timing.window + 1,  # one more for the state message
            on_refused=self._refused,
        )

    async def run(self) -> None:
        """Keep the connection and the core's clock until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.broker.run())
            tasks.create_task(self._tick())

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._carry_out(self.core.tick(time.monotonic()))

    def appended(self) -> None:
        """The spool has new rows."""
        self._carry_out(self.core.appended(time.monotonic()))

    def restart(self) -> None:
        """The spool is another file now: what was in flight belongs to the old one."""
        self.core.disconnected(time.monotonic())
        if self.broker.connected:
            self._carry_out(self.core.connected(time.monotonic()))

    def publish_state(self, online: bool = True) -> None:
        """Say how the edge is."""
        self.broker.publish(self.address.topic("state"), wire.encode(self._state(online)), retain=True)

    def reply(self, reply: wire.Reply) -> None:
        """Answer a command, once there is a connection."""
        self._unsent.append(wire.encode(reply))
        self._send_replies()

    def _send_replies(self) -> None:
        while self._unsent and self.broker.publish(self.address.topic("reply"), self._unsent[0]):
            self._unsent.popleft()

    def _carry_out(self, actions: list[Action]) -> None:
        spool = self.core.spool.uuid
        for action in actions:
            told = ("traceparent", wire.traceparent(spool, action.seq))
            if not self.broker.publish(self.address.topic("up"), action.payload, told=told):
                return  # the connection is gone: the core will be told, and starts again from the oldest row
            if self._spans is not None:
                self._spans.sent(spool, action.seq)

    def _connected(self) -> None:
        self.error = None
        self.publish_state()
        self._send_replies()
        self._carry_out(self.core.connected(time.monotonic()))

    def _disconnected(self, reason: str) -> None:
        self.error = reason
        log.warning("uplink %s: %s", self.broker.access.url, reason)
        self.core.disconnected(time.monotonic())

    def _refused(self, reason: str) -> None:
        if self.error is None:  # it is said of every message
            log.warning("uplink %s: %s", self.broker.access.url, reason)
        self.error = reason

    def _received(self, message: Message) -> None:
        self.broker.acknowledge(message)
        if (take := self._orders.get(message.topic)) is not None:
            take(message.payload)
            return
        if message.topic != self.address.topic("ack"):
            return
        try:
            ack = wire.decode_ack(message.payload)
        except msgspec.DecodeError as error:
            log.warning("acknowledgement cannot be read: %s", error)
            return
        self.error = None
        if self._spans is not None:
            self._spans.committed(ack.spool, ack.committed)
        self._carry_out(self.core.acknowledged(ack.spool, ack.committed, time.monotonic()))

    async def close(self) -> None:
        """Say good-bye: the broker must not have to use the last will."""
        self.publish_state(online=False)
        await self.broker.flush()
        if self._spans is not None:
            await asyncio.to_thread(self._spans.close)
