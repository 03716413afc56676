// Elementary functions in plain arithmetic: the same bits on every machine, and fast enough for every control point.

const LN2: f64 = 0.6931471805599453;
/** Terms of e^x up to x^9: an error below 1e-11 for |x| ≤ ln 2 / 2. */
const EXP_TERMS: i32 = 9;

/** 2^x. */
export function exp2(x: f64): f64 {
  if (x < -1000.0) return 0.0;
  const whole = Math.floor(x + 0.5);
  const y = (x - whole) * LN2;
  let sum: f64 = 1.0;
  for (let k = EXP_TERMS; k > 0; k--) sum = 1.0 + (y * sum) / <f64>k;
  return sum * reinterpret<f64>((<i64>whole + 1023) << 52);
}

/** Decibels to a linear factor: 10^(dB / 20). */
export function gainFromDb(db: f64): f64 {
  return exp2(db * 0.16609640474436813);
}

/** A linear factor above 0 to decibels. */
export function dbFromGain(gain: f64): f64 {
  return 8.685889638065037 * Math.log(gain);
}

/** sin(2π · cycles); cycles of any sign. The series up to the 13th power errs by less than 1e-9. */
export function sine(cycles: f64): f64 {
  let x = cycles - Math.floor(cycles);
  if (x > 0.75) x -= 1.0;
  else if (x > 0.25) x = 0.5 - x;
  const y = x * 6.283185307179586;
  const s = y * y;
  return (
    y *
    (1.0 -
      (s / 6.0) *
        (1.0 - (s / 20.0) * (1.0 - (s / 42.0) * (1.0 - (s / 72.0) * (1.0 - (s / 110.0) * (1.0 - s / 156.0))))))
  );
}
