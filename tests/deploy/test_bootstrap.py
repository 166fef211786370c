"""The set-up script: what it does twice, what its locks hold, what it passes on."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(bootstrap.__file__).parent


def test_a_step_is_done_once_for_the_same_input(tmp_path: Path) -> None:
    done = []
    for key in ("a", "a", "b"):
        with bootstrap.step(tmp_path / "deep" / "stamp", key, "step") as due:
            done.append(due)
    assert done == [True, False, True]


def test_a_step_that_fails_is_due_again(tmp_path: Path) -> None:
    with (
        pytest.raises(bootstrap.SetupError, match="no-such-file"),
        bootstrap.step(tmp_path / "stamp", "a", "step"),
    ):
        bootstrap.run("cat", tmp_path / "no-such-file")
    assert not (tmp_path / "stamp").exists()


def test_digest_knows_content_and_borders(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("ab")
    assert bootstrap.digest("ab", "c") != bootstrap.digest("a", "bc")
    assert bootstrap.digest(tmp_path / "file") == bootstrap.digest("ab")
    assert bootstrap.digest(tmp_path / "missing") == bootstrap.digest("")


def test_every_verb_is_explained_and_has_a_make_target() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bootstrap.py", "--help"], capture_output=True, text=True, check=True
    )
    targets = set(re.findall(r"^([a-z -]+):$", (ROOT / "Makefile").read_text(), re.M))
    known = {name for line in targets for name in line.split()}
    for verb in bootstrap.VERBS:
        assert re.search(rf"^  {verb} +[A-Z]", done.stdout, re.M), verb
        assert verb in known, verb


@pytest.mark.parametrize("lock", [bootstrap.RUN_LOCK, bootstrap.DEV_LOCK])
def test_locks_pin_everything_by_hash_and_name_no_address(lock: Path) -> None:
    text = lock.read_text()
    pins = re.findall(r"^([a-z0-9._-]+)==\S+", text, re.M)
    assert len(pins) > 60
    assert len(pins) == len(re.findall(r"^\S.*\\$", text, re.M))
    assert all(block.count("--hash=sha256:") for block in re.split(r"\n(?=\S)", text.strip()))
    assert "://" not in text
    assert not [pin for pin in pins if pin.startswith("parkcarbon")]


def test_both_locks_agree() -> None:
    pin = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.M)
    run, dev = (dict(pin.findall(lock.read_text())) for lock in (bootstrap.RUN_LOCK, bootstrap.DEV_LOCK))
    assert run.items() <= dev.items()
    assert "hatchling" in run  # the members are built where only the run-time lock is installed


def test_npm_has_the_machines_own_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The Node of a Python package would trust no authority of the machine's and read none of its npmrc."""
    monkeypatch.delenv("NPM_CONFIG_GLOBALCONFIG", raising=False)
    monkeypatch.delenv("npm_config_globalconfig", raising=False)
    npmrc = tmp_path / "npmrc"
    npmrc.write_text("fetch-retries=7\n")
    made = bootstrap.node_environment((str(tmp_path / "none"), str(npmrc)))
    whole = {**os.environ, **made}
    asked = bootstrap.npm("config", "get", "fetch-retries", cwd=tmp_path)
    told = subprocess.run(asked, env=whole, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert told.stdout.strip() == "7"
    authorities = 'process.exit(require("tls").getCACertificates("system").length ? 0 : 3)'
    subprocess.run([bootstrap.node_program(), "-e", authorities], env=whole, check=True)
    monkeypatch.setenv("NPM_CONFIG_GLOBALCONFIG", "/mine")
    assert "NPM_CONFIG_GLOBALCONFIG" not in bootstrap.node_environment((str(npmrc),))


def test_pages_are_built_once_and_again_when_they_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A first build once left a stamp that the second start did not know: it built again."""
    built = []

    def run(*command: object, **_: object) -> None:
        if "bundle" in command:
            built.append(command)
            (tmp_path / "static").mkdir(exist_ok=True)
            (tmp_path / "static" / "index.html").touch()

    for constant, folder in (("WEB", "web"), ("STATIC", "static"), ("BUILD", "build")):
        monkeypatch.setattr(bootstrap, constant, tmp_path / folder)
    monkeypatch.setattr(bootstrap, "run", run)
    monkeypatch.setattr(bootstrap, "npm", lambda *arguments, **_: arguments)
    monkeypatch.setattr(bootstrap, "node_environment", dict)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package.json").write_text("{}")
    for _ in range(2):
        bootstrap.build_web()
    assert len(built) == 1
    (tmp_path / "web" / "page.tsx").write_text("changed")
    bootstrap.build_web()
    assert len(built) == 2
    (tmp_path / "static" / "index.html").unlink()
    bootstrap.build_web()
    assert len(built) == 3


def test_the_browser_that_was_given_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKCARBON_CHROMIUM", "/somewhere/chromium")
    assert bootstrap.browser_environment() == {}


def test_the_browser_found_once_is_remembered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PARKCARBON_CHROMIUM", raising=False)
    monkeypatch.setattr(bootstrap, "BUILD", tmp_path)
    known = {"PARKCARBON_CHROMIUM": sys.executable}
    (tmp_path / "browser.json").write_text(json.dumps(known))
    assert bootstrap.browser_environment() == known


def test_ci_stops_at_the_first_failure_with_its_code(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / "run"
    script.write_text((ROOT / ".ci" / "run").read_text())
    (tmp_path / "bootstrap.py").write_text(
        "import sys\nprint('ran', sys.argv[1], flush=True)\nsys.exit(5 if sys.argv[1] == 'test' else 0)\n"
    )
    done = subprocess.run(["bash", script], capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 5
    assert re.findall("ran (.*)", done.stdout) == ["check", "test"]


def test_gateways_are_given_locked_packages_only() -> None:
    known = re.findall(r"^([a-z0-9._-]+)==", bootstrap.RUN_LOCK.read_text(), re.M)
    chosen = bootstrap.locked({"msgspec", "paho-mqtt", "no-such-package"})
    assert {"msgspec", "paho-mqtt"} < set(known)
    assert re.findall(r"^([a-z0-9._-]+)==", chosen, re.M) == ["msgspec", "paho-mqtt"]
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", chosen.strip()))
    asked = subprocess.run(
        [sys.executable, "-c", bootstrap.EDGE_PACKAGES], capture_output=True, text=True, check=True
    )
    needed = set(asked.stdout.split())
    assert {"msgspec", "paho-mqtt", "asyncua", "cryptography"} <= needed <= set(known)
    assert not needed & {"numpy", "fastapi", "parkcarbon-edge"}


FAILS_ONCE = """
from pathlib import Path
MARK = Path(__file__).with_suffix(".mark")

def test_first():
    was_there = MARK.exists()
    MARK.touch()
    assert was_there

def test_second():
    assert {second}
"""


@pytest.mark.parametrize(
    ("second", "limit", "code"),
    [("True", 3, 0), ("False", 3, 1), ("False", 1, 1)],
    ids=["unstable", "failing", "too many"],
)
def test_what_fails_runs_once_more_alone_and_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    second: str,
    limit: int,
    code: int,
) -> None:
    """What passes then does not fail the run, but is told; what fails twice does, and many are not tried."""
    (tmp_path / "test_it.py").write_text(FAILS_ONCE.format(second=second))
    cache = tmp_path / "cache"
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, f"--rootdir={tmp_path}",
               "-o", f"cache_dir={cache}", str(tmp_path)]  # fmt: skip
    first = subprocess.run(command, check=False, cwd=tmp_path).returncode
    monkeypatch.setattr(bootstrap, "FEW_FAILURES", limit)
    assert first == 1
    assert bootstrap.again(command, first, cache, {}) == code
    said = capfd.readouterr().err
    assert ("once more" in said) == (limit == 3)
    assert ("UNSTABLE" in said) == (code == 0)
    assert ("test_it.py::test_first" in said) == (limit == 3)
