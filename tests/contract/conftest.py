"""The OPC UA server of another maker, once for all contract tests that only talk to it."""

from collections.abc import Iterator

import pytest

from tests.support.peer_server import MANY, Peer, running_peer


@pytest.fixture(scope="session")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    """It allows few operations a request: 20 reads, 5 browses, 4 paths."""
    with running_peer(tmp_path_factory.mktemp("peer"), many=MANY) as server:
        yield server
