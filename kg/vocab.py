"""Prefixes and closed namespaces: a misspelt term fails at once.

`KG.agent` gives the IRI as text; `KG.agnet` raises AttributeError.  Instance IRIs are made in one
place only, `iri()`, which percent-encodes whatever does not belong into an IRI.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

DEFAULT_BASE = "https://w3id.org/newskg/id/"
GRAPH_BASE = "https://w3id.org/newskg/graph/"


class Namespace:
    """A closed set of terms below one IRI."""

    def __init__(self, base: str, terms: str) -> None:
        self.base = base
        self._terms = frozenset(terms.split())
        vars(self).update({name: base + name for name in self._terms})

    def __getattr__(self, name: str) -> str:
        return self[name]  # only names that are no term come here

    def __getitem__(self, name: str) -> str:
        if name not in self._terms:
            known = ", ".join(sorted(self._terms))
            raise AttributeError(f"{self.base} has no term {name!r}; known: {known}")
        return self.base + name

    def __contains__(self, name: str) -> bool:
        return name in self._terms

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._terms))


KG = Namespace(
    "https://w3id.org/newskg/ns#",
    # classes: entities and what articles say
    "Office Tenure Event EventType EventMode Quotation Mention RelationEdge TopTopic Leader Group Skipped "
    # classes: the lexicon
    "Frame Language ReportingCue NegationCue DenialCue PlanCue ModalCue OngoingCue TeaserCue CaptionCue "
    "NewsletterCue BoilerplateCue CreditCue FormerCue ActingCue DesignateCue DeputyCue TitleCue "
    "OrganisationCue ProfessionCue BackgroundCue GivenNameCue FamilyNameCue MaybeGivenNameCue "
    "MaybeFamilyNameCue NounCue ThingNameCue "
    # datatypes
    "iso3 cameo "
    # entities
    "heldByMany speaksForBody adjective demonym metonym surname personKind country actsFor word start "
    "end lastSeen verification ofClass "
    # unnamed groups, and languages that put nouns before nouns
    "sector forState wordBeside stacksNouns adverb quantity "
    # lexicon
    "trigger hint pastime commonplace verb noun phrase before after valency mark nounObject requires unless "
    "priority exampleAgent exampleTarget quadClass mode stance "
    "stopWord abbreviation quotePair nounsCapitalised nameEnding withPreposition byPreposition "
    "ofPreposition betweenPreposition againstPreposition toPreposition inPreposition fromPreposition "
    "conjunction subordinator complementiser questionWord conditional relativePronoun personPronoun "
    "questionLabel answerLabel "
    "personNoun subjectPronoun activeParticiple barePassive subjectEnding "
    "personSubjectEnding passiveAuxiliary pastAuxiliary bodyPronoun "
    "futureAuxiliary infinitiveMarker sourceOpener indefiniteArticle dropsPronouns marksCase "
    "quotesNames bodyAdjective bodyGenitive adverbialParticiple backReference "
    "pluperfectAuxiliary subjunctive determiner genitiveDeterminer lightVerb objectDeterminer "
    "infinitiveEnding objectInfinitive omittedComplementiser predicativeMarker passiveParticiple pluralVerb "
    "adjectiveEnding pluralAdjectiveEnding feminineEnding genitiveEnding memberNoun "
    "possessive scenePreposition "
    "reflexivePronoun relativeDay relativeTime sinceWord subjectlessEnding dayPattern lastCue nextCue "
    "thisCue unit number fallback romanisation nameParticle futureEnding homeCountry copula "
    # articles, events, quotations
    "contentHash status agent target mediator topic dateSource datePrecision main "
    "directness cue addressee confidence rule extractor part narrowerTopic score reason runnerUp "
    "holdsOffice skippedBecause sentence speakerWords "
    # the plain layer
    "consulted agreedWith supported conceded cooperatedWith aided retreatedFrom requestedOf accused "
    "rejected threatened protestedAgainst sanctioned mobilizedAgainst coerced attacked appointed "
    "discussed spokeAbout quotedBy "
    "count firstDate lastDate sign evidence "
    # across articles
    "Corroboration EventLink Difference Claim Story Correction leadingEvent joins event differsIn "
    "property claims claimed articles independentSources firstReport firstReported toldBy story creditLine "
    # the schema itself: which event type implies a plain relation, which texts a property may have, and
    # where a term stands
    "impliedBy allowedValue foundIn",
)
RDF = Namespace(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "type subject predicate object value Property Statement langString",
)
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#",
    "label comment subPropertyOf subClassOf isDefinedBy seeAlso Class Datatype",
)
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "date gYearMonth gYear dateTime integer decimal boolean duration string",
)
OWL = Namespace("http://www.w3.org/2002/07/owl#", "sameAs SymmetricProperty Ontology versionInfo")
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme prefLabel altLabel hiddenLabel definition example broader narrower notation "
    "inScheme exactMatch closeMatch broadMatch narrowMatch relatedMatch related topConceptOf hasTopConcept",
)
SCHEMA = Namespace(
    "https://schema.org/",
    "NewsArticle Person Country Quotation NewsMediaOrganization headline datePublished url publisher author "
    "inLanguage about mentions text spokenByCharacter isPartOf name nationality location "
    "domainIncludes rangeIncludes",
)
ORG = Namespace(
    "http://www.w3.org/ns/org#",
    "Organization Post Membership Role member organization role memberDuring hasMembership classification "
    "postIn",
)
SEM = Namespace(
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "Event EventType eventType hasActor hasPlace hasTimeStamp hasEarliestBeginTimeStamp "
    "hasLatestEndTimeStamp",
)
GAF = Namespace("http://groundedannotationframework.org/gaf#", "denotedBy")
OA = Namespace(
    "http://www.w3.org/ns/oa#",
    "Annotation SpecificResource TextPositionSelector TextQuoteSelector hasBody hasTarget hasSource "
    "hasSelector start end exact prefix suffix motivatedBy identifying",
)
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    "Entity Activity SoftwareAgent wasGeneratedBy wasDerivedFrom wasQuotedFrom wasInfluencedBy used "
    "hadPrimarySource "
    "wasAssociatedWith startedAtTime endedAtTime",
)
DCTERMS = Namespace(
    "http://purl.org/dc/terms/",
    "source identifier language license title creator date description",
)
TIME = Namespace("http://www.w3.org/2006/time#", "hasXSDDuration")
VOID = Namespace(
    "http://rdfs.org/ns/void#",
    "Dataset Linkset triples entities documents vocabulary uriSpace sparqlEndpoint dataDump distinctSubjects "
    "distinctObjects properties classes classPartition class propertyPartition property subset target "
    "linkPredicate",
)
SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph NamedGraph endpoint supportedLanguage SPARQL11Query SPARQL11Update resultFormat "
    "inputFormat feature UnionDefaultGraph defaultDataset defaultGraph namedGraph name graph",
)
FORMATS = Namespace(
    "http://www.w3.org/ns/formats/",
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples RDF_XML "
    "JSON-LD N-Quads TriG",
)
WD = "http://www.wikidata.org/entity/"

#: The closed namespaces by prefix.
NAMESPACES: dict[str, Namespace] = {
    "kg": KG, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "owl": OWL, "skos": SKOS, "schema": SCHEMA, "org": ORG,
    "sem": SEM, "gaf": GAF, "oa": OA, "prov": PROV, "dcterms": DCTERMS, "time": TIME, "void": VOID,
}  # fmt: skip

#: Prefixes of the vocabularies; `prefixes()` adds one per kind of instance.
VOCABULARIES: dict[str, str] = {name: space.base for name, space in NAMESPACES.items()} | {"wd": WD}

#: Kinds of instances: `person/volodymyr-zelenskyy` is `person:volodymyr-zelenskyy`.
KINDS = (
    "article", "claim", "correction", "corroboration", "country", "cue", "difference", "edge", "event",
    "frame", "group", "language", "link", "mention", "mode", "month", "office", "organisation",
    "outlet", "person", "quotation", "run", "selector", "story", "target", "tenure", "topic", "type",
    "weekday",
)  # fmt: skip


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return all prefixes, one per kind of instance included, as name → IRI."""
    return VOCABULARIES | {kind: f"{base}{kind}/" for kind in KINDS}


def iri(ref: str, base: str = DEFAULT_BASE) -> str:
    """Turn a reference (`kind/key`) into an IRI; everything that may not stand in one is encoded."""
    return base + quote(ref, safe="/-._~")


def graph_iri(name: str) -> str:
    """Return the IRI of a named graph: `reference`, `derived`, `article/<hash>` …"""
    return GRAPH_BASE + quote(name, safe="/-._~")


def slug(name: str) -> str:
    """Turn a name into the key of a reference: lower case, ASCII where letters decompose, hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", plain.replace("_", " ")))[:120] or "unnamed"


def split_group(ref: str) -> tuple[str, str | None]:
    """Return the group and the country of a ref: `group/KOR-police` is `group/police` of KOR."""
    kind, _, key = ref.partition("/")
    country, hyphen, rest = key.partition("-")
    return (f"{kind}/{rest}", country) if hyphen and country.isupper() else (ref, None)
