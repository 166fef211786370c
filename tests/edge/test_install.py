"""The edge installs alone: a gateway gets no platform code and few packages."""

import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from parkcarbon_edge.settings import parse_settings

ROOT = Path(__file__).parents[2]
MOST_PACKAGES = 25

IMPORTS = """
import sys
import parkcarbon_edge.cli, parkcarbon_edge.agent
from parkcarbon_edge.connectors import TABLE
import importlib
for module, _ in TABLE.values():
    importlib.import_module(f"parkcarbon_edge.connectors.{module}")
ours = {name.partition(".")[0] for name in sys.modules if name.startswith("parkcarbon")}
assert ours == {"parkcarbon_edge"}, ours
try:
    import parkcarbon_platform
except ModuleNotFoundError:
    print("alone")
"""


@pytest.mark.slow
def test_the_edge_installs_alone(tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    edge = f"{ROOT / 'edge'}[opcua,mqtt,modbus,dlt645]"
    subprocess.run([python, "-m", "pip", "install", "--quiet", edge], check=True, cwd=tmp_path)
    done = subprocess.run([python, "-c", IMPORTS], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.strip() == "alone", done.stderr
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(listed) <= MOST_PACKAGES, listed
    assert not any(line.startswith(("parkcarbon-platform", "numpy")) for line in listed)
    helped = subprocess.run(
        [str(tmp_path / "venv" / "bin" / "parkcarbon-edge"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "collect and send" in helped.stdout


def test_the_edge_imports_nothing_of_the_platform() -> None:
    code = IMPORTS.partition("try:")[0]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_guides_example_can_be_used(tmp_path: Path) -> None:
    """Its configuration is read, and its line for the partition prints the one that it holds."""
    guide = (ROOT / "docs" / "guides" / "edge.md").read_text()
    example = re.search(r"```toml\n(.*?)```", guide, re.S)
    line = re.search(r"python3 -c '([^']+)'", guide)
    assert example is not None
    assert line is not None
    settings = parse_settings(example[1].encode(), tmp_path / "edge.toml")
    said = subprocess.run([sys.executable, "-c", line[1]], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == settings.partition
