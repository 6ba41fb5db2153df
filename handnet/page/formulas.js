/* Formulas as MathML: the shapes of the data, with symbols or with numbers in their holes.

  symbolicChunks(shape, args, say, holds, product)   say(quantity) is MathML, holds(quantity) its tightness
  numericChunks(shape, args, text)                   text(quantity) is a number's text
  numberMath(text), numberHolds(text)                a number's text as MathML, and its tightness
  symbolMath(data, notation, quantity)               a quantity in the notation with this number
  symbolHolds(data, notation, quantity)              its tightness

All give what stands inside <math>; chunks are an array of such strings, to be set in a row. What is
held together less tightly than its hole asks for gets brackets: a sum or a minus in a product, say.
*/

const HOLDS = {NEGATIVE: 1, PRODUCT: 2, POWER: 3, ITEM: 4}; // how tightly, loosest first
const INVISIBLE_TIMES = '<mo lspace="0.1em" rspace="0">\u2062</mo>'; // so that fractions do not touch
const DOT_BETWEEN = "<mo>\u00b7</mo>";
const MINUS_SIGN = "<mo>\u2212</mo>";
const PLAIN_DIGITS = /^[0-9]*\.?[0-9]*$/;

export function symbolicChunks(shape, args, say, holds, product) {
  const sign = product ? `<mo>${product}</mo>` : INVISIBLE_TIMES;
  return filledChunks(shape, args, sign, (quantity, tightness) =>
    holds(quantity) < tightness ? bracketedMath(say(quantity)) : say(quantity),
  );
}

export function numericChunks(shape, args, text) {
  return filledChunks(shape, args, DOT_BETWEEN, (quantity, tightness) => {
    const written = text(quantity);
    return numberHolds(written) < tightness ? bracketedMath(numberMath(written)) : numberMath(written);
  });
}

function filledChunks(shape, args, sign, fill) {
  return shape.chunks.map((pieces) => {
    let markup = "";
    for (const piece of pieces) {
      if (typeof piece === "string") markup += piece;
      else markup += piece === 0 ? sign : fill(args[piece[0]], piece[1]);
    }
    return markup;
  });
}

const bracketedMath = (markup) =>
  `<mrow><mo stretchy="false">(</mo>${markup}<mo stretchy="false">)</mo></mrow>`;

/* 3.04e-05 is 3.04 times 10 to the -5, 1/3 a small fraction. Only digits and signs come through as numbers. */
export function numberMath(text) {
  const negative = text.startsWith("-");
  const markup = unsignedMath(negative ? text.slice(1) : text);
  return negative ? `<mrow>${MINUS_SIGN}${markup}</mrow>` : markup;
}

function unsignedMath(text) {
  if (PLAIN_DIGITS.test(text)) return `<mn>${text}</mn>`;
  if (text === "infinity") return "<mi>\u221e</mi>";
  const fraction = /^([0-9]+)\/([0-9]+)$/.exec(text);
  if (fraction) return `<mfrac displaystyle="false"><mn>${fraction[1]}</mn><mn>${fraction[2]}</mn></mfrac>`;
  const scientific = /^([0-9.]+)[eE]([+-]?[0-9]+)$/.exec(text);
  if (!scientific) return `<mtext>${text.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</mtext>`;
  const exponent = numberMath(String(Number(scientific[2])));
  return `<mrow><mn>${scientific[1]}</mn><mo>\u00d7</mo><msup><mn>10</mn>${exponent}</msup></mrow>`;
}

export function numberHolds(text) {
  if (text.startsWith("-")) return HOLDS.NEGATIVE;
  if (text.includes("/")) return HOLDS.POWER;
  return /[0-9.][eE]/.test(text) ? HOLDS.PRODUCT : HOLDS.ITEM;
}

const symbolsByNotation = new WeakMap(); // each symbol is written once

export function symbolMath(data, notation, quantity) {
  const spelled = data.notations[notation];
  if (!symbolsByNotation.has(spelled)) symbolsByNotation.set(spelled, [...spelled.math]);
  const symbols = symbolsByNotation.get(spelled);
  return (symbols[quantity] ??= derivativeMath(data, spelled, quantity));
}

function derivativeMath(data, spelled, quantity) {
  const [over, under] = data.derivatives[quantity].map(
    (each) => `<mrow><mo lspace="0" rspace="0">\u2202</mo>${spelled.math[each]}</mrow>`,
  );
  return `<mfrac>${over}${under}</mfrac>`;
}

export function symbolHolds(data, notation, quantity) {
  if (quantity in data.derivatives) return HOLDS.POWER;
  return /<msup|<msubsup|\u0394/.test(symbolMath(data, notation, quantity)) ? HOLDS.POWER : HOLDS.ITEM;
}
