/* How numbers are written: decimals or significant figures, never a small value as zero.

  writeNumber(0.37754066, {decimals: 4})      "0.3775"
  writeNumber(0.37754066, {significant: 3})   "0.378"
  writeNumber(0.1 + 0.2, {})                  "0.30000000000000004": the shortest that reads back

Trailing zeros are kept. A value too small for its decimals is written in scientific form, 3.04e-05.
Rounding is half up, of the number as it reads: the digits below are those of its shortest text.
*/

const SMALLEST_PLAIN = -4; // exponents: 1e-4 is still written as 0.0001 …
const LARGEST_PLAIN = 6; // … and 9,999,999 without a power of ten
const LARGEST_SHORTEST = 15; // where all digits are written, as Python does

export function writeNumber(value, digits) {
  if (Number.isNaN(value)) return "undefined";
  if (!Number.isFinite(value)) return value > 0 ? "infinity" : "-infinity";
  const sign = value < 0 ? "-" : "";
  const number = figuresOf(Math.abs(value));
  if (digits.decimals !== undefined) return sign + toDecimals(number, digits.decimals);
  if (digits.significant !== undefined) return sign + toSignificant(number, digits.significant);
  return sign + shortestText(number);
}

/* A number of decimal figures: the first stands for figures[0] * 10^exponent. */
function figuresOf(value) {
  const [mantissa, exponent] = value.toExponential().split("e");
  return {figures: mantissa.replace(".", ""), exponent: Number(exponent)};
}

/* The number with so many figures, rounded half up; a carry makes 9.996 to 10.0. Zero if there are none. */
function roundedFigures({figures, exponent}, count) {
  if (count < 0) return {figures: "0", exponent: 0};
  if (count >= figures.length) return {figures: figures.padEnd(count, "0"), exponent};
  const kept = figures.slice(0, count);
  if (figures[count] < "5") return {figures: kept || "0", exponent: kept ? exponent : 0};
  const raised = String(BigInt(kept || "0") + 1n);
  return {figures: raised, exponent: raised.length > count ? exponent + 1 : exponent};
}

function toDecimals(number, decimals) {
  if (number.figures === "0") return plainText("0".repeat(decimals + 1), 0);
  const found = roundedFigures(number, number.exponent + 1 + decimals);
  return found.figures === "0" ? toSignificant(number, 3) : plainText(found.figures, found.exponent);
}

function toSignificant(number, count) {
  if (number.figures === "0") return "0";
  const {figures, exponent} = roundedFigures(number, count);
  const kept = figures.slice(0, count); // 9.996 became 10.00: one place less
  const isPlain = exponent < count && exponent >= SMALLEST_PLAIN && exponent <= LARGEST_PLAIN;
  return isPlain ? plainText(kept, exponent) : scientificText(kept, exponent);
}

function shortestText({figures, exponent}) {
  if (exponent < SMALLEST_PLAIN || exponent > LARGEST_SHORTEST) return scientificText(figures, exponent);
  return plainText(figures.padEnd(exponent + 1, "0"), exponent);
}

function plainText(figures, exponent) {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${figures}`;
  const after = figures.slice(exponent + 1);
  return figures.slice(0, exponent + 1) + (after ? `.${after}` : "");
}

function scientificText(figures, exponent) {
  const after = figures.slice(1);
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${figures[0]}${after ? `.${after}` : ""}e${exponent < 0 ? "-" : "+"}${power}`;
}
