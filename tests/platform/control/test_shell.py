"""A message that cannot be used is acknowledged: it would end the process at every start, for ever."""

from typing import Any

import pytest
from parkcarbon_platform.control.core import Said
from parkcarbon_platform.control.shell import Clerk
from parkcarbon_platform.ingest.inlet import Connected
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.storage.catalogue import Catalogue, Edge


class Line:
    """The broker's side; only what is acknowledged matters."""

    def __init__(self) -> None:
        self.acknowledged: list[int] = []

    def ack(self, _generation: int, mid: int) -> None:
        self.acknowledged.append(mid)


@pytest.mark.parametrize(
    "payload", [b"", b"\xff", b'{"id":"\xff"}', b'{"result":' + b"[" * 5000, b'{"other":' + b"[" * 5000]
)
@pytest.mark.parametrize("channel", ["state", "reply", "else"])
def test_nonsense_is_acknowledged(channel: str, payload: bytes) -> None:
    line: Any = Line()
    nothing: Any = None  # no such message gets as far as the database
    clerk = Clerk(nothing, line, 16, Vault("k" * 32))
    clerk._known.current = Catalogue({"demo": 1}, {("demo", "plant-a"): Edge(1, 1)})
    clerk.feed(Connected(1))
    topic = f"pc/v1/0a/demo/edge/plant-a/{channel}"
    clerk.perform(clerk.core.said(Said(1, 7, topic, payload)))
    assert line.acknowledged == [7]
