import { expectBetween, expectEqual, expectReturn, expectThat } from '../assertions.ts';
import { RandomBytes } from '../random-bytes.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_OFF, NOTE_ON, peakOf } from '../test-sounds.ts';
import { firstSound, INAUDIBLE, recordsOf, type SynthRig } from './synth-rig.ts';

const SEED = 90_210;
const FRAMES = 4096;
/** Frames that a sound may take to be heard. */
const ONSET_FRAMES = 512;
const VOLUME_OFF = [0xb0, 7, 0];
const VOLUME_FULL = [0xb0, 7, 127];
const SOUND_OFF = [0xb0, 120, 0];

function expectSameSound(what: string, found: Float32Array, expected: Float32Array): void {
  expectEqual(
    `${what}: first sample that differs`,
    expected.findIndex((sample, i) => sample !== found[i]),
    -1,
  );
  expectThat(what, peakOf(expected) > 0, 'a sound', peakOf(expected));
}

/** A piece with many events on and between the borders of blocks. */
function playPiece(rig: SynthRig): SynthRig {
  for (let i = 0; i < 12; i++) {
    rig.playAt(i * 256, [0x90, 48 + i * 3, 100], [0xb0, 10, i * 10], [0xe0, 0, 64 + i]);
    rig.playAt(i * 256 + 101, [0x80, 48 + i * 3, 64], [0xb0, 7, 127 - i * 5]);
  }
  return rig;
}

/** From packed records to sound. */
export const PLAY_CASES: SuiteGroup<SynthRig> = suiteGroup('playing', (test) => {
  test('is silent while nothing is played', (rig) => {
    const output = new Float32Array(rig.startWithSound().channelCount * 256).fill(0.5);
    rig.synth.render(output, 256, 0);
    expectEqual('highest magnitude', peakOf(output), 0, 'of full scale');
  });

  test('fills the frames that it is asked for, and no more', (rig) => {
    const output = new Float32Array(rig.startWithSound().channelCount * 300).fill(0.5);
    rig.synth.render(output, 256, 0);
    const rest = output.subarray(rig.channelCount * 256);
    expectThat(
      'samples behind the last frame',
      rest.every((sample) => sample === 0.5),
      'left as they were',
    );
  });

  for (const frame of [1, 63, 1000, 2049]) {
    test(`begins a note on its frame, ${frame}, and not before`, (rig) => {
      rig.startWithSound().playAt(frame, NOTE_ON);
      const first = firstSound(rig.render(FRAMES, [512]), rig.channelCount);
      expectBetween('first frame that sounds', first, frame, frame + ONSET_FRAMES);
    });
  }

  test('counts deltas from the start time of the buffer', (rig) => {
    rig.startWithSound();
    const deltaTicks = rig.timeOf(2000) - rig.timeOf(0);
    const events = [
      { bytes: VOLUME_OFF, deltaTicks: 0 },
      { bytes: NOTE_ON, deltaTicks: 0 },
      { bytes: VOLUME_FULL, deltaTicks },
      { bytes: NOTE_ON, deltaTicks },
    ];
    rig.synth.playBuffer(rig.timeOf(0), recordsOf(events));
    const first = firstSound(rig.render(FRAMES, [512]), rig.channelCount);
    expectBetween('first frame that sounds', first, 2000, 2000 + ONSET_FRAMES);
  });

  test('copies the records before playBuffer returns', (rig) => {
    rig.startWithSound();
    const records = recordsOf([{ bytes: NOTE_ON }]);
    rig.synth.playBuffer(rig.timeOf(100), records);
    records.fill(0);
    const first = firstSound(rig.render(FRAMES), rig.channelCount);
    expectBetween('first frame that sounds', first, 100, 100 + ONSET_FRAMES);
  });

  test('plays what is late as soon as it can', (rig) => {
    rig.startWithSound().render(2000, [500]);
    rig.playAt(100, NOTE_ON);
    const first = firstSound(rig.render(1024), rig.channelCount);
    expectBetween('first frame that sounds', first, 0, ONSET_FRAMES);
  });

  test('plays what is stamped 0 as soon as it can', (rig) => {
    rig.startWithSound().render(2000, [500]);
    rig.synth.playBuffer(0, recordsOf([{ bytes: NOTE_ON }]));
    const first = firstSound(rig.render(1024), rig.channelCount);
    expectBetween('first frame that sounds', first, 0, ONSET_FRAMES);
  });

  test('orders events by their stamps, whenever they were handed over', async (rig) => {
    const expected = rig.startWithSound().playAt(500, NOTE_ON).playAt(1500, NOTE_OFF).render(FRAMES);
    const other = (await rig.createOther()).startWithSound().playAt(1500, NOTE_OFF).playAt(500, NOTE_ON);
    expectSameSound('events handed over in the other order', other.render(FRAMES), expected);
    other.dispose();
  });

  test('keeps the order of arrival among events of one frame', async (rig) => {
    rig.startWithSound().playAt(100, VOLUME_FULL, VOLUME_OFF, NOTE_ON);
    expectBetween('peak after volume full, then off', peakOf(rig.render(1024)), 0, INAUDIBLE, 'of full scale');
    const other = (await rig.createOther()).startWithSound().playAt(100, VOLUME_OFF, VOLUME_FULL, NOTE_ON);
    expectThat('a note after volume off, then full', peakOf(other.render(1024)) > INAUDIBLE, 'heard');
    const apart = (await rig.createOther()).startWithSound().playAt(100, NOTE_ON).playAt(100, SOUND_OFF);
    expectEqual('peak of a note and "all sound off", long after', peakOf(apart.render(FRAMES).subarray(FRAMES)), 0);
    for (const each of [other, apart]) each.dispose();
  });

  test('sounds the same however the rendering is cut into blocks', async (rig) => {
    const expected = playPiece(rig.startWithSound()).render(FRAMES);
    for (const blockFrames of [[1, 2, 3, 61], [64], [441], [1000, 7]]) {
      const other = playPiece((await rig.createOther()).startWithSound());
      expectSameSound(`blocks of ${blockFrames.join(', ')} frames`, other.render(FRAMES, blockFrames), expected);
      other.dispose();
    }
  });

  test('sounds the same in floats and in 16-bit integers', async (rig) => {
    const floats = rig.startWithSound().playAt(5, NOTE_ON).render(1000);
    const other = (await rig.createOther()).startWithSound().playAt(5, NOTE_ON);
    const integers = new Int16Array(floats.length);
    other.synth.render(integers, 1000, 0);
    floats.forEach((sample, i) => {
      const expected = Math.max(-32_767, Math.min(32_767, sample * 32_767));
      expectBetween(`sample ${i} as an integer`, integers[i]!, expected - 1, expected + 1, 'of 32767');
    });
    other.dispose();
  });

  test('ends a buffer at a damaged record, after what stands before it', (rig) => {
    rig.startWithSound();
    const records = recordsOf([{ bytes: NOTE_ON }, { bytes: SOUND_OFF }]);
    records.fill(0xff, 24);
    expectReturn('playBuffer', () => rig.synth.playBuffer(rig.timeOf(0), records));
    expectThat('the note before the damage', peakOf(rig.render(1024)) > 0, 'heard');
  });

  test('takes records of chance bytes, and renders', (rig) => {
    rig.startWithSound();
    const random = new RandomBytes(SEED);
    for (let i = 0; i < 300; i++) {
      const what = `buffer ${i} of seed ${SEED}`;
      expectReturn(`playBuffer of ${what}`, () => rig.synth.playBuffer(rig.timeOf(0), randomRecords(random)));
      if (i % 30 === 0) expectReturn(`render after ${what}`, () => rig.render(64));
    }
    const output = rig.render(FRAMES, [512]);
    expectThat('samples after hostile records', output.every(Number.isFinite), 'numbers');
  });
});

/** Chance bytes; or well formed records of chance messages, groups and stamps. */
function randomRecords(random: RandomBytes): Uint8Array {
  if (random.below(3) === 0) return random.bytes(random.below(100));
  return recordsOf(
    Array.from({ length: 1 + random.below(4) }, () => ({
      bytes: [...random.bytes(random.below(12))],
      deltaTicks: (random.below(4) - 1) * random.below(2 ** 31),
      channelGroup: random.below(4) === 0 ? random.below(2 ** 32) : random.below(4),
    })),
  );
}
