"""What a start says of processes that do not come up."""

import sys
from pathlib import Path

import pytest
from parkcarbon_local.errors import StartError
from parkcarbon_local.layout import Layout
from parkcarbon_local.lifecycle import Lifecycle, last_line
from parkcarbon_local.supervisor import ProcessInfo

TRACEBACK = "Traceback (most recent call last):\n  File …\nModuleNotFoundError: No module named 'x'\n\n"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def lifecycle(tmp_path: Path, said: list[str]) -> Lifecycle:
    return Lifecycle(Layout(tmp_path / "data").make(), said.append)


def test_a_process_that_ends_again_and_again_is_named_once_with_its_last_word(
    lifecycle: Lifecycle, said: list[str]
) -> None:
    log = lifecycle.layout.log("api")
    log.write_text(TRACEBACK)
    told: set[str] = set()
    for state in ("starting", "backoff", "starting", "backoff", "running"):
        lifecycle._tell_of_end(ProcessInfo("api", state, 0, 0), told)
    assert said == [f"api ended and is tried again: ModuleNotFoundError: No module named 'x' ({log})"]


def test_the_last_word_of_a_long_log_is_found_and_of_none_is_nothing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert last_line(log) == "it says nothing"
    log.write_text("\n\n")
    assert last_line(log) == "it says nothing"
    log.write_bytes(b"x" * 9000 + b"\nthe end\xff\n\n")
    assert last_line(log) == "the end�"


def test_a_step_that_fails_says_what_it_said_last_and_what_to_do(lifecycle: Lifecycle) -> None:
    lifecycle.layout.log("setup").write_text("of an earlier step\n")
    with pytest.raises(StartError) as refused:
        lifecycle._step([sys.executable, "-c", "exit('it has readings')"], settings=False, remedy="reset it")
    assert refused.value.message.endswith(": it has readings")
    assert refused.value.remedy == "reset it"
