"""The page on security and the tests agree: numbers exist, and every threat that is met has a test."""

import re
from pathlib import Path

from tests.architecture.test_house_rules import tracked

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "docs" / "security.md").read_text()
NUMBER = r"[TS]\d+(?:\.\d+)?"
CITED = re.compile(rf"docs/security\.md,((?:\s*(?:and |to )?{NUMBER},?)+)")


def declared() -> set[str]:
    """Numbers of the table of threats and of the list of measures."""
    return set(re.findall(r"^\| (T\d+) \|", SECURITY, re.M)) | set(
        re.findall(rf"^- \*\*({NUMBER})\*\*", SECURITY, re.M)
    )


def met() -> dict[str, str]:
    """Threats by number, with their state."""
    return {
        row[0]: row[-1]
        for line in SECURITY.splitlines()
        if (row := [cell.strip() for cell in line.strip("|").split("|")]) and re.fullmatch(r"T\d+", row[0])
    }


def cited() -> dict[str, list[str]]:
    """Numbers that tests name, with the files that do."""
    found: dict[str, list[str]] = {}
    for path in tracked("*.py"):
        if "tests" not in path.parts or path.name == Path(__file__).name:
            continue
        for numbers in CITED.findall(path.read_text()):
            for number in re.findall(NUMBER, numbers):
                found.setdefault(number, []).append(path.name)
    return found


def test_numbers_are_given_once_and_in_order() -> None:
    threats = [int(number[1:]) for number in met()]
    assert threats == list(range(1, len(threats) + 1))
    assert len(threats) > 10
    assert len(re.findall(rf"^- \*\*{NUMBER}\*\*", SECURITY, re.M)) == len(
        {n for n in declared() if n[0] == "S"}
    )


def test_every_number_that_a_test_or_the_page_names_exists() -> None:
    named = set(re.findall(rf"\b{NUMBER}\b", SECURITY)) | set(cited())
    assert named - declared() == set()


def test_every_threat_that_is_met_has_a_test() -> None:
    states = met()
    assert set(states.values()) == {"met", "left"}
    assert [number for number, state in states.items() if state == "met" and number not in cited()] == []
