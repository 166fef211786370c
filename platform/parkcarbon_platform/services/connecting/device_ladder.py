"""The ladder of a bare device: from the broker that listens to energy that is settled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from parkcarbon_platform.services.connecting import rungs
from parkcarbon_platform.services.connecting.broker_log import BrokerEvent
from parkcarbon_platform.services.connecting.device_messages import DeviceMessage
from parkcarbon_platform.services.connecting.dialects.base import Place, Read, matches
from parkcarbon_platform.services.connecting.dialects.table import DIALECTS
from parkcarbon_platform.services.connecting.rungs import Rung, hangs, knowing, ok
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.device_mappings import DeviceMapping, MappingRow, PointFacts
from parkcarbon_platform.storage.ladder import NewReading

# A device that has connected and says nothing for so long has sent it elsewhere, or has nothing to say [ms].
SILENT_MS = 10_000
NAMES = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a bare device; events and messages since the time asked for, the newest first.

    `dialect` is what it is going to be, as long as it has no mapping; `rights` the topic filters that the
    broker lets its log-in publish to, None where the broker was not asked.
    """

    place: Place
    url: str
    since: datetime
    now: datetime
    listening: bool
    login: str | None
    client_id: str | None
    own: Sequence[BrokerEvent]
    unknown: Sequence[BrokerEvent]
    messages: Sequence[DeviceMessage]
    mapping: MappingRow | None
    points: Sequence[PointFacts]
    readings: Sequence[NewReading]
    dialect: str = "fields"
    rights: Sequence[str] | None = None

    @property
    def own_topics(self) -> list[str]:
        """What the device is to publish to."""
        mapping = self.mapping.mapping if self.mapping else None
        return DIALECTS[mapping.dialect if mapping else self.dialect].topics(self.place, mapping)

    @property
    def topics(self) -> str:
        """The same in words."""
        return " or ".join(self.own_topics)

    @property
    def denied(self) -> str | None:
        """The first of its topics that the broker would not take from it; None where it takes all."""
        if self.rights is None:
            return None
        rights = self.rights
        return next((t for t in self.own_topics if not any(matches(right, t) for right in rights)), None)

    @property
    def stored(self) -> NewReading | None:
        """A reading that the device has brought itself since then, whatever the cache remembers."""
        came = (r for r in self.readings if r.by_device and r.received_at >= self.since)
        return max(came, key=lambda reading: reading.received_at, default=None)

    @property
    def heard(self) -> bool:
        """Whether anything has come from it."""
        return bool(self.messages) or self.stored is not None

    @property
    def heard_ms(self) -> int | None:
        """When something came last."""
        if self.messages:
            return self.messages[0].received_ms
        return None if self.stored is None else to_ms(self.stored.received_at)

    @property
    def connected(self) -> BrokerEvent | None:
        """The newest log-in that was let in."""
        return next((event for event in self.own if event.kind == "connected"), None)


def climb(connection: Connection, seen: Evidence) -> list[Rung]:
    """The rungs in order."""
    return rungs.climb(
        [
            ("listening", lambda: _listening(seen)),
            ("network", lambda: _network(seen)),
            ("tls", lambda: _tls(seen)),
            ("login", lambda: _login(seen)),
            ("topic", lambda: _topic(seen)),
            ("payload", lambda: _payload(seen)),
            ("plausible", lambda: rungs.plausible(connection, seen.readings, seen.now)),
            ("settled", lambda: rungs.settled(connection, seen.points, seen.readings, seen.since)),
        ]
    )


def _listening(seen: Evidence) -> Rung:
    if seen.listening or seen.heard:
        return ok("listening", None, seen.url)
    words = "The broker does not answer the platform."
    return hangs("listening", "broker_down", words, "Look at the broker and at the process control.")


def _network(seen: Evidence) -> Rung:
    first = next(iter([*seen.own, *seen.unknown]), None)
    if first is not None:
        return ok("network", first.time_ms, first.address)
    if seen.heard:
        return ok("network", seen.heard_ms)
    remedy = f"Have the device connect to {seen.url}; check address, port, and any firewall between."
    return hangs("network", "no_connection", "Nobody has connected yet.", remedy, waits=True, url=seen.url)


def _tls(seen: Evidence) -> Rung:
    if seen.own or seen.heard:
        return ok("tls", seen.own[0].time_ms if seen.own else None)
    failed = seen.unknown[0]
    facts: dict[str, object] = {"address": failed.address, "said": failed.detail}
    where = f" from {failed.address}" if failed.address else ""
    if failed.kind == "tls":
        remedy = "Have the device trust the authority's certificate that came with its log-in, "
        remedy += "call the broker by a name in its certificate, and have the right time."
        words = f"A TLS handshake{where} failed: {failed.detail}."
        return knowing(hangs("tls", "tls_refused", words, remedy, time_ms=failed.time_ms), facts)
    if failed.kind == "plain":
        words = f"A client{where} speaks without TLS to a port that needs it: {failed.detail}."
        remedy = "Switch TLS on in the device (mqtts, MQTT over TLS)."
        return knowing(hangs("tls", "tls_missing", words, remedy, time_ms=failed.time_ms), facts)
    if failed.kind == "unreadable":
        words = f"What a client{where} sends is no MQTT: {failed.detail}."
        remedy = "Check the port: TLS and plain MQTT have their own, and MQTT over WebSocket is not served."
        return knowing(hangs("tls", "no_mqtt", words, remedy, time_ms=failed.time_ms), facts)
    return ok("tls", failed.time_ms)


def _login(seen: Evidence) -> Rung:
    if seen.client_id is None and not seen.heard:
        words = "The device has no log-in."
        return hangs("login", "no_login", words, "Give it a password, and enter what is shown then.")
    newest = next((e for e in seen.own if e.kind in ("connected", "refused")), None)
    if newest is not None and newest.kind == "connected":
        words = f"{newest.client_id} from {newest.address}, {newest.detail}"
        return ok("login", newest.time_ms, words)
    if newest is not None:
        words = f"{newest.client_id} was refused" + (f" from {newest.address}." if newest.address else ".")
        remedy = f"User name {seen.login} and client id {seen.client_id} are right only together, "
        remedy += "with the password that was shown last. A new one can be given at any time."
        return hangs(
            "login", "wrong_password", words, remedy, time_ms=newest.time_ms, address=newest.address,
            login=seen.login, client_id=seen.client_id,
        )  # fmt: skip
    refused = next((event for event in seen.unknown if event.kind == "refused"), None)
    if refused is not None:
        who = f" that calls itself {refused.client_id}" if refused.client_id else " under another client id"
        words = f"A client{who} was refused"
        words += f" from {refused.address}." if refused.address else "."
        remedy = f"If it is this device: set its client id to {seen.client_id} (user name {seen.login})."
        return hangs(
            "login", "wrong_client_id", words, remedy, time_ms=refused.time_ms, address=refused.address,
            given=refused.client_id, login=seen.login, client_id=seen.client_id,
        )  # fmt: skip
    if seen.heard:
        return ok("login", seen.heard_ms)
    words = "A client connected and has not logged in."
    return hangs("login", "no_login_yet", words, "Check user name and password in the device.", waits=True)


def _topic(seen: Evidence) -> Rung:
    if seen.messages:
        newest = seen.messages[0]
        return ok("topic", newest.received_ms, newest.topic)
    if (stored := seen.stored) is not None:
        return ok("topic", to_ms(stored.received_at))
    facts: dict[str, object] = {"root": f"{seen.place.root}/#", "topics": seen.topics}
    since = seen.connected
    time_ms = None if since is None else since.time_ms
    if denied := seen.denied:
        words = f"The broker does not let this log-in publish to {denied}."
        remedy = "Give the device a new password: the rights of now come with it."
        return hangs("topic", "topic_denied", words, remedy, time_ms=time_ms, denied=denied)
    remedy = (
        f"Publish to {seen.topics}, with QoS 1. Whatever is sent elsewhere the broker drops without a word."
    )
    words = f"Logged in, and nothing has come on {seen.place.root}/#."
    says = "no_message"
    if seen.rights is not None:
        says = "no_message_asked"
        words += " The broker says that its log-in may publish there."
    waits = since is None or to_ms(seen.now) - since.time_ms < SILENT_MS
    found = hangs("topic", "no_message", words, remedy, time_ms=time_ms, waits=waits)
    return replace(knowing(found, facts), says=says)


def _meant(messages: Sequence[DeviceMessage], since_ms: int) -> DeviceMessage | None:
    """The newest message that the mapping meant: a device may send others all the time."""
    return next((m for m in messages if m.outcome != "ignored" and m.received_ms >= since_ms), None)


def _payload(seen: Evidence) -> Rung:
    if not seen.messages:  # the cache has lost them; what is stored was understood
        return ok("payload", None if seen.stored is None else to_ms(seen.stored.received_at))
    newest = seen.messages[0]
    if seen.mapping is None:
        words = f"A message of {newest.size} bytes came on {newest.topic}; nobody has said what it means."
        return hangs(
            "payload", "no_mapping", words, "Map its values to the points.", time_ms=newest.received_ms,
            bytes=newest.size, topic=newest.topic,
        )  # fmt: skip
    mapping, saved_ms = seen.mapping.mapping, to_ms(seen.mapping.created_at)
    dialect = DIALECTS[mapping.dialect]
    newest = _meant(seen.messages, saved_ms) or newest
    if not dialect.hears(seen.place, mapping, newest.topic):
        remedy = f"Publish to {seen.topics}, or widen the topic of the mapping."
        words = f"The mapping does not mean {newest.topic}."
        return hangs(
            "payload", "not_heard", words, remedy, time_ms=newest.received_ms, topic=newest.topic,
            topics=seen.topics,
        )  # fmt: skip
    if newest.outcome in ("stored", "repeated") and newest.reason is None:
        return ok("payload", newest.received_ms)
    return _unread(seen, mapping, newest, is_older=newest.received_ms < saved_ms)


def _unread(seen: Evidence, mapping: DeviceMapping, newest: DeviceMessage, *, is_older: bool) -> Rung:
    """What is wrong with a message that has become no reading; one from before the mapping may fit it."""
    is_cut = newest.size > len(newest.payload)  # only its beginning was kept: nothing can be read by it
    read = Read(()) if is_cut else DIALECTS[mapping.dialect].read(
        seen.place, mapping, newest.topic, newest.payload
    )  # fmt: skip
    found = next(iter(read.problems), None)
    if found is None and not read.values and not is_cut:
        names = ", ".join(list(mapping.values.values())[:NAMES])
        words = f"None of {names} has come yet; a message may have only what changed."
        remedy = "Wait until one of them changes, have the node send its births, or choose another value."
        return hangs("payload", "not_told", words, remedy, waits=True, names=names)
    if found is None and (is_older or newest.outcome in ("waiting", "ignored", "unmapped")):
        words = "The mapping fits the last message, which came before it; the next one will be stored."
        return hangs("payload", "next_message", words, "Send one more message.", waits=True)
    remedy = "Correct the mapping or what the device sends; what is in quarantine can be replayed then."
    if found is None:
        words, code = newest.reason or "The message is in quarantine.", newest.code
        at = newest.received_ms
        return hangs("payload", "quarantined", words, remedy, time_ms=at, reason=code, said=newest.reason)
    return knowing(
        hangs("payload", found.code, found.message, remedy, time_ms=newest.received_ms), found.facts
    )
