"""Licences of what is installed, and the bill of materials (docs/security.md, T14)."""

import json
import subprocess
import sys

import pytest
from parkcarbon_local import materials
from parkcarbon_local.materials import Material


def test_every_licence_is_allowed() -> None:
    found = materials.all_of()
    assert len(found) > 150
    assert materials.refused(found) == []


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True), ("(MIT OR CC0-1.0)", True), ("GPL-3.0-only OR MIT", True),
        ("EPL-2.0 OR BSD-3-Clause", True),
        ("BSD-3-Clause AND 0BSD AND MIT", True), ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GPL-2.0-only", False), ("SSPL-1.0", False), ("UNLICENSED", False), ("", False), ("()", False),
    ],
)  # fmt: skip
def test_an_expression_is_read_as_it_is_meant(expression: str, allowed: bool) -> None:
    assert materials.is_allowed(expression) == allowed
    assert bool(materials.refused([Material("npm", "x", "1", expression)])) != allowed


def test_the_bill_names_what_runs() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "parkcarbon_local.materials", "sbom"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    bill = json.loads(told)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    names = {component["name"] for component in bill["components"]}
    assert {"fastapi", "psycopg", "react", "echarts"} <= names
    assert not {"vite", "pytest"} & names  # a tool of development is not in the page
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(references) == len(set(references))
    assert all(component["purl"].startswith("pkg:") for component in bill["components"])


def test_what_only_tools_may_use_is_refused_at_run_time() -> None:
    assert materials.refused([Material("pypi", "a-tool-of-tests", "1", "EUPL-1.1")]) == []
    assert materials.refused([Material("pypi", "fastapi", "1", "EUPL-1.1")]) != []
