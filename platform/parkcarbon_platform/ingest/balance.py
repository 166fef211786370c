"""Several ingest processes share the partitions among them, and anew when one comes or goes.

The partitions are divided into slots, whose number never changes. A slot has a session of its own at the
broker (the client id is that of its partitions) and a lock in the database: whoever holds the lock takes over
the session, with all that the broker keeps in it and the numbers under which messages were taken before. So a
slot that changes hands loses nothing, and what comes again is known again by cursors and numbers, as after a
restart. Processes find each other on a roll of the same database; none is told of others, and none leads.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from parkcarbon_platform.errors import ConflictError, UnavailableError
from parkcarbon_platform.ingest.shell import LOCK_CHECK_S, run_locked
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage.locks import PartitionLock, Roll
from parkcarbon_platform.telemetry import figures
from parkcarbon_platform.telemetry.serving import HEART

log = logging.getLogger(__name__)

LOOK_S = 1.0
# After the database was away all locks are free for a moment: whoever had them takes them again first. Who
# comes in just then has not seen it away, but sees that it has just started.
GRACE_S = 2 * LOCK_CHECK_S
LEAVE_S = 30.0


def quota(slots: int, members: Sequence[int], number: int) -> int:
    """How many slots this member has to have: all the same, the first ones of the roll one more."""
    each, more = divmod(slots, len(members))
    return each + (sorted(members).index(number) < more)


def parts(partitions: int, slots: int) -> list[list[int]]:
    """The partitions of each slot; `slots` divides their number."""
    size = partitions // slots
    return [list(range(i * size, (i + 1) * size)) for i in range(slots)]


@dataclass
class Slot:
    """A slot that this process has, consumed by a thread."""

    number: int
    consume: Callable[[threading.Event], None]
    stop: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, name=f"slot-{self.number}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.consume(self.stop)
        except Exception as error:
            self.error = error


class Balance:
    """The slots of one process."""

    def __init__(self, settings: Settings, slots: int) -> None:
        self._settings = settings
        self._parts = parts(settings.partitions, slots)
        self._roll = Roll(settings.ingest_url)
        self._was_away = False
        self._may_take_at: float | None = None
        self.held: dict[int, Slot] = {}

    def run(self, stop: threading.Event) -> None:
        """Hold one's part of the slots until `stop` is set; raises where the process has to start anew."""
        try:
            while not stop.is_set():
                HEART.beat()
                self._reap()
                self._look()
                figures.SLOTS.set(len(self.held))
                stop.wait(LOOK_S)
        finally:
            self._give(list(self.held))
            self._roll.leave()

    def _reap(self) -> None:
        """A slot that somebody else took is theirs; any other error is the process's."""
        for number, slot in list(self.held.items()):
            if slot.thread.is_alive():
                continue
            del self.held[number]
            if not isinstance(slot.error, ConflictError):
                raise slot.error or UnavailableError("A slot has ended by itself.")
            log.warning("Another process has slot %d: %s", number, slot.error)

    def _look(self) -> None:
        try:
            members = self._roll.members()
        except UnavailableError as error:
            if not self._was_away:
                log.warning("%s The slots stay as they are.", error)
            self._was_away = True
            return
        now = time.monotonic()
        if self._was_away:
            self._was_away, self._may_take_at = False, now + GRACE_S
        elif self._may_take_at is None:
            self._may_take_at = now + max(0.0, GRACE_S - self._roll.server_age_s)
        wanted = quota(len(self._parts), members, self._roll.number)
        if len(self.held) > wanted:
            self._give(sorted(self.held)[wanted:])
        elif self._may_take_at is not None and now >= self._may_take_at:
            self._take(wanted - len(self.held))

    def _take(self, count: int) -> None:
        """So many slots, of those that nobody has."""
        first = self._roll.number % len(self._parts)
        for offset in range(len(self._parts)):
            if count < 1:
                return
            number = (first + offset) % len(self._parts)
            if number not in self.held and self._take_one(number):
                count -= 1

    def _take_one(self, number: int) -> bool:
        partitions = self._parts[number]
        lock = PartitionLock(self._settings.ingest_url, partitions)
        try:
            lock.ensure()
        except (ConflictError, UnavailableError):
            return False
        log.info("Taking slot %d of %d", number, len(self._parts))
        self.held[number] = Slot(number, lambda stop: run_locked(self._settings, stop, partitions, lock))
        return True

    def _give(self, numbers: Sequence[int]) -> None:
        """Let go of slots: what the broker handed over and is not committed, whoever is next is given."""
        slots = [self.held.pop(number) for number in numbers]
        for slot in slots:
            log.info("Giving slot %d of %d", slot.number, len(self._parts))
            slot.stop.set()
        end = time.monotonic() + LEAVE_S
        for slot in slots:
            slot.thread.join(max(0.0, end - time.monotonic()))
            if slot.thread.is_alive() or slot.error is not None:
                log.warning("Slot %d did not end in order: %s", slot.number, slot.error)


def run(settings: Settings, stop: threading.Event, slots: int) -> None:
    """Consume this process's part of all partitions until `stop` is set."""
    Balance(settings, slots).run(stop)
