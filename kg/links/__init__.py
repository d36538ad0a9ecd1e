"""Mention → entity: `offices.py` reads office phrases, `features.py` scores, `linker.py` decides."""

from kg.links.linker import Linked, link_mentions

__all__ = ["Linked", "link_mentions"]
