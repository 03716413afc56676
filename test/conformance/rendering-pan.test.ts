import { connect, constant, steps } from './connections.ts';
import { controlChange, DEFAULT_NOTE } from './event-records.ts';
import { describeRows } from './rendering-rows.ts';

/** Gain of a share of the power, tenths of dB. */
function share(part: number): number {
  return 100 * Math.log10(part);
}

const SIX_TO_FOUR = [share(0.6), share(0.4)] as const;
const CC10_51 = [share(76 / 127), share(51 / 127)] as const;
const CENTRE_OF_LEVEL_TWO = { title: 'instead of W-259: a connection of scale 0 keeps CC 10 from panning', model: {} };

describeRows('8.8 Pan and effect sends', [
  {
    title: 'W-257: a constant on pan moves the sound to the left',
    program: { connections: [constant('pan', steps(-100))] },
    model: { channelGains: SIX_TO_FOUR },
  },
  {
    title: 'beside W-257: a constant on pan moves the sound to the right',
    program: { connections: [constant('pan', steps(100))] },
    model: { channelGains: [SIX_TO_FOUR[1], SIX_TO_FOUR[0]] },
  },
  {
    title: 'W-259: CC 10 pans to the left although its connection has the scale 0',
    program: { connections: [connect('cc10', 'pan', 0)], events: [controlChange(10, 51), ...DEFAULT_NOTE] },
    model: { channelGains: CC10_51 },
    dls2: CENTRE_OF_LEVEL_TWO,
  },
  {
    title: 'beside W-259: CC 10 pans to the right although its connection has the scale 0',
    program: { connections: [connect('cc10', 'pan', 0)], events: [controlChange(10, 76), ...DEFAULT_NOTE] },
    model: { channelGains: [CC10_51[1], CC10_51[0]] },
    dls2: null,
  },
  {
    title: 'beside W-259: CC 10 pans by shares of the power',
    program: { events: [controlChange(10, 51), ...DEFAULT_NOTE] },
    model: { channelGains: CC10_51 },
  },
  {
    title: 'W-261: CC 91 leaves the dry sound alone',
    program: { events: [controlChange(91, 127), ...DEFAULT_NOTE] },
  },
  {
    title: 'W-262: a constant on the reverb send leaves the dry sound alone',
    program: { connections: [constant('reverb', steps(1000))] },
  },
  {
    title: 'W-263: CC 93 leaves the dry sound alone',
    program: { events: [controlChange(93, 127), ...DEFAULT_NOTE] },
  },
  {
    title: 'W-264: a constant on the chorus send leaves the dry sound alone',
    program: { connections: [constant('chorus', steps(1000))] },
  },
]);
