"""A private stack that may be killed: never the one that other tests use."""

from collections.abc import Iterator

import pytest
from parkcarbon_local.stack import Stack

from tests.support.stack import private_folder


@pytest.fixture(scope="module")
def module_stack() -> Iterator[Stack]:
    """The three servers in a folder of the module's own."""
    with private_folder() as folder:
        servers = Stack(folder)
        try:
            yield servers
        finally:
            servers.stop()


@pytest.fixture
def own_stack(module_stack: Stack) -> Stack:
    """The module's servers, started again whatever the test before did to them."""
    return module_stack.start()
