"""A Chinese font for reports: one that is installed, or Debian's, unpacked as an ordinary user."""

import shutil
from pathlib import Path

from parkcarbon_local import apt, deb
from parkcarbon_local.layout import home
from parkcarbon_local.store import locked

# 1.6 MB, Apache-2.0 or GPL-3 with font exception; Noto's CJK fonts are 60 MB.
PACKAGE = "fonts-wqy-microhei"
TREE = "fonts-wqy-microhei"
INSTALLED = Path("/usr/share/fonts")
FAMILIES = ("NotoSansCJK*", "NotoSansSC*", "SourceHanSans*", "wqy-*")


def installed(root: Path = INSTALLED) -> Path | None:
    """A folder of fonts of this machine that has a Chinese one."""
    return next((root for name in FAMILIES for _ in root.rglob(name)), None)


def folder() -> Path:
    """The folder of fonts for reports."""
    return installed() or private()


def known() -> str:
    """The folder, where there is one without fetching it; else nothing."""
    tree = home() / "servers" / TREE
    found = installed() or (tree if (tree / "complete").exists() else None)
    return "" if found is None else str(found)


def private(into: Path | None = None) -> Path:
    """The unpacked font, fetched on first use and shared by all stacks of this user."""
    tree = into or home() / "servers" / TREE
    if not (tree / "complete").exists():
        with locked(tree.with_name(f".{tree.name}.lock")):
            if not (tree / "complete").exists():
                _build(tree)
    return tree


def _build(tree: Path) -> None:
    draft = tree.with_name(f".{tree.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    for package in apt.fetch((PACKAGE,), draft / "packages"):
        for entry in deb.entries(package):
            if entry.path.endswith((".ttc", ".ttf", ".otf")) and entry.data:
                (draft / entry.name).write_bytes(entry.data)
    shutil.rmtree(draft / "packages")
    (draft / "complete").touch()
    shutil.rmtree(tree, ignore_errors=True)
    draft.rename(tree)
