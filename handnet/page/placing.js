/* Where the parts of a picture of a network stand, in units of the picture.

  placed(data, {sample, gradients})    {width, height, parts, edges, dots}; null where there is no picture
    parts    [{place, kind, rows: [quantity], x, y, wide, high}]     units, biases, targets, the loss
    edges    [{place, weight, from: [x, y], to: [x, y], label: [x, y], few}]
    crowded  whether there is no room for the numbers of all edges
    dots     [[x, y]]   where units of a long column are left out

The inputs stand at the left, a column for each layer, the loss at the right; the middle of each part is
given. `few` tells that there is room for the symbol of a weight beside its number.
*/

const UNIT_SIZE = {wide: 108, high: 58};
const INPUT_SIZE = {wide: 92, high: 38};
const LOSS_SIZE = {wide: 108, high: 44};
const TAG_SIZE = {wide: 108, high: 24};
const COLUMN_GAP = {few: [124, 150], many: [112, 190]}; // between columns; where edges have two numbers
const UNIT_ROOM = UNIT_SIZE.high + 3 * TAG_SIZE.high; // with its bias above, two rows below
const NOTE_MOVED = 5; // down: a derivative is higher than a number
const BIAS_MOVED = 14; // to the left, where with two numbers it would come near those of the edges
const LABEL_ROOM = {one: 24, two: 40}; // of a weight, of one with a second number
const CLOSE = {units: 7, room: 72}; // so many inputs stand closer: no number is shown on so many edges
const MOST_UNITS = 10; // in a column
const KEPT_UNITS = [5, 4]; // of a longer one: so many above and below the dots
const MOST_LABELS = 30;
const FEW_EDGES = 4; // between two columns

export function placed(data, {sample, gradients}) {
  const {picture} = data;
  if (!picture) return null;
  const columns = picture.layers.map((count) => shownUnits(count));
  const across = columnsAcross(columns, picture.loss !== null, gradients);
  const apart = roomDown(columns, gradients ? LABEL_ROOM.two : LABEL_ROOM.one);
  const rooms = columns.map((column, layer) => (!layer && column.length >= CLOSE.units ? CLOSE.room : apart));
  const height = Math.max(...columns.map((column, layer) => column.length * rooms[layer]));
  const at = columns.map((column, layer) => columnPlaces(column, across.middles[layer], rooms[layer], height));
  const count = columns.slice(1).reduce((sum, column, layer) => sum + column.length * columns[layer].length, 0);
  const crowded = count > MOST_LABELS;
  const found = {crowded, width: across.width, height: height + TAG_SIZE.high, parts: [], edges: [], dots: []};
  columns.forEach((column, layer) => {
    addUnits(found, picture, sample, layer, at[layer], gradients);
    if (layer) addEdges(found, picture, layer, at[layer - 1], at[layer]);
  });
  if (picture.loss !== null) addLoss(found, picture, across, height, at.at(-1));
  return found;
}

/* The units of a column from the top; null where some are left out. */
function shownUnits(count) {
  const all = Array.from({length: count}, (_, unit) => unit);
  return count <= MOST_UNITS ? all : [...all.slice(0, KEPT_UNITS[0]), null, ...all.slice(-KEPT_UNITS[1])];
}

function columnsAcross(columns, hasLoss, gradients) {
  const gap = (edges) => COLUMN_GAP[edges <= FEW_EDGES ? "few" : "many"][Number(gradients)];
  const middles = [];
  let edge = 8;
  columns.forEach((column, layer) => {
    if (layer) edge += gap(column.length * columns[layer - 1].length);
    const {wide} = layer ? UNIT_SIZE : INPUT_SIZE;
    middles.push(edge + wide / 2);
    edge += wide;
  });
  const loss = edge + 34 + LOSS_SIZE.wide / 2;
  return {middles, loss, width: hasLoss ? loss + LOSS_SIZE.wide / 2 + 8 : edge + 8};
}

/* From unit to unit: enough for the unit, and for the numbers on all edges that come from it. */
function roomDown(columns, labelRoom) {
  const targets = columns.slice(1).map((column) => column.length);
  const crowded = Math.max(...targets.filter((count) => count <= 4), 1);
  return Math.max(UNIT_ROOM, (crowded + 1) * labelRoom);
}

function columnPlaces(column, x, apart, height) {
  const top = TAG_SIZE.high / 2 + (height - column.length * apart) / 2;
  return column.map((unit, row) => ({unit, x, y: top + (row + 0.5) * apart}));
}

function addUnits(found, {a, z, y, b}, sample, layer, places, gradients) {
  const isOutput = layer === a[sample - 1].length - 1;
  const size = layer ? UNIT_SIZE : INPUT_SIZE;
  const put = (place, kind, rows, x, middle, room) => found.parts.push({place, kind, rows, x, y: middle, ...room});
  for (const {unit, x, y: middle} of places) {
    if (unit === null) {
      found.dots.push([x, middle]);
      continue;
    }
    const place = `u${layer}.${unit + 1}`;
    const active = a[sample - 1][layer][unit];
    put(place, layer ? "unit" : "input", layer ? [z[sample - 1][layer][unit], active] : [active], x, middle, size);
    const below = middle + size.high / 2 + TAG_SIZE.high / 2 + 2;
    const target = isOutput ? (y[sample - 1]?.[unit] ?? null) : null;
    if (target !== null) put(`y${unit + 1}`, "target", [target], x, below, TAG_SIZE);
    put(place, "note", [], x, below + (target === null ? NOTE_MOVED : TAG_SIZE.high + NOTE_MOVED), TAG_SIZE);
    const bias = layer ? (b[layer - 1]?.[unit] ?? null) : null;
    const above = middle - size.high / 2 - TAG_SIZE.high / 2 - 4;
    if (bias !== null) put(`b${layer}.${unit + 1}`, "bias", [bias], gradients ? x - BIAS_MOVED : x, above, TAG_SIZE);
  }
}

/* A label at this part of the way lies as far from the labels of the same unit as from those of the next:
   of n edges from each unit, 1 / (n + 1) where both columns are as close. */
function addEdges(found, {w}, layer, from, to) {
  const few = from.length * to.length <= FEW_EDGES;
  const part = found.crowded ? 0.5 : Math.min(0.42, 1 / (to.length + 1));
  for (const {unit: j, x: right, y: end} of to) {
    for (const {unit: k, x: left, y: start} of from) {
      const weight = j === null || k === null ? null : w[layer - 1][j][k];
      if (weight === null || weight === undefined) continue;
      const tail = [left + (layer === 1 ? INPUT_SIZE : UNIT_SIZE).wide / 2, start];
      const head = [right - UNIT_SIZE.wide / 2, end];
      const label = [0, 1].map((axis) => tail[axis] + part * (head[axis] - tail[axis]));
      found.edges.push({place: `e${layer}.${j + 1}.${k + 1}`, weight, from: tail, to: head, label, few});
    }
  }
}

function addLoss(found, picture, {loss: x}, height, outputs) {
  const y = TAG_SIZE.high / 2 + height / 2;
  found.parts.push({place: "J", kind: "loss", rows: [picture.loss], x, y, ...LOSS_SIZE});
  for (const {unit, x: left, y: start} of outputs) {
    if (unit === null) continue;
    const from = [left + UNIT_SIZE.wide / 2, start];
    found.edges.push({place: null, weight: null, from, to: [x - LOSS_SIZE.wide / 2, y]});
  }
}
