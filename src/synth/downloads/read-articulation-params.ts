import { ARTICULATION_PARAMS_BYTES, ARTICULATION_PARAMS_OFFSETS as FIELD } from '../../ddi/dls-download.ts';
import { ConnectionSource as From, ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';
import type { Connection } from '../../formats/sound-bank.ts';
import type { DownloadBlock } from './block-reader.ts';

/** Sustain in DMUS_ARTICPARAMS counts hundredths of a percent, in connections tenths. */
const SUSTAIN_STEPS = 10;

/** Which field becomes which connection: source, control, destination. */
const PLAIN: readonly (readonly [number, number, number, number])[] = [
  [FIELD.lfoFrequency, From.NONE, From.NONE, To.LFO_FREQUENCY],
  [FIELD.lfoDelay, From.NONE, From.NONE, To.LFO_START_DELAY],
  [FIELD.lfoVolumeScale, From.LFO, From.NONE, To.GAIN],
  [FIELD.lfoPitchScale, From.LFO, From.NONE, To.PITCH],
  [FIELD.lfoWheelToVolume, From.LFO, From.CC1, To.GAIN],
  [FIELD.lfoWheelToPitch, From.LFO, From.CC1, To.PITCH],
  [FIELD.volumeAttack, From.NONE, From.NONE, To.EG1_ATTACK_TIME],
  [FIELD.volumeDecay, From.NONE, From.NONE, To.EG1_DECAY_TIME],
  [FIELD.volumeRelease, From.NONE, From.NONE, To.EG1_RELEASE_TIME],
  [FIELD.volumeVelocityToAttack, From.KEY_ON_VELOCITY, From.NONE, To.EG1_ATTACK_TIME],
  [FIELD.volumeKeyToDecay, From.KEY_NUMBER, From.NONE, To.EG1_DECAY_TIME],
  [FIELD.pitchAttack, From.NONE, From.NONE, To.EG2_ATTACK_TIME],
  [FIELD.pitchDecay, From.NONE, From.NONE, To.EG2_DECAY_TIME],
  [FIELD.pitchRelease, From.NONE, From.NONE, To.EG2_RELEASE_TIME],
  [FIELD.pitchVelocityToAttack, From.KEY_ON_VELOCITY, From.NONE, To.EG2_ATTACK_TIME],
  [FIELD.pitchKeyToDecay, From.KEY_NUMBER, From.NONE, To.EG2_DECAY_TIME],
  [FIELD.pitchRange, From.EG2, From.NONE, To.PITCH],
  [FIELD.defaultPan, From.NONE, From.NONE, To.PAN],
];
const SUSTAINS: readonly (readonly [number, number])[] = [
  [FIELD.volumeSustain, To.EG1_SUSTAIN_LEVEL],
  [FIELD.pitchSustain, To.EG2_SUSTAIN_LEVEL],
];
/** An LFO frequency of 0 stands for "none given". */
const NOT_GIVEN = 0;

/** The fixed articulation of a Level 1 download, as connections. @throws DmusError `DMUS_E_BADARTICULATION`. */
export function readArticulationParams(block: DownloadBlock, index: number): Connection[] {
  const at = block.object(index, ARTICULATION_PARAMS_BYTES, 'DMUS_E_BADARTICULATION');
  const connections: Connection[] = [];
  for (const [field, source, control, destination] of PLAIN) {
    const scale = block.view.getInt32(at + field, true);
    if (destination === To.LFO_FREQUENCY && scale === NOT_GIVEN) continue;
    connections.push({ source, control, destination, transform: 0, scale });
  }
  for (const [field, destination] of SUSTAINS) {
    const scale = Math.trunc(block.view.getInt32(at + field, true) / SUSTAIN_STEPS);
    connections.push({ source: From.NONE, control: From.NONE, destination, transform: 0, scale });
  }
  return connections;
}
