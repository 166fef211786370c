"""Write the method handbook from the tables that the platform computes with; `--check` says where it differs.

A formula, a ruleset or a factor set that changes in the code changes here, or the check fails.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from parkcarbon_platform.calculation.accounting.formula import Formula
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS, Ruleset
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.factors import loader

FOLDER = Path(__file__).parent / "method"
WRITTEN = "<!-- written by docs/handbook.py: change the code, not this page -->\n\n"


def sources() -> str:
    """Each emission source's formula."""
    intro = (
        "# Emission sources\n\nEvery hour of every source is computed by one of these formulas, exactly, and "
        "rounded once, half to even, to a whole milligram. Explain shows the formula of each figure with "
        "its numbers.\n\n"
    )
    return WRITTEN + intro + "\n".join(_source(formula) for formula in FORMULAS.values())


def _source(formula: Formula) -> str:
    rows = [
        ("formula", f"**{formula.symbols}**"),
        ("where", formula.words_en),
        ("式中", formula.words_zh),
        ("categories", _codes(formula.categories)),
        ("activity in", _codes(formula.bases)),
        ("gases", _codes(formula.gases)),
        ("from", formula.citation),
    ]
    return f"## {formula.name}\n\n{_table(rows)}"


def rulesets() -> str:
    """What each ruleset counts and how."""
    intro = (
        "# Rulesets\n\nThe same activity, counted as a standard says. An inventory names its ruleset and its "
        "set of global warming potentials; figures by different rulesets are never added.\n\n"
    )
    return WRITTEN + intro + "\n".join(_ruleset(ruleset) for ruleset in RULESETS.values())


def _ruleset(ruleset: Ruleset) -> str:
    months = ruleset.certificate_months
    rows = [
        ("名称", ruleset.name_zh),
        ("boundaries", _codes(ruleset.boundaries)),
        ("gases", "all that the chosen set has" if ruleset.gases is None else _codes(ruleset.gases)),
        ("electricity and heat", {"net": "net of what leaves", "gross": "what is bought"}[ruleset.netting]),
        ("bought electricity by", ", ".join(ruleset.bases)),
        (
            "a factor of an earlier year",
            {"marked": "counts, marked", "refused": "is refused"}[ruleset.fallback],
        ),
        ("heat of steam", ruleset.heat.replace("_", " ")),
        ("evidence", _codes(ruleset.evidence) or "none"),
        ("a certificate counts for", "–" if months is None else f"{months} months"),
        ("scope 3", "yes" if ruleset.has_scope3 else "no"),
        ("headings", "; ".join(f"{group.name_en} ({group.name_zh})" for group in ruleset.groups)),
        ("note", f"{ruleset.note_en}<br>{ruleset.note_zh}"),
        ("from", ruleset.citation),
    ]
    return f"## {ruleset.name_en}\n\n`{ruleset.code}`\n\n{_table(rows)}"


def factors() -> str:
    """Where each set of factors comes from, and under which licence."""
    intro = (
        "# Factor sets and their licences\n\nEach value carries its own citation and grade; the factor "
        "library shows them.\n\n"
        "| set | publisher | title | licence | values |\n|---|---|---|---|---|\n"
    )
    rows = (
        f"| `{s.code}` | {s.publisher} | {s.title} | {s.licence} | {len(s.factors)} |"
        for s in sorted(loader.load_all(), key=lambda s: s.code)
    )
    return WRITTEN + intro + "\n".join(rows) + "\n"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = "\n".join(f"| {name} | {text.replace('|', chr(92) + '|')} |" for name, text in rows)
    return f"| | |\n|---|---|\n{cells}\n"


def pages() -> Mapping[str, str]:
    """The pages by their files' names."""
    return {"sources.md": sources(), "rulesets.md": rulesets(), "factors.md": factors()}


def main(arguments: list[str]) -> int:
    """Write, or say what differs."""
    differing = [
        name
        for name, text in pages().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        sys.stderr.writelines(
            f"docs/method/{name} is not what the code says: run docs/handbook.py\n" for name in differing
        )
        return 1 if differing else 0
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
