"""What the server can say has words on the pages: every problem, and every action of the audit log."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import parkcarbon_edge.words
import parkcarbon_platform
import parkcarbon_saas
import pytest
from parkcarbon_edge.connectors.modbus import REFUSALS
from parkcarbon_platform.calculation.accounting import completeness
from parkcarbon_saas.main import create_app
from parkcarbon_saas.settings import Settings

ROOT = Path(__file__).parents[2]
I18N = ROOT / "saas/web/src/i18n"
HAN = re.compile(r"[\u4e00-\u9fff]")
PACKAGES = (parkcarbon_platform, parkcarbon_saas)
# What the web framework itself answers, by the names of `errors.py`.
OF_HTTP = {"bad_request", "not_found", "method_not_allowed", "too_large", "unsupported_media_type",
           "internal_error", "invalid", "unreachable"}  # fmt: skip


def texts(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((I18N / f"{language}.json").read_text(encoding="utf-8"))
    return found


def codes() -> Iterator[str]:
    """The code of every error class, read from the source: some modules start a process when imported."""
    for package in PACKAGES:
        for path in Path(next(iter(package.__path__))).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                    yield from (found for statement in node.body if (found := code_of(statement)))


def code_of(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(found))):
            return found
        case ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(found))):
            return found
    return None


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_problem_has_a_title_and_a_remedy(language: str) -> None:
    known = {*codes(), *OF_HTTP}
    assert len(known) > 90
    words = texts(language)["problem"]
    lacking = {code for code in known if not words.get(code) or not words.get(f"{code}_remedy")}
    assert lacking == set()
    if language == "zh-CN":
        foreign = {c for c in known if not HAN.search(words[c]) or not HAN.search(words[f"{c}_remedy"])}
        assert foreign == set()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_line_of_the_checklist_has_a_name_and_a_remedy(language: str) -> None:
    words = texts(language)["inventory"]
    for said in (words["rule"], words["rule_remedy"]):
        assert set(said) == set(completeness.SEVERITY)
        assert all(said.values())
        assert language == "en" or all(HAN.search(text) for text in said.values())


def gives_file(path: str, call: dict[str, Any]) -> bool:
    """Whether a look at a park is a file that is taken along; empty forms are none."""
    shown = {"application/json", "text/event-stream"}
    kinds = set(call["responses"].get("200", {}).get("content", {}))
    is_form = call["operationId"].endswith("template")
    return path.startswith("/api/v1/parks/{park}/") and bool(kinds - shown) and not is_form


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_action_of_the_audit_log_has_a_name(language: str) -> None:
    paths = create_app(Settings(database_url="", demo=True)).openapi()["paths"]
    actions = {
        re.sub(r"[ -]", "_", call["operationId"])
        for path, calls in paths.items()
        for method, call in calls.items()
        if method in ("post", "put", "patch", "delete") or gives_file(path, call)
    }
    assert len(actions) > 90
    assert "exports_download" in actions
    words = texts(language)["audit"]["action"]
    assert {action for action in actions if action not in words} == set()
    if language == "zh-CN":
        assert {action for action in actions if not HAN.search(words[action])} == set()


def sentences_of_the_edge() -> Iterator[str]:
    """The code of everything that an edge says, read from its source."""
    folder = Path(parkcarbon_edge.words.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Said"), args=[_, ast.Constant(value=str(code)), *_]):
                    yield code
                case ast.ClassDef(name=name) if path.name == "errors.py" and name != "EdgeError":
                    yield re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Error")).lower()
    yield from (f"modbus_{code}" for code in REFUSALS)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_everything_that_an_edge_says_has_words(language: str) -> None:
    known = set(sentences_of_the_edge())
    assert len(known) > 60
    words = texts(language)["edge_words"]
    assert {code for code in known if not words.get(code)} == set()
    if language == "zh-CN":
        only_facts = re.compile(r"\{\{\w+\}\}[：:, ]*")
        assert {c for c in known if only_facts.sub("", words[c]) and not HAN.search(words[c])} == set()
