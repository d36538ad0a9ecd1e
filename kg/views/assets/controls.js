// Search, legend and filters, time line, table: what the reader narrows the map with.

const LISTED = 7; // topics and event types shown before "more"
const expanded = new Set();

function facetButton(facet, value, label, number, sample) {
  const picked = state.picked[facet];
  const button = make("button", {
    type: "button", class: "value", "aria-pressed": String(picked.has(value)), "data-facet": facet, "data-value": value,
    on: () => {
      if (!picked.delete(value)) picked.add(value);
      update();
    },
  }, sample, make("span", { class: "label", dir: "auto" }, label), make("span", { class: "number" }, number.toLocaleString(words.locale)));
  if (picked.size && !picked.has(value)) button.classList.add("off");
  if (!number) button.classList.add("none");
  return make("li", null, button);
}

function facetValues(facet) {
  const counts = countValues(facet);
  const present = new Set(facet === "kind" ? nodes.map((node) => node.group) : relations.flatMap(VALUES[facet]));
  const order = facet === "kind" ? Object.keys(look.kinds) : facet === "sign" ? Object.keys(look.signs) : [...present];
  const rows = order.filter((value) => present.has(value)).map((value) => ({ value, number: counts.get(value) || 0 }));
  // Long lists stand in the order of the whole map, so that nothing jumps while filtering.
  if (facet === "topic" || facet === "type") rows.sort((a, b) => totals[facet].get(b.value) - totals[facet].get(a.value));
  return rows;
}

const totals = {};
function facetLabel(facet, value) {
  if (facet === "topic") return data.topics[value];
  return facet === "type" ? data.types[value] : words[`${facet}_${value}`];
}

function facetSection(facet, title) {
  const rows = facetValues(facet);
  if (!rows.length) return null;
  const samples = { kind: kindSample, sign: signSample };
  const few = expanded.has(facet) || rows.length <= LISTED + 2;
  const listed = rows.filter((row, i) => few || i < LISTED || state.picked[facet].has(row.value));
  const list = make("ul", null, ...listed.map(({ value, number }) => facetButton(facet, value, facetLabel(facet, value), number, samples[facet] ? samples[facet](value) : "")));
  const section = make("section", { class: `facet ${facet}` }, make("h2", null, title), list);
  if (rows.length > LISTED + 2) section.append(make("button", {
    type: "button", class: "more",
    on: () => {
      if (!expanded.delete(facet)) expanded.add(facet);
      showFacets();
    },
  }, few ? words.fewer : `${rows.length - listed.length} ${words.more}`));
  return section;
}

function showFacets() {
  const focusedOn = document.activeElement && document.activeElement.dataset;
  const sections = [["kind", words.kinds], ["sign", words.signs], ["topic", words.topics], ["type", words.types]];
  byId("facets").replaceChildren(...sections.map(([facet, title]) => facetSection(facet, title)).filter(Boolean));
  byId("reset").hidden = !isFiltered();
  // The pressed button was replaced by a new one; the keyboard must not lose its place.
  if (focusedOn && focusedOn.facet) {
    const again = byId("facets").querySelector(`[data-facet="${focusedOn.facet}"][data-value="${focusedOn.value}"]`);
    if (again) again.focus();
  }
}

function showCounter() {
  const part = (some, all, noun) => (some === all ? counted(all, noun) : `${some.toLocaleString(words.locale)} ${words.of} ${counted(all, noun)}`);
  const text = `${part(shown.nodes.size, nodes.length, "names")} · ${part(shown.ties.size, ties.length, "ties")}`;
  byId("counter").textContent = isFiltered() ? `${text} ${words.shown}` : text;
  byId("empty").hidden = shown.nodes.size > 0 || !nodes.length;
}

function startSearch() {
  const box = byId("search");
  const list = byId("matches");
  let matches = [];
  let active = 0;
  const choose = (index) => {
    if (!matches[index]) return;
    const { number } = matches[index];
    close();
    box.value = "";
    byId("map").focus({ preventScroll: true });
    find(number);
  };
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    matches = search(box.value, 8);
    active = 0;
    const rows = matches.map(({ number, alias }, index) => make("li", {
      role: "option", id: `match-${index}`, on: () => choose(index),
    }, kindSample(nodes[number].group), make("span", null, name(number), alias ? make("span", { class: "quiet" }, ` ${words.also} `, make("bdi", null, alias)) : "")));
    list.replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet" }, words.no_match)]));
    list.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };
  const mark = () => {
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === active)));
    if (matches.length) box.setAttribute("aria-activedescendant", `match-${active}`);
  };
  box.addEventListener("input", show);
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && matches.length) {
      active = (active + step + matches.length) % matches.length;
      mark();
      event.preventDefault();
    } else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") {
      event.stopPropagation();
      close();
      box.value = "";
      box.blur();
    }
  });
}

const DAY = 86400000;
const dayNumber = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
const dayText = (number) => new Date(number * DAY).toISOString().slice(0, 10);
let timeline = null;
let playing = null;

// A report that recalls something years ago would squeeze all else into one bar: such days are cut off, and
// the thumb at that end then stands for everything before (or after) it.
function timelineEnds(days) {
  const sorted = [...days].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  const low = sorted[Math.ceil(sorted.length * 0.03)] ?? max;
  const high = sorted[Math.floor((sorted.length - 1) * 0.97)] ?? min;
  return [low - min > 2 * (high - low) ? low : min, max - high > 2 * (high - low) ? high : max, min, max];
}

function startTimeline() {
  const days = relations.flatMap((relation) => relation.dates.map(startOf)).map(dayNumber).filter(Number.isFinite);
  const [first, last, min, max] = timelineEnds(days);
  if (!(last - first > 1)) return;
  const from = byId("period-from");
  const to = byId("period-to");
  timeline = { first, last, min, max, from, to };
  for (const thumb of [from, to]) {
    Object.assign(thumb, { min: first, max: last, step: 1 });
    thumb.addEventListener("input", () => setPeriod(thumb));
  }
  drawBars(days);
  resetPeriod();
  byId("timeline").hidden = false;
  byId("play").addEventListener("click", () => (playing ? pause() : play()));
}

function drawBars(days) {
  const { first, last } = timeline;
  const bins = new Array(Math.min(48, last - first + 1)).fill(0);
  for (const day of days) {
    const bin = Math.floor(((day - first) / (last - first + 1)) * bins.length);
    if (bin >= 0 && bin < bins.length) bins[bin] += 1;
  }
  const highest = bins.reduce((a, b) => Math.max(a, b), 1);
  byId("bars").replaceChildren(...bins.map((number) => {
    const bar = make("i");
    bar.style.height = `${number ? 8 + (92 * number) / highest : 0}%`;
    return bar;
  }));
}

function resetPeriod() {
  state.period = null;
  if (!timeline) return;
  pause();
  timeline.from.value = timeline.first;
  timeline.to.value = timeline.last;
  showPeriod();
}

function setPeriod(moved) {
  const { first, last, min, max, from, to } = timeline;
  if (Number(from.value) > Number(to.value)) (moved === from ? from : to).value = (moved === from ? to : from).value;
  const [a, b] = [Number(from.value), Number(to.value)];
  state.period = a === first && b === last ? null : [dayText(a === first ? min : a), dayText(b === last ? max : b)];
  showPeriod();
  update();
}

function showPeriod() {
  const { first, last, min, max, from, to } = timeline;
  const [a, b] = [Number(from.value), Number(to.value)];
  const [before, after] = [min < first && a === first ? "… " : "", max > last && b === last ? " …" : ""];
  const undated = relations.filter((relation) => !relation.dates.length).length;
  const note = state.period && undated ? ` · ${undated} ${words.undated_hidden}` : "";
  byId("period").textContent = before + formatPeriod(dayText(a), dayText(b)) + after + note;
  from.setAttribute("aria-valuetext", formatDate(dayText(a)));
  to.setAttribute("aria-valuetext", formatDate(dayText(b)));
  const bars = [...byId("bars").children];
  bars.forEach((bar, index) => {
    const day = first + ((index + 0.5) / bars.length) * (last - first + 1);
    bar.classList.toggle("out", day < a || day > b + 1);
  });
}

// Play lets the period grow from its beginning to the end of the time line, in about ten seconds.
function play() {
  const { first, last, from, to } = timeline;
  if (Number(to.value) >= last) to.value = Number(from.value) >= last ? first : from.value;
  const step = Math.max(1, Math.round((last - Number(from.value)) / 60));
  showPlaying(true);
  playing = setInterval(() => {
    to.value = Math.min(Number(to.value) + step, last);
    setPeriod(to);
    if (Number(to.value) >= last) pause();
  }, 160);
}
function pause() {
  clearInterval(playing);
  playing = null;
  showPlaying(false);
}
function showPlaying(on) {
  const button = byId("play");
  button.classList.toggle("on", on);
  button.setAttribute("aria-label", on ? words.pause : words.play);
  button.title = on ? words.pause : words.play;
}

// The table follows the filters; names in it lead back to the map.
function showTable() {
  if (!byId("table").open) return;
  nodes.forEach((_, number) => { byId(`n${number}`).hidden = !shown.nodes.has(number); });
  const visible = new Set([...shown.ties.values()].flat());
  relations.forEach((relation) => { byId(`r${relation.number}`).hidden = !visible.has(relation); });
}

function toggleTable(open) {
  byId("table").open = open;
  byId("open-table").setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-table", open);
  showTable();
}

function startTable() {
  toggleTable(false);
  byId("open-table").addEventListener("click", () => toggleTable(!byId("table").open));
  byId("table").addEventListener("click", (event) => {
    const anchor = event.target.closest('a[href^="#n"]');
    if (!anchor) return;
    event.preventDefault();
    toggleTable(false);
    find(Number(anchor.getAttribute("href").slice(2)));
  });
  const collator = new Intl.Collator(words.locale, { numeric: true });
  document.querySelectorAll("#table thead th").forEach((head) => {
    const button = make("button", { type: "button", title: `${words.sort} ${head.textContent}` }, head.textContent);
    button.addEventListener("click", () => sortBy(head, collator));
    head.replaceChildren(button);
  });
}

function sortBy(head, collator) {
  const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const body = head.closest("table").tBodies[0];
  const text = (row) => row.cells[head.cellIndex].textContent;
  const rows = [...body.rows].sort((a, b) => down * collator.compare(text(a), text(b)));
  head.parentNode.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down > 0 ? "ascending" : "descending");
  body.append(...rows);
}
