"""Fixtures of the whole suite: real servers, a fresh database, cache and broker for each test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import hypothesis
import pytest

from tests.support.stack import Broker, Database, ServerStack, private_folder, server_stack

# No time limits: a busy machine is no counterexample. The same examples each time, so that a failure is the
# change's; `--hypothesis-profile=explore` looks further.
SLOW_IS_FINE = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("suite", derandomize=True, **SLOW_IS_FINE)
hypothesis.settings.register_profile("explore", max_examples=1000, print_blob=True, **SLOW_IS_FINE)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session")
def stack() -> Iterator[ServerStack]:
    """PostgreSQL with TimescaleDB, Valkey and mosquitto, started on first use."""
    with server_stack() as servers:
        yield servers


@pytest.fixture(scope="session")
def new_database(stack: ServerStack) -> Callable[[], AbstractContextManager[Database]]:
    """Make migrated databases of any life: `with new_database() as database`."""
    return stack.shared.database


@pytest.fixture
def database(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[Database]:
    """A fresh migrated database, and its address for every role."""
    with new_database() as fresh:
        yield fresh


@pytest.fixture
def redis_url(stack: ServerStack) -> str:
    """An empty cache that no other test process uses."""
    stack.own.valkey.flush()
    return stack.redis_url


@pytest.fixture
def mqtt(stack: ServerStack) -> Broker:
    """An empty broker that no other test process uses, and a user with all rights."""
    return stack.empty_broker()


@pytest.fixture
def stack_folder() -> Iterator[Path]:
    """An empty folder for a private stack of the test's own (`parkcarbon_local.stack.Stack`)."""
    with private_folder() as folder:
        yield folder
