import { BIPOLAR_SOURCE, connect, constant, hertz, milliseconds, steps } from './connections.ts';
import { describeRows } from './rendering-rows.ts';

const OCTAVE = steps(1200);

describeRows('8.2 LFOs', [
  {
    title: 'W-105: the LFO moves the pitch at its frequency, 10 ms after the note',
    program: { connections: [connect('lfo', 'pitch', OCTAVE), constant('lfoFrequency', hertz(2))] },
    model: { pitchLfo: { hertz: 2, scale: 1200 } },
  },
  {
    title: 'beside W-105: the LFO sets in after its delay',
    program: { connections: [connect('lfo', 'pitch', OCTAVE), constant('lfoDelay', milliseconds(100))] },
    model: { pitchLfo: { delay: 0.1, scale: 1200 } },
  },
  {
    title: 'W-107: the vibrato LFO moves the pitch at its frequency, 10 ms after the note',
    program: { connections: [connect('vibrato', 'pitch', OCTAVE), constant('vibratoFrequency', hertz(2))] },
    model: { pitchLfo: { hertz: 2, scale: 1200 } },
  },
  {
    title: 'beside W-107: the vibrato LFO sets in after its delay',
    program: { connections: [connect('vibrato', 'pitch', OCTAVE), constant('vibratoDelay', milliseconds(100))] },
    model: { pitchLfo: { delay: 0.1, scale: 1200 } },
  },
  ...(['lfo', 'vibrato'] as const).map((source) => ({
    title: `W-109: the ${source} is bipolar also where its transform says so`,
    program: { connections: [connect(source, 'pitch', OCTAVE, { transform: BIPOLAR_SOURCE })] },
    model: { pitchLfo: { scale: 1200 } },
  })),
]);
