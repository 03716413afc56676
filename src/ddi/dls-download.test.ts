import { expect, it } from 'vitest';
import * as layout from './dls-download.ts';

it('gives the structures the sizes that the native synth takes', () => {
  const sizes = [
    layout.DOWNLOAD_INFO_BYTES,
    layout.INSTRUMENT_BYTES,
    layout.REGION_BYTES,
    layout.ARTICULATION_BYTES,
    layout.ARTICULATION2_BYTES,
    layout.ARTICULATION_PARAMS_BYTES,
    layout.CONNECTION_LIST_BYTES,
    layout.CONNECTION_BYTES,
    layout.WAVE_BYTES,
  ];
  expect(sizes).toEqual([16, 24, 72, 8, 12, 80, 8, 12, 32]);
});

it('nests the parts of a region without gap or overlap', () => {
  const { waveLink, waveSample, loop } = layout.REGION_OFFSETS;
  expect(waveLink + layout.WAVE_LINK_BYTES).toBe(waveSample);
  expect(waveSample + layout.WAVE_SAMPLE_BYTES).toBe(loop);
  expect(loop).toBe(layout.REGION_BYTES_WITHOUT_LOOP);
  expect(loop + layout.WAVE_LOOP_BYTES).toBe(layout.REGION_BYTES);
});

it('puts the objects of the conformance harness where its blocks have them', () => {
  const instrument = layout.DOWNLOAD_INFO_BYTES + 4 * layout.OFFSET_ENTRY_BYTES;
  const region = instrument + layout.INSTRUMENT_BYTES;
  const articulation = region + layout.REGION_BYTES;
  const connectionList = articulation + layout.ARTICULATION2_BYTES;
  expect([instrument, region, articulation, connectionList]).toEqual([32, 56, 128, 140]);
  const wave = layout.DOWNLOAD_INFO_BYTES + 2 * layout.OFFSET_ENTRY_BYTES;
  expect([wave, wave + layout.WAVE_BYTES]).toEqual([24, 56]);
});
