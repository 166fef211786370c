"""The method handbook says what the code computes: every formula and ruleset, with citation and units."""

import runpy
from pathlib import Path

import pytest
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS
from parkcarbon_platform.calculation.accounting.sources import FORMULAS

DOCS = Path(__file__).parents[3] / "docs"
PAGES = runpy.run_path(str(DOCS / "handbook.py"))["pages"]()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (DOCS / "method" / name).read_text(encoding="utf-8") == PAGES[name], "run docs/handbook.py"


def test_every_formula_and_ruleset_is_told_with_its_citation() -> None:
    assert len(FORMULAS) > 10
    for formula in FORMULAS.values():
        assert formula.symbols in PAGES["sources.md"]
        assert formula.citation in PAGES["sources.md"]
    for ruleset in RULESETS.values():
        assert ruleset.citation in PAGES["rulesets.md"]


@pytest.mark.parametrize(
    ("html", "is_foreign"),
    [
        ('<script src="https://cdn.example/x.js"></script>', True),
        ("<link rel=stylesheet href=//fonts.example/a.css>", True),
        ('<a href="https://example.org">there</a>', False),
        ('<img src="images/live.png"><link rel="canonical" href="https://own.example/">', False),
    ],
)
def test_what_a_page_would_load_from_elsewhere_is_found(html: str, is_foreign: bool) -> None:
    foreign = runpy.run_path(str(DOCS / "website.py"))["FOREIGN"]
    assert bool(foreign.search(html)) is is_foreign
