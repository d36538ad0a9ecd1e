"""Shards: articles as compressed N-Quads with their ledger rows, made without a store.  *I/O*

`making.py` makes them, on one machine or many; `loading.py` puts them, also those of several machines,
into a store without reading an article again.  `packing.py` says what the files hold, and is pure.

```
news.shards/part-00001.nq.gz          what 500 articles say: one named graph each, loadable by any RDF store
news.shards/part-00001.ledger.jsonl.gz    first the part itself, then a row per article
news.shards/manifest.json             written last: all parts, with counts and digests
```
"""

from kg.shards.loading import load_shards
from kg.shards.making import ShardReport, make_shards

__all__ = ["ShardReport", "load_shards", "make_shards"]
