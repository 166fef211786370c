"""What the platform asks of the edge besides readings: another configuration, and looks at sources."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from parkcarbon_edge import wire
from parkcarbon_edge.desired import Desired
from parkcarbon_edge.errors import EdgeError
from parkcarbon_edge.fleet import Fleet

log = logging.getLogger(__name__)


class Configurer:
    """Takes configurations as they come, one at a time and only the newest."""

    def __init__(self, desired: Desired, fleet: Fleet, changed: Callable[[], None]) -> None:
        self.desired, self.fleet, self._changed = desired, fleet, changed
        self._newest: bytes | None = None
        self._came = asyncio.Event()

    def take(self, payload: bytes) -> None:
        """A configuration came; an empty one says that there is none."""
        if payload:
            self._newest = payload
            self._came.set()

    async def run(self) -> None:
        """Apply what comes until cancelled."""
        while True:
            await self._came.wait()
            self._came.clear()
            payload, self._newest = self._newest, None
            if payload is not None:
                await self._apply(payload)
                self._changed()

    async def _apply(self, payload: bytes) -> None:
        version = None
        try:
            config = wire.decode_config(payload)
            version = config.version
            if self.desired.is_in_force(config):
                self.desired.refused = self.desired.error = self.desired.said = None
                return
            # Resolving names may take a while, and so may a disk.
            draft = await asyncio.to_thread(self.desired.prepare, config)
            self.fleet.try_out(draft.settings.connector)
            await asyncio.to_thread(self.desired.keep, draft)
            self.desired.take(draft)
            touched = await self.fleet.exchange(draft.settings.connector)
            log.info("configuration %d is in force; changed: %s", version, ", ".join(touched) or "nothing")
        except msgspec.DecodeError as error:
            self.desired.refuse(version, f"It cannot be read: {error}.")
        except EdgeError as error:
            self.desired.refuse(version, error.said())
        except Exception as error:  # whatever a connector says that cannot be made
            log.exception("configuration %s", version)
            self.desired.refuse(version, f"{type(error).__name__}: {error}")
