"""Places for the nodes of a map, computed once, so that nothing moves in the browser.

In: how many nodes there are, which of them are tied and how wide their labels are.  Out: one (x, y)
per node.  The method is stress with few terms (Ortmann, Klimenta and Brandes, "A Sparse Stress Model",
2017): every node keeps its distance to its neighbours and to some pivots.  It is written in plain Python
on purpose: networkx's spring layout needs numpy, which kg does not require, and the same map must
come out byte for byte wherever it is drawn.  Knows nothing of kinds, colours or HTML.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import heappop, heappush

Point = tuple[float, float]
Tie = tuple[int, int]
_Neighbours = list[list[tuple[int, float]]]
_Term = tuple[int, float, float]

#: Length of an ordinary tie and the height that a node with its label takes, in drawing units.
UNIT = 110.0
ROW = 56.0
#: Above this many nodes labels appear only on zooming in, and shapes alone need room.
_LABELLED = 150
_SHAPE = 52.0
#: Sums over all pivots grow with nodes × pivots × rounds; this bounds the work for large maps.
_WORK = 2_500_000


def place_nodes(widths: Sequence[float], ties: Sequence[Tie], *, seed: int = 0) -> list[Point]:
    """Return a point per node; `widths` are the widths of the nodes with their labels.

    `seed` turns the starting picture: another seed gives another, equally good map.
    """
    lengths = _tie_lengths(len(widths), ties)
    blocks = []
    for members in _components(lengths):
        points = _place_component(members, lengths, seed)
        room = [widths[i] if len(members) <= _LABELLED else _SHAPE for i in members]
        points = _upright(points)
        if len(members) > 5:  # fewer never crowd, and a line of two has no area
            points = _spread(points, room)
        blocks.append((members, _part_labels(points, room)))
    places: list[Point] = [(0.0, 0.0)] * len(widths)
    for members, points in _pack(blocks, widths):
        for index, point in zip(members, points, strict=True):
            places[index] = point
    return [(round(x, 1) + 0.0, round(y, 1) + 0.0) for x, y in places]


def _tie_lengths(count: int, ties: Sequence[Tie]) -> _Neighbours:
    """Return neighbours with lengths: a tie between two hubs is long, so that their leaves find room."""
    near: list[set[int]] = [set() for _ in range(count)]
    for a, b in ties:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    result: _Neighbours = []
    for a in range(count):
        row = []
        for b in sorted(near[a]):
            alone = min(len(near[a] - near[b]), len(near[b] - near[a]))
            row.append((b, 1.0 + 0.35 * math.sqrt(max(alone - 1, 0))))
        result.append(row)
    return result


def _components(near: _Neighbours) -> list[list[int]]:
    """Return the connected parts, the largest first, each in ascending order."""
    seen: set[int] = set()
    parts = []
    for start in range(len(near)):
        if start in seen:
            continue
        seen.add(start)
        part, stack = [], [start]
        while stack:
            node = stack.pop()
            part.append(node)
            fresh = [other for other, _ in near[node] if other not in seen]
            seen.update(fresh)
            stack.extend(fresh)
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _place_component(members: list[int], lengths: _Neighbours, seed: int) -> list[Point]:
    """Lay out one connected part around (0, 0)."""
    number = {node: i for i, node in enumerate(members)}
    near: _Neighbours = [[(number[b], d) for b, d in lengths[node]] for node in members]
    count = len(members)
    if count == 1:
        return [(0.0, 0.0)]
    pivots, distances = _pivot_distances(near, min(count, max(12, _WORK // (count * 60))))
    terms = _terms(near, pivots, distances)
    points = _first_picture(count, distances, seed)
    rounds = max(15, min(90, _WORK // sum(len(row) for row in terms)))
    for _ in range(rounds):
        _relax(points, terms)
    return [(x * UNIT, y * UNIT) for x, y in points]


def _pivot_distances(near: _Neighbours, wanted: int) -> tuple[list[int], list[list[float]]]:
    """Choose pivots far from each other (max-min) and measure from each to every node."""
    pivot = max(range(len(near)), key=lambda i: (len(near[i]), -i))
    pivots, distances = [], []
    closest = [math.inf] * len(near)
    for _ in range(wanted):
        row = _distances_from(pivot, near)
        pivots.append(pivot)
        distances.append(row)
        closest = [min(old, new) for old, new in zip(closest, row, strict=True)]
        pivot = max(range(len(near)), key=lambda i: (closest[i], -i))
    return pivots, distances


def _distances_from(start: int, near: _Neighbours) -> list[float]:
    """Dijkstra: shortest way from one node to all others of its component."""
    found = [math.inf] * len(near)
    found[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        so_far, node = heappop(queue)
        if so_far > found[node]:
            continue
        for other, length in near[node]:
            if so_far + length < found[other]:
                found[other] = so_far + length
                heappush(queue, (so_far + length, other))
    return found


def _terms(near: _Neighbours, pivots: list[int], distances: list[list[float]]) -> list[list[_Term]]:
    """Return, per node, (other node, wished distance, weight): its neighbours and all pivots."""
    terms: list[dict[int, _Term]] = [{} for _ in near]
    for pivot, row in zip(pivots, distances, strict=True):
        for node, distance in enumerate(row):
            if node != pivot:
                terms[node][pivot] = (pivot, distance, 1.0 / (distance * distance))
    for node, neighbours in enumerate(near):
        for other, length in neighbours:
            terms[node][other] = (other, length, 1.0 / (length * length))
    return [list(row.values()) for row in terms]


def _first_picture(count: int, distances: list[list[float]], seed: int) -> list[list[float]]:
    """Start on a sunflower spiral ordered by distance from the best connected node.

    The golden angle keeps neighbours in the order from sharing a direction; no random numbers needed.
    """
    golden = math.pi * (3 - math.sqrt(5))
    order = sorted(range(count), key=lambda i: (distances[0][i], i))
    points = [[0.0, 0.0] for _ in range(count)]
    for rank, node in enumerate(order):
        radius = math.sqrt(rank) * 0.6
        angle = rank * golden + seed
        points[node] = [radius * math.cos(angle), radius * math.sin(angle)]
    return points


def _relax(points: list[list[float]], terms: list[list[_Term]]) -> None:
    """Move every node to where its terms want it (one round of localised stress majorisation)."""
    for node, row in enumerate(terms):
        x, y = points[node]
        sum_x = sum_y = total = 0.0
        for other, wished, weight in row:
            other_x, other_y = points[other]
            step_x, step_y = x - other_x, y - other_y
            now = math.sqrt(step_x * step_x + step_y * step_y) or 1e-6
            pull = wished / now
            sum_x += weight * (other_x + step_x * pull)
            sum_y += weight * (other_y + step_y * pull)
            total += weight
        points[node] = [sum_x / total, sum_y / total]


def _upright(points: list[Point]) -> list[Point]:
    """Centre the picture and turn its long side to the horizontal: screens and labels are wide."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    moved = [(x - middle_x, y - middle_y) for x, y in points]
    spread = sum(x * x - y * y for x, y in moved)
    both = sum(2 * x * y for x, y in moved)
    angle = 0.5 * math.atan2(both, spread)
    cos, sin = math.cos(-angle), math.sin(-angle)
    return [((x * cos - y * sin) * 1.12, x * sin + y * cos) for x, y in moved]


def _spread(points: list[Point], widths: Sequence[float]) -> list[Point]:
    """Enlarge a picture that is too crowded for its labels, so that little is left to push apart."""
    across = max(x for x, _ in points) - min(x for x, _ in points)
    down = max(y for _, y in points) - min(y for _, y in points)
    needed = 2.2 * ROW * sum(widths)
    factor = min(max(math.sqrt(needed / max(across * down, 1.0)), 1.0), 3.0)
    return [(x * factor, y * factor) for x, y in points]


def _part_labels(points: list[Point], widths: Sequence[float]) -> list[Point]:
    """Push nodes apart until no label lies on another (a grid keeps this linear)."""
    places = [[x, y] for x, y in points]
    cell = max([ROW * 2, *widths])
    for _ in range(60 if len(places) <= 2000 else 12):
        moved = False
        cells: dict[tuple[int, int], list[int]] = {}
        for i, (x, y) in enumerate(places):
            cells.setdefault((int(x // cell), int(y // cell)), []).append(i)
        for (column, row), inside in sorted(cells.items()):
            for beside in ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1)):
                for i in inside:
                    for j in cells.get((column + beside[0], row + beside[1]), ()):
                        if beside != (0, 0) or i < j:
                            moved = _part_pair(places, widths, i, j) or moved
        if not moved:
            break
    return [(x, y) for x, y in places]


def _part_pair(places: list[list[float]], widths: Sequence[float], i: int, j: int) -> bool:
    """Push two nodes apart, along the side where less is missing; say whether anything was missing."""
    step_x, step_y = places[j][0] - places[i][0], places[j][1] - places[i][1]
    missing_x = (widths[i] + widths[j]) / 2 - abs(step_x)
    missing_y = ROW - abs(step_y)
    if missing_x <= 0 or missing_y <= 0:
        return False
    side = 0 if missing_x < missing_y else 1
    way = 1.0 if (step_x, step_y)[side] >= 0 else -1.0
    push = way * (missing_x if side == 0 else missing_y) * 0.52
    places[i][side] -= push
    places[j][side] += push
    return True


def _pack(
    blocks: list[tuple[list[int], list[Point]]], widths: Sequence[float]
) -> list[tuple[list[int], list[Point]]]:
    """Set the smaller parts in rows below the largest one, centred, so that the map stays compact."""
    if not blocks:
        return []
    (_, first), *rest = blocks
    left, right = min(x for x, _ in first), max(x for x, _ in first)
    room = max(right - left, 6 * UNIT)
    top = max(y for _, y in first) + 1.1 * UNIT
    packed = [blocks[0]]
    for line in _rows(rest, widths, room):
        wide = sum(width for _, _, width, _ in line)
        x, height = (left + right - wide) / 2, max(height for _, _, _, height in line)
        for members, points, width, _ in line:
            low_x = (min(px for px, _ in points) + max(px for px, _ in points)) / 2
            low_y = min(py for _, py in points)
            packed.append((members, [(px - low_x + x + width / 2, py - low_y + top) for px, py in points]))
            x += width
        top += height
    return packed


def _rows(
    blocks: list[tuple[list[int], list[Point]]], widths: Sequence[float], room: float
) -> list[list[tuple[list[int], list[Point], float, float]]]:
    """Break the blocks into lines no wider than `room`."""
    lines: list[list[tuple[list[int], list[Point], float, float]]] = []
    used = math.inf
    for members, points in blocks:
        label = max(widths[i] for i in members)
        width = max(x for x, _ in points) - min(x for x, _ in points) + label + ROW / 2
        height = max(y for _, y in points) - min(y for _, y in points) + 1.5 * ROW
        if used + width > room:
            lines.append([])
            used = 0.0
        lines[-1].append((members, points, width, height))
        used += width
    return lines
