"""Bought electricity that is priced at the residual mix at once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS
from parkcarbon_platform.services.inventories import question, residual
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage.inventory_activity import SourceRow


def row(code: str, scope: int) -> SourceRow:
    return SourceRow(
        1, code, code, code, None, None, "purchased_electricity", "electricity", scope, False, "electricity",
        "grid_electricity", None, "CO2", False, None, None, None, "kWh", "energy", "electricity", [],
    )  # fmt: skip


@pytest.mark.parametrize(("has_scope3", "codes"), [(True, ["bought", "leased"]), (False, ["bought"])])
def test_scope_3_is_priced_where_the_ruleset_has_it(
    monkeypatch: pytest.MonkeyPatch, has_scope3: bool, codes: list[str]
) -> None:
    rules = replace(RULESETS["ghg_protocol"], has_scope3=has_scope3)
    monkeypatch.setattr(question, "RULESETS", {"ghg_protocol": rules})
    monkeypatch.setattr(residual.evidence, "uses", lambda *_: [])
    asked = Question(date(2026, 1, 1), date(2026, 2, 1), "ghg_protocol")
    connection: Any = None
    found = residual.without_evidence(connection, asked, [row("bought", 2), row("leased", 3)])
    assert [source.code for source in found] == codes
