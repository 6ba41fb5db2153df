/* The functions that formulas call: the same values as handnet's own, for floats.

  ELEMENTARY.sigma(z), .exp(z), .ln(v), .max(…), …     by the names that stand in formulas
  ELEMENTARY.divide(top, bottom), .power(base, exponent), .square(v)

None overflows where the true value is finite; none loses accuracy for large negative arguments.
*/

const LEAKY_SLOPE = 0.01;

/* A function that is 0 or below for z <= 0, and not a number where z is none. */
const unlessNaN = (z, otherwise) => (z === z ? otherwise : z);

export const ELEMENTARY = {
  sigma: (z) => (z > -708 ? 1 / (1 + Math.exp(-z)) : Math.exp(z)), // e^708 is the last power that fits
  exp: Math.exp,
  ln: Math.log,
  weighted_ln: (weight, v) => (weight !== 0 ? weight * Math.log(v) : 0),
  weighted_inverse: (weight, v) => {
    if (weight === 0) return 0;
    if (v !== 0) return weight / v;
    return weight < 0 ? -Infinity : Infinity; // whatever the sign of the zero
  },
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  bipolar: (z) => Math.tanh(z / 2),
  step: (z) => (z > 0 ? 1 : unlessNaN(z, 0)),
  relu: (z) => (z > 0 ? z : unlessNaN(z, 0)),
  leaky_relu: (z) => (z > 0 ? z : LEAKY_SLOPE * z),
  leaky_step: (z) => (z > 0 ? 1 : LEAKY_SLOPE),
  sqrt: Math.sqrt,
  tanh: Math.tanh,
  arctan: Math.atan,
  sin: Math.sin,
  cos: Math.cos,
  max: (...values) => values.reduce((largest, value) => (value > largest ? value : largest)),
  divide: (top, bottom) => {
    if (bottom !== 0) return top / bottom;
    return top !== 0 ? top * Infinity : NaN; // whatever the sign of the zero
  },
  power: (base, exponent) => {
    if (exponent === 2) return base * base;
    if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1; // JavaScript says NaN
    return base === 0 && exponent < 0 ? Infinity : base ** exponent; // whatever the sign of the zero
  },
  square: (v) => v * v,
};
