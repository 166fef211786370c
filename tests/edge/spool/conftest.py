from collections.abc import Iterator
from pathlib import Path

import pytest
from parkcarbon_edge.spool import Spool

from tests.edge.spool.readings import BOUND, SMALL, Opener


@pytest.fixture
def open_spool(tmp_path: Path) -> Iterator[Opener]:
    """Opens spools, and closes them at the end."""
    opened: list[Spool] = []

    def opener(path: Path = tmp_path / "spool.db", bound: int = BOUND, **more: object) -> Spool:
        opened.append(Spool(path, bound, **more))
        return opened[-1]

    yield opener
    for spool in opened:
        spool.close()


@pytest.fixture
def spool(open_spool: Opener) -> Spool:
    return open_spool()


@pytest.fixture
def small(open_spool: Opener) -> Spool:
    return open_spool(bound=SMALL)
