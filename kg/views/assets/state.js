// What the map holds and what of it is visible now. Nothing here touches the page.

const data = JSON.parse(document.getElementById("map-data").textContent);
const { nodes, ties, relations, look, strings: words } = data;
const FACETS = ["kind", "sign", "topic", "type"];
const SIGN_NAMES = { "1": "cooperation", "0": "neutral", "-1": "conflict" };

const state = {
  picked: { kind: new Set(), sign: new Set(), topic: new Set(), type: new Set() }, // empty: everything
  period: null, // [first day, last day] as ISO text, null: all time
  selected: null, // {node} or {tie}
  hops: 1,
};

// Text such as "3 statements"; languages differ in what counts as plural.
const plural = new Intl.PluralRules(words.locale);
function counted(number, noun) {
  const form = plural.select(number) === "one" ? "one" : "other";
  return `${number.toLocaleString(words.locale)} ${words[`${noun}_${form}`]}`;
}

// "Erdoğan" is found by "erdogan": accents fall, letters without a decomposition are spelled out.
const PLAIN = { ł: "l", ø: "o", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", "’": "'", "ʼ": "'" };
function fold(text) {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[łøđıßæœþ’ʼ]/g, (letter) => PLAIN[letter]);
}

// A date may be a day, a month or a year; as a day it starts on the first one and ends on the last.
const startOf = (date) => (date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date);
const endOf = (date) => (date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date);

function formatDate(date) {
  if (!date) return words.undated;
  const when = new Date(`${startOf(date)}T00:00:00Z`);
  if (Number.isNaN(when.getTime())) return date;
  const parts = { year: "numeric" };
  if (date.length > 4) parts.month = "long";
  if (date.length > 7) parts.day = "numeric";
  return new Intl.DateTimeFormat(words.locale, { ...parts, timeZone: "UTC" }).format(when);
}

function formatPeriod(first, last) {
  if (!first && !last) return words.undated;
  const [from, to] = [first || last, last || first];
  if (from === to || from.length < 10 || to.length < 10) {
    return from === to ? formatDate(from) : `${formatDate(from)} – ${formatDate(to)}`;
  }
  const format = new Intl.DateTimeFormat(words.locale, { dateStyle: "medium", timeZone: "UTC" });
  return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

// A pair with cooperation and conflict is mixed; it is never netted to nothing.
function signOf(group) {
  const signs = new Set(group.map((relation) => relation.g));
  if (signs.has(1) && signs.has(-1)) return "mixed";
  return signs.has(1) ? "cooperation" : signs.has(-1) ? "conflict" : "neutral";
}

relations.forEach((relation, number) => {
  relation.number = number;
  relation.dates = relation.d.length ? relation.d : [relation.f, relation.u].filter(Boolean);
});
ties.forEach((tie, number) => {
  tie.number = number;
  tie.relations = [];
});
relations.forEach((relation) => ties[relation.t].relations.push(relation));
ties.forEach((tie) => { tie.mixed = signOf(tie.relations) === "mixed"; });
nodes.forEach((node) => {
  // Long names are cut on the map only; panel, search and table have them whole.
  node.short = [...node.label].length > 34 ? `${[...node.label].slice(0, 32).join("").trim()}…` : node.label;
  node.names = [node.label, ...node.aliases].map(fold);
  node.ties = [];
});
ties.forEach((tie) => {
  nodes[tie.from].ties.push(tie);
  if (tie.to !== tie.from) nodes[tie.to].ties.push(tie);
});

// The values one relation has in a facet; a filter on that facet wants one of them.
const VALUES = {
  kind: (relation) => [nodes[relation.s].group, nodes[relation.o].group],
  sign: (relation) => [SIGN_NAMES[relation.g], ...(ties[relation.t].mixed ? ["mixed"] : [])],
  topic: (relation) => relation.c,
  type: (relation) => [relation.e],
};

function inPeriod(date) {
  return !state.period || (startOf(date) <= state.period[1] && endOf(date) >= state.period[0]);
}

function passes(relation, except) {
  for (const facet of FACETS) {
    const picked = state.picked[facet];
    if (facet === except || !picked.size) continue;
    const values = VALUES[facet](relation);
    // Both ends must be of a picked kind; of the other facets one value is enough.
    if (facet === "kind" ? !values.every((v) => picked.has(v)) : !values.some((v) => picked.has(v))) return false;
  }
  return !state.period || relation.dates.some(inPeriod);
}

// Statements behind some relations, only those of the period if one is set.
function count(group) {
  const within = (relation) => (state.period && relation.d.length ? relation.d.filter(inPeriod).length : relation.n);
  return group.reduce((sum, relation) => sum + within(relation), 0);
}

function isFiltered() {
  return Boolean(state.period) || FACETS.some((facet) => state.picked[facet].size > 0);
}

// What the filters leave: nodes, and per tie its visible relations.
let shown = { nodes: new Set(), ties: new Map() };
function recompute() {
  const result = { nodes: new Set(), ties: new Map() };
  for (const relation of relations) {
    if (!passes(relation)) continue;
    const group = result.ties.get(relation.t) || [];
    group.push(relation);
    result.ties.set(relation.t, group);
    result.nodes.add(relation.s).add(relation.o);
  }
  const byRelation = state.period || ["sign", "topic", "type"].some((facet) => state.picked[facet].size);
  nodes.forEach((node, number) => {
    const kinds = state.picked.kind;
    if (!byRelation && (!kinds.size || kinds.has(node.group))) result.nodes.add(number);
  });
  shown = result;
}

// How many pairs (for kinds: names) each value of a facet would leave, the other filters kept.
function countValues(facet) {
  const found = new Map();
  const add = (value, thing) => found.set(value, (found.get(value) || new Set()).add(thing));
  if (facet === "kind") nodes.forEach((node, number) => {
    if (!isFiltered() || node.ties.some((tie) => tie.relations.some((r) => passes(r, "kind")))) add(node.group, number);
  });
  else for (const relation of relations) {
    if (passes(relation, facet)) VALUES[facet](relation).forEach((value) => add(value, relation.t));
  }
  return new Map([...found].map(([value, things]) => [value, things.size]));
}

const otherEnd = (tie, node) => (tie.from === node ? tie.to : tie.from);

function neighbours(node) {
  return nodes[node].ties.filter((tie) => shown.ties.has(tie.number)).map((tie) => otherEnd(tie, node));
}

// Nodes in focus: everything within `hops` steps of the selected one, or the two ends of a tie.
function focused() {
  if (!state.selected) return null;
  if ("tie" in state.selected) return new Set([ties[state.selected.tie].from, ties[state.selected.tie].to]);
  const reached = new Set([state.selected.node]);
  let edge = [state.selected.node];
  for (let step = 0; step < state.hops; step += 1) {
    edge = edge.flatMap(neighbours).filter((node) => !reached.has(node));
    edge.forEach((node) => reached.add(node));
  }
  return reached;
}

function search(text, limit) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const found = [];
  nodes.forEach((node, number) => {
    let best = 0;
    let via = -1;
    node.names.forEach((name, place) => {
      const at = name.indexOf(wanted);
      const score = at < 0 ? 0 : at === 0 ? 3 : /[\s\-'"(]/.test(name[at - 1]) ? 2 : 1;
      if (score > best) [best, via] = [score, place];
    });
    if (best) found.push({ number, best, alias: via > 0 ? node.aliases[via - 1] : null });
  });
  return found.sort((a, b) => b.best - a.best || a.number - b.number).slice(0, limit);
}
