import pytest
from parkcarbon_edge.connectors.plausible import float32_step
from parkcarbon_edge.connectors.probed import float32_note


@pytest.mark.parametrize(("value", "step"), [(1.0, 2.0**-23), (1e9, 64.0), (16_777_216.0, 2.0)])
def test_the_step_of_a_float32(value: float, step: float) -> None:
    assert float32_step(value) == step


def test_only_coarse_float32_registers_are_warned_about() -> None:
    assert "steps of 64" in float32_note("Float", 1e9)
    assert float32_note("Float", 230.5) == ""
    assert float32_note("Double", 1e9) == ""
    assert float32_note("Float", None) == ""
