"""Every word that a ladder can say is there in both languages, with the remedy, and with its facts."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from parkcarbon_platform.calculation.metering import plausible
from parkcarbon_platform.services.connecting import broker_rights

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "platform/parkcarbon_platform/services/connecting"
LADDERS = ("device_ladder.py", "edge_ladder.py", "rungs.py")
LANGUAGES = ("en", "zh-CN")
# These name a code that a variable holds: looked up one by one below.
GIVEN = {"found.code", "verdict.code"}
# Facts that come as a mapping.
OF_TLS = {"address", "said"}
TOGETHER = {
    "tls_refused": OF_TLS, "tls_missing": OF_TLS, "no_mqtt": OF_TLS, "no_message": {"root", "topics"},
}  # fmt: skip
# What pages fill in themselves.
OWN_FACTS = {"start"}


def calls(name: str, *files: Path) -> Iterator[ast.Call]:
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield node


def problems() -> set[str]:
    """Codes of what a mapping or a message cannot be used for."""
    found = calls("Problem", *sorted((SERVICES / "dialects").glob("*.py")))
    return {call.args[0].value for call in found if isinstance(call.args[0], ast.Constant)}


def rungs() -> dict[str, set[str]]:
    """Codes that a rung hangs on by name, and the facts that come along."""
    known: dict[str, set[str]] = {}
    for call in calls("hangs", *(SERVICES / file for file in LADDERS)):
        code = call.args[1]
        if not isinstance(code, ast.Constant):
            assert ast.unparse(code) in GIVEN
            continue
        named = {word.arg for word in call.keywords if word.arg} - {"time_ms", "waits"}
        if code.value in TOGETHER:
            named |= TOGETHER[code.value]
        known.setdefault(code.value, set()).update(named)
    return known


CODES = set(get_args(plausible.Code)) - {"ok"} | problems() | set(rungs())


@pytest.fixture(params=LANGUAGES)
def texts(request: pytest.FixtureRequest) -> dict[str, Any]:
    file = ROOT / "saas/web/src/i18n" / f"{request.param}.json"
    return dict(json.loads(file.read_text())["connect"])


def test_the_codes_are_found() -> None:
    assert {"no_message", "next_message", "fixed", "unit_guess", "config_refused", "time"} <= CODES


def test_every_code_has_a_title_and_a_remedy(texts: dict[str, Any]) -> None:
    for kind in ("code", "remedy"):
        assert sorted(code for code in CODES if not texts[kind].get(code)) == [], kind


def test_no_detail_asks_for_a_fact_that_is_not_told(texts: dict[str, Any]) -> None:
    for code, facts in rungs().items():
        for kind in ("detail", "remedy"):
            asked = set(re.findall(r"{{(\w+)}}", texts[kind].get(code, "")))
            assert asked <= facts | OWN_FACTS, (kind, code)


def test_facts_that_are_told_are_shown_in_the_language(texts: dict[str, Any]) -> None:
    told = {code for code, facts in rungs().items() if facts}
    assert sorted(told - texts["detail"].keys()) == []


def test_every_way_in_which_a_topic_is_off_is_said(texts: dict[str, Any]) -> None:
    assert set(get_args(broker_rights.Near)) <= texts["topic_check"]["near"].keys()


def test_a_topic_is_judged_by_what_the_broker_would_do() -> None:
    rights = ["pc/v1/0a/park/device/m/#", "spBv1.0/park/NDATA/m", "spBv1.0/park/DDATA/m/+"]
    for topic, near in {
        "pc/v1/0a/park/device/m/up": None,
        "pc/v1/0a/park/device/m/v1/devices/me/telemetry": None,
        "spBv1.0/park/DDATA/m/pump": None,
        "spBv1.0/park/DDATA/m/pump/more": "other",
        "pc/v1/0a/park/device/n/up": "other",
        "pc/v1/0a/park/device/m/up ": None,  # below its own everything is the meter's: the blank is in a name
        " pc/v1/0a/park/device/m/up": "blank",
        "/pc/v1/0a/park/device/m/up": "slash",
        "PC/v1/0a/Park/device/m/up": "case",
        "pc/v1/0a/park/device/m/#": "wildcard",
        "  ": "no_topic",
        "": "no_topic",
    }.items():
        verdict = broker_rights.judge(topic, rights)
        assert (verdict.near, verdict.allowed) == (near, near is None), topic
