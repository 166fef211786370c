"""What the documents say exists, exists: links, commands, options, settings."""

import argparse
import re
from pathlib import Path

import parkcarbon_edge.cli as edge_cli
import parkcarbon_platform.cli as platform_cli
import parkcarbon_simulators.cli as simulator_cli
import pytest
from parkcarbon_local import cli as local_cli

import bootstrap
from tests.architecture.test_house_rules import tracked

ROOT = Path(__file__).parents[2]
DOCUMENTS = tracked("*.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SPAN = re.compile(r"```.*?```|`[^`\n]+`", re.S)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, made as GitHub makes them."""
    headings = re.findall(r"^#+ +(.*)$", re.sub(r"```.*?```", "", text, flags=re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> dict[tuple[str, ...], set[str]]:
    """Every command of a parser with its options."""
    found = {words: {option for action in parser._actions for option in action.option_strings}}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                found |= commands(below, (*words, word))
    return found


PLATFORM = platform_cli.parser(platform_cli.COMMANDS)
PARSERS = {
    "parkcarbon": [local_cli.parser(), PLATFORM],
    "parkcarbon-platform": [PLATFORM],
    "parkcarbon-edge": [edge_cli._parser()],
    "parkcarbon-simulator": [simulator_cli._parser()],
}
PROGRAMS = {
    program: {words: options for parser in parsers for words, options in commands(parser).items()}
    for program, parsers in PARSERS.items()
}


def positionals(parser: argparse.ArgumentParser, words: tuple[str, ...]) -> int:
    """How many words a command takes after its own."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and words:
            return positionals(action.choices[words[0]], words[1:])
    return sum(not action.option_strings for action in parser._actions)


def placeholders(words: list[str]) -> int:
    """Words that stand for something, and are no option's value."""
    pairs = zip(["", *words], words, strict=False)
    return sum(word.isupper() and not before.startswith("--") for before, word in pairs)


def spans(text: str) -> list[str]:
    """Lines of code in a page."""
    return [line.strip() for span in SPAN.findall(text) for line in span.strip("`").splitlines()]


def mentions(text: str) -> list[tuple[str, str]]:
    """(program, what follows) of every line of code that calls one of our programs."""
    found = []
    for line in spans(text):
        called = re.match(r"(?:\S*/bin/)?(parkcarbon(?:-\w+)?) +([a-z\[|-].*)", line)
        if called and called[1] in PROGRAMS:
            found.append((called[1], called[2].partition("  #")[0]))
    return found


def wrong(program: str, said: str) -> str | None:
    """What of a mentioned command does not exist."""
    known = PROGRAMS[program]
    words = said.replace("[", " ").replace("]", " ").split()
    verbs: list[tuple[str, ...]] = []
    for word in [] if words[0].startswith("-") else words[0].split("|"):
        second = [w for w in words[1].split("|") if (word, w) in known] if len(words) > 1 else []
        verbs += [(word, w) for w in second] or [(word,)]
    missing = [verb for verb in verbs if verb not in known]
    # A placeholder (`fault NAME`) may stand for any of the words below.
    below = [known[command] for verb in verbs for command in below_of(known, verb)]
    options = set().union(*below) if verbs else known[()]
    missing_options = set(re.findall(r"(?<!\S)--[a-z][a-z-]*", " ".join(words))) - options
    if missing or missing_options:
        return f"{program} {said}: {missing or missing_options}"
    if len(verbs) == 1 and not any(command != verbs[0] for command in below_of(known, verbs[0])):
        parser = next(p for p in PARSERS[program] if verbs[0] in commands(p))
        if placeholders(words) > positionals(parser, verbs[0]):
            return f"{program} {said}: takes no so many words"
    return None


def below_of(known: dict[tuple[str, ...], set[str]], verb: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A command and those below it."""
    return [command for command in known if command[: len(verb)] == verb]


def test_there_are_documents() -> None:
    assert {"README.md", "CONTRIBUTING.md", "docs/glossary.md", "docs/guides/edge.md"} <= set(
        map(name, DOCUMENTS)
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in LINK.findall(SPAN.sub("", document.read_text())):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        page = (document.parent / path).resolve() if path else document
        if not page.exists() or (anchor and anchor not in anchors(page.read_text())):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_commands_and_options_exist(document: Path) -> None:
    found = mentions(document.read_text())
    assert [problem for program, said in found if (problem := wrong(program, said))] == []


def test_commands_are_looked_at() -> None:
    said = mentions((ROOT / "README.md").read_text())
    assert {"up", "park", "totals", "quarantine", "run"} <= {what.split()[0] for _, what in said}
    assert wrong("parkcarbon", "down --gently")
    assert wrong("parkcarbon", "explode")
    assert wrong("parkcarbon-platform", "user add NAME --sudo")
    assert wrong("parkcarbon", "quarantine list PARK")
    assert not wrong("parkcarbon", "quarantine list --park PARK")


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_make_and_bootstrap_verbs_exist(document: Path) -> None:
    lines = "\n".join(spans(document.read_text()))
    verbs = re.findall(r"^make ([a-z-]+)", lines, re.M) + re.findall(r"bootstrap\.py ([a-z-]+)", lines)
    assert set(verbs) <= set(bootstrap.VERBS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_settings_exist(document: Path) -> None:
    code = "\n".join(p.read_text() for p in tracked("*.py") if "tests" not in p.parts)
    code += "".join(f"PARKCARBON_{field.upper()} " for field in re.findall(r"^    (\w+): ", code, re.M))
    named = set(re.findall(r"\bPARKCARBON_[A-Z_]+[A-Z]\b", document.read_text()))
    assert {setting for setting in named if setting not in code} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_files_that_are_named_exist(document: Path) -> None:
    tops = {path.name for path in ROOT.iterdir()} - {"build"}
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", document.read_text())
    missing = [path for path in named if path.split("/")[0] in tops and not (ROOT / path).exists()]
    assert missing == []
