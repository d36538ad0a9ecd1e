"""Quotations: what is said, by whom, the cue that says so, and the stance it carries."""

from kg.quotes.extract import extract_quotations

__all__ = ["extract_quotations"]
