from pathlib import Path

import numpy as np
from parkcarbon_simulators.plants.memory import fingerprint, recall, remember


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    arrays = {"a": np.array([1.5, np.pi]), "b": np.arange(6.0).reshape(2, 3)}
    remember(tmp_path / "m.npz", arrays)
    back = recall(tmp_path / "m.npz")
    assert {k: v.tolist() for k, v in back.items()} == {k: v.tolist() for k, v in arrays.items()}
    assert [p.name for p in tmp_path.iterdir()] == ["m.npz"]


def test_a_missing_or_damaged_file_is_forgotten(tmp_path: Path) -> None:
    damaged = tmp_path / "m.npz"
    assert recall(damaged) == {}
    for content in (b"", b"PK\x03\x04 cut short", b"text"):
        damaged.write_bytes(content)
        assert recall(damaged) == {}


def test_the_fingerprint_depends_on_scenario_and_seed() -> None:
    assert fingerprint("a", 1) == fingerprint("a", 1)
    assert len({fingerprint("a", 1), fingerprint("a", 2), fingerprint("b", 1)}) == 3
