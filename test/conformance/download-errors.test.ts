import { expect, it } from 'vitest';
import type { DmusCode } from '../../src/ddi/errors.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { codeOf } from './error-code.ts';
import { type InstrumentBlockFields, instrumentBlock, levelOneInstrumentBlock } from './instrument-block.ts';
import { SILENT } from './note-model.ts';
import { OneNoteSynth } from './one-note.ts';
import { expectNote } from './rendering-rows.ts';
import { describeRuleSets } from './rule-sets.ts';
import { cosineWave, rampWave, type WaveBlockFields, waveBlock } from './wave-block.ts';

/** Causes of refusals, named as in the documentation (06 section 3). */

/** Larger than any index or size here. */
const TOO_MUCH = 0x4000_0000;
/** As large as a field can be. */
const MOST = 0xffff_ffff;

function openSynth(rules: RuleSetName): SoftwareSynth {
  const synth = new SoftwareSynth({ rules });
  synth.open();
  return synth;
}

const WAVE_ERRORS: readonly [string, DmusCode, WaveBlockFields][] = [
  ['two channels', 'DMUS_E_NOTMONO', { channelCount: 2 }],
  ['no channel', 'DMUS_E_NOTMONO', { channelCount: 0 }],
  ['ADPCM', 'DMUS_E_NOTPCM', { formatTag: 2 }],
  ['an extensible format', 'DMUS_E_NOTPCM', { formatTag: 0xfffe }],
  ['12 bits a sample', 'DMUS_E_BADWAVE', { bitsPerSample: 12 }],
  ['24 bits a sample', 'DMUS_E_BADWAVE', { bitsPerSample: 24 }],
  ['no frames a second', 'DMUS_E_BADWAVE', { sampleRate: 0 }],
  ['no wave data', 'DMUS_E_BADWAVE', { waveDataIndex: 0 }],
  ['wave data at a place that the table does not have', 'DMUS_E_BADOFFSETTABLE', { waveDataIndex: 2 }],
  ['wave data at an absurd place', 'DMUS_E_BADOFFSETTABLE', { waveDataIndex: MOST }],
  ['more samples than the block', 'DMUS_E_BADWAVE', { dataByteLength: 600 }],
  ['an absurd number of samples', 'DMUS_E_BADWAVE', { dataByteLength: MOST }],
  ['a DMUS_WAVE that is cut off by the end', 'DMUS_E_BADWAVE', { offsets: [310, 56] }],
  ['an empty offset table', 'DMUS_E_BADOFFSETTABLE', { offsetCount: 0 }],
  ['an offset table longer than the block', 'DMUS_E_BADOFFSETTABLE', { offsetCount: 1000 }],
  ['an absurd offset table', 'DMUS_E_BADOFFSETTABLE', { offsetCount: TOO_MUCH }],
  ['an offset inside the table', 'DMUS_E_BADOFFSETTABLE', { offsets: [20, 56] }],
  ['an offset beyond the block', 'DMUS_E_BADOFFSETTABLE', { offsets: [24, 4096] }],
  ['an absurd offset', 'DMUS_E_BADOFFSETTABLE', { offsets: [24, MOST] }],
  ['a stated size larger than the block', 'DMUS_E_BADOFFSETTABLE', { statedByteLength: 1000 }],
  ['a stated size smaller than the table', 'DMUS_E_BADOFFSETTABLE', { statedByteLength: 20 }],
  ['type 0', 'DMUS_E_UNKNOWNDOWNLOAD', { type: 0 }],
  ['type 7', 'DMUS_E_UNKNOWNDOWNLOAD', { type: 7 }],
  ['type 4, which this synth does not take', 'DMUS_E_UNKNOWNDOWNLOAD', { type: 4 }],
  ['type 5, which this synth does not take', 'DMUS_E_UNKNOWNDOWNLOAD', { type: 5 }],
  ['type 6, which this synth does not take', 'DMUS_E_UNKNOWNDOWNLOAD', { type: 6 }],
];

const INSTRUMENT_ERRORS: readonly [string, DmusCode, InstrumentBlockFields][] = [
  ['no region', 'DMUS_E_BADINSTRUMENT', { firstRegionIndex: 0 }],
  ['a region at a place that the table does not have', 'DMUS_E_BADINSTRUMENT', { firstRegionIndex: 4 }],
  ['a region at an absurd place', 'DMUS_E_BADINSTRUMENT', { firstRegionIndex: MOST }],
  ['a region that is its own next', 'DMUS_E_BADINSTRUMENT', { nextRegionIndex: 1 }],
  ['a next region that is not there', 'DMUS_E_BADINSTRUMENT', { nextRegionIndex: 9 }],
  ['keys from high to low', 'DMUS_E_BADINSTRUMENT', { keys: [61, 60] }],
  ['no articulation anywhere', 'DMUS_E_NOARTICULATION', { globalArticulationIndex: 0 }],
  ['an articulation that is not there', 'DMUS_E_BADARTICULATION', { globalArticulationIndex: 4 }],
  ['an articulation of the region that is not there', 'DMUS_E_BADARTICULATION', { regionArticulationIndex: 4 }],
  ['an articulation whose list is not there', 'DMUS_E_BADARTICULATION', { articulationListIndex: 4 }],
];

const LEVEL_TWO_ERRORS: readonly [string, DmusCode, InstrumentBlockFields][] = [
  ['an articulation without a list', 'DMUS_E_BADARTICULATION', { articulationListIndex: 0 }],
  ['an articulation that is its own next', 'DMUS_E_BADARTICULATION', { nextArticulationIndex: 2 }],
  ['more connections than the block', 'DMUS_E_BADARTICULATION', { connectionCount: 66 }],
  ['an absurd number of connections', 'DMUS_E_BADARTICULATION', { connectionCount: MOST }],
];

describeRuleSets('06 section 3: refusals', (rules) => {
  it.each(WAVE_ERRORS)('a wave with %s ends in %s', (_, code, fields) => {
    expect(codeOf(() => openSynth(rules).download(waveBlock(rampWave(), fields)))).toBe(code);
  });

  it.each(INSTRUMENT_ERRORS)(
    'an instrument with %s ends in %s, with either kind of articulation',
    (_, code, fields) => {
      for (const build of [instrumentBlock, levelOneInstrumentBlock]) {
        const synth = openSynth(rules);
        synth.download(waveBlock(rampWave()));
        expect(codeOf(() => synth.download(build(fields)))).toBe(code);
      }
    },
  );

  it.each(LEVEL_TWO_ERRORS)('an instrument with %s ends in %s', (_, code, fields) => {
    const synth = openSynth(rules);
    synth.download(waveBlock(rampWave()));
    expect(codeOf(() => synth.download(instrumentBlock(fields)))).toBe(code);
  });

  it.each([0, 4, 15])('a block of %i bytes has no header', (byteLength) => {
    expect(codeOf(() => openSynth(rules).download(new Uint8Array(byteLength)))).toBe('DMUS_E_UNKNOWNDOWNLOAD');
  });

  it('fixed articulation that is cut off by the end ends in DMUS_E_BADARTICULATION', () => {
    const synth = openSynth(rules);
    synth.download(waveBlock(rampWave()));
    const block = levelOneInstrumentBlock().slice(0, -4);
    new DataView(block.buffer).setUint32(12, block.byteLength, true);
    expect(codeOf(() => synth.download(block))).toBe('DMUS_E_BADARTICULATION');
  });

  it('a region that is cut off by the end ends in DMUS_E_BADINSTRUMENT, with or without its loop', () => {
    for (const [loopCount, byteLength] of [
      [1, 120],
      [0, 100],
    ] as const) {
      const synth = openSynth(rules);
      synth.download(waveBlock(rampWave()));
      const block = instrumentBlock({ loopCount, globalArticulationIndex: 0 }).slice(0, byteLength);
      const view = new DataView(block.buffer);
      view.setUint32(8, 2, true);
      view.setUint32(12, byteLength, true);
      expect(codeOf(() => synth.download(block))).toBe('DMUS_E_BADINSTRUMENT');
    }
  });

  it('a wave whose id is in use ends in E_FAIL', () => {
    const synth = openSynth(rules);
    synth.download(waveBlock(rampWave()));
    expect(codeOf(() => synth.download(waveBlock(rampWave())))).toBe('E_FAIL');
  });

  it('a refused block leaves nothing behind', () => {
    const synth = openSynth(rules);
    const before = synth.getRunningStats().memoryInUse;
    codeOf(() => synth.download(waveBlock(rampWave(), { channelCount: 2 })));
    codeOf(() => synth.download(instrumentBlock({ firstRegionIndex: 0 })));
    expect(synth.getRunningStats().memoryInUse).toBe(before);
    expect(codeOf(() => synth.download(waveBlock(cosineWave(0))))).toBe('S_OK');
  });
});

it("rules 'dls2': a region whose wave is not downloaded ends in DMUS_E_BADWAVELINK", () => {
  expect(codeOf(() => openSynth('dls2').download(instrumentBlock()))).toBe('DMUS_E_BADWAVELINK');
});

it("rules 'windows': a region whose wave is not downloaded is silent", () => {
  expect(codeOf(() => openSynth('windows').download(instrumentBlock()))).toBe('S_OK');
  expectNote(new OneNoteSynth('windows'), { waveDownloadId: 99 }, SILENT);
});
