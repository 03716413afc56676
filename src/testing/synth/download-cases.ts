import { writeUint32 } from '../../clock/packed-integer.ts';
import { DOWNLOAD_INFO_OFFSETS } from '../../ddi/dls-download.ts';
import { codeOf, expectCode, expectEqual, expectOneOf, expectThat } from '../assertions.ts';
import { RandomBytes } from '../random-bytes.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_OFF, NOTE_ON, peakOf, testInstrumentBlock, testWaveBlock } from '../test-sounds.ts';
import type { SynthRig } from './synth-rig.ts';

const SEED = 4711;
const DAMAGED_BLOCKS = 300;
/** What `download` may fail with, and that it may not. */
const DOWNLOAD_CODES: readonly string[] = [
  'S_OK',
  'DMUS_E_UNKNOWNDOWNLOAD',
  'DMUS_E_BADOFFSETTABLE',
  'DMUS_E_BADWAVE',
  'DMUS_E_NOTMONO',
  'DMUS_E_NOTPCM',
  'DMUS_E_BADINSTRUMENT',
  'DMUS_E_BADWAVELINK',
  'DMUS_E_BADARTICULATION',
  'DMUS_E_NOARTICULATION',
  'E_FAIL',
];
/** Frames until a released note has ended for good. */
const RELEASE_FRAMES = 100_000;

/** A right block with one word of its header changed. */
function withWord(offset: number, value: number): Uint8Array {
  const block = testWaveBlock();
  writeUint32(block, offset, value);
  return block;
}

/** Blocks that are none, by what is wrong with them. */
const BROKEN_BLOCKS: Readonly<Record<string, () => Uint8Array>> = {
  'without bytes': () => new Uint8Array(0),
  'shorter than its header': () => testWaveBlock().subarray(0, 12),
  'cut off in the middle': () => testWaveBlock().subarray(0, 40),
  'of an unknown type': () => withWord(DOWNLOAD_INFO_OFFSETS.type, 77),
  'with more objects than bytes': () => withWord(DOWNLOAD_INFO_OFFSETS.offsetCount, 0x4000_0000),
  'with an object behind its end': () => withWord(20, 0x00ff_fff0),
};

/** Sounds on their way in and out. */
export const DOWNLOAD_CASES: SuiteGroup<SynthRig> = suiteGroup('downloads', (test) => {
  test('gives every download a handle of its own, which is not 0', (rig) => {
    rig.start();
    const handles = [rig.download({ number: 0 }), rig.download({ number: 1, patch: 1 })].flatMap(Object.values);
    expectEqual('different handles', new Set(handles).size, 4);
    expectThat('handles', !handles.includes(0), 'none of them 0', handles);
  });

  test('takes downloads while inactive', (rig) => {
    rig.connect().synth.open();
    rig.download();
    rig.synth.activate(true);
    rig.playAt(0, NOTE_ON);
    expectThat('the note', peakOf(rig.render(1024)) > 0, 'heard');
  });

  test('reads a block no more when it said that the memory may be freed', async (rig) => {
    const expected = rig.startWithSound().playAt(10, NOTE_ON).render(2048);
    const other = (await rig.createOther()).start();
    const append = other.synth.getAppend();
    for (const block of [testWaveBlock(append), testInstrumentBlock()]) {
      if (other.synth.download(block).mayFree) block.fill(0xff);
    }
    const found = other.playAt(10, NOTE_ON).render(2048);
    expectEqual(
      'first sample that differs',
      expected.findIndex((sample, i) => sample !== found[i]),
      -1,
    );
    other.dispose();
  });

  for (const [what, make] of Object.entries(BROKEN_BLOCKS)) {
    test(`refuses a block ${what} with a documented code, and goes on`, (rig) => {
      rig.start();
      const code = codeOf(() => rig.synth.download(make()));
      expectOneOf(`download of a block ${what}`, code, DOWNLOAD_CODES.slice(1));
      rig.download();
      rig.playAt(0, NOTE_ON);
      expectThat('a note of a right download', peakOf(rig.render(1024)) > 0, 'heard');
    });
  }

  test('takes blocks with chance damage, or fails with a documented code', (rig) => {
    rig.start();
    const random = new RandomBytes(SEED);
    for (let i = 0; i < DAMAGED_BLOCKS; i++) {
      const block = i % 2 === 0 ? testWaveBlock() : testInstrumentBlock();
      for (let k = 0; k < 3; k++) block[random.below(block.byteLength)] = random.below(256);
      const code = codeOf(() => rig.synth.download(block));
      expectOneOf(`download of damaged block ${i} of seed ${SEED}`, code, DOWNLOAD_CODES);
    }
    rig.playAt(0, NOTE_ON, NOTE_OFF, NOTE_ON);
    rig.render(4096, [512]);
  });

  test('unloads nothing that is not there, and calls nobody back', (rig) => {
    rig.start();
    const calls: unknown[] = [];
    for (const handle of [0, 0xdead_beef]) {
      expectCode(`unload of handle ${handle}`, () => rig.synth.unload(handle, (each) => calls.push(each)), 'E_FAIL');
    }
    expectEqual('callbacks', calls, []);
  });

  test('unloads nothing twice', (rig) => {
    rig.start();
    const { wave, instrument } = rig.download();
    rig.synth.unload(instrument);
    rig.synth.unload(wave);
    expectCode('second unload of the instrument', () => rig.synth.unload(instrument), 'E_FAIL');
    expectCode('second unload of the wave', () => rig.synth.unload(wave), 'E_FAIL');
  });

  test('calls back once for each unload, with handle and user data, when nothing uses the block', (rig) => {
    rig.start();
    const { wave, instrument } = rig.download();
    const calls: unknown[] = [];
    rig.synth.unload(instrument, (...given) => calls.push(given), 'of the instrument');
    rig.synth.unload(wave, (...given) => calls.push(given), 'of the wave');
    rig.render(RELEASE_FRAMES, [4096]);
    const expected = [
      [instrument, 'of the instrument'],
      [wave, 'of the wave'],
    ];
    expectEqual('callbacks', calls, expected);
  });

  test('holds a wave back until the last instrument that uses it is unloaded', (rig) => {
    rig.start();
    const { wave, instrument } = rig.download();
    const second = rig.synth.download(testInstrumentBlock({ patch: 1, downloadId: 555 })).handle;
    const freed: number[] = [];
    rig.synth.unload(wave, (handle) => freed.push(handle));
    rig.synth.unload(instrument);
    rig.render(4096, [512]);
    expectEqual('waves freed while an instrument uses them', freed, []);
    rig.synth.unload(second);
    rig.render(4096, [512]);
    expectEqual('waves freed in the end', freed, [wave]);
  });

  test('lets a sounding note end as it would when its instrument is unloaded, and begins no new one', async (rig) => {
    const undisturbed = (await rig.createOther()).startWithSound().playAt(0, NOTE_ON).playAt(3000, NOTE_OFF);
    const expected = undisturbed.render(8192, [512]);
    undisturbed.dispose();
    rig.start();
    const { wave, instrument } = rig.download();
    rig.playAt(0, NOTE_ON).playAt(3000, NOTE_OFF);
    const found = new Float32Array(expected.length);
    found.set(rig.render(1024, [512]));
    const freed: number[] = [];
    for (const handle of [wave, instrument]) rig.synth.unload(handle, (each) => freed.push(each));
    expectEqual('blocks freed under a sounding note', freed, []);
    found.set(rig.render(7168, [512]), 1024 * rig.channelCount);
    expectEqual(
      'first sample that differs',
      expected.findIndex((sample, i) => sample !== found[i]),
      -1,
    );
    rig.render(RELEASE_FRAMES, [4096]);
    expectEqual('blocks freed after it', freed.length, 2);
    rig.playAt(RELEASE_FRAMES + 9000, NOTE_ON);
    expectEqual('highest magnitude of a new note', peakOf(rig.render(4096, [512])), 0, 'of full scale');
  });

  test('sounds again when the same instrument is downloaded again', (rig) => {
    rig.start();
    const { wave, instrument } = rig.download();
    rig.synth.unload(instrument);
    rig.synth.unload(wave);
    rig.render(1024);
    rig.download();
    rig.playAt(1024, NOTE_ON);
    expectThat('the note', peakOf(rig.render(1024)) > 0, 'heard');
  });
});
