/** Turns an oscillator, sine and cosine as two `f64` at `angle`, by the angle whose sine and cosine lie at `step`. */
// @ts-ignore: decorator
@inline
export function turn(angle: usize, step: usize): void {
  const sine = load<f64>(angle);
  const cosine = load<f64>(angle, 8);
  const stepSine = load<f64>(step);
  const stepCosine = load<f64>(step, 8);
  store<f64>(angle, sine * stepCosine + cosine * stepSine);
  store<f64>(angle, cosine * stepCosine - sine * stepSine, 8);
}
