"""A program to supervise: says what it was given, and writes its name into `ended` when asked to end."""

import os
import signal
import sys
import time
from pathlib import Path


def end(*_: object) -> None:
    with Path("ended").open("a") as file:
        file.write(f"{sys.argv[1]} ")
    sys.exit()


signal.signal(signal.SIGTERM, end)
sys.stdout.write(f"with {os.environ.get('GIVEN')}\n")
sys.stdout.flush()
while True:
    time.sleep(0.05)
