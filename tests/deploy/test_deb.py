"""Reading Debian packages, judged by dpkg-deb, which wrote them."""

import subprocess
from pathlib import Path

import pytest
from parkcarbon_local import deb
from parkcarbon_local.errors import LocalError

CONTROL = (
    "Package: sample\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: x\n"
)


def package(folder: Path, compression: str) -> Path:
    """A package with an odd-sized file, a program and a link."""
    root = folder / "root"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN" / "control").write_text(CONTROL)
    (root / "usr" / "lib").mkdir(parents=True)
    (root / "usr" / "lib" / "libsample.so.1").write_bytes(b"odd")
    (root / "usr" / "lib" / "libsample.so").symlink_to("libsample.so.1")
    (root / "usr" / "sbin").mkdir()
    program = root / "usr" / "sbin" / "sample"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    path = folder / "sample.deb"
    subprocess.run(["dpkg-deb", f"-Z{compression}", "-b", root, path], check=True, capture_output=True)
    return path


@pytest.mark.parametrize("compression", ["xz", "gzip", "none"])
def test_files_links_and_modes(tmp_path: Path, compression: str) -> None:
    found = {entry.path: entry for entry in deb.entries(package(tmp_path, compression))}
    assert found["./usr/lib/libsample.so.1"].data == b"odd"
    assert found["./usr/lib/libsample.so"].target == "libsample.so.1"
    assert found["./usr/sbin/sample"].executable
    assert found["./usr/sbin/sample"].name == "sample"
    assert not found["./usr/lib/libsample.so.1"].executable
    assert len(found) == 3


@pytest.mark.parametrize("content", [b"", b"no archive", b"!<arch>\n"])
def test_anything_else_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.deb"
    path.write_bytes(content)
    with pytest.raises(LocalError, match=r"broken\.deb"):
        deb.entries(path)


def test_unknown_compression_is_named(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="zst"):
        deb.entries(package(tmp_path, "zstd"))


def test_truncated_package_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path, "xz")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(LocalError):
        deb.entries(path)
