/* Sums and products of decimals, exactly.

In floats 0.1 + 0.2 - 0.3 is 5.6e-17, not 0. At the kink of a ReLU or a step such a rounding error
would decide; there the formula is worked again in fractions of whole numbers.

  exact_or(value, formula)      the value, or that of the formula in fractions if it is near 0
  ex(value, text)               a float as the decimal that it is read as; or its text, as in "1/3"
  ex_number(text)               a number in a formula
  ex_sum(…) ex_product(…) ex_difference(left, right)

A fraction is [numerator, denominator], two BigInts. The names with underscores stand in formulas.
*/

const NEAR_ZERO = 1e-6; // rounding errors are below this where the numbers added are below 1e9
const FRACTION_TEXT = /^([+-]?[0-9]{1,300})\/([1-9][0-9]{0,300})$/;
const DECIMAL_TEXT = /^([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]{1,3}))?$/;
const KEPT_DIGITS = 40; // of a quotient, before it is rounded to a float

export function exact_or(value, formula) {
  return Math.abs(value) < NEAR_ZERO ? floatOfFraction(formula()) : value;
}

export function ex(value, text = null) {
  if (text !== null && valueOfText(text) === value) return ex_number(text);
  return ex_number(String(value));
}

/* The value of a number's text; NaN for what is none. A fraction is divided once, so rounded once. */
export function valueOfText(text) {
  const fraction = FRACTION_TEXT.exec(text);
  if (fraction) return Number(fraction[1]) / Number(fraction[2]);
  return DECIMAL_TEXT.test(text) && /[0-9]/.test(text) ? Number(text) : NaN;
}

export function ex_number(text) {
  const fraction = FRACTION_TEXT.exec(text);
  if (fraction) return [BigInt(fraction[1].replace("+", "")), BigInt(fraction[2])];
  const [, sign, whole, after, exponent = "0"] = DECIMAL_TEXT.exec(text);
  const digits = BigInt(whole + after) * (sign === "-" ? -1n : 1n);
  const shift = Number(exponent) - after.length;
  return shift < 0 ? [digits, 10n ** BigInt(-shift)] : [digits * 10n ** BigInt(shift), 1n];
}

export function ex_sum(...parts) {
  return parts.reduce(([a, b], [c, d]) => (b === d ? [a + c, b] : [a * d + c * b, b * d]));
}

export function ex_product(...parts) {
  return parts.reduce(([a, b], [c, d]) => [a * c, b * d]);
}

export function ex_difference(left, [top, bottom]) {
  return ex_sum(left, [-top, bottom]);
}

function floatOfFraction([top, bottom]) {
  if (top === 0n) return 0;
  const shift = Math.max(0, KEPT_DIGITS + String(bottom).length - String(top).length);
  return Number(`${(top * 10n ** BigInt(shift)) / bottom}e-${shift}`);
}
