/* A number as a person types it, with what its digits say.

  readAnswer(text)     {kind, value, half, decimals, figures, why}
      kind      "number", "blank" or "unreadable", and then why
      half      half a unit of its last digit; nearly nothing for 1/3
      decimals  digits after the point, figures significant figures; null where the digits say nothing

0.3775, .3775, 0,3775, 8.22e-2, 3·10^-2 and 1/3 are read as handnet/answer.py reads them, and
"z = 0.3775" as its number. A formula is none: it would have to be worked out here.
*/

import {valueOfText} from "./exact.js";

const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const FRACTION = /^([+-]?[0-9]+)\s*\/\s*([1-9][0-9]*)$/;
const THOUSANDS = /^[+-]?[1-9][0-9]{0,2},[0-9]{3}$/; // one and a half, or 1500?
const POWER_OF_TEN = /\s*[*·×x]\s*10\s*\^?\s*\(?([-−+]?[0-9]+|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\)?$/;
const AS_COPIED = /^[^=≈~]*[=≈~]\s*|^[=≈~]\s*|(?<=[0-9])\.$/g; // from a line such as z = 0.3775
const RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LONGEST = 100; // signs
const LOOKS_LIKE_FORMULA = /[[\]()*/^]|[+−-].*[0-9]/;

export function readAnswer(typed) {
  const text = typed.trim();
  if (!text) return {kind: "blank"};
  const found = numberIn(text);
  if (found) return found;
  const shorter = text.replace(AS_COPIED, "").trim();
  if (shorter && shorter !== text) return readAnswer(shorter);
  return {kind: "unreadable", why: whyNot(text)};
}

function numberIn(text) {
  const plain = text.replace(POWER_OF_TEN, (_, power) => `e${lowered(power)}`).replace(/−/g, "-").trim();
  if (THOUSANDS.test(plain) || plain.length > LONGEST) return null;
  const number = plain.includes(".") ? plain : plain.replace(/^([^,]*),([^,]*)$/, "$1.$2");
  const fraction = FRACTION.exec(number);
  if (fraction) return readAs(valueOfText(`${fraction[1]}/${fraction[2]}`), 0, null, null);
  if (!DECIMAL.test(number)) return null;
  const value = Number(number);
  const [, whole, after = "", power = "0"] = /^[+-]?([0-9]*)\.?([0-9]*)(?:[eE](.+))?$/.exec(number);
  const digits = (whole + after).replace(/^0+/, "");
  if (!Number.isFinite(value) || (value === 0 && digits)) return null; // beyond all floats
  const last = Number(power) - after.length; // the power of ten of the last digit
  return readAs(value, Number(`1e${last}`), Math.max(-last, 0), digits.length);
}

function readAs(value, unit, decimals, figures) {
  const half = Math.max((unit / 2) * (1 + 1e-9), Math.abs(value) * 0.5e-12, 1e-300);
  return Number.isFinite(value) ? {kind: "number", value, half, decimals, figures} : null;
}

/* A raised number, as in 3·10⁻². */
const lowered = (power) =>
  power.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => RAISED_DIGITS.indexOf(digit)).replace("⁻", "-").replace("⁺", "+");

function whyNot(text) {
  if (THOUSANDS.test(text.replace("−", "-"))) {
    const [one, other] = [text.replace(",", "."), text.replace(",", "")];
    return `is it ${one} or ${other}? Write it without a comma`;
  }
  if (LOOKS_LIKE_FORMULA.test(text)) return "work it out: only a number is checked here, like 0.0512 or 5.12e-2";
  return "this is no number; write it like 0.0512 or 5.12e-2";
}
