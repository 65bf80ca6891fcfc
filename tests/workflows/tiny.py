"""The smallest diagrams, written where a test needs one: a process called ``tiny``."""

OPENING = (
    '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core" id="file">'
    '<b:message id="m" name="stop"/><b:signal id="sig" name="bell"/><b:process id="tiny">'
)
CLOSING = "</b:process></b:definitions>"


def process(inside: str, *flows: tuple[str, str], start: str = '<b:startEvent id="start"/>') -> str:
    arrows = (f'<b:sequenceFlow id="{a}_{z}" sourceRef="{a}" targetRef="{z}"/>' for a, z in flows)
    return OPENING + start + inside + "".join(arrows) + CLOSING


def tiny(task: str = '<b:userTask id="work" name="办事"/>', extra: str = "") -> str:
    return process(f'{task}{extra}<b:endEvent id="end"/>', ("start", "work"), ("work", "end"))


def timer(inside: str) -> str:
    return process(
        '<b:userTask id="work"/><b:userTask id="late"/><b:endEvent id="end"/><b:endEvent id="end2"/>'
        f'<b:boundaryEvent id="bell" attachedToRef="work" name="到点">{inside}</b:boundaryEvent>',
        ("start", "work"),
        ("work", "end"),
        ("bell", "late"),
        ("late", "end2"),
    )


def condition(text: str) -> str:
    return process(
        '<b:exclusiveGateway id="way" name="往哪走" default="way_end"/><b:endEvent id="end"/><b:endEvent id="side"/>'
        '<b:sequenceFlow id="way_side" sourceRef="way" targetRef="side">'
        f"<b:conditionExpression>{text}</b:conditionExpression></b:sequenceFlow>",
        ("start", "way"),
        ("way", "end"),
    )
