"""The commands that say what drives emissions, of a file: no database is asked."""

import json
from pathlib import Path

import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.services.analysis import uploaded


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")


def example(folder: Path, kind: str) -> str:
    path = folder / f"{kind}.xlsx"
    path.write_bytes(uploaded.template(kind, "xlsx"))
    return str(path)


def test_a_change_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["analyse", "lmdi", example(tmp_path, "lmdi"), "--cells", "enterprise"]
    command += ["--factors", "output,energy_intensity,emission_factor"]
    assert cli.main(command) == 0
    told = capsys.readouterr().out
    assert "890 -> 876.8" in told
    assert "sum\t-13.2" in told
    assert cli.main([*command, "--json"]) == 0
    total = json.loads(capsys.readouterr().out)["total"]
    assert sum(total["effects"].values()) == pytest.approx(-13.2)


def test_elasticities_come_with_their_doubts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["analyse", "stirpat", example(tmp_path, "stirpat"), "--period", "month", "--draws", "200"]
    assert cli.main([*command, "--drivers", "output,electricity_share"]) == 0
    told = capsys.readouterr().out
    assert "+1 % output" in told
    assert "note\tsmall_sample" in told
    assert cli.main([*command, "--drivers", "output", "--method", "ols", "--covariance", "HC3"]) == 0


def test_states_and_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = example(tmp_path, "decoupling")
    assert cli.main(["analyse", "decoupling", path, "--period", "year"]) == 0
    assert "strong_decoupling" in capsys.readouterr().out
    three = ["analyse", "stirpat", path, "--period", "year", "--drivers", "output"]
    assert cli.main(three) == 0
    capsys.readouterr()
    two = tmp_path / "two.csv"
    two.write_bytes(b"year,emissions,output\n2024,1,2\n2025,2,3\n")
    assert cli.main(["analyse", "stirpat", str(two), "--period", "year", "--drivers", "output"]) == 1
    assert "2 observations, 1 driver" in capsys.readouterr().err
    assert cli.main(["analyse", "lmdi", "--factors", "a"]) == 1
    assert "Give a file, or --park" in capsys.readouterr().err
