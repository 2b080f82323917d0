"""A pathway drawn as an accessible picture, from the same data that runs it."""

from __future__ import annotations

from html import escape

from app.pathways.pathway import ANY_LIVE, Kind, Pathway

WIDTH, HIGH, GAP, PER_ROW, BOX = 940, 52, 46, 4, 205
FILL = {Kind.OPEN: "#e6f2f2", Kind.WAITING: "#fff7e0", Kind.TERMINAL: "#eeeeee"}


def ranks(pathway: Pathway) -> list[list[str]]:
    """The stages by how many steps they are from the first, in the order they are written."""
    depth, waiting = {pathway.first: 0}, [pathway.first]
    while waiting:
        here = waiting.pop(0)
        for step in pathway.steps_from(here):
            if step.source != ANY_LIVE and step.target not in depth:
                depth[step.target] = depth[here] + 1
                waiting.append(step.target)
    order = [one.key for one in pathway.stages]
    return [[key for key in order if depth.get(key) == level] for level in range(max(depth.values()) + 1)]


def draw(pathway: Pathway) -> str:
    """An SVG picture without styles or scripts; the list of steps beside it says the same in words."""
    places, y, shapes = {}, 10, []
    for level in ranks(pathway):
        for start in range(0, len(level), PER_ROW):
            row = level[start : start + PER_ROW]
            left = (WIDTH - len(row) * BOX - (len(row) - 1) * 30) / 2
            for index, key in enumerate(row):
                places[key] = (left + index * (BOX + 30), y)
            y += HIGH + GAP
    for step in {(one.source, one.target) for one in pathway.steps if one.source in places and one.target in places}:
        shapes.append(_arrow(places[step[0]], places[step[1]]))
    for stage in pathway.stages:
        shapes.append(_box(stage.title, FILL[stage.kind], *places[stage.key]))
    key = f"drawing-{pathway.name.value}"
    return (
        f'<svg role="img" aria-labelledby="{key}-t {key}-d" viewBox="0 0 {WIDTH} {y}" class="eh-drawing" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{key}-t">{escape(pathway.title)}</title><desc id="{key}-d">The stages from top to bottom, with arrows for the steps between them.</desc>'
        f"{''.join(sorted(shapes, reverse=True))}</svg>"
    )


def _arrow(a: tuple[float, float], b: tuple[float, float]) -> str:
    down = b[1] >= a[1]
    x1, y1 = a[0] + BOX / 2, a[1] + (HIGH if down else 0)
    x2, y2 = b[0] + BOX / 2, b[1] + (0 if down else HIGH)
    tip = y2 - 7 if down else y2 + 7
    return (
        f'<path d="M{x1:.0f} {y1:.0f} C{x1:.0f} {(y1 + y2) / 2:.0f} {x2:.0f} {(y1 + y2) / 2:.0f} {x2:.0f} {y2:.0f}" fill="none" stroke="#8aa5a6" stroke-width="1.5"/>'
        f'<path d="M{x2 - 4:.0f} {tip:.0f} L{x2:.0f} {y2:.0f} L{x2 + 4:.0f} {tip:.0f} Z" fill="#5b7f80"/>'
    )


def _box(title: str, fill: str, x: float, y: float) -> str:
    words, lines = title.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 24:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    text = "".join(
        f'<text x="{x + BOX / 2:.0f}" y="{y + 31 - 9 * (len(lines) - 1) + 18 * index:.0f}" text-anchor="middle" font-size="15" font-family="Arial, Helvetica, sans-serif" fill="#0b0c0c">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{BOX}" height="{HIGH}" rx="4" fill="{fill}" stroke="#0b5c5e"/>{text}'
