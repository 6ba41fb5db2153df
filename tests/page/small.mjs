/* One ReLU unit with two inputs, its data written by hand: z = w1 x1 + w2 x2, a = relu(z), J = (a - y)^2 / 2.

With momentum: the first step has no velocity before it. The mistake takes da/dz for 1.
*/

export const NAMES = [
  "x1", "x2", "y", "w1", "w2", "eta", "mu",
  "z", "a", "J", "dJ/da", "da/dz", "dz/dw1", "dJ/dw1", "dJ/dw2", "V1", "V2", "U1", "U2", "w1+", "w2+", "dJ/dz",
];
export const at = (name) => NAMES.indexOf(name);

const HOLE = (n, tightness) => [n, tightness];
const inHoles = (code) => code.replace(/ex\(\$(\d)\)/g, "ex(v[a[$1]], t[a[$1]])").replace(/\$(\d)/g, "v[a[$1]]");
const SHAPES = [
  {chunks: [[HOLE(0, 1), 0, HOLE(1, 3)], ["<mo>+</mo>", HOLE(2, 2), 0, HOLE(3, 3)]],
   code: "exact_or(($0*$1 + $2*$3), () => ex_sum(ex_product(ex($0), ex($1)), ex_product(ex($2), ex($3))))"},
  {chunks: [["<mi>ReLU</mi><mo>(</mo>", HOLE(0, 0), "<mo>)</mo>"]], code: "relu($0)"},
  {chunks: [["<mfrac><mn>1</mn><mn>2</mn></mfrac>", 0, "<msup><mrow><mo>(</mo>", HOLE(0, 0), "<mo>\u2212</mo>",
             HOLE(1, 2), "<mo>)</mo></mrow><mn>2</mn></msup>"]], code: "((0.5)*square(($0 - $1)))"},
  {chunks: [[HOLE(0, 0)], ["<mo>\u2212</mo>", HOLE(1, 2)]], code: "($0 - $1)"},
  {chunks: [["<mi>step</mi><mo>(</mo>", HOLE(0, 0), "<mo>)</mo>"]], code: "step($0)"},
  {chunks: [[HOLE(0, 0)]], code: "$0", copy: true},
  {chunks: [["<mn>1</mn>"]], code: "(1.0)", literal: "1"},
  {chunks: [[HOLE(0, 1)], [0, HOLE(1, 3)]], code: "($0*$1)"},
  {chunks: [["<mo>\u2212</mo>", HOLE(0, 2), 0, HOLE(1, 3)]], code: "(0 - ($0*$1))"},
  {chunks: [[HOLE(0, 1), 0, HOLE(1, 3)], ["<mo>\u2212</mo>", HOLE(2, 2), 0, HOLE(3, 3)]],
   code: "(($0*$1) - ($2*$3))"},
  {chunks: [[HOLE(0, 1)], ["<mo>+</mo>", HOLE(1, 2)]], code: "($0 + $1)"},
].map((shape) => ({...shape, code: inHoles(shape.code)}));
const step = (quantity, part, shape, ...args) => [at(quantity), part, part, shape, args.map(at)];
const STEPS = [
  step("z", 0, 0, "w1", "x1", "w2", "x2"),
  step("a", 0, 1, "z"),
  step("J", 0, 2, "a", "y"),
  step("dJ/da", 1, 3, "a", "y"),
  step("da/dz", 1, 4, "z"),
  step("dJ/dz", 1, 7, "dJ/da", "da/dz"),
  step("dz/dw1", 1, 5, "x1"),
  step("dJ/dw1", 1, 7, "dJ/dz", "dz/dw1"),
  step("dJ/dw2", 1, 7, "dJ/dz", "x2"),
  step("V1", 2, 8, "eta", "dJ/dw1"),
  step("V2", 2, 8, "eta", "dJ/dw2"),
  step("V1", 2, 9, "mu", "U1", "eta", "dJ/dw1"),
  step("V2", 2, 9, "mu", "U2", "eta", "dJ/dw2"),
  step("w1+", 2, 10, "w1", "V1"),
  step("w2+", 2, 10, "w2", "V2"),
  step("da/dz", 1, 6),
];
const FIRST = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14];
const LATER = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14];
const mistaken = (steps) => steps.map((number) => (number === 4 ? 15 : number));
const knob = (name, text, group) => ({
  quantity: at(name), text, value: Number(text), group, low: -2, high: 2, step: 0.05,
});
const DERIVATIVES = {"dJ/da": ["J", "a"], "da/dz": ["a", "z"], "dz/dw1": ["z", "w1"], "dJ/dz": ["J", "z"],
                     "dJ/dw1": ["J", "w1"], "dJ/dw2": ["J", "w2"]};

export const SMALL = {
  version: 1,
  title: "one ReLU unit",
  quantities: NAMES,
  derivatives: Object.fromEntries(Object.entries(DERIVATIVES).map(([name, pair]) => [at(name), pair.map(at)])),
  rules: ["forward", "backward", "update"].map((title) => ({title, because: ""})),
  parts: ["Forward pass", "Backward pass", "Update"],
  shapes: SHAPES,
  steps: STEPS,
  courses: [null, "slope-one"].flatMap((mistake) =>
    [FIRST, LATER].map((lines, phase) => ({
      style: "chain", mistake, phase, right: {plain: lines}, wrong: mistake && mistaken(lines),
    })),
  ),
  mistakes: [{code: "slope-one", title: "the slope of ReLU taken for 1", because: ""}],
  notations: [
    {name: "plain", title: "plain", product: "", text: NAMES,
     math: NAMES.map((name) => (name in DERIVATIVES ? null : name === "w1+" ? "<msup><mi>w1</mi><mo>+</mo></msup>" : `<mi>${name}</mi>`))},
  ],
  knobs: [knob("x1", "0.1", 0), knob("x2", "0.30", 0), knob("y", "-1", 1), knob("w1", "1", 2), knob("w2", "2", 2),
          knob("eta", "0.5", 3), knob("mu", "0.9", 3)],
  groups: ["Inputs", "Targets", "Layer 1", "Learning rate"],
  updates: {pairs: [[at("w1"), at("w1+")], [at("w2"), at("w2+")]],
            velocities: [[at("U1"), at("V1")], [at("U2"), at("V2")]], phases: 2, again: 1},
  loss: at("J"),
  gradients: [[at("w1"), at("dJ/dw1")], [at("w2"), at("dJ/dw2")]],
  options: {style: "chain", notation: "plain", digits: {significant: 6}, mistake: null},
};
