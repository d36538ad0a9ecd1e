"""The graph as networkx sees it, and what can be computed on it.

`reading.py` reads ties and dated sentences from a store, `projection.py` makes graphs of them; one file per
family of measures: `importance.py`, `communities.py`, `paths.py`, `timeline.py`.
"""

from kg.analysis.communities import Community, find_communities
from kg.analysis.importance import Rank, rank
from kg.analysis.paths import Path, find_paths
from kg.analysis.projection import Evidence, Network, Node, Tie, multigraph, project
from kg.analysis.reading import read_network
from kg.analysis.timeline import Period, timeline

__all__ = [
    "Community", "Evidence", "Network", "Node", "Path", "Period", "Rank", "Tie",
    "find_communities", "find_paths", "multigraph", "project", "rank", "read_network", "timeline",
]  # fmt: skip
