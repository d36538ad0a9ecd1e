"""Places of nodes: deterministic, apart from each other, near what they are tied to."""

from __future__ import annotations

import math
import time

from kg.views.layout import ROW, place_nodes


def wheel(count: int) -> list[tuple[int, int]]:
    return [(0, i) for i in range(1, count)] + [(i, i % (count - 1) + 1) for i in range(1, count)]


def test_nothing_and_one() -> None:
    """No node and a single node need no layout."""
    assert place_nodes([], []) == []
    assert place_nodes([50.0], [(0, 0)]) == [(0.0, 0.0)]


def test_same_places_every_time() -> None:
    """The same nodes and ties get the same places."""
    assert place_nodes([80.0] * 20, wheel(20)) == place_nodes([80.0] * 20, wheel(20))


def test_labels_do_not_overlap() -> None:
    """No two labels of a moderate map lie on each other."""
    widths = [60.0 + 7 * (i % 9) for i in range(40)]
    places = place_nodes(widths, wheel(40))
    for i, (x, y) in enumerate(places):
        for j in range(i):
            apart_x = abs(x - places[j][0]) - (widths[i] + widths[j]) / 2
            apart_y = abs(y - places[j][1]) - ROW
            assert max(apart_x, apart_y) > -1.0, (i, j)


def test_tied_nodes_are_nearer() -> None:
    """In a chain, neighbours lie nearer to each other than the ends do."""
    places = place_nodes([40.0] * 10, [(i, i + 1) for i in range(9)])
    assert math.dist(places[0], places[9]) > 4 * math.dist(places[0], places[1])


def test_parts_stand_beside_each_other() -> None:
    """Parts without a tie between them do not overlap."""
    places = place_nodes([60.0] * 12, [(0, 1), (1, 2), (2, 0), (3, 4), (5, 6)])
    assert len(set(places)) == 12


def test_large_maps_stay_affordable() -> None:
    """2,000 nodes with 6,000 ties are placed within seconds, without numpy."""
    ties = [(i, (i * 17 + k * 101) % 2000) for i in range(2000) for k in range(3)]
    start = time.perf_counter()
    assert len(set(place_nodes([80.0] * 2000, ties))) == 2000
    assert time.perf_counter() - start < 20
