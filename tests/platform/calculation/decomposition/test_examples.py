"""The examples in the docstrings run."""

import doctest
import importlib
import inspect
import pkgutil

import pytest
from parkcarbon_platform.calculation import decomposition

MODULES = [
    found.name
    for found in pkgutil.walk_packages(decomposition.__path__, decomposition.__name__ + ".")
    if not found.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0
    own = [value for value in vars(module).values() if getattr(value, "__module__", None) == name]
    public = [f for f in own if inspect.isfunction(f) and not f.__name__.startswith("_")]
    assert [f.__name__ for f in public if ">>>" not in (f.__doc__ or "")] == []
