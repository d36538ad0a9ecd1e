"""Many machines: the pure function of `kg/workers.py`, run by the workers of a Dask cluster.  *I/O*

`client.py` is the side that has the articles, `worker.py` what runs on every machine.  Needs
`newskg[cluster]`; nothing else in kg does.
"""

from kg.cluster.client import Cluster

__all__ = ["Cluster"]
