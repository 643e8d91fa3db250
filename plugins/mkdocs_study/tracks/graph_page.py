"""Turns the graph of a library into one HTML page with a drawing, which asks nothing of any host.

The page is for authors and no part of the site: it has its style in itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby, pairwise

from mkdocs_study.library.document import TYPE_LABELS
from mkdocs_study.tracks.graph import StudyGraph, components
from mkdocs_study.tracks.layers import Layout, Point, lay_out
from mkdocs_study.tracks.pages import duration

BOX_WIDTH, BOX_HEIGHT = 190, 40
GAP_ACROSS, GAP_DOWN = 70, 16
MARGIN = 8
SHOWN_CHARACTERS = 12
"""Han characters of a title that a box has room for."""

STYLE = """\
:root{color-scheme:light dark;--fg:#1f2328;--soft:#59636e;--line:#d1d9e0;--box:#f6f8fa;\
--bad:#cf222e;--arrow:#6e7781}
@media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--soft:#9198a1;--line:#3d444d;\
--box:#1c2128;--bad:#ff7b72;--arrow:#8b949e}body{background:#0d1117}}
body{margin:2rem auto;max-width:86rem;padding:0 1rem;color:var(--fg);\
font:16px/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
h1{font-size:1.5rem}h2{margin-top:2.2rem;font-size:1.2rem}
p.soft,td.soft,figcaption{color:var(--soft);font-size:.875rem}
table{width:100%;border-collapse:collapse}
th,td{padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;\
vertical-align:top}
td.number,th.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
code{color:var(--soft);font-size:.8125rem}
figure{margin:1rem 0;overflow-x:auto}
svg text{fill:var(--fg);font-size:13px}svg .kind{fill:var(--soft);font-size:11px}
svg rect{fill:var(--box);stroke:var(--line)}
svg path{fill:none;stroke:var(--arrow);stroke-width:1.3}\
svg marker path{fill:var(--arrow);stroke:none}
svg path.bad{stroke:var(--bad);stroke-dasharray:5 4}
@media print{body{margin:0;max-width:none}figure{overflow:visible;break-inside:avoid}}
"""


def graph_page(graph: StudyGraph, site_name: str) -> str:
    """Return the page: requirements as drawings, tracks as a table, unused pages as a list."""
    title = escape(f"{site_name}：专题总览")
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n"
        '<p class="soft">供编写专题的人查看，不是网站的一部分；由 study tracks 生成。</p>\n'
        f"{_drawings(graph)}{_table(graph)}{_unused(graph)}</main>\n</body>\n</html>\n"
    )


def _drawings(graph: StudyGraph) -> str:
    heading = "<h2>先学要求</h2>\n"
    if not graph.needs:
        return f"{heading}<p>没有一页资料要求先学另一页。</p>\n"
    intro = '<p class="soft">箭头从先学的指向后学的；虚线是绕成圈的要求。</p>\n'
    onward: dict[str, list[str]] = {}
    for page, required in graph.edges.items():
        for each in required:
            onward.setdefault(each, []).append(page)
    figures = (_figure(graph, onward, part) for part in components(onward))
    circles = "".join(_circle(graph, circle) for circle in graph.circles)
    return f"{heading}{intro}{circles}{''.join(figures)}"


def _circle(graph: StudyGraph, circle: Sequence[str]) -> str:
    titles = " → ".join(graph.documents[path].title for path in (*circle, circle[0]))
    return f"<p>绕成了圈：{escape(titles)}</p>\n"


def _figure(graph: StudyGraph, onward: dict[str, list[str]], part: Sequence[str]) -> str:
    layout = lay_out({node: sorted(onward.get(node, [])) for node in part})
    width = len(layout.sizes) * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS + 2 * MARGIN
    height = max(layout.sizes) * (BOX_HEIGHT + GAP_DOWN) - GAP_DOWN + 2 * MARGIN
    edges = "".join(
        _edge(points, layout, turned=edge in layout.turned)
        for edge, points in sorted(layout.routes.items())
    )
    boxes = "".join(_box(graph, path, layout) for path in part)
    label = escape(f"{len(part)} 份资料之间的先学要求")
    return (
        f'<figure>\n<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{label}">\n'
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>\n'
        f"{edges}{boxes}</svg>\n</figure>\n"
    )


def _corner(point: Point, layout: Layout) -> tuple[int, int]:
    """Return x and y of a box; layers are centred."""
    across, down = point
    free = max(layout.sizes) - layout.sizes[across]
    return (
        MARGIN + across * (BOX_WIDTH + GAP_ACROSS),
        MARGIN + (2 * down + free) * (BOX_HEIGHT + GAP_DOWN) // 2,
    )


def _edge(points: Sequence[Point], layout: Layout, *, turned: bool) -> str:
    """Draw an edge as a curve from box to box, level through the layers that it only passes."""
    steps: list[str] = []
    for number, (left, right) in enumerate(pairwise(points)):
        x1, y1 = _corner(left, layout)
        x2, y2 = _corner(right, layout)
        x1, y1, y2 = x1 + BOX_WIDTH, y1 + BOX_HEIGHT // 2, y2 + BOX_HEIGHT // 2
        middle = (x1 + x2) // 2
        steps.append(f"M{x1} {y1}" if number == 0 else f"L{x1} {y1}")
        steps.append(f"C{middle} {y1} {middle} {y2} {x2} {y2}")
    ends = 'class="bad" marker-start="url(#arrow)"' if turned else 'marker-end="url(#arrow)"'
    return f'<path {ends} d="{"".join(steps)}"/>\n'


def _box(graph: StudyGraph, path: str, layout: Layout) -> str:
    document = graph.documents[path]
    x, y = _corner(layout.places[path], layout)
    title = document.title
    short = title if len(title) <= SHOWN_CHARACTERS else f"{title[: SHOWN_CHARACTERS - 1]}…"
    return (
        f"<g><title>{escape(f'{title} {path}')}</title>"
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="3"/>'
        f'<text x="{x + 10}" y="{y + 17}">{escape(short)}</text>'
        f'<text class="kind" x="{x + 10}" y="{y + 32}">{TYPE_LABELS[document.type]}</text></g>\n'
    )


def _table(graph: StudyGraph) -> str:
    rows = "".join(
        f"<tr><td>{escape(track.title)}<br><code>{escape(track.page.path)}</code></td>"
        f'<td class="number">{len(track.stages)}</td><td class="number">{len(track.units)}</td>'
        f'<td class="number">{duration(track.minutes)}</td></tr>\n'
        for track in graph.tracks
    )
    head = (
        '<th scope="col">专题</th><th scope="col" class="number">阶段</th>'
        '<th scope="col" class="number">单元</th><th scope="col" class="number">用时约</th>'
    )
    return f"<h2>专题 {len(graph.tracks)} 个</h2>\n{_rows(head, rows, '还没有专题。')}"


def _unused(graph: StudyGraph) -> str:
    groups = groupby(graph.unused, key=lambda document: document.type)
    rows = "".join(
        f'<tr><td class="soft">{TYPE_LABELS[kind]}</td><td>{escape(each.title)}<br>'
        f"<code>{escape(each.path)}</code></td></tr>\n"
        for kind, documents in groups
        for each in documents
    )
    head = '<th scope="col">类型</th><th scope="col">资料</th>'
    heading = f"<h2>没有专题用到的资料 {len(graph.unused)} 份</h2>\n"
    return f"{heading}{_rows(head, rows, '每一份资料都有专题用到。')}"


def _rows(head: str, rows: str, nothing: str) -> str:
    if not rows:
        return f"<p>{nothing}</p>\n"
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
