import { BIPOLAR_SOURCE, connect, constant, hertz, INVERTED_CONCAVE_SOURCE, steps } from './connections.ts';
import {
  channelPressure,
  controlChange,
  DEFAULT_NOTE,
  noteOff,
  noteOn,
  registeredParameter,
  SECOND,
} from './event-records.ts';
import { describeRows } from './rendering-rows.ts';

const TWO_HERTZ = constant('lfoFrequency', hertz(2));
const ONE_DECIBEL = { volumeLfo: { hertz: 2, scale: 10 } };
/** Level of 64 of 127 on the 40·log10 curve, tenths of dB. */
const HALF_WAY = 400 * Math.log10(64 / 127);
const OCTAVE_UP = [...registeredParameter(2, 64 + 12), ...DEFAULT_NOTE];

describeRows('8.5 Coarse tuning', [
  { title: 'W-134: RPN 2 moves the pitch by semitones', program: { events: OCTAVE_UP }, model: { pitch: 1200 } },
  {
    title: 'W-135: a connection cannot switch RPN 2 off',
    program: { events: OCTAVE_UP, connections: [connect('rpn2', 'keyNumber', 0, { transform: BIPOLAR_SOURCE })] },
    model: { pitch: 1200 },
    dls2: { title: 'instead of W-135: a connection of scale 0 switches RPN 2 off', model: {} },
  },
]);

const lfoByCc1 = connect('lfo', 'gain', steps(10), { control: 'cc1', transform: BIPOLAR_SOURCE });
const lfoByPressure = connect('lfo', 'gain', steps(100), { control: 'channelPressure', transform: BIPOLAR_SOURCE });

describeRows('8.6 Gain modulation', [
  {
    title: 'W-136: the LFO moves the gain',
    program: { connections: [TWO_HERTZ, connect('lfo', 'gain', steps(10), { transform: BIPOLAR_SOURCE })] },
    model: ONE_DECIBEL,
  },
  {
    title: 'W-137: an LFO controlled by CC 1 rests while CC 1 does',
    program: { connections: [TWO_HERTZ, lfoByCc1] },
  },
  {
    title: 'W-138: CC 1 brings in the LFO',
    program: { connections: [TWO_HERTZ, lfoByCc1], events: [controlChange(1, 127), ...DEFAULT_NOTE] },
    model: ONE_DECIBEL,
    dls2: {
      title: 'W-138: CC 1 brings in the LFO, and the default vibrato',
      model: { ...ONE_DECIBEL, pitchLfo: { hertz: 5, scale: 50 } },
    },
  },
  {
    title: 'W-139: an LFO controlled by channel pressure rests without pressure',
    program: { connections: [TWO_HERTZ, lfoByPressure] },
  },
  {
    title: 'W-140: channel pressure brings in the LFO at a tenth of its scale',
    program: { connections: [TWO_HERTZ, lfoByPressure], events: [channelPressure(127), ...DEFAULT_NOTE] },
    model: ONE_DECIBEL,
    // 10 dB up would meet the ceiling of a voice.
    dls2: null,
  },
  {
    title: 'W-141: the velocity curve cannot be overridden',
    program: {
      connections: [connect('velocity', 'gain', 0, { transform: INVERTED_CONCAVE_SOURCE })],
      events: [noteOn(60, 64), noteOff(60, SECOND)],
    },
    model: { level: HALF_WAY },
    dls2: { title: 'instead of W-141: a connection of scale 0 switches the velocity curve off', model: {} },
  },
  {
    title: 'W-142: CC 7 has the 40·log10 curve',
    program: { events: [controlChange(7, 64), ...DEFAULT_NOTE] },
    model: { level: HALF_WAY + 41.52 },
  },
  {
    title: 'beside W-142: CC 11 has the same curve',
    program: { events: [controlChange(11, 64), ...DEFAULT_NOTE] },
    model: { level: HALF_WAY },
  },
]);
