"""The exceptions kg raises on purpose.

KgError
├── SourceError      an input that cannot be read (file, line, what to try)
├── ArticleError     one article failed; the build reports it and goes on
├── OntologyError    a file below ontology/ that says something it may not say
├── ExtractorError   an extractor that is unknown, or that returned something else than records
├── StoreError       a store that is missing, locked, damaged or of another version
├── QueryError       a query or its parameters that cannot be answered
├── ExportError      a file that cannot be written
├── PushError        a server that cannot be reached, or does not take what is sent
└── ClusterError     a cluster that cannot be reached, has lost its workers, or runs another kg

Every message says what went wrong, where (file, line, IRI, offset) and what to try.
Only `cli.py` prints them.
"""


class KgError(Exception):
    """Root of all errors that kg raises on purpose; the text is meant for the user."""


class SourceError(KgError):
    """A source that cannot be read at all, or one unit of it that cannot."""


class ArticleError(KgError):
    """One article failed: it is reported and counted, the build goes on."""


class OntologyError(KgError):
    """The ontology folder says something it may not say."""


class ExtractorError(KgError):
    """An extractor is unknown or broke its contract."""


class StoreError(KgError):
    """The store is missing, locked, damaged or of another version."""


class QueryError(KgError):
    """A query or its parameters cannot be answered."""


class ExportError(KgError):
    """An output file cannot be written."""


class PushError(KgError):
    """A server cannot be reached, or does not take what is sent."""


class CorrectionError(KgError):
    """A file of corrections says something it may not say."""


class ClusterError(KgError):
    """A cluster of machines cannot be used: what was read before is kept."""
