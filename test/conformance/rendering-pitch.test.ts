import { BIPOLAR_SOURCE, type Connection, connect, constant, hertz, milliseconds, steps } from './connections.ts';
import {
  channelPressure,
  controlChange,
  DEFAULT_NOTE,
  pitchBend,
  registeredParameter,
  type TimedMessage,
} from './event-records.ts';
import type { ModelChanges } from './note-model.ts';
import { describeRows, type RenderingRow } from './rendering-rows.ts';

const LONG_RELEASE = constant('eg1Release', milliseconds(10000));
const VIBRATO_TWO_HERTZ = constant('vibratoFrequency', hertz(2));
const LFO_TWO_HERTZ = constant('lfoFrequency', hertz(2));
const SEMITONE = steps(100);
/** DLS Level 2 has a default vibrato by CC 1, which would be heard beside the LFO. */
const NO_WHEEL_VIBRATO = connect('vibrato', 'pitch', 0, { control: 'cc1' });
const WHEEL_UP = [controlChange(1, 127)];
const PRESSED = [channelPressure(127)];
const BY_SEMITONE: ModelChanges = { pitchLfo: { hertz: 2, scale: 100 } };

interface PitchRow {
  readonly title: string;
  readonly connections: readonly Connection[];
  readonly before?: readonly TimedMessage[];
  readonly model?: ModelChanges;
  readonly dls2?: RenderingRow['dls2'];
}

/** A row whose note rings on after its end, so that its pitch can be measured. */
function row({ title, connections, before = [], model, dls2 }: PitchRow): RenderingRow {
  const ringing = (changes: ModelChanges = {}): ModelChanges => ({ volumeEnvelope: { release: 10 }, ...changes });
  return {
    title,
    program: { connections: [LONG_RELEASE, ...connections], events: [...before, ...DEFAULT_NOTE] },
    model: ringing(model),
    ...(dls2 ? { dls2: { ...dls2, model: ringing(dls2.model) } } : {}),
  };
}

function modulated(source: 'lfo' | 'vibrato', control: 'none' | 'cc1' | 'channelPressure'): Connection {
  return connect(source, 'pitch', SEMITONE, { control, transform: BIPOLAR_SOURCE });
}

describeRows('8.7 Pitch modulation', [
  row({
    title: 'W-144: a constant on the pitch has no effect',
    connections: [constant('pitch', steps(1200))],
    dls2: { title: 'instead of W-144: a constant on the pitch is heard', model: { pitch: 1200 } },
  }),
  row({
    title: 'W-145: the pitch wheel bends by two semitones',
    connections: [],
    before: [pitchBend(16383)],
    model: { pitch: 200 },
  }),
  row({
    title: 'beside W-145: a bend range of 0 holds the pitch',
    connections: [],
    before: [...registeredParameter(0, 0), pitchBend(16383)],
  }),
  row({
    title: 'W-147: a connection cannot take the key off the pitch',
    connections: [connect('keyNumber', 'pitch', 0)],
    dls2: {
      title: 'instead of W-147: without the key’s connection only the unity note counts',
      program: { unityNote: 12, connections: [LONG_RELEASE, connect('keyNumber', 'pitch', 0)] },
      model: { pitch: -1200 },
    },
  }),
  row({
    title: 'W-148: a connection cannot switch RPN 1 off',
    connections: [connect('rpn1', 'pitch', 0)],
    before: registeredParameter(1, 127),
    model: { pitch: 100 },
    dls2: { title: 'instead of W-148: a connection of scale 0 switches RPN 1 off', model: {} },
  }),
  row({
    title: 'W-149: the vibrato LFO moves the pitch',
    connections: [VIBRATO_TWO_HERTZ, modulated('vibrato', 'none')],
    model: BY_SEMITONE,
  }),
  row({
    title: 'W-250: CC 1 alone brings no vibrato',
    connections: [VIBRATO_TWO_HERTZ],
    before: WHEEL_UP,
    dls2: {
      title: 'instead of W-250: CC 1 brings in the default vibrato of 50 cents',
      model: { pitchLfo: { hertz: 2, scale: 50 } },
    },
  }),
  row({
    title: 'W-251: a vibrato controlled by CC 1 rests while CC 1 does',
    connections: [VIBRATO_TWO_HERTZ, modulated('vibrato', 'cc1')],
  }),
  row({
    title: 'W-251: CC 1 brings in the vibrato',
    connections: [VIBRATO_TWO_HERTZ, modulated('vibrato', 'cc1')],
    before: WHEEL_UP,
    model: BY_SEMITONE,
  }),
  row({
    title: 'W-252: a vibrato controlled by channel pressure rests without pressure',
    connections: [VIBRATO_TWO_HERTZ, modulated('vibrato', 'channelPressure')],
  }),
  row({
    title: 'W-252: channel pressure brings in the vibrato',
    connections: [VIBRATO_TWO_HERTZ, modulated('vibrato', 'channelPressure')],
    before: PRESSED,
    model: BY_SEMITONE,
  }),
  row({
    title: 'beside W-254: the LFO moves the pitch',
    connections: [LFO_TWO_HERTZ, modulated('lfo', 'none')],
    model: BY_SEMITONE,
  }),
  row({
    title: 'W-254: CC 1 alone brings no LFO',
    connections: [LFO_TWO_HERTZ],
    before: WHEEL_UP,
    dls2: {
      title: 'W-254: CC 1 alone brings no LFO, only the default vibrato',
      model: { pitchLfo: { hertz: 5, scale: 50 } },
    },
  }),
  row({
    title: 'W-255: an LFO controlled by CC 1 rests while CC 1 does',
    connections: [LFO_TWO_HERTZ, modulated('lfo', 'cc1')],
  }),
  row({
    title: 'W-255: CC 1 brings in the LFO',
    connections: [LFO_TWO_HERTZ, modulated('lfo', 'cc1'), NO_WHEEL_VIBRATO],
    before: WHEEL_UP,
    model: BY_SEMITONE,
  }),
  row({
    title: 'beside W-255: an LFO controlled by channel pressure rests without pressure',
    connections: [LFO_TWO_HERTZ, modulated('lfo', 'channelPressure')],
  }),
  row({
    title: 'beside W-255: channel pressure brings in the LFO',
    connections: [LFO_TWO_HERTZ, modulated('lfo', 'channelPressure')],
    before: PRESSED,
    model: BY_SEMITONE,
  }),
]);
