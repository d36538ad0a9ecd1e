// The drawing: vis-network holds nodes and ties at the given places; shapes and labels are our own.

const FONT = '-apple-system, BlinkMacSystemFont, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const FADED = 0.13;
// Shapes as paths within a circle of radius 1; the legend draws the same ones.
const PATHS = {
  dot: "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",
  square: "M-.62-.86H.62A.24.24 0 0 1 .86-.62V.62A.24.24 0 0 1 .62.86H-.62A.24.24 0 0 1-.86.62V-.62A.24.24 0 0 1-.62-.86Z",
  diamond: "M0-1.12L1.12 0L0 1.12L-1.12 0Z",
  hexagon: "M1 0L.5.87H-.5L-1 0L-.5-.87H.5Z",
};
const outlines = Object.fromEntries(Object.entries(PATHS).map(([name, path]) => [name, new Path2D(path)]));

let theme = "light";
let focus = null; // nodes in focus, null: all
let labelled = new Map(); // node → where its label has room at this zoom
let hovered = null;
let network = null;
let edgeSet = null;
let nodeSet = null;

const isFaded = (node) => focus !== null && !focus.has(node);
const isChosen = (node) => state.selected !== null && state.selected.node === node;
const mustLabel = (node) => isChosen(node) || hovered === node || (focus !== null && focus.size < 3 && focus.has(node));

// Shapes keep a readable size on the screen when the whole map is shown.
const radius = (node, scale) => Math.max(nodes[node].size, 4.5 / scale);
function fontSize(node, scale) {
  const base = nodes[node].group === "topic" ? 11.5 : 12 + Math.min(nodes[node].size, 20) / 10;
  return (base * Math.min(Math.max(scale, 0.9) ** 0.4, 1.6)) / scale;
}
function font(node, scale) {
  const slant = nodes[node].group === "topic" ? "italic " : "";
  return `${slant}${nodes[node].group === "topic" ? 400 : 600} ${fontSize(node, scale)}px ${FONT}`;
}

function paintShape(context, node, x, y, scale) {
  const [fill, line] = look.kinds[nodes[node].group][theme];
  const size = radius(node, scale);
  context.translate(x, y);
  context.scale(size, size);
  // A ground-coloured rim keeps lines from running into the shape.
  context.lineWidth = 5 / (size * Math.max(scale, 0.6));
  context.strokeStyle = look.ground[theme];
  context.stroke(outlines[nodes[node].shape]);
  context.fillStyle = look.ground[theme];
  context.fill(outlines[nodes[node].shape]);
  context.globalAlpha = isFaded(node) ? FADED : 1;
  context.fillStyle = fill;
  context.fill(outlines[nodes[node].shape]);
  context.lineWidth = 1.6 / size;
  context.strokeStyle = line;
  context.stroke(outlines[nodes[node].shape]);
  if (isChosen(node) || hovered === node) {
    context.scale(1 + 5 / (size * scale), 1 + 5 / (size * scale));
    context.lineWidth = (isChosen(node) ? 2.4 : 1.2) / (size * scale);
    context.strokeStyle = look.ink[theme];
    context.stroke(outlines[nodes[node].shape]);
  }
}

function paintLabel(context, node, scale) {
  const place = labelled.get(node) || (hovered === node && labelPlaces(context, node, scale)[0]);
  if (!place) return;
  context.globalAlpha = isFaded(node) ? FADED * 1.5 : 1;
  context.font = font(node, scale);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4 / scale;
  context.strokeStyle = look.ground[theme];
  const [x, y] = [(place.left + place.right) / 2, (place.top + place.bottom) / 2];
  if (!isFaded(node)) context.strokeText(nodes[node].short, x, y);
  context.fillStyle = look.ink[theme];
  context.fillText(nodes[node].short, x, y);
}

function painter({ ctx, id, x, y }) {
  const scale = network ? network.getScale() : 1;
  const size = 2 * radius(id, scale);
  return {
    drawNode: () => paintShape(ctx, id, x, y, scale),
    drawExternalLabel: () => paintLabel(ctx, id, scale),
    nodeDimensions: { width: size, height: size },
  };
}

// The four places a label can take, best first: below, above, right, left.
function labelPlaces(context, node, scale) {
  const { x, y } = nodes[node];
  context.font = font(node, scale);
  const [wide, high] = [context.measureText(nodes[node].short).width + 8 / scale, fontSize(node, scale) * 1.2];
  const gap = radius(node, scale) + 3.5 / scale;
  const at = (left, top) => ({ node, left, right: left + wide, top, bottom: top + high });
  return [at(x - wide / 2, y + gap), at(x - wide / 2, y - gap - high), at(x + gap, y - high / 2), at(x - gap - wide, y - high / 2)];
}

// Choose labels by importance; one that would cover another label or a shape waits until zoomed in.
// The weightiest names may cover the shapes of lesser ones, so that a crowd never hides who leads it.
const LEADERS = 24;
function chooseLabels(context) {
  const scale = network.getScale();
  const order = [...shown.nodes].sort((a, b) => rank(b) - rank(a)).slice(0, 800);
  const shapes = order.map((node) => {
    const [{ x, y }, size] = [nodes[node], radius(node, scale)];
    return { left: x - size, right: x + size, top: y - size, bottom: y + size };
  });
  const labels = [behindButtons()];
  const free = (here, obstacles) => !obstacles.some((it) => it.left < here.right && it.right > here.left && it.top < here.bottom && it.bottom > here.top);
  labelled = new Map();
  order.forEach((node, index) => {
    if (labels.length >= 400) return;
    const places = placesInside(context, node, scale);
    const place = places.find((here) => free(here, labels) && free(here, shapes))
      || (index < LEADERS && places.find((here) => free(here, labels) && free(here, shapes.slice(0, index + 1))))
      || (mustLabel(node) && places[0]);
    if (!place) return;
    labels.push(place);
    labelled.set(node, place);
  });
}

// The buttons lie over the map; no label goes behind them.
function behindButtons() {
  const [stage, box] = [network.body.container, byId("zoom-in").parentElement].map((it) => it.getBoundingClientRect());
  const { x: left, y: top } = network.DOMtoCanvas({ x: box.left - stage.left, y: box.top - stage.top });
  const { x: right, y: bottom } = network.DOMtoCanvas({ x: box.right - stage.left, y: box.bottom - stage.top });
  return { left, right, top, bottom };
}

// A label that would be cut off at the side of the stage goes elsewhere, if it can.
function placesInside(context, node, scale) {
  const left = network.DOMtoCanvas({ x: 2, y: 0 }).x;
  const right = network.DOMtoCanvas({ x: network.body.container.clientWidth - 2, y: 0 }).x;
  const places = labelPlaces(context, node, scale);
  const inside = places.filter((here) => here.left >= left && here.right <= right);
  return inside.length ? inside : places;
}
function rank(node) {
  return (mustLabel(node) ? 4e6 : 0) + (focus && focus.has(node) ? 2e6 : 0) + nodes[node].size * 1e3 - node / 1e6;
}

const thickness = (group) => Math.min(1.3 + 1.15 * Math.log2(count(group)), 8);

// An arrow only where something is done to somebody, pointing to whom it is done.
function arrows(tie, group) {
  const forward = group.some((r) => r.a && r.s === tie.from);
  const backward = group.some((r) => r.a && r.s === tie.to);
  const head = (enabled) => ({ enabled, scaleFactor: 0.42, type: "arrow" });
  return { to: head(forward), from: head(backward) };
}

function edgeRecord(tie) {
  const group = shown.ties.get(tie.number);
  if (!group) return { id: tie.id, from: tie.from, to: tie.to, hidden: true };
  const sign = signOf(group);
  const chosen = state.selected !== null && state.selected.tie === tie.number;
  const near = focus === null || chosen || (state.selected.node !== undefined && focus.has(tie.from) && focus.has(tie.to));
  const touching = chosen || (state.selected && (state.selected.node === tie.from || state.selected.node === tie.to));
  const opacity = !near ? 0.06 : touching ? 1 : sign === "neutral" ? 0.45 : 0.62;
  return {
    id: tie.id, from: tie.from, to: tie.to, hidden: false,
    width: thickness(group) * (sign === "neutral" ? 0.7 : 1) + (chosen ? 2 : 0),
    color: { color: look.signs[sign][theme], opacity, inherit: false },
    dashes: look.signs[sign].dash.length ? look.signs[sign].dash : false,
    arrows: arrows(tie, group),
  };
}

function redraw() {
  focus = focused();
  if (!network) return;
  nodeSet.update(nodes.map((node) => ({ id: node.id, hidden: !shown.nodes.has(node.id) })));
  edgeSet.update(ties.map(edgeRecord));
}

// The picture was laid out wide. An upright screen gets it on its side, and either kind of screen gets
// it stretched a little towards its own proportions. Only at the start: later nothing moves by itself.
function suitStage({ clientWidth: width, clientHeight: height }) {
  if (height > width * 1.2) nodes.forEach((node) => { [node.x, node.y] = [node.y, -node.x]; });
  const span = (axis) => nodes.reduce((top, node) => Math.max(top, node[axis]), -1e9) - nodes.reduce((low, node) => Math.min(low, node[axis]), 1e9);
  const stretch = (span("x") / (width || 1)) / (span("y") / (height || 1));
  if (!Number.isFinite(stretch) || stretch <= 0) return;
  const axis = stretch > 1 ? "y" : "x";
  const factor = Math.min(Math.max(stretch, 1 / stretch), 1.4);
  nodes.forEach((node) => { node[axis] *= factor; });
}

function startDrawing(container) {
  suitStage(container);
  nodeSet = new vis.DataSet(nodes.map(({ id, x, y, size }) => ({ id, x, y, size, shape: "custom", ctxRenderer: painter })));
  edgeSet = new vis.DataSet(ties.map(edgeRecord));
  const many = ties.length > 1000;
  network = new vis.Network(container, { nodes: nodeSet, edges: edgeSet }, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    nodes: { chosen: false, fixed: false },
    edges: {
      chosen: false, arrowStrikethrough: false,
      smooth: many ? false : { enabled: true, type: "curvedCW", roundness: 0.09 },
    },
    interaction: { hover: true, hideEdgesOnDrag: many, hideEdgesOnZoom: many, keyboard: false, selectConnectedEdges: false, tooltipDelay: 1e9 },
  });
  network.on("beforeDrawing", chooseLabels);
  network.on("dragEnd", ({ nodes: moved }) => moved.forEach((id) => Object.assign(nodes[id], network.getPosition(id))));
  fitMap(false);
}

// Fit by hand: vis would not leave room for labels and for the controls that lie over the map.
function fitMap(animate) {
  const some = shown.nodes.size ? [...shown.nodes] : nodes.map((node) => node.id);
  if (!some.length) return;
  const xs = some.map((node) => nodes[node].x);
  const ys = some.map((node) => nodes[node].y);
  const stage = network.body.container;
  const room = freeRoom(stage);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((room.width - 110) / (right - left || 1), (room.height - 80) / (bottom - top || 1), 1.2);
  glide({ x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale }, Math.max(scale, 0.05), animate);
}

// The part of the stage that no panel covers, and how far its middle is from the stage's middle.
function freeRoom(stage) {
  const panel = document.getElementById("panel");
  const bar = document.getElementById("timeline");
  let { clientWidth: width, clientHeight: height } = stage;
  const low = bar.hidden ? 0 : bar.offsetHeight;
  let [x, y] = [0, -low / 2];
  height -= low;
  if (!panel.hidden && isPhone()) {
    const covered = Math.max(panel.offsetHeight - low, 0);
    [height, y] = [height - covered, y - covered / 2];
  } else if (!panel.hidden) [width, x] = [width - panel.offsetWidth, (-panel.offsetWidth / 2) * (document.dir === "rtl" ? -1 : 1)];
  return { width, height, x, y };
}

function glide(position, scale, animate) {
  const { x, y } = freeRoom(network.body.container);
  const calm = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
  network.moveTo({ position, scale, offset: { x, y }, animation: calm ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}

function showNode(node) {
  const scale = Math.max(network.getScale(), isPhone() ? 0.55 : 0.75);
  glide({ x: nodes[node].x, y: nodes[node].y }, scale, true);
}

// Both ends of a tie come into view, if one of them is not.
function showTie({ from, to }) {
  const room = freeRoom(network.body.container);
  const [wide, high] = [Math.abs(nodes[from].x - nodes[to].x), Math.abs(nodes[from].y - nodes[to].y)];
  const scale = Math.min(network.getScale(), (room.width - 130) / (wide || 1), (room.height - 90) / (high || 1));
  glide({ x: (nodes[from].x + nodes[to].x) / 2, y: (nodes[from].y + nodes[to].y) / 2 }, scale, true);
}

// Whether a name lies in the part of the map that can be seen.
function isInView(node) {
  const stage = network.body.container;
  const { x, y } = network.canvasToDOM(nodes[node]);
  const room = freeRoom(stage);
  const [middleX, middleY] = [stage.clientWidth / 2 + room.x, stage.clientHeight / 2 + room.y];
  return Math.abs(x - middleX) < room.width / 2 - 45 && Math.abs(y - middleY) < room.height / 2 - 40;
}

const isPhone = () => matchMedia("(max-width: 760px)").matches;
