"""Typed errors of the simulators."""

from pathlib import Path


class SimulatorError(Exception):
    """Root of everything the simulators raise on purpose."""


class ScenarioError(SimulatorError):
    """A scenario file contradicts itself."""

    def __init__(self, scenario: str, where: str, problem: str) -> None:
        self.scenario, self.where, self.problem = scenario, where, problem
        super().__init__(f"scenario {scenario!r}, {where}: {problem}")


class UnknownScenarioError(SimulatorError):
    """No scenario of this name is shipped."""

    def __init__(self, scenario: str, known: list[str]) -> None:
        self.scenario, self.known = scenario, known
        super().__init__(f"no scenario {scenario!r}; there are: {', '.join(known)}")


class BeforeEpochError(SimulatorError):
    """The plant does not exist before its epoch."""

    def __init__(self, time_s: float, epoch_s: float) -> None:
        self.time_s, self.epoch_s = time_s, epoch_s
        super().__init__(f"{time_s:.3f} s (Unix) is before the simulation's epoch, {epoch_s:.0f} s")


class NotDescribedError(SimulatorError):
    """The folder has no description of a simulation yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} holds no simulation.json; run `parkcarbon-simulator describe` first")


class BadTimeError(SimulatorError):
    """A time given by the user cannot be used."""

    def __init__(self, text: str, problem: str) -> None:
        self.text, self.problem = text, problem
        super().__init__(f"{text!r}: {problem}")


class UnknownFaultError(SimulatorError):
    """No fault of this name."""

    def __init__(self, fault: str, known: list[str]) -> None:
        self.fault, self.known = fault, known
        super().__init__(f"no fault {fault!r}; there are: {', '.join(known)}")


class FaultOptionError(SimulatorError):
    """A fault does not fit the point, or an option the fault."""

    def __init__(self, fault: str, point: str, problem: str) -> None:
        self.fault, self.point, self.problem = fault, point, problem
        super().__init__(f"fault {fault!r} of {point!r}: {problem}")


class UnknownPointError(SimulatorError):
    """The scenario has no such point."""

    def __init__(self, point: str) -> None:
        self.point = point
        super().__init__(f"no point {point!r}; park.yaml lists them")


class NoBrokerError(SimulatorError):
    """The broker does not take a message."""

    def __init__(self, url: str, problem: str) -> None:
        self.url, self.problem = url, problem
        super().__init__(f"broker {url}: {problem}")
