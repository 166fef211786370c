"""What a command is: its words, what it does, and its arguments."""

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from parkcarbon_platform.settings import Settings

Run = Callable[[argparse.Namespace, Settings], int]


class Argument(NamedTuple):
    """One argument of a command, as `argparse` takes it."""

    name: str
    help: str
    options: Mapping[str, Any] = MappingProxyType({})


class Command(NamedTuple):
    """One command: its words, what it does, and its arguments."""

    words: tuple[str, ...]
    help: str
    run: Run
    arguments: tuple[Argument, ...] = ()
    is_process: bool = False  # runs for the platform, not for the person who starts it
