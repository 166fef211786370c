"""The connectors that run, each in a task of its own; an exchange touches only those that changed."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from parkcarbon_edge.connectors.base import Connector, Health
from parkcarbon_edge.errors import EdgeError
from parkcarbon_edge.settings import ConnectorSettings
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

AGAIN_S = 5.0
# A session with a server that does not answer any more takes its own timeout to end.
END_S = 30.0


class Fleet:
    """Makes connectors of their settings, and runs them. `commit` puts what they brought into the spool."""

    def __init__(self, make: Callable[[ConnectorSettings], Connector], commit: Callable[[], object]) -> None:
        self.connectors: dict[str, Connector] = {}
        self._make, self._commit = make, commit
        self._settings: dict[str, ConnectorSettings] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def add(self, wanted: Sequence[ConnectorSettings]) -> None:
        """Make these connectors; they run from `start` on. Raises what making one of them raises."""
        made = {settings.name: self._make(settings) for settings in wanted}
        self.connectors.update(made)
        self._settings.update({settings.name: settings for settings in wanted})

    def add_usable(self, wanted: Sequence[ConnectorSettings]) -> None:
        """The same, where one that cannot be made yet says why and is tried again: it stops no other."""
        for settings in wanted:
            try:
                made = self._make(settings)
            except EdgeError as error:
                log.error("connector %s: %s", settings.name, error)
                made = NotYet(settings, error, self._make, self.connectors)
            self.connectors[settings.name], self._settings[settings.name] = made, settings

    def start(self) -> None:
        """Run every connector that does not run yet."""
        for name, connector in self.connectors.items():
            if name not in self._tasks:
                self._tasks[name] = asyncio.create_task(_keep(name, connector), name=name)

    def try_out(self, wanted: Sequence[ConnectorSettings]) -> None:
        """Make those that would be new and throw them away; raises what making one of them raises."""
        for settings in wanted:
            if self._settings.get(settings.name) != settings:
                self._make(settings)

    async def exchange(self, wanted: Sequence[ConnectorSettings]) -> list[str]:
        """Run these and no others; the names of those that were ended or begun.

        A connector takes up its marks when it is made: its predecessor's must be in the spool by then.
        """
        new = {settings.name: settings for settings in wanted}
        changed = [name for name, settings in self._settings.items() if new.get(name) != settings]
        self._commit()
        await self._end(changed)
        self._commit()
        begun = [settings for name, settings in new.items() if name not in self._settings]
        self.add(begun)
        self.start()
        return sorted({*changed, *(settings.name for settings in begun)})

    async def stop(self) -> None:
        """End all of them."""
        await self._end(list(self._tasks), forget=False)

    async def _end(self, names: Sequence[str], forget: bool = True) -> None:
        tasks = [task for name in names if (task := self._tasks.pop(name, None)) is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=END_S)
            for task in late:
                log.error("%s does not end", task.get_name())
        if forget:
            for name in names:
                self.connectors.pop(name, None)
                self._settings.pop(name, None)


class NotYet:
    """A connector that cannot be made: a password file or a library is missing. Once it can, it is there."""

    def __init__(
        self, settings: ConnectorSettings, error: EdgeError,
        make: Callable[[ConnectorSettings], Connector], all_of_them: dict[str, Connector],
    ) -> None:  # fmt: skip
        self.health = Health(points=len(settings.point))
        self.health.fails(error.said())
        self._settings, self._make, self._all = settings, make, all_of_them

    async def run(self) -> None:
        """Try again until it can be made, and then be that one."""
        while True:
            await asyncio.sleep(AGAIN_S)
            try:
                made = self._make(self._settings)
            except EdgeError as error:
                self.health.fails(error.said())
                continue
            self._all[self._settings.name] = made
            return await _keep(self._settings.name, made)


async def _keep(name: str, connector: Connector) -> None:
    """Run a connector; a mistake in one of them must not end the others."""
    while True:
        try:
            await connector.run()
            log.info("%s: complete", name)
            return
        except Exception as error:
            log.exception("connector %s failed", name)
            text = f"{type(error).__name__}: {error}"
            connector.health.fails(Said(text, "other", said=text))
            await asyncio.sleep(AGAIN_S)
