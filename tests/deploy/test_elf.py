"""Lowering the C library version of shared objects, judged by the dynamic loader and by readelf."""

import ctypes
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from parkcarbon_local import elf


def newest_need(path: Path) -> tuple[int, int]:
    """The newest glibc version that the file asks for."""
    needs = elf.Image(path.read_bytes()).needs()
    versions = [re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", need.name) for need in needs]
    return max((int(v[1]), int(v[2])) for v in versions if v)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The C maths library of this machine: it asks for versions of libc, and can be loaded."""
    machine = platform.machine()
    return Path(shutil.copy(f"/lib/{machine}-linux-gnu/libm.so.6", tmp_path / "libm.so"))


def test_needs_are_those_that_the_loader_prints(library: Path) -> None:
    said = subprocess.run(["ldd", "-v", library], capture_output=True, text=True, check=True).stdout
    own = said[said.index(f"{library}:") :].split(":", 1)[1].split(":")[0]
    assert {need.name for need in elf.Image(library.read_bytes()).needs()} == set(
        re.findall(r"\((GLIBC_\S+)\)", own)
    )


def test_a_file_that_asks_for_little_is_left_alone(library: Path) -> None:
    data = library.read_bytes()
    assert elf.lower(data, have=(99, 0)) == (data, [])
    before = library.stat().st_mtime_ns
    assert elf.lower_file(library, have=(99, 0)) == []
    assert library.stat().st_mtime_ns == before


def test_lowered_file_asks_for_no_more_than_the_host_has(library: Path) -> None:
    assert newest_need(library) > (2, 2)
    symbols = elf.lower_file(library, have=(2, 2))
    assert symbols
    assert newest_need(library) <= (2, 17)  # 2.2.5 on x86_64, 2.17 on aarch64: the oldest there is
    ctypes.CDLL(str(library))  # the loader accepts it


def test_moved_names_are_bound_to_what_they_replace() -> None:
    assert b"__isoc23_strtol".removeprefix(elf.MOVED) == b"strtol"
    need = elf.Need("GLIBC_2.38", 0, 3, 0, 0)
    assert elf.too_new(need, (2, 36))
    assert not elf.too_new(need, (2, 38))
    assert not elf.too_new(elf.Need("GLIBC_PRIVATE", 0, 3, 0, 0), (2, 36))
    assert not elf.too_new(elf.Need("OPENSSL_3.2.0", 0, 3, 0, 0), (2, 36))


def test_other_files_are_refused() -> None:
    with pytest.raises(ValueError, match="ELF"):
        elf.Image(b"#!/bin/sh\n")


def test_version_of_this_host_is_that_of_ldd() -> None:
    said = subprocess.run(["ldd", "--version"], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[0].endswith("{}.{}".format(*elf.host_glibc()))
