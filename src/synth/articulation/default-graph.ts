import { ConnectionSource as From, ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';
import {
  centsToRelativePitch,
  dbToGain,
  hzToAbsolutePitch,
  percentToScale,
  secondsToTimeCents,
  ZERO_SECONDS_IN_TIME_CENTS,
} from '../../formats/dls/units.ts';
import type { Connection } from '../../formats/sound-bank.ts';
import type { RuleSet } from '../rules.ts';

/** Transform bits: inverted concave source, as velocity and volumes act on gain; bipolar source. */
const INVERTED_CONCAVE = 0x8400;
const BIPOLAR = 0x4000;

function connect(source: number, control: number, destination: number, scale: number, transform = 0): Connection {
  return { source, control, destination, transform, scale };
}

const KEY_RANGE_CENTS = 12800;
const FIVE_HERTZ = hzToAbsolutePitch(5);
const TEN_MILLISECONDS = secondsToTimeCents(0.01);

const ALWAYS: readonly Connection[] = [
  connect(From.KEY_NUMBER, From.NONE, To.PITCH, centsToRelativePitch(KEY_RANGE_CENTS)),
  connect(From.KEY_ON_VELOCITY, From.NONE, To.GAIN, dbToGain(-96), INVERTED_CONCAVE),
  connect(From.CC7, From.NONE, To.GAIN, dbToGain(-96), INVERTED_CONCAVE),
  connect(From.CC11, From.NONE, To.GAIN, dbToGain(-96), INVERTED_CONCAVE),
  connect(From.PITCH_WHEEL, From.RPN0, To.PITCH, centsToRelativePitch(KEY_RANGE_CENTS)),
  connect(From.RPN1, From.NONE, To.PITCH, centsToRelativePitch(100)),
  connect(From.RPN2, From.NONE, To.KEY_NUMBER, centsToRelativePitch(6400)),
  // The position comes from the rule set; the scale only says that CC 10 pans.
  connect(From.CC10, From.NONE, To.PAN, percentToScale(50.8), BIPOLAR),
  connect(From.CC91, From.NONE, To.REVERB, percentToScale(100)),
  connect(From.CC93, From.NONE, To.CHORUS, percentToScale(100)),
  connect(From.NONE, From.NONE, To.LFO_FREQUENCY, FIVE_HERTZ),
  connect(From.NONE, From.NONE, To.LFO_START_DELAY, TEN_MILLISECONDS),
  connect(From.NONE, From.NONE, To.VIBRATO_FREQUENCY, FIVE_HERTZ),
  connect(From.NONE, From.NONE, To.VIBRATO_START_DELAY, TEN_MILLISECONDS),
  connect(From.NONE, From.NONE, To.EG1_SUSTAIN_LEVEL, percentToScale(100)),
  connect(From.NONE, From.NONE, To.EG2_SUSTAIN_LEVEL, percentToScale(100)),
  connect(From.NONE, From.NONE, To.EG1_SHUTDOWN_TIME, secondsToTimeCents(0.015)),
  ...[
    To.EG1_DELAY_TIME,
    To.EG1_ATTACK_TIME,
    To.EG1_HOLD_TIME,
    To.EG1_DECAY_TIME,
    To.EG1_RELEASE_TIME,
    To.EG2_DELAY_TIME,
    To.EG2_ATTACK_TIME,
    To.EG2_HOLD_TIME,
    To.EG2_DECAY_TIME,
    To.EG2_RELEASE_TIME,
  ].map((destination) => connect(From.NONE, From.NONE, destination, ZERO_SECONDS_IN_TIME_CENTS)),
];

const WHEEL_VIBRATO = connect(From.VIBRATO, From.CC1, To.PITCH, centsToRelativePitch(50));

/** The connections that every instrument has, before its own override or join them (DLS Level 2.2, default graph). */
export function defaultGraph(rules: RuleSet): readonly Connection[] {
  return rules.hasDefaultWheelVibrato ? [...ALWAYS, WHEEL_VIBRATO] : ALWAYS;
}
