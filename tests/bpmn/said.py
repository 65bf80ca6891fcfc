"""What the diagrams say beside the drawing."""

from pathlib import Path

from workflows.diagrams.drawing import read_drawing


def said_of(folder: Path, name: str) -> dict[str, str]:
    """By element of a folder's diagrams, the value it gives this property."""
    drawings = [read_drawing(path) for path in sorted(folder.glob("*.bpmn"))]
    nodes = [node for drawing in drawings for process in drawing.processes for node in process.nodes.values()]
    return {node.id: node.properties[name] for node in nodes if name in node.properties}


def said(folder: Path, name: str) -> set[str]:
    """Every value some element of a folder's diagrams gives this property."""
    return set(said_of(folder, name).values())
