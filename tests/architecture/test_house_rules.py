"""House rules as tests: each asserts that it looked at something."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIERS = ["edge", "platform", "saas", "simulators", "deploy"]


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks (or would: untracked and not ignored) matching the patterns."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [path for line in out.splitlines() if (path := ROOT / line).is_file()]


def code() -> list[Path]:
    files = tracked(*[f"{tier}/**/*.py" for tier in TIERS])
    assert len(files) > 20
    return files


def test_platform_folder_holds_no_python_file() -> None:
    # It would shadow the standard library's `platform` for anyone with the repository root on the path.
    assert (ROOT / "platform").is_dir()
    assert list((ROOT / "platform").glob("*.py")) == []


def sql_strings(path: Path) -> list[str]:
    words = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET)\b", re.S)
    nodes = ast.walk(ast.parse(path.read_text()))
    return [
        n.value
        for n in nodes
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and words.search(n.value)
    ]


def test_sql_lives_in_storage_only() -> None:
    found = {p.relative_to(ROOT).as_posix() for p in code() if sql_strings(p)}
    allowed = (
        "platform/parkcarbon_platform/storage/",
        "edge/parkcarbon_edge/spool",
        "edge/parkcarbon_edge/salvage",
        "deploy/parkcarbon_local/",
    )
    assert any(f.startswith(allowed[0]) for f in found), "the rule looked at nothing"
    assert [f for f in found if not f.startswith(allowed)] == []


def test_services_never_commit() -> None:
    services = [p for p in code() if "parkcarbon_platform/services/" in p.as_posix()]
    assert services
    offenders = [p.name for p in services if re.search(r"\.commit\(\)", p.read_text())]
    assert offenders == []


def test_calculation_reads_no_clock_and_no_file() -> None:
    files = [p for p in code() if "parkcarbon_platform/calculation/" in p.as_posix()]
    assert files
    forbidden = re.compile(r"datetime\.now|time\.time\(|\bopen\(|read_text|getLogger|os\.environ")
    assert [p.name for p in files if forbidden.search(p.read_text())] == []


def public_functions(path: Path) -> list[ast.FunctionDef | ast.ClassDef]:
    body = ast.parse(path.read_text()).body
    return [n for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]


def test_calculation_is_documented() -> None:
    files = [p for p in code() if "parkcarbon_platform/calculation/" in p.as_posix()]
    nodes = [(p, n) for p in files for n in public_functions(p)]
    assert len(nodes) > 10
    assert [f"{p.name}:{n.name}" for p, n in nodes if not ast.get_docstring(n)] == []


def test_lock_files_name_no_address() -> None:
    locks = tracked("requirements*.lock", "*/package-lock.json")
    assert len(locks) >= 4
    for lock in locks:
        # npm's file names the pages of projects, too; where a package comes from is its `resolved`.
        address = r"\"resolved\":" if lock.suffix == ".json" else "://"
        assert not re.search(address, lock.read_text()), lock.name


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_is_typed(tier: str) -> None:
    assert list((ROOT / tier).glob("parkcarbon_*/py.typed"))


def test_names_of_what_every_page_shows_are_used_nowhere_else() -> None:
    # The frame's own "help-open" beside a page's: tests then press the first of two.
    def names(folder: str) -> set[str]:
        text = "".join(p.read_text() for p in tracked(f"saas/web/src/{folder}/*.tsx"))
        return set(re.findall(r'data-testid="([^"]+)"', text))

    frame = names("app")
    assert "help-open" in frame
    assert sorted(frame & names("features")) == []
