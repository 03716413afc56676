import { type Connection, connect, constant, milliseconds, steps } from './connections.ts';
import { noteOff, noteOn, SECOND } from './event-records.ts';
import type { EnvelopeModel, ModelChanges } from './note-model.ts';
import { describeRows, type RenderingRow } from './rendering-rows.ts';

/** A long release, so that the pitch can be measured after the key went up, and EG2 to pitch. */
const LISTENING = [constant('eg1Release', milliseconds(10000)), connect('eg2', 'pitch', steps(1200))];
const TO_ZERO = constant('eg2Sustain', 0);
const TWO_OCTAVES = steps(2400);
/** 100 ms lengthened by two octaves of time, by the share of the scale that key 60 has. */
const windowsKey60 = 0.1 * 2 ** ((2400 * 60) / 127 / 1200);
const levelTwoKey60 = 0.1 * 2 ** ((2400 * 60) / 128 / 1200);
/** Key 0 at the test wave's own rate. */
const KEY_0 = { unityNote: 0, events: [noteOn(0, 127), noteOff(0, SECOND)] };

function model(envelope: Partial<EnvelopeModel>): ModelChanges {
  return { volumeEnvelope: { release: 10 }, pitchEnvelope: { peak: 1200, sustain: 1200, ...envelope } };
}

function row(
  title: string,
  connections: readonly Connection[],
  envelope: Partial<EnvelopeModel>,
  program: RenderingRow['program'] = {},
): RenderingRow {
  return { title, program: { ...program, connections: [...LISTENING, ...connections] }, model: model(envelope) };
}

/** A row whose stage `stage` is lengthened by the key, of which either rule set has its own share. */
function keyRow(title: string, connections: readonly Connection[], stage: 'hold' | 'decay'): RenderingRow {
  return {
    ...row(title, connections, { [stage]: windowsKey60, sustain: 0 }),
    dls2: { title, model: model({ [stage]: levelTwoKey60, sustain: 0 }) },
  };
}

describeRows('8.4 Pitch envelope', [
  row('W-124: the delay leaves the pitch alone', [constant('eg2Delay', milliseconds(100))], { delay: 0.1 }),
  row('W-125: the attack is linear in cents', [constant('eg2Attack', milliseconds(100))], { attack: 0.1 }),
  row('beside W-125: half of the sustain level is half of the pitch', [constant('eg2Sustain', steps(500))], {
    sustain: 600,
  }),
  row('beside W-125: the decay is linear in cents', [TO_ZERO, constant('eg2Decay', milliseconds(100))], {
    decay: 0.1,
    sustain: 0,
  }),
  row('W-128: the release is linear in cents', [constant('eg2Release', milliseconds(100))], { release: 0.1 }),
  keyRow(
    'W-129: the key lengthens the decay',
    [TO_ZERO, constant('eg2Decay', milliseconds(100)), connect('keyNumber', 'eg2Decay', TWO_OCTAVES)],
    'decay',
  ),
  row(
    'beside W-129: key 0 leaves the decay as it is',
    [TO_ZERO, constant('eg2Decay', milliseconds(100)), connect('keyNumber', 'eg2Decay', TWO_OCTAVES)],
    { decay: 0.1, sustain: 0 },
    KEY_0,
  ),
  keyRow(
    'W-131: the key lengthens the hold, which the volume envelope ignores',
    [TO_ZERO, constant('eg2Hold', milliseconds(100)), connect('keyNumber', 'eg2Hold', TWO_OCTAVES)],
    'hold',
  ),
  row(
    'beside W-131: key 0 leaves the hold as it is',
    [TO_ZERO, constant('eg2Hold', milliseconds(100)), connect('keyNumber', 'eg2Hold', TWO_OCTAVES)],
    { hold: 0.1, sustain: 0 },
    KEY_0,
  ),
  row('W-133: without times the pitch rises with the note and falls with its end', [], {}),
]);
