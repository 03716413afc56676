import { connect, constant, milliseconds, steps } from './connections.ts';
import { noteOff, noteOn, SECOND } from './event-records.ts';
import { SILENCE } from './note-model.ts';
import { describeRows } from './rendering-rows.ts';

const TO_SILENCE = constant('eg1Sustain', 0);
const TWO_OCTAVES = steps(2400);
/** 100 ms lengthened by two octaves of time, by the share of the scale that key 60 has. */
const windowsKey60 = 0.1 * 2 ** ((2400 * 60) / 127 / 1200);
const levelTwoKey60 = 0.1 * 2 ** ((2400 * 60) / 128 / 1200);
const KEY_0 = [noteOn(0, 127), noteOff(0, SECOND)];
/** Key 0 plays as if it were key 60. */
const AT_PITCH = { unityNote: 0 };
/** Times of a cut: the catalogue only says "at once", and its rules cannot tell these from that. */
const WINDOWS_CUT = { volumeEnvelope: { release: 1 / 70 } };
const LEVEL_TWO_CUT = { volumeEnvelope: { release: 0.015 } };
/** A second note of the same key group, too soft to be measured. */
const CUT_BY_GROUP = [noteOn(60, 127), noteOn(61, 1, SECOND)];

describeRows('8.3 Volume envelope', [
  {
    title: 'W-110: the delay is silent',
    program: { connections: [constant('eg1Delay', milliseconds(100))] },
    model: { volumeEnvelope: { delay: 0.1 } },
  },
  {
    title: 'beside W-110: the attack is linear in amplitude',
    program: { connections: [constant('eg1Attack', milliseconds(100))] },
    model: { volumeEnvelope: { attack: 0.1 } },
  },
  {
    title: 'W-112: without decay the level is the sustain level at once',
    program: { connections: [constant('eg1Sustain', steps(900))] },
    model: { volumeEnvelope: { sustain: -96 } },
  },
  {
    title: 'W-113: the decay is linear in dB',
    program: { connections: [TO_SILENCE, constant('eg1Decay', milliseconds(100))] },
    model: { volumeEnvelope: { decay: 0.1, sustain: SILENCE } },
  },
  {
    title: 'beside W-113: the hold comes before the decay',
    program: { connections: [TO_SILENCE, constant('eg1Hold', milliseconds(100))] },
    model: { volumeEnvelope: { hold: 0.1, sustain: SILENCE } },
  },
  {
    title: 'W-115: the release is linear in dB',
    program: { connections: [constant('eg1Release', milliseconds(100))] },
    model: { volumeEnvelope: { release: 0.1 } },
  },
  {
    title: 'W-116: a note of the same key group ends a note without its release',
    program: { keyGroup: 1, connections: [constant('eg1Release', milliseconds(200))], events: CUT_BY_GROUP },
    model: WINDOWS_CUT,
    dls2: { title: 'W-116: a note of the same key group ends a note by its shutdown time', model: LEVEL_TWO_CUT },
  },
  {
    title: 'W-117: the shutdown time is ignored too',
    program: {
      keyGroup: 1,
      connections: [constant('eg1Release', milliseconds(200)), constant('eg1Shutdown', milliseconds(200))],
      events: CUT_BY_GROUP,
    },
    model: WINDOWS_CUT,
    dls2: { title: 'instead of W-117: the shutdown time is obeyed', model: { volumeEnvelope: { release: 0.2 } } },
  },
  {
    title: 'W-118: velocity lengthens the attack',
    program: { connections: [constant('eg1Attack', milliseconds(100)), connect('velocity', 'eg1Attack', TWO_OCTAVES)] },
    model: { volumeEnvelope: { attack: 0.4 } },
  },
  {
    title: 'beside W-118: half the velocity lengthens the attack by half as much',
    program: {
      connections: [constant('eg1Attack', milliseconds(100)), connect('velocity', 'eg1Attack', TWO_OCTAVES)],
      events: [noteOn(60, 63), noteOff(60, SECOND)],
    },
    model: { level: 400 * Math.log10(63 / 127), volumeEnvelope: { attack: 0.2 } },
  },
  {
    title: 'W-120: the key lengthens the decay',
    program: {
      connections: [TO_SILENCE, constant('eg1Decay', milliseconds(100)), connect('keyNumber', 'eg1Decay', TWO_OCTAVES)],
    },
    model: { volumeEnvelope: { decay: windowsKey60, sustain: SILENCE } },
  },
  {
    title: 'beside W-120: key 0 leaves the decay as it is',
    program: {
      ...AT_PITCH,
      connections: [TO_SILENCE, constant('eg1Decay', milliseconds(100)), connect('keyNumber', 'eg1Decay', TWO_OCTAVES)],
      events: KEY_0,
    },
    model: { volumeEnvelope: { decay: 0.1, sustain: SILENCE } },
  },
  {
    title: 'W-122: the key does not lengthen the hold',
    program: {
      connections: [TO_SILENCE, constant('eg1Hold', milliseconds(100)), connect('keyNumber', 'eg1Hold', TWO_OCTAVES)],
    },
    model: { volumeEnvelope: { hold: 0.1, sustain: SILENCE } },
    dls2: {
      title: 'instead of W-122: the key lengthens the hold',
      model: { volumeEnvelope: { hold: levelTwoKey60, sustain: SILENCE } },
    },
  },
]);
