"""What the sources of a build no longer show: found after everything is read, refused in doubt.  *I/O*

Only articles that lie where the sources look, in files that list them in full (`kg/sources/listing.py`),
are ever found; an article that another source shows stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from kg.errors import SourceError
from kg.ledger import Ledger
from kg.ledger.shown import Origin
from kg.model import Article
from kg.sources import Unreadable
from kg.sources.listing import Listing


class Pruning:
    """One build that prunes; with `most` it may remove more than half of the articles."""

    def __init__(self, ledger: Ledger, listing: Listing, *, most: bool) -> None:
        self.ledger, self.listing, self.most = ledger, listing, most
        self.kept: set[str] = set()  # files that were not read in full
        ledger.shown.begin()

    def see(self, item: Article | Unreadable) -> None:
        """Note what a source shows, or that it could not be read."""
        if isinstance(item, Article):
            self.ledger.shown.add(self.listing.file_of(item.source), item.id)
        else:
            self.listing.note_failure(item.source)

    def gone(self) -> Iterator[list[Origin]]:
        """Yield the places that no longer show an article, some at a time.

        Raises SourceError when a source showed nothing at all, or too many articles would go.
        """
        for path in sorted(self.listing.folders):
            if not self.ledger.shown.has_below(path.rstrip(os.sep) + os.sep):
                self._refuse(path, "no article in this folder could be read")
        for path in sorted(self.listing.files):
            if not self.ledger.shown.has_file(path):
                self._refuse(path, "no article in this file could be read")
        count, all_ = self.ledger.shown.find_gone(self._is_gone), self.ledger.articles()
        if 2 * count > all_ and not self.most:
            raise SourceError(
                f"the sources no longer show {count:,} of the store's {all_:,} articles, more than half: "
                f"nothing was pruned, the rest is done. Is all of them there?  If these articles are to go: "
                f"--prune --yes"
            )
        yield from self.ledger.shown.gone()

    def _refuse(self, path: str, why: str) -> None:
        if path not in self.listing.named:  # one that a glob found
            self.listing.leave_out(path)
            return
        raise SourceError(
            f"{path}: {why}, so nothing was pruned: a missing disk looks the same.  The rest is done. "
            f"Leave --prune or this source out."
        )

    def _is_gone(self, id: str, source: str) -> bool:
        file = self.listing.file_of(source)
        if not self.listing.covers(file) or self.ledger.shown.has(file, id):
            return False
        if self.listing.is_partial(file):
            self.kept.add(file)
            return False
        return self.ledger.shown.has_file(file) or self.listing.is_gone(file)

    def notes(self) -> list[str]:
        """Return a line for every file of which something may be gone that is kept."""
        return [f"{file}: not read in full, so nothing of it is pruned" for file in sorted(self.kept)]
