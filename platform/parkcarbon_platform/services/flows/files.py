"""Flows as files: the figures of the page, by the report that writes them."""

from typing import Literal

from parkcarbon_platform.reports.flows import table as report
from parkcarbon_platform.reports.flows.table import Table
from parkcarbon_platform.services.flows.models import EnergyFlows, FlowNode

Language = Literal["zh-CN", "en"]

__all__ = ["Language", "Table", "node_name", "table"]


def table(found: EnergyFlows, wanted: Table, language: Language) -> bytes:
    """The links of the diagram, or the balance of the carriers, as CSV."""
    return report.build(found.model_dump(mode="json"), wanted, "zh" if language == "zh-CN" else "en")


def node_name(node: FlowNode, told: Literal["zh", "en"]) -> str:
    """What a node is called."""
    return report.node_name(node.model_dump(mode="json"), told)
