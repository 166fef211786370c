"""A file that is saved is whole, or as it was before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from parkcarbon_platform.cli.exports import write_whole


def broken() -> Iterator[bytes]:
    yield b"half"
    raise ConnectionError


def test_half_a_file_is_never_there(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with pytest.raises(ConnectionError):
        write_whole(path, broken())
    assert list(tmp_path.iterdir()) == []
    write_whole(path, [b"a", b"b"])
    with pytest.raises(ConnectionError):
        write_whole(path, broken())
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"ab"]
    usual = tmp_path / "usual"
    usual.touch()
    assert path.stat().st_mode == usual.stat().st_mode
