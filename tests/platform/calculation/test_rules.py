"""The rule table: what it says is what the documents say, and its parameters are checked."""

from fractions import Fraction
from pathlib import Path

import pytest
from parkcarbon_platform.calculation.metering.rules import (
    DEFAULTS,
    RULES,
    SETTLEMENT_RULES,
    Parameter,
    RuleError,
    values,
)  # fmt: skip

DOCUMENT = Path(__file__).parents[3] / "docs" / "metering.md"


def number(value: Fraction) -> str:
    return f"{float(value):.10g}"


def told(parameter: Parameter) -> str:
    bounds = f"{number(parameter.minimum)}–{number(parameter.maximum)}"
    return f"`{parameter.name}` {number(parameter.default)} {parameter.unit} ({bounds})"


def table() -> str:
    """The rules as the document shows them."""
    lines = ["| rule | severity | when | then | parameters | from |", "|---|---|---|---|---|---|"]
    for rule in RULES.values():
        parameters = "<br>".join(map(told, rule.parameters)) or "–"
        cells = (
            f"`{rule.name}`", f"{rule.severity}, {rule.origin}", rule.condition, rule.effect,
            parameters, rule.source,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_the_document_shows_the_table() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8")


def test_defaults_are_within_their_bounds() -> None:
    parameters = [p for rule in RULES.values() for p in rule.parameters]
    assert len(parameters) > 15
    assert all(p.minimum <= p.default <= p.maximum for p in parameters)
    assert {"gap", "reset", "spike", "glitch"} <= set(SETTLEMENT_RULES)


def test_overrides_are_exact_and_the_rest_stays() -> None:
    found = values({"spike": {"factor": 1.2}})
    assert found["spike"]["factor"] == Fraction(6, 5)
    assert {k: v for k, v in found.items() if k != "spike"} == {
        k: v for k, v in DEFAULTS.items() if k != "spike"
    }


@pytest.mark.parametrize(
    ("overrides", "key"),
    [
        ({"gop": {}}, "gop"),
        ({"gap": {"minute": 5}}, "gap.minute"),
        ({"gap": {"minutes": "many"}}, "gap.minutes"),
        ({"gap": {"minutes": float("nan")}}, "gap.minutes"),
        ({"gap": {"minutes": True}}, "gap.minutes"),
        ({"gap": {"minutes": 0}}, "gap.minutes"),
        ({"spike": 3}, "spike"),
    ],
)
def test_wrong_parameters_are_named(overrides: dict[str, object], key: str) -> None:
    with pytest.raises(RuleError) as error:
        values(overrides)
    assert error.value.facts["key"] == key
