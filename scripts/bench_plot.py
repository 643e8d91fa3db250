"""Turns figures at several sizes into an SVG of how fast each grows, both axes logarithmic.

Drawn by hand rather than by matplotlib: it is lines and words, and a plotting library would be 60
MB in the lock for one picture. Its colours follow the reader's light or dark scheme.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 760, 440
LEFT, TOP, RIGHT, BOTTOM = 56, 44, 250, 48
LINE_HEIGHT = 17
COLOURS = (
    ("#3f51b5", "#9fa8da"),
    ("#00897b", "#80cbc4"),
    ("#d81b60", "#f48fb1"),
    ("#ef6c00", "#ffcc80"),
    ("#6d4c41", "#bcaaa4"),
    ("#1e88e5", "#90caf9"),
)
"""Material's palette: each colour on white and on black."""

Points = Sequence[tuple[float, float]]


def draw_growth(title: str, unit: str, sizes: Sequence[float], series: Mapping[str, Points]) -> str:
    """Return an SVG with a line for each series of (size, value ÷ value at the smallest size).

    A dashed line shows what grows as the corpus does.
    """
    most = sizes[-1] / sizes[0]
    top = max([most, *(y for points in series.values() for _, y in points)])
    bottom = min([1.0, *(y for points in series.values() for _, y in points)])
    floor, ceiling = math.floor(math.log2(bottom)), math.ceil(math.log2(top))

    def x_of(size: float) -> float:
        share = math.log(size / sizes[0]) / math.log(most)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y_of(value: float) -> float:
        share = (math.log2(value) - floor) / max(1, ceiling - floor)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [_text(LEFT, 24, title, "title")]
    for power in range(floor, ceiling + 1):
        y = y_of(2.0**power)
        parts.append(_line([(LEFT, y), (WIDTH - RIGHT, y)], "grid"))
        parts.append(_text(LEFT - 8, y + 4, f"{2.0**power:g} ×", "tick end"))
    below = HEIGHT - BOTTOM + 20
    parts += [_text(x_of(size), below, f"{size:,.0f}", "tick middle") for size in sizes]
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, unit, "tick middle"))
    whole = [(x_of(sizes[0]), y_of(1.0)), (x_of(sizes[-1]), y_of(most))]
    parts.append(_line(whole, "whole"))
    labels = [(whole[-1][1], "grows as the corpus", "tick")]
    for number, (name, points) in enumerate(series.items()):
        places = [(x_of(x), y_of(y)) for x, y in points]
        parts.append(_line(places, f"line c{number}"))
        parts += [
            f'<circle class="dot c{number}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places
        ]
        labels.append((places[-1][1], f"{name}: {points[-1][1]:.2f} ×", f"label c{number}"))
    heights = spread([y for y, _, _ in labels], LINE_HEIGHT)
    for y, (_, words, style) in zip(heights, labels, strict=True):
        parts.append(_text(WIDTH - RIGHT + 10, y + 4, words, style))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{_style(len(series))}</style>\n"
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def spread(heights: Sequence[float], distance: float) -> list[float]:
    """Move labels apart so that no two are nearer than `distance`; their order stays."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = list(heights)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + distance)
    below = max(0.0, max(moved, default=0.0) - (HEIGHT - BOTTOM))
    return [height - below for height in moved]


def _line(places: Points, style: str) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline class="{style}" points="{points}"/>'


def _text(x: float, y: float, words: str, style: str) -> str:
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _style(count: int) -> str:
    def colours(scheme: int) -> str:
        return "".join(
            f".c{i}{{stroke:{COLOURS[i % len(COLOURS)][scheme]}}}"
            f"text.c{i},circle.c{i}{{fill:{COLOURS[i % len(COLOURS)][scheme]}}}"
            for i in range(count)
        )

    return (
        "text{font:13px Roboto,'Noto Sans',sans-serif;stroke:none!important}"
        ".title{font-size:15px;font-weight:500}.end{text-anchor:end}.middle{text-anchor:middle}"
        "polyline{fill:none}.line{stroke-width:2}.whole{stroke-dasharray:4 4}"
        ".back{fill:#fff}.title{fill:#212121}.tick{fill:#616161}"
        ".grid{stroke:#e0e0e0}.whole{stroke:#9e9e9e}"
        f"{colours(0)}"
        "@media(prefers-color-scheme:dark){.back{fill:#1e2129}.title{fill:#eceff1}"
        f".tick{{fill:#b0bec5}}.grid{{stroke:#37474f}}.whole{{stroke:#78909c}}{colours(1)}}}"
    )
