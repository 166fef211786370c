"""How much one bare device may send: what is more is counted and not kept, so that it costs nobody else.

Each device has a bucket of messages and one of bytes, which fill at its rate and hold ten minutes of it. What
the broker kept while nobody listened comes all at once and is no device's fault: that time is credited.
"""

from collections.abc import Callable

BURST_S = 600.0
MAX_CREDIT_S = 7 * 24 * 3600.0  # the broker keeps no session for longer


class Limiter:
    """Buckets by device; rates are a minute's."""

    def __init__(self, messages: int, size: int, clock: Callable[[], float]) -> None:
        self.messages, self.size = messages, size
        self._clock = clock
        self._credit_s = 0.0
        # Seconds' worth of messages and of bytes, and when that was.
        self._left: dict[int, tuple[float, float, float]] = {}

    def credit(self, seconds: float) -> None:
        """Nobody listened for so long [s]."""
        self._credit_s = min(max(seconds, 0.0), MAX_CREDIT_S)
        for device, (messages, size, at) in self._left.items():
            self._left[device] = (messages + self._credit_s, size + self._credit_s, at)

    def take(self, device_id: int, size: int) -> bool:
        """Whether a message of so many bytes is within what the device may send; it counts where it is."""
        now = self._clock()
        full = BURST_S + self._credit_s
        messages, bytes_, at = self._left.get(device_id, (full, full, now))
        messages = max(messages, min(messages + now - at, BURST_S)) - 60.0 / self.messages
        bytes_ = max(bytes_, min(bytes_ + now - at, BURST_S)) - 60.0 * size / self.size
        if messages < 0 or bytes_ < 0:
            return False
        self._left[device_id] = (messages, bytes_, now)
        return True
