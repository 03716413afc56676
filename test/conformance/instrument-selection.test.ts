import { controlChange, noteOff, noteOn, programChange, SECOND, type TimedMessage } from './event-records.ts';
import { SILENT } from './note-model.ts';
import { describeRows, type RenderingRow } from './rendering-rows.ts';

const DRUMS = 0x8000_0000;
const DRUM_CHANNEL = 9;

interface Selection {
  readonly title: string;
  readonly patch: number;
  readonly before?: readonly TimedMessage[];
  readonly isSilent?: boolean;
}

function melodic({ title, patch, before = [], isSilent = false }: Selection): RenderingRow {
  const events = [...before, noteOn(60, 127), noteOff(60, SECOND)];
  return { title, program: { patch, events }, ...(isSilent ? { model: SILENT } : {}) };
}

function drums({ title, patch, before = [] }: Selection): RenderingRow {
  const note = [noteOn(60, 127, 0, DRUM_CHANNEL), noteOff(60, SECOND, DRUM_CHANNEL)];
  return { title, program: { patch, events: [...before, ...note] } };
}

function drumBank(mostSignificant: number, leastSignificant: number): TimedMessage[] {
  return [
    controlChange(0, mostSignificant, DRUM_CHANNEL),
    controlChange(32, leastSignificant, DRUM_CHANNEL),
    programChange(0, DRUM_CHANNEL),
  ];
}

describeRows('9 Instrument selection', [
  melodic({ title: 'W-200: a channel begins with program 0 of bank 0', patch: 0 }),
  melodic({
    title: 'W-201: a program that is not there is silent',
    patch: 0,
    before: [programChange(1)],
    isSilent: true,
  }),
  melodic({ title: 'W-202: bits 0 to 6 of the patch are the program', patch: 0x000001, before: [programChange(1)] }),
  melodic({ title: 'W-203: CC 0 alone selects nothing', patch: 0, before: [controlChange(0, 1)] }),
  melodic({ title: 'W-204: CC 32 alone selects nothing', patch: 0, before: [controlChange(32, 1)] }),
  melodic({
    title: 'W-205: no other bank stands in for one that CC 0 selects',
    patch: 0,
    before: [controlChange(0, 1), programChange(0)],
    isSilent: true,
  }),
  melodic({
    title: 'beside W-205: bits 16 to 22 of the patch are CC 0',
    patch: 0x010000,
    before: [controlChange(0, 1), programChange(0)],
  }),
  melodic({
    title: 'W-207: no other bank stands in for one that CC 32 selects',
    patch: 0,
    before: [controlChange(32, 1), programChange(0)],
    isSilent: true,
  }),
  melodic({
    title: 'beside W-207: bits 8 to 14 of the patch are CC 32',
    patch: 0x000100,
    before: [controlChange(32, 1), programChange(0)],
  }),
  drums({ title: 'W-209: the drum channel begins with kit 0', patch: DRUMS }),
  drums({
    title: 'W-210: kit 0 stands in for a kit that is not there',
    patch: DRUMS,
    before: [programChange(1, DRUM_CHANNEL)],
  }),
  drums({
    title: 'beside W-210: a kit that is there plays',
    patch: DRUMS + 1,
    before: [programChange(1, DRUM_CHANNEL)],
  }),
  drums({ title: 'W-212: bank 0 stands in for one that CC 0 selects', patch: DRUMS, before: drumBank(1, 0) }),
  drums({ title: 'beside W-212: a bank of CC 0 that is there plays', patch: DRUMS + 0x010000, before: drumBank(1, 0) }),
  drums({ title: 'W-214: bank 0 stands in for one that CC 32 selects', patch: DRUMS, before: drumBank(0, 1) }),
  drums({ title: 'beside W-214: a bank of CC 32 that is there plays', patch: DRUMS + 0x0100, before: drumBank(0, 1) }),
]);
