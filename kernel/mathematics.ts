// Elementary functions in plain arithmetic: the same bits on every machine, and fast enough for every control point.
// Power series with reciprocal factorials, summed in pairs so that few products wait for one another.

const LN2: f64 = 0.6931471805599453;
const TURN: f64 = 6.283185307179586;
const DB_TO_OCTAVES: f64 = 0.16609640474436813;
const NEPER_TO_DB: f64 = 8.685889638065037;
/** Beyond 2^±1000 the result is 0 or as good as infinite. */
const LARGEST_EXPONENT: f64 = 1000.0;

/** 2^x. The series of e^y up to y^13, |y| being at most ln 2 / 2, errs by less than the rounding of its sum. */
export function exp2(x: f64): f64 {
  if (x < -LARGEST_EXPONENT) return 0.0;
  const bounded = min(x, LARGEST_EXPONENT);
  const whole = Math.floor(bounded + 0.5);
  const y = (bounded - whole) * LN2;
  const y2 = y * y;
  const y4 = y2 * y2;
  const low = 1.0 + y + (0.5 + y * 0.16666666666666666) * y2;
  const middle = 0.041666666666666664 + y * 0.008333333333333333 + (0.001388888888888889 + y * 0.0001984126984126984) * y2;
  const high = 2.48015873015873e-5 + y * 2.7557319223985893e-6 + (2.755731922398589e-7 + y * 2.505210838544172e-8) * y2;
  const top = 2.08767569878681e-9 + y * 1.6059043836821613e-10;
  const sum = low + middle * y4 + (high + top * y4) * (y4 * y4);
  return sum * reinterpret<f64>((<i64>whole + 1023) << 52);
}

/** Decibels to a linear factor: 10^(dB / 20). */
export function gainFromDb(db: f64): f64 {
  return exp2(db * DB_TO_OCTAVES);
}

/** A linear factor above 0 to decibels. */
export function dbFromGain(gain: f64): f64 {
  return NEPER_TO_DB * Math.log(gain);
}

/** sin(2π · cycles); cycles of any sign. The series up to the 17th power errs by less than 1e-13. */
export function sine(cycles: f64): f64 {
  let x = cycles - Math.floor(cycles);
  if (x > 0.75) x -= 1.0;
  else if (x > 0.25) x = 0.5 - x;
  const y = x * TURN;
  const s = y * y;
  const s2 = s * s;
  const low = 1.0 - s * 0.16666666666666666 + (0.008333333333333333 - s * 0.0001984126984126984) * s2;
  const middle = 2.7557319223985893e-6 - s * 2.505210838544172e-8 + (1.6059043836821613e-10 - s * 7.647163731819816e-13) * s2;
  const s4 = s2 * s2;
  return y * (low + (middle + 2.8114572543455206e-15 * s4) * s4);
}

/** tan(2π · cycles), cycles 0…0.249: the quotient of both power series, up to an error of 1e-9. */
export function tangent(cycles: f64): f64 {
  const isSteep = cycles > 0.125;
  // Beyond 45° the tangent is the inverse of that of the rest to 90°.
  const x = (isSteep ? 0.25 - cycles : cycles) * TURN;
  const s = x * x;
  const s2 = s * s;
  const odd = x * (1.0 - s * 0.16666666666666666 + (0.008333333333333333 - s * 0.0001984126984126984 + s2 * 2.7557319223985893e-6) * s2);
  const even = 1.0 - s * 0.5 + (0.041666666666666664 - s * 0.001388888888888889 + (2.48015873015873e-5 - s * 2.755731922398589e-7) * s2) * s2;
  return isSteep ? even / odd : odd / even;
}
