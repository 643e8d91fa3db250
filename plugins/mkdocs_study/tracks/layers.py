"""Turns a directed graph into layers: where each node stands, and the bends of each edge.

The classic way of Sugiyama, Tagawa and Toda (1981): edges that close a circle are turned round,
nodes are put into layers by their longest path, edges over several layers get a point in each, and
each layer is ordered by the mean place of its neighbours until crossings no longer fall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 8

Point = tuple[int, int]
"""(layer, place in the layer), both from 0."""


@dataclass(frozen=True)
class Layout:
    """A drawing on a grid."""

    places: Mapping[str, Point]
    sizes: tuple[int, ...]
    """Places of each layer."""

    routes: Mapping[tuple[str, str], tuple[Point, ...]]
    """(from, to) → the points that the edge passes, its ends included, from left to right."""

    turned: frozenset[tuple[str, str]]
    """Edges that close a circle: they lead from right to left."""


def lay_out(edges: Mapping[str, Sequence[str]]) -> Layout:
    """Lay a graph out from left to right; a node of which nothing leads on stands at the right.

    Args:
        edges: node → nodes that an arrow from it points at; an arrow to itself is left out.
    """
    turned = _closing_edges(edges)
    written = [(node, other) for node in edges for other in edges[node] if other != node]
    forward: dict[str, dict[str, None]] = {}
    for node, others in edges.items():
        forward.update((each, {}) for each in (node, *others) if each not in forward)
    for edge in written:
        start, end = _oriented(edge, turned)
        forward[start][end] = None
    layer_of = _layers(forward)
    chains = {
        (start, end): _chain(start, end, layer_of) for start in forward for end in forward[start]
    }
    layers = _ordered(layer_of, chains)
    place = {name: (x, y) for x, layer in enumerate(layers) for y, name in enumerate(layer)}
    return Layout(
        places={node: place[node] for node in forward},
        sizes=tuple(map(len, layers)),
        routes={
            edge: tuple(place[name] for name in chains[_oriented(edge, turned)]) for edge in written
        },
        turned=turned,
    )


def _oriented(edge: tuple[str, str], turned: frozenset[tuple[str, str]]) -> tuple[str, str]:
    """Return the edge from left to right."""
    return (edge[1], edge[0]) if edge in turned else edge


def _closing_edges(edges: Mapping[str, Sequence[str]]) -> frozenset[tuple[str, str]]:
    """Return the edges that lead back to a node on the path of a search in depth."""
    closing: set[tuple[str, str]] = set()
    finished: set[str] = set()
    for root in edges:
        if root in finished:
            continue
        path = {root}
        stack = [(root, iter(edges.get(root, ())))]
        while stack:
            node, successors = stack[-1]
            following = next(successors, None)
            if following is None:
                stack.pop()
                path.discard(node)
                finished.add(node)
            elif following in path:
                if following != node:
                    closing.add((node, following))
            elif following not in finished:
                path.add(following)
                stack.append((following, iter(edges.get(following, ()))))
    return frozenset(closing)


def _layers(forward: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return the length of the longest path to each node of a graph without circles."""
    waiting = dict.fromkeys(forward, 0)
    for successors in forward.values():
        for other in successors:
            waiting[other] += 1
    layer = dict.fromkeys(forward, 0)
    ready = [node for node, count in waiting.items() if count == 0]
    for node in ready:  # grows while it is read
        for other in forward[node]:
            layer[other] = max(layer[other], layer[node] + 1)
            waiting[other] -= 1
            if waiting[other] == 0:
                ready.append(other)
    return layer


def _chain(start: str, end: str, layer_of: Mapping[str, int]) -> tuple[str, ...]:
    """Return the ends of an edge and a name for the point in each layer between them."""
    between = range(layer_of[start] + 1, layer_of[end])
    return (start, *(f"{start}\n{end}\n{layer}" for layer in between), end)


def _ordered(
    layer_of: Mapping[str, int], chains: Mapping[tuple[str, str], tuple[str, ...]]
) -> list[list[str]]:
    layers: list[list[str]] = [[] for _ in range(max(layer_of.values(), default=-1) + 1)]
    for node in sorted(layer_of):
        layers[layer_of[node]].append(node)
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for chain in chains.values():
        for offset, name in enumerate(chain[1:-1], start=layer_of[chain[0]] + 1):
            layers[offset].append(name)
        for left, right in pairwise(chain):
            after.setdefault(left, []).append(right)
            before.setdefault(right, []).append(left)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, after)
    for sweep in range(SWEEPS):
        onward = sweep % 2 == 0
        order = range(1, len(layers)) if onward else range(len(layers) - 2, -1, -1)
        for index in order:
            beside = layers[index - 1 if onward else index + 1]
            _sort_by_neighbours(layers[index], beside, before if onward else after)
        if (crossings := _crossings(layers, after)) < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    return best


def _sort_by_neighbours(
    layer: list[str], beside: Sequence[str], neighbours: Mapping[str, Sequence[str]]
) -> None:
    """Order a layer by the mean place of what each node is joined to; others keep their place."""
    place = {name: index for index, name in enumerate(beside)}
    own = {name: index for index, name in enumerate(layer)}

    def mean(name: str) -> float:
        joined = [place[other] for other in neighbours.get(name, ()) if other in place]
        return sum(joined) / len(joined) if joined else own[name]

    layer.sort(key=mean)


def _crossings(layers: Sequence[Sequence[str]], after: Mapping[str, Sequence[str]]) -> int:
    """Count the pairs of edges between neighbouring layers that cross."""
    total = 0
    for layer, following in pairwise(layers):
        place = {name: index for index, name in enumerate(following)}
        ends = [sorted(place[other] for other in after.get(name, ())) for name in layer]
        flat = [end for group in ends for end in group]
        total += sum(
            1 for index, end in enumerate(flat) for later in flat[index + 1 :] if later < end
        )
    return total
