"""Every rule has a remedy: in the operator's guide and, with a way there, on the page in both languages."""

import json
import re
from pathlib import Path

from parkcarbon_platform.calculation.metering.rules import RULES
from parkcarbon_platform.services.budgets import alerts

ROOT = Path(__file__).parents[3]
# Rules of sources: what keeps a source from being calculated.
OF_SOURCES = {"amount_too_large", "difference_waits", "factor_missing", "reference_state", "unit"}
# What people enter is held against what was measured.
OF_ACTIVITY = {"bill_difference"}
EXPECTED = set(RULES) | OF_SOURCES | OF_ACTIVITY | set(alerts.RULES)


def test_the_guide_has_a_line_for_each_rule() -> None:
    text = (ROOT / "docs/guides/operator.md").read_text()
    rows = re.findall(r"^\| ([^|]+) \| `(\w+)` \| ([^|]+) \|$", text, re.M)
    assert len(RULES) > 15
    assert {rule for _, rule, _ in rows} >= EXPECTED
    names = {rule: name.strip() for name, rule, _ in rows}
    words = json.loads((ROOT / "saas/web/src/i18n/en.json").read_text())["terms"]["rule"]
    assert {r: names[r] for r in EXPECTED} == {r: words[r] for r in EXPECTED}


def test_both_languages_have_words_and_a_remedy_for_each_rule() -> None:
    for language in ("en", "zh-CN"):
        words = json.loads((ROOT / f"saas/web/src/i18n/{language}.json").read_text())
        assert words["terms"]["rule"].keys() == words["health"]["remedy"].keys() == EXPECTED, language


def test_each_remedy_has_a_way_there() -> None:
    source = (ROOT / "saas/web/src/features/meter-health/remedies.ts").read_text()
    table = source.split("REMEDIES", 1)[1].split("};", 1)[0]
    assert set(re.findall(r"^  (\w+): ", table, re.M)) >= EXPECTED - {"amount_too_large", "factor_missing"}
