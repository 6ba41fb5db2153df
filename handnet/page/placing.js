/* Where the parts of a picture of a network stand, in units of the picture.

  placed(data, sample)    {width, height, parts, edges, dots}; null where there is no picture
    parts    [{place, kind, rows: [quantity], x, y, wide, high}]     units, biases, targets, the loss
    edges    [{place, weight, from: [x, y], to: [x, y], label: [x, y], few}]
    dots     [[x, y]]   where units of a long column are left out

The inputs stand at the left, a column for each layer, the loss at the right; the middle of each part is
given. `few` tells that there is room for the symbol of a weight beside its number.
*/

const UNIT = {wide: 108, high: 58};
const INPUT = {wide: 92, high: 38};
const LOSS = {wide: 108, high: 44};
const TAG_HIGH = 24;
const GAP = {few: 132, many: 108}; // between columns
const UNIT_ROOM = UNIT.high + 3 * TAG_HIGH; // with its bias above, two rows below
const LABEL_ROOM = 32; // of a weight with a second number
const MOST_UNITS = 10; // in a column
const KEPT = [5, 4]; // of a longer one: so many above and below the dots
const FEW_EDGES = 4; // between two columns

export function placed(data, sample) {
  const {picture} = data;
  if (!picture) return null;
  const columns = picture.layers.map((count) => shownUnits(count));
  const across = columnsAcross(columns, picture.loss !== null);
  const apart = roomDown(columns);
  const height = Math.max(...columns.map((column) => column.length)) * apart;
  const at = columns.map((column, layer) => columnPlaces(column, across.middles[layer], apart, height));
  const found = {width: across.width, height: height + TAG_HIGH, parts: [], edges: [], dots: []};
  columns.forEach((column, layer) => {
    addUnits(found, picture, sample, layer, at[layer]);
    if (layer) addEdges(found, picture, layer, at[layer - 1], at[layer]);
  });
  if (picture.loss !== null) addLoss(found, picture, across, height, at.at(-1));
  return found;
}

/* The units of a column from the top; null where some are left out. */
function shownUnits(count) {
  const all = Array.from({length: count}, (_, unit) => unit);
  return count <= MOST_UNITS ? all : [...all.slice(0, KEPT[0]), null, ...all.slice(-KEPT[1])];
}

function columnsAcross(columns, hasLoss) {
  const middles = [];
  let edge = 8;
  columns.forEach((column, layer) => {
    if (layer) edge += column.length * columns[layer - 1].length <= FEW_EDGES ? GAP.few : GAP.many;
    const {wide} = layer ? UNIT : INPUT;
    middles.push(edge + wide / 2);
    edge += wide;
  });
  const loss = edge + 34 + LOSS.wide / 2;
  return {middles, loss, width: hasLoss ? loss + LOSS.wide / 2 + 8 : edge + 8};
}

/* From unit to unit: enough for the unit, and for the numbers on all edges that come from it. */
function roomDown(columns) {
  const targets = columns.slice(1).map((column) => column.length);
  const crowded = Math.max(...targets.filter((count) => count <= 4), 1);
  return Math.max(UNIT_ROOM, (crowded + 1) * LABEL_ROOM);
}

function columnPlaces(column, x, apart, height) {
  const top = TAG_HIGH / 2 + (height - column.length * apart) / 2;
  return column.map((unit, row) => ({unit, x, y: top + (row + 0.5) * apart}));
}

function addUnits(found, {a, z, y, b}, sample, layer, places) {
  for (const {unit, x, y: middle} of places) {
    if (unit === null) {
      found.dots.push([x, middle]);
      continue;
    }
    const active = a[sample - 1][layer][unit];
    const place = `u${layer}.${unit + 1}`;
    const rows = layer ? [z[sample - 1][layer][unit], active] : [active];
    found.parts.push({place, kind: layer ? "unit" : "input", rows, x, y: middle, ...(layer ? UNIT : INPUT)});
    let below = middle + (layer ? UNIT : INPUT).high / 2 + TAG_HIGH / 2 + 2;
    const target = layer === a[sample - 1].length - 1 ? y[sample - 1]?.[unit] : undefined;
    if (target !== undefined && target !== null) {
      found.parts.push({place: `y${unit + 1}`, kind: "target", rows: [target], x, y: below, wide: UNIT.wide, high: TAG_HIGH});
      below += TAG_HIGH;
    }
    found.parts.push({place, kind: "note", rows: [], x, y: below + 2, wide: UNIT.wide, high: TAG_HIGH});
    const bias = layer ? b[layer - 1]?.[unit] : undefined;
    if (bias === undefined || bias === null) continue;
    const above = middle - UNIT.high / 2 - TAG_HIGH / 2 - 4;
    found.parts.push({place: `b${layer}.${unit + 1}`, kind: "bias", rows: [bias], x, y: above, wide: UNIT.wide, high: TAG_HIGH});
  }
}

/* A label at this part of the way lies as far from the labels of the same unit as from those of the next:
   of n edges from each unit, 1 / (n + 1) where both columns are as close. */
function addEdges(found, {w}, layer, from, to) {
  const few = from.length * to.length <= FEW_EDGES;
  const part = Math.min(0.42, 1 / (to.length + 1) + 0.05);
  for (const {unit: j, x: right, y: end} of to) {
    for (const {unit: k, x: left, y: start} of from) {
      const weight = j === null || k === null ? null : w[layer - 1][j][k];
      if (weight === null || weight === undefined) continue;
      const tail = [left + (layer === 1 ? INPUT : UNIT).wide / 2, start];
      const head = [right - UNIT.wide / 2, end];
      const label = [0, 1].map((axis) => tail[axis] + part * (head[axis] - tail[axis]));
      found.edges.push({place: `e${layer}.${j + 1}.${k + 1}`, weight, from: tail, to: head, label, few});
    }
  }
}

function addLoss(found, picture, {loss: x}, height, outputs) {
  const y = TAG_HIGH / 2 + height / 2;
  found.parts.push({place: "J", kind: "loss", rows: [picture.loss], x, y, ...LOSS});
  for (const {unit, x: left, y: start} of outputs) {
    if (unit === null) continue;
    found.edges.push({place: null, weight: null, from: [left + UNIT.wide / 2, start], to: [x - LOSS.wide / 2, y]});
  }
}
