"""Small requests that ask for much: each kills a process that runs the engine without limits, or never ends.

Full size, as measured: 2,200 nested groups overrun the stack, doubled texts and cross joins take all memory,
a chain of 3,000 patterns is planned for minutes.
"""

from __future__ import annotations

from collections.abc import Mapping

_NESTED_LISTS = "(" * 1_000 + "1" + ")" * 1_000

#: Name → query; `PORT` stands for a port on which something listens.
QUERIES: Mapping[str, str] = {
    "2,500 nested groups": "SELECT * " + "{" * 2_500 + "?s ?p ?o" + "}" * 2_500,
    "100,000 parentheses": "SELECT * { ?s ?p ?o FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }",
    "100,000 unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 100_000) + " }",
    "3,000 BINDs": "SELECT * { " + " ".join(f"BIND({i} AS ?v{i})" for i in range(3_000)) + " }",
    "a chain of 3,000 patterns":
        "SELECT * { " + " . ".join(f"?v{i} ?p{i} ?v{i + 1}" for i in range(3_000)) + " }",
    "3,000 patterns by ; and ,":
        "SELECT * { ?s " + " ; ".join(f"?p{i} ?a{i} , ?b{i}" for i in range(1_500)) + " }",
    "1,000 nested collections": f"SELECT * {{ ?s ?p {_NESTED_LISTS} }}",
    "3,000 OPTIONALs": "SELECT * { " + " ".join("OPTIONAL { ?s ?p ?o }" for _ in range(3_000)) + " }",
    "a cross join that is sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i",
    "a cross join that is counted": "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?f), STR(?i))) AS ?n) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "CONCAT doubled 32 times": "SELECT (STRLEN(?v32) AS ?n) { BIND('0123456789abcdef' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(32)) + " }",
    "a path over everything": "SELECT (COUNT(*) AS ?n) { ?s (!<urn:none>)* ?o . ?o (!<urn:none>)* ?t }",
    "a regular expression that backtracks":
        'SELECT * { ?s ?p ?o FILTER(REGEX("' + "a" * 36 + '!", "^(a+)+$")) } LIMIT 5',
    "SERVICE": "SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SERVICE with a variable": "SELECT * { BIND(<http://127.0.0.1:PORT/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SERVICE in odd letters": "SELECT * { sErViCe#\n<http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SERVICE in a filter": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } } }",
    "SERVICE in a sub-select":
        "SELECT * { { SELECT * { SERVICE SILENT <http://127.0.0.1:PORT/> { ?s ?p ?o } } } }",
    "SERVICE behind an escaped #":
        "SELECT * { OPTIONAL { ?s schema:a\\#b ?o } SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
    "SERVICE behind an escaped quotation mark":
        "SELECT * { OPTIONAL { ?s schema:a\\'b ?o } SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } #'\n}",
    "SERVICE in what looks like an IRI":
        "SELECT * { BIND(<http://127.0.0.1:PORT/> AS ?v) FILTER(1<2)SERVICE?v#>\n{ ?a ?b ?c } }",
    "SERVICE behind an IRI with an escape":
        "SELECT * { ?s <http://a\\u0041#> ?o . SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
    "SERVICE behind a comparison and a long text":
        "SELECT * { FILTER(1<a#> '''\n) SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } \n#'''\n}",
    "3,000 groups behind an escaped #":
        "SELECT * { OPTIONAL { ?s schema:a\\#b ?o } " + "{" * 3_000 + "?s ?p ?o" + "}" * 3_000 + " }",
    "FROM an address": "SELECT * FROM <http://127.0.0.1:PORT/data.ttl> { ?s ?p ?o }",
    "FROM a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
}  # fmt: skip

#: Answered, and quickly: nothing is wrong with them for an engine that reads no network and no file.
HARMLESS = frozenset({"a regular expression that backtracks", "FROM an address", "FROM a file"})

UPDATES: Mapping[str, str] = {
    "LOAD an address": "LOAD <http://127.0.0.1:PORT/data.ttl>",
    "LOAD a file": "LOAD <file:///etc/passwd>",
    "LOAD SILENT": "lOaD SILENT <http://127.0.0.1:PORT/data.ttl> INTO GRAPH <urn:g>",
    "SERVICE": "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "2,500 nested groups": "INSERT { ?s ?p ?o } WHERE " + "{" * 2_500 + "?s ?p ?o" + "}" * 2_500,
}
