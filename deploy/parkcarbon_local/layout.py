"""Where everything of one local stack lives: one data folder, names fixed here."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """The folder that holds all stacks of this user and the server programs they share.

    As root it is /var/lib/parkcarbon: the database runs as an unprivileged user there, and that user
    could not enter a folder below /root.
    """
    if given := os.environ.get("PARKCARBON_HOME"):
        return Path(given).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/parkcarbon")
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser().resolve() / "parkcarbon"


def default_root(checkout: Path = CHECKOUT) -> Path:
    """The data folder of a checkout: two clones never share one."""
    if given := os.environ.get("PARKCARBON_DATA_DIR"):
        return Path(given).expanduser().resolve()
    return home() / hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]


@dataclass(frozen=True)
class Layout:
    """Paths inside the data folder `root`."""

    root: Path

    @property
    def run(self) -> Path:
        """Sockets, locks and generated configuration of the supervisor."""
        return self.root / "run"

    @property
    def logs(self) -> Path:
        """One log file a process."""
        return self.root / "logs"

    @property
    def secrets(self) -> Path:
        """Generated passwords, readable by the owner only."""
        return self.root / "secrets.json"

    @property
    def ports(self) -> Path:
        """Ports found free once and kept."""
        return self.root / "ports.json"

    @property
    def demo(self) -> Path:
        """What the simulator describes: park file, edge configurations, broker clients."""
        return self.root / "demo"

    def server(self, name: str) -> Path:
        """Data of one server, owned by the user it runs as."""
        return self.root / name

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.logs / f"{name}.log"

    def make(self) -> "Layout":
        """Create the folders; the server's user may pass through the root, nobody else may list it."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for folder in (self.run, self.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
        return self
