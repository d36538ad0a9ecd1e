// Puts the parts together: selection, keys, pointer, theme, print.

function update() {
  recompute();
  redraw();
  showState();
}

function showState() {
  showFacets();
  showCounter();
  showTable();
  if (state.selected) showPanel();
}

function select(what, options) {
  state.selected = what;
  state.hops = 1;
  showPanel();
  redraw();
  if (!what) return;
  announce();
  if (isPhone()) openFilters(false);
  if (!options || options.move !== false) reveal(what);
}

// What is chosen comes into view only if it is outside the part of the map that can be seen.
function reveal(what) {
  if ("node" in what) {
    if (!isInView(what.node)) showNode(what.node);
  } else if (![ties[what.tie].from, ties[what.tie].to].every(isInView)) showTie(ties[what.tie]);
}

function announce() {
  byId("live").textContent = `${byId("panel-title").textContent}. ${(byId("panel-content").querySelector(".summary, h3") || {}).textContent || ""}`;
}

// A name from search or table must become visible, even if filters hide it now.
function find(number) {
  if (!shown.nodes.has(number)) {
    clearFilters();
    byId("live").textContent = words.filters_cleared;
  }
  select({ node: number }, { move: false });
  showNode(number);
}

function clearFilters() {
  FACETS.forEach((facet) => state.picked[facet].clear());
  resetPeriod();
  update();
}

function setHops(hops) {
  if (!state.selected || !("node" in state.selected)) return;
  state.hops = Math.min(Math.max(hops, 1), 4);
  redraw();
  showPanel();
}

// Arrow keys walk to the neighbour that lies most nearly in that direction.
function walk(dx, dy) {
  const here = state.selected && "node" in state.selected ? state.selected.node : null;
  if (here === null) {
    const first = Math.min(...shown.nodes);
    if (Number.isFinite(first)) select({ node: first });
    return;
  }
  const best = neighbours(here).map((node) => {
    const [x, y] = [nodes[node].x - nodes[here].x, nodes[node].y - nodes[here].y];
    const far = Math.hypot(x, y) || 1;
    return { node, fits: (x * dx + y * dy) / far, far };
  }).filter(({ fits }) => fits > 0.4).sort((a, b) => b.fits - a.fits || a.far - b.far)[0];
  if (best) select({ node: best.node });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function onKey(event) {
  const typing = event.target.matches("input[type=text]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") goBack();
  else if (typing) return;
  else if (event.key === "/") {
    event.preventDefault();
    if (isPhone()) openFilters(true);
    byId("search").focus();
  } else if ("1234".includes(event.key)) setHops(Number(event.key));
  else if (event.key === "+" || event.key === "-") setHops(state.hops + (event.key === "+" ? 1 : -1));
  else if (event.target === byId("map")) onMapKey(event);
}

function onMapKey(event) {
  if (ARROWS[event.key]) {
    event.preventDefault();
    walk(...ARROWS[event.key]);
  } else if (event.key === "Enter" && state.selected) byId("panel").focus();
}

function goBack() {
  if (byId("table").open) toggleTable(false);
  else if (state.selected) {
    select(null);
    byId("map").focus({ preventScroll: true });
  } else openFilters(false);
}

// A thin line is hard to hit with a finger: when nothing lies under it, look around.
function tieAround(point) {
  for (const reach of [0, 5, 10]) {
    for (const [x, y] of [[0, 0], [reach, 0], [-reach, 0], [0, reach], [0, -reach]]) {
      const id = network.getEdgeAt({ x: point.x + x, y: point.y + y });
      if (id !== undefined) return Number(id.slice(1));
    }
  }
  return undefined;
}

function startPointer() {
  const hint = byId("hint");
  network.on("click", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM);
    const tie = node === undefined ? tieAround(pointer.DOM) : undefined;
    if (node !== undefined) select({ node });
    else select(tie === undefined ? null : { tie });
  });
  network.on("doubleClick", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM);
    if (node !== undefined) showNode(node);
  });
  network.on("hoverNode", ({ node }) => {
    hovered = node;
    byId("map").classList.add("over");
    network.redraw();
  });
  network.on("hoverEdge", ({ edge, event }) => showHint(hint, Number(edge.slice(1)), event));
  const leave = () => {
    hovered = null;
    hint.hidden = true;
    byId("map").classList.remove("over");
    network.redraw();
  };
  network.on("blurNode", leave);
  network.on("blurEdge", leave);
}

function showHint(hint, number, event) {
  const group = shown.ties.get(number);
  if (!group) return;
  const tie = ties[number];
  const labels = [...new Set(group.map((relation) => relation.l))].join(", ");
  hint.replaceChildren(name(tie.from), " – ", name(tie.to), make("br"), make("span", { class: "quiet" }, `${labels} · ${counted(count(group), "statements")}`));
  hint.hidden = false;
  const stage = byId("map").getBoundingClientRect();
  hint.style.left = `${Math.min(event.clientX - stage.left + 14, stage.width - hint.offsetWidth - 8)}px`;
  hint.style.top = `${event.clientY - stage.top + 16}px`;
  byId("map").classList.add("over");
}

function setTheme(next) {
  theme = next;
  document.documentElement.dataset.theme = next;
  redraw();
  showFacets();
  if (state.selected) showPanel();
}

function openFilters(open) {
  byId("side").classList.toggle("open", open);
  byId("open-filters").setAttribute("aria-expanded", String(open));
}

// Paper is white and has no second page for a canvas: print a picture of it, and the table.
function startPrinting() {
  let before = null;
  addEventListener("beforeprint", () => {
    before = { theme, open: byId("table").open };
    setTheme("light");
    network.redraw();
    byId("print-picture").src = byId("map").querySelector("canvas").toDataURL("image/png");
    toggleTable(true);
  });
  addEventListener("afterprint", () => {
    setTheme(before.theme);
    toggleTable(before.open);
  });
}

function savePicture() {
  const source = byId("map").querySelector("canvas");
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: source.width, height: source.height });
  const context = copy.getContext("2d");
  context.fillStyle = look.ground[theme];
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  copy.toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    make("a", { href: address, download: "map.png" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
}

function start() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  theme = dark.matches ? "dark" : "light";
  document.documentElement.dataset.theme = theme;
  document.documentElement.classList.add("script");
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
  for (const facet of ["topic", "type"]) totals[facet] = countValues(facet);
  recompute();
  startTable();
  startTimeline();
  startSearch();
  startDrawing(byId("map"));
  startPointer();
  startPrinting();
  showState();
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  const actions = {
    "zoom-in": () => zoom(1.3), "zoom-out": () => zoom(1 / 1.3), fit: () => fitMap(true), reset: clearFilters, close: goBack, picture: savePicture,
    theme: () => setTheme(theme === "dark" ? "light" : "dark"), "open-filters": () => openFilters(!byId("side").classList.contains("open")),
  };
  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", action);
  document.addEventListener("keydown", onKey);
  document.documentElement.dataset.ready = "true";
}

start();
