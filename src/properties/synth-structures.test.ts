import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PortCaps, PortClass, type PortParams, PortType } from '../ddi/port-params.ts';
import { unpackStruct } from './struct-codec.ts';
import {
  echoPortParams,
  PORT_PARAMS_BYTES,
  packPortParams,
  packSynthCaps,
  packSynthDownload,
  packSynthStats,
  SYNTH_CAPS_BYTES,
  SYNTH_DOWNLOAD_BYTES,
  SYNTH_STATS_BYTES,
  unpackPortParams,
  unpackSynthCaps,
  unpackSynthDownload,
  unpackSynthStats,
  VOICE_PRIORITY_INSTANCE,
} from './synth-structures.ts';

const u32 = fc.nat(0xffff_ffff);
const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

function u32At(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);
}

describe('SYNTH_PORTPARAMS', () => {
  it('has seven members in the documented order and no size or features', () => {
    const bytes = packPortParams({
      voices: 0x11,
      channelGroups: 0x22,
      audioChannels: 0x33,
      sampleRate: 0x4444,
      effects: 0x55,
      share: true,
      features: 3,
    });
    expect([bytes.byteLength, PORT_PARAMS_BYTES]).toEqual([28, 28]);
    expect([0, 4, 8, 12, 16, 20, 24].map((offset) => u32At(bytes, offset))).toEqual([
      0x6f, 0x11, 0x22, 0x33, 0x4444, 0x55, 1,
    ]);
  });

  it.each([
    ['voices', 0x01, 4],
    ['channelGroups', 0x02, 8],
    ['audioChannels', 0x04, 12],
    ['sampleRate', 0x08, 16],
    ['effects', 0x20, 20],
  ] as const)('a lone %s has the flag %d and stands at byte %d', (key, flag, offset) => {
    const bytes = packPortParams({ [key]: 77 });
    expect([u32At(bytes, 0), u32At(bytes, offset), bytes.reduce((sum, byte) => sum + byte, 0)]).toEqual([
      flag,
      77,
      flag + 77,
    ]);
  });

  it('members without a flag are not read, whatever stands there', () => {
    const bytes = new Uint8Array(28).fill(0xff);
    bytes.set([0x48, 0, 0, 0]);
    expect(unpackPortParams(bytes)).toEqual({ sampleRate: 0xffff_ffff, share: true });
  });

  it('any choice of members comes back as it was', () => {
    const params = fc.record(
      {
        voices: u32,
        channelGroups: u32,
        audioChannels: u32,
        sampleRate: u32,
        effects: u32,
        share: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(params, (each: Partial<PortParams>) => {
        expect(unpackPortParams(packPortParams(each))).toEqual(each);
      }),
      { seed: 3 },
    );
  });

  it('refuses fewer bytes', () => {
    expect(() => unpackPortParams(new Uint8Array(27))).toThrow(RangeError);
  });
});

describe('the answer to SYNTH_PORTPARAMS', () => {
  const PARAMS: PortParams = {
    voices: 32,
    channelGroups: 2,
    audioChannels: 2,
    sampleRate: 22050,
    effects: 1,
    share: true,
    features: 0,
  };

  it('to a request that could be met in full is the request, byte for byte, with what stands there unexplained', () => {
    const requested = packPortParams(PARAMS);
    requested.set([0xff, 0, 0, 0x80]);
    requested.set([7, 0, 0, 0], 24);
    expect([...echoPortParams(requested, PARAMS)]).toEqual([...requested]);
  });

  it('has the values that there are in the place of those that could not be met, and of those not asked for', () => {
    const requested = new Uint8Array(28).fill(0xff);
    requested.set(packPortParams({ voices: 5000, channelGroups: 2 }).subarray(0, 12));
    const answer = echoPortParams(requested, { ...PARAMS, voices: 1000, share: false });
    expect(unpackPortParams(answer)).toEqual({
      voices: 1000,
      channelGroups: 2,
      audioChannels: 2,
      sampleRate: 22050,
      effects: 1,
      share: false,
    });
    expect(u32At(answer, 0)).toBe(0x6f);
  });

  it('needs a whole request', () => {
    expect(() => echoPortParams(new Uint8Array(27), PARAMS)).toThrow(RangeError);
  });
});

describe('SYNTH_STATS', () => {
  const FULL = {
    voices: 1,
    totalCpu: 2,
    cpuPerVoice: 3,
    lostNotes: 4,
    freeMemory: 5,
    peakVolume: -6,
    memoryInUse: undefined,
  };

  it('has seven members in the documented order, the peak with its sign', () => {
    const bytes = packSynthStats(FULL);
    expect([bytes.byteLength, SYNTH_STATS_BYTES]).toEqual([28, 28]);
    expect([0, 4, 8, 12, 16, 20, 24].map((offset) => u32At(bytes, offset))).toEqual([0x3f, 1, 2, 3, 4, 5, 0xffff_fffa]);
  });

  it.each([
    ['voices', 0x01],
    ['totalCpu', 0x02],
    ['cpuPerVoice', 0x04],
    ['lostNotes', 0x08],
    ['peakVolume', 0x10],
    ['freeMemory', 0x20],
  ] as const)('without %s the flag %d is missing, and so is the member on the other side', (key, flag) => {
    const partial = { ...FULL, [key]: undefined };
    const bytes = packSynthStats(partial);
    expect(u32At(bytes, 0)).toBe(0x3f & ~flag);
    expect(unpackSynthStats(bytes)).toEqual(partial);
  });

  it('memory in use does not cross: there is no member for it', () => {
    expect(unpackSynthStats(packSynthStats({ ...FULL, memoryInUse: 9 })).memoryInUse).toBeUndefined();
  });

  it('any numbers come back as they were', () => {
    const maybe = fc.option(u32, { nil: undefined });
    const stats = fc.record({
      voices: maybe,
      totalCpu: maybe,
      cpuPerVoice: maybe,
      lostNotes: maybe,
      freeMemory: maybe,
      peakVolume: fc.option(i32, { nil: undefined }),
      memoryInUse: fc.constant(undefined),
    });
    fc.assert(
      fc.property(stats, (each) => {
        expect(unpackSynthStats(packSynthStats(each))).toEqual(each);
      }),
      { seed: 4 },
    );
  });
});

describe('SYNTHCAPS', () => {
  const CAPS: PortCaps = {
    guid: '01020304-0506-0708-090a-0b0c0d0e0f10',
    flags: 0x11,
    portClass: PortClass.render,
    portType: PortType.kernelMode,
    memorySize: 0x22,
    maxChannelGroups: 0x33,
    maxVoices: 0x44,
    maxAudioChannels: 0x55,
    effects: 0x66,
    description: 'Aé',
  };

  it('begins with the GUID: three little-endian fields, then eight bytes in reading order', () => {
    expect([...packSynthCaps(CAPS).subarray(0, 16)]).toEqual([4, 3, 2, 1, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 16]);
  });

  it('goes on with six numbers and 128 UTF-16 units that end with 0', () => {
    const bytes = packSynthCaps(CAPS);
    expect([bytes.byteLength, SYNTH_CAPS_BYTES]).toEqual([296, 296]);
    expect([16, 20, 24, 28, 32, 36].map((offset) => u32At(bytes, offset))).toEqual([
      0x11, 0x22, 0x33, 0x44, 0x55, 0x66,
    ]);
    expect([...bytes.subarray(40, 46)]).toEqual([0x41, 0, 0xe9, 0, 0, 0]);
  });

  it('cuts a description after 127 units, so that a 0 always follows', () => {
    for (const length of [127, 128, 500]) {
      const bytes = packSynthCaps({ ...CAPS, description: 'x'.repeat(length) });
      expect([...bytes.subarray(292)]).toEqual([0x78, 0, 0, 0]);
      expect(unpackSynthCaps(bytes).description).toBe('x'.repeat(127));
    }
  });

  it('a description that others left without an end is read to the end of its field', () => {
    const bytes = packSynthCaps(CAPS).fill(0x79, 40);
    expect(unpackSynthCaps(bytes).description).toBe(String.fromCharCode(0x7979).repeat(128));
  });

  it('refuses fewer bytes', () => {
    expect(() => unpackSynthCaps(packSynthCaps(CAPS).subarray(0, 295))).toThrow(RangeError);
  });

  it('any capabilities come back as they were', () => {
    const caps = fc.record({
      guid: fc.uuid().map((guid) => guid.toLowerCase()),
      flags: u32,
      portClass: fc.constant(PortClass.render),
      portType: fc.constant(PortType.kernelMode),
      memorySize: u32,
      maxChannelGroups: u32,
      maxVoices: u32,
      maxAudioChannels: u32,
      effects: u32,
      description: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
    });
    fc.assert(
      fc.property(caps, (each) => {
        expect(unpackSynthCaps(packSynthCaps(each))).toEqual(each);
      }),
      { seed: 5 },
    );
  });
});

describe('SYNTHDOWNLOAD and SYNTHVOICEPRIORITY_INSTANCE', () => {
  it('a download is its handle and a flag', () => {
    expect([...packSynthDownload({ handle: 0x01020304, mayFree: true })]).toEqual([4, 3, 2, 1, 1, 0, 0, 0]);
    expect([...packSynthDownload({ handle: 5, mayFree: false })]).toEqual([5, 0, 0, 0, 0, 0, 0, 0]);
    expect(SYNTH_DOWNLOAD_BYTES).toBe(8);
  });

  it('any flag but 0 means that the memory may be freed', () => {
    expect(unpackSynthDownload(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x80))).toEqual({
      handle: 0xffff_ffff,
      mayFree: true,
    });
    expect(unpackSynthDownload(new Uint8Array(8))).toEqual({ handle: 0, mayFree: false });
  });

  it('a priority is of a channel group at byte 0 and a channel at byte 4', () => {
    expect(unpackStruct(VOICE_PRIORITY_INSTANCE, Uint8Array.of(1, 2, 0, 0, 15, 0, 0, 0))).toEqual({
      channelGroup: 0x201,
      channel: 15,
    });
  });
});
