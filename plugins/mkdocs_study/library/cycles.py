"""Finds circles in a directed graph, such as documents that require each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def find_cycles(graph: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return circles of the graph, each from the node that was reached first.

    Every strongly connected part yields at least one, so that a graph without any has none. Depth
    first, without recursion: a chain may be long.
    """
    cycles: list[tuple[str, ...]] = []
    finished: set[str] = set()
    for root in graph:
        if root in finished:
            continue
        path = {root: 0}
        stack: list[tuple[str, Iterator[str]]] = [(root, iter(graph[root]))]
        while stack:
            node, successors = stack[-1]
            following = next(successors, None)
            if following is None:
                stack.pop()
                del path[node]
                finished.add(node)
            elif following in path:
                cycles.append(tuple(path)[path[following] :])
            elif following not in finished:
                path[following] = len(path)
                stack.append((following, iter(graph.get(following, ()))))
    return cycles
