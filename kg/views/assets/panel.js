// The evidence panel: what is known of the selected tie or name, every sentence with its source.

const byId = (id) => document.getElementById(id);

// All text enters the page through here, as text nodes.
function make(tag, settings, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings || {})) {
    if (name === "on") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const svg = (tag, settings) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
  return element;
};

// Samples for legend and panel, from the same table as the drawing.
function kindSample(kind) {
  const [fill, stroke] = look.kinds[kind][theme];
  const picture = svg("svg", { viewBox: "-1.4 -1.4 2.8 2.8", class: "sample", "aria-hidden": "true" });
  picture.append(svg("path", { d: PATHS[look.kinds[kind].shape], fill, stroke, "stroke-width": 0.2 }));
  return picture;
}
function signSample(sign) {
  const picture = svg("svg", { viewBox: "0 0 34 10", class: "sample line", "aria-hidden": "true" });
  picture.append(svg("line", {
    x1: 1, x2: 33, y1: 5, y2: 5, stroke: look.signs[sign][theme], "stroke-width": 2.6, "stroke-dasharray": look.signs[sign].dash.join(" ") || "none",
  }));
  return picture;
}

const name = (node) => make("bdi", null, nodes[node].label);
const nameButton = (node) => make("button", { type: "button", class: "name", on: () => select({ node }) }, name(node));

// Only plain web addresses become links, and the page they lead to learns nothing of this one.
function link(address, label, kind) {
  if (!/^https?:\/\//i.test(address || "")) return make("span", { class: kind, dir: "auto" }, label);
  return make("a", { href: address, rel: "noopener noreferrer", target: "_blank", class: kind, dir: "auto" }, label);
}

function statements(group) {
  const list = group.flatMap((relation) => relation.v.map((item) => ({ relation, item })));
  const inside = list.filter(({ item }) => !state.period || (item[0] && inPeriod(item[0])));
  return inside.sort((a, b) => (b.item[0] || "").localeCompare(a.item[0] || ""));
}

// "3 statements in 3 articles from 3 outlets (2 independent sources), 1–9 May 2025": how a line on the map came about.
function summary(group) {
  // Where sentences were left out for size, `r` still lists every article.
  const sources = (relation) => (relation.r && !state.period ? relation.r : statements([relation]).map(({ item }) => item[2]));
  const articles = new Set(group.flatMap(sources));
  const outlets = new Set([...articles].map((article) => data.articles[article][1]).filter(Boolean));
  const origins = new Set([...articles].map((article) => data.articles[article][3]));  // copies of one text have one
  const dates = group.flatMap((relation) => relation.dates.filter(inPeriod)).sort();
  const parts = [counted(count(group), "statements")];
  if (articles.size) parts.push(`${words.in} ${counted(articles.size, "articles")}`);
  if (outlets.size) parts.push(`${words.from} ${counted(outlets.size, "outlets")}`);
  if (articles.size > 1) parts.push(`(${counted(origins.size, "sources")})`);
  const line = make("p", { class: "summary" }, `${parts.join(" ")}, ${formatPeriod(dates[0], dates[dates.length - 1])}`);
  const caution = outlets.size === 1 ? words.one_outlet : articles.size > 1 && origins.size === 1 ? words.one_source : "";
  if (caution) line.append(" ", make("span", { class: "caution" }, caution));
  return line;
}

function statementItem({ relation, item }) {
  const [date, sentence, article, status, rule, confidence] = item;
  const [before, marked, after] = data.sentences[sentence];
  const [title, publisher, address] = data.articles[article];
  const colour = look.signs[SIGN_NAMES[relation.g]][theme];
  const phrase = make("span", { class: "phrase" }, name(relation.s), ` ${relation.l} `, name(relation.o));
  const facts = [rule && `${words.rule} ${rule}`, `${words.confidence} ${Math.round(confidence * 100)} %`].filter(Boolean);
  const entry = make("li", { class: "statement" },
    make("p", { class: "meta" }, make("time", { datetime: date }, formatDate(date)),
      status && status !== "happened" ? make("span", { class: "status" }, words[`status_${status}`] || status) : null),
    make("p", { class: "what" }, phrase),
    make("blockquote", { dir: "auto" }, before, marked ? make("mark", null, marked) : null, after),
    make("p", { class: "source" }, publisher ? make("span", { class: "outlet", dir: "auto" }, publisher) : null, " ", link(address, title, "headline")),
    make("p", { class: "how" }, facts.join(" · ")));
  entry.style.setProperty("--sign", colour);
  return entry;
}

function statementList(group) {
  const list = make("ol", { class: "statements" }, ...statements(group).map(statementItem));
  const left = group.reduce((sum, relation) => sum + relation.m, 0);
  if (!list.children.length) list.append(make("li", { class: "quiet" }, words.no_text));
  if (left) list.append(make("li", { class: "quiet" }, `+ ${left} ${words.more}`));
  return list;
}

function tiePanel(number) {
  const tie = ties[number];
  const group = shown.ties.get(number) || tie.relations;
  const sign = signOf(group);
  return [
    make("p", { class: "kicker" }, signSample(sign), words[`sign_${sign}`]),
    make("h2", { id: "panel-title" }, nameButton(tie.from), make("span", { class: "and" }, " – "), nameButton(tie.to)),
    summary(group),
    statementList(group),
  ];
}

function tieRow(tie, node) {
  const group = shown.ties.get(tie.number);
  const labels = [...new Set(group.map((relation) => relation.l))].join(", ");
  return make("li", null, make("button", { type: "button", class: "tie", on: () => select({ tie: tie.number }) },
    signSample(signOf(group)),
    make("span", { class: "tie-text" }, make("span", { class: "tie-name" }, name(otherEnd(tie, node))), make("span", { class: "quiet" }, labels)),
    make("span", { class: "number" }, count(group).toLocaleString(words.locale))));
}

function nodePanel(number) {
  const node = nodes[number];
  const own = node.ties.filter((tie) => shown.ties.has(tie.number));
  own.sort((a, b) => count(shown.ties.get(b.number)) - count(shown.ties.get(a.number)));
  const aliases = node.aliases.filter((alias) => alias !== node.label).slice(0, 8);
  return [
    make("p", { class: "kicker" }, kindSample(node.group), words[`kind_${node.group}`]),
    make("h2", { id: "panel-title" }, name(number)),
    node.about ? make("p", { class: "about", dir: "auto" }, node.about) : null,
    aliases.length ? make("p", { class: "quiet" }, `${words.also_known}: `, ...aliases.flatMap((alias, i) => [i ? ", " : "", make("bdi", null, alias)])) : null,
    node.wikidata ? make("p", null, link(node.wikidata, words.wikidata, "outside")) : null,
    make("div", { class: "row" }, make("h3", null, `${words.ties_of} (${own.length})`), stepButtons()),
    own.length ? make("ul", { class: "ties" }, ...own.map((tie) => tieRow(tie, number))) : make("p", { class: "quiet" }, words.no_ties),
  ].filter(Boolean);
}

// How far around the selected name the map stays bright.
function stepButtons() {
  const buttons = [1, 2, 3].map((hops) => make("button", {
    type: "button", "aria-pressed": String(state.hops === hops), on: () => setHops(hops),
  }, String(hops)));
  return make("div", { class: "steps", role: "group", "aria-label": words.steps }, make("span", { class: "quiet" }, words.steps), ...buttons);
}

function showPanel() {
  const panel = byId("panel");
  panel.hidden = !state.selected;
  document.body.classList.toggle("with-panel", Boolean(state.selected));
  if (!state.selected) return;
  const parts = "tie" in state.selected ? tiePanel(state.selected.tie) : nodePanel(state.selected.node);
  byId("panel-content").replaceChildren(...parts);
  panel.scrollTop = 0;
}
