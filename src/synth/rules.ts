import { ConnectionSource as From, ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';

/** Which book the synth goes by: DLS Level 2.2, or the native Windows synth as it was measured. */
export type RuleSetName = 'dls2' | 'windows';

/** A connection that a rule set treats in its own way, by its three codes. */
export interface ConnectionRule {
  readonly source: number;
  readonly control: number;
  readonly destination: number;
}

/** Every place where the two books differ. Levels, curves and defaults that they share are not here. */
export interface RuleSet {
  readonly name: RuleSetName;
  /** A 7-bit value v is v / this as a linear source: Level 2 counts steps, Windows reaches full scale. */
  readonly sevenBitScale: 127 | 128;
  /** CC 64 from this value on holds notes. */
  readonly sustainThreshold: number;
  /** Connections of a download that have no effect. */
  readonly ignoredConnections: readonly ConnectionRule[];
  /** Factor on the scale of channel pressure through an LFO to gain. */
  readonly channelPressureToGain: number;
  /** The modulation wheel moves the vibrato of an instrument that says nothing of it. */
  readonly hasDefaultWheelVibrato: boolean;
  /** A region's articulation takes the place of the instrument's instead of adding to it. */
  readonly regionArticulationReplaces: boolean;
  /** Only the first matching region of an instrument sounds; velocity ranges are not looked at. */
  readonly hasLayers: boolean;
  /** A download may name waves that are not there; its regions are silent then. */
  readonly allowsMissingWaves: boolean;
  /** CC 10 as a position −0.5…0.5: Level 2 has an exact centre at 64, Windows divides by 127. */
  readonly panPosition: (controllerValue: number) => number;
  /** Channel group 0 is every group; otherwise the first: natively a note of group 0 sounds once (row W-100). */
  readonly groupZeroIsAll: boolean;
  /** Time that a cut note takes for 96 dB instead of its own shutdown time, seconds. */
  readonly shutdownSeconds: number | undefined;
}

/** DLS Level 2.2. */
export const DLS2_RULES: RuleSet = {
  name: 'dls2',
  sevenBitScale: 128,
  sustainThreshold: 64,
  ignoredConnections: [],
  channelPressureToGain: 1,
  hasDefaultWheelVibrato: true,
  regionArticulationReplaces: false,
  hasLayers: true,
  allowsMissingWaves: false,
  panPosition: (value) => Math.max(-0.5, ((value - 64) / 64) * 0.508),
  groupZeroIsAll: true,
  shutdownSeconds: undefined,
};

/** The native synth, as measured (rows W-117 to W-259 of the conformance catalogue). */
export const WINDOWS_RULES: RuleSet = {
  name: 'windows',
  sevenBitScale: 127,
  sustainThreshold: 1,
  ignoredConnections: [
    { source: From.NONE, control: From.NONE, destination: To.PITCH },
    { source: From.NONE, control: From.NONE, destination: To.EG1_SHUTDOWN_TIME },
    { source: From.KEY_NUMBER, control: From.NONE, destination: To.PITCH },
    { source: From.KEY_NUMBER, control: From.NONE, destination: To.EG1_HOLD_TIME },
    { source: From.KEY_ON_VELOCITY, control: From.NONE, destination: To.GAIN },
    { source: From.RPN1, control: From.NONE, destination: To.PITCH },
    { source: From.RPN2, control: From.NONE, destination: To.KEY_NUMBER },
    { source: From.CC10, control: From.NONE, destination: To.PAN },
  ],
  channelPressureToGain: 0.1,
  hasDefaultWheelVibrato: false,
  regionArticulationReplaces: true,
  hasLayers: false,
  allowsMissingWaves: true,
  panPosition: (value) => value / 127 - 0.5,
  groupZeroIsAll: false,
  // rate / 70 frames in the published sample engine.
  shutdownSeconds: 1 / 70,
};

/** The rule set of a name. */
export function ruleSet(name: RuleSetName): RuleSet {
  return name === 'windows' ? WINDOWS_RULES : DLS2_RULES;
}
