"""The ontology, loaded: what kg knows of the world and of languages, as a frozen Lexicon.

In: the Turtle files below `ontology/` (in the checkout, or inside the installed package).
Out: records (`records.py`) and, per language, one matcher over all their words (`matcher.py`).
It does not read articles, and no rule about a word, a name or a country stands here.
"""

from kg.ontology.lexicon import Lexicon
from kg.ontology.loader import load_lexicon, ontology_folder
from kg.ontology.matcher import Matcher
from kg.ontology.matches import Match, Matches
from kg.ontology.records import Cue, Frame, Group, Language, LexiconEntity, Office, Tenure, Topic
from kg.ontology.words import CueWord, EntityWord, FrameWord, GroupWord

__all__ = [
    "Cue", "CueWord", "EntityWord", "Frame", "FrameWord", "Group", "GroupWord", "Language", "Lexicon",
    "LexiconEntity", "Match", "Matcher", "Matches", "Office", "Tenure", "Topic", "load_lexicon",
    "ontology_folder",
]  # fmt: skip
