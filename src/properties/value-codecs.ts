/** How the values of property items lie in memory, all little-endian. */
import { readInt64, readUint32, writeInt64, writeUint32 } from '../clock/packed-integer.ts';
import { DmusError } from '../ddi/errors.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import { WAVE_FORMAT_BYTES, type WaveFormat } from '../ddi/wave-format.ts';
import { LEGACY_IN_CAPS_BYTES, type LegacyCaps, packLegacyCaps, unpackLegacyCaps } from './legacy-caps.ts';
import type { PropertyCodec } from './property-definition.ts';
import { packStruct, type StructMembers, structByteLength, unpackStruct } from './struct-codec.ts';
import {
  PORT_PARAMS_BYTES,
  packPortParams,
  packSynthCaps,
  packSynthDownload,
  packSynthStats,
  SYNTH_CAPS_BYTES,
  SYNTH_DOWNLOAD_BYTES,
  SYNTH_STATS_BYTES,
  type SynthDownload,
  unpackPortParams,
  unpackSynthCaps,
  unpackSynthDownload,
  unpackSynthStats,
  VOICE_PRIORITY_INSTANCE,
} from './synth-structures.ts';
import { packWaveFormat, unpackWaveFormat, WAVES_REVERB_PARAMS, type WavesReverbParams } from './wave-structures.ts';

/** No value, or nothing behind the header of a descriptor. */
export const NOTHING: PropertyCodec<undefined> = fixed(
  '–',
  0,
  () => new Uint8Array(0),
  () => undefined,
);

/** Signed 32 bits. */
export const LONG: PropertyCodec<number> = fixed('LONG', 4, packUint32, (bytes) => readUint32(bytes, 0) | 0);
/** Unsigned 32 bits. */
export const ULONG: PropertyCodec<number> = unsigned('ULONG');
/** Unsigned 32 bits, by its other name. */
export const DWORD: PropertyCodec<number> = unsigned('DWORD');
/** What names a download; 32 bits here, whatever a pointer has. */
export const HANDLE: PropertyCodec<number> = unsigned('HANDLE');

/** 32 bits: 0 is false, anything else true. */
export const BOOL: PropertyCodec<boolean> = fixed(
  'BOOL',
  4,
  (value) => packUint32(value ? 1 : 0),
  (bytes) => readUint32(bytes, 0) !== 0,
);

/** A time in ticks of 100 ns, 64 bits; exact up to 2⁵³. */
export const ULONGLONG: PropertyCodec<number> = fixed(
  'ULONGLONG',
  8,
  (value) => {
    const bytes = new Uint8Array(8);
    writeInt64(bytes, 0, value);
    return bytes;
  },
  (bytes) => readInt64(bytes, 0),
);

export const SYNTHCAPS: PropertyCodec<PortCaps> = fixed('SYNTHCAPS', SYNTH_CAPS_BYTES, packSynthCaps, unpackSynthCaps);

/** Members that are present are the ones flagged valid. */
export const SYNTH_PORTPARAMS: PropertyCodec<Partial<PortParams>> = fixed(
  'SYNTH_PORTPARAMS',
  PORT_PARAMS_BYTES,
  packPortParams,
  unpackPortParams,
);

/** Members that are not flagged valid are `undefined`. */
export const SYNTH_STATS: PropertyCodec<SynthStats> = fixed(
  'SYNTH_STATS',
  SYNTH_STATS_BYTES,
  packSynthStats,
  unpackSynthStats,
);

export const SYNTHVOICEPRIORITY_INSTANCE: PropertyCodec<{ readonly channelGroup: number; readonly channel: number }> =
  struct('SYNTHVOICEPRIORITY_INSTANCE', VOICE_PRIORITY_INSTANCE);

/** Natively size and address of the caller's memory; here the download block itself. */
export const SYNTH_BUFFER: PropertyCodec<Uint8Array> = {
  ...fixed<Uint8Array>(
    'SYNTH_BUFFER',
    0,
    (block) => block,
    (bytes) => bytes,
  ),
  isVariable: true,
};

export const SYNTHDOWNLOAD: PropertyCodec<SynthDownload> = fixed(
  'SYNTHDOWNLOAD',
  SYNTH_DOWNLOAD_BYTES,
  packSynthDownload,
  unpackSynthDownload,
);

/** Formats with extra data, such as WAVEFORMATEXTENSIBLE, are longer; the extra data are not read. */
export const WAVEFORMATEX: PropertyCodec<WaveFormat> = {
  ...fixed('WAVEFORMATEX', WAVE_FORMAT_BYTES, packWaveFormat, unpackWaveFormat),
  isVariable: true,
};

export const DMUS_WAVES_REVERB_PARAMS: PropertyCodec<WavesReverbParams> = struct(
  'DMUS_WAVES_REVERB_PARAMS',
  WAVES_REVERB_PARAMS,
);

/** Inputs and outputs differ in length. */
export const LEGACY_CAPS: PropertyCodec<LegacyCaps> = {
  ...fixed('MIDIINCAPS or MIDIOUTCAPS', LEGACY_IN_CAPS_BYTES, packLegacyCaps, unpackLegacyCaps),
  isVariable: true,
};

/** A pointer, which bytes cannot stand for. */
export const OBJECT_POINTER: PropertyCodec<never> = fixed('IUnknown pointer', 0, refusePointer, refusePointer);

function refusePointer(): never {
  throw new DmusError('E_NOTIMPL', 'a pointer to an object cannot be sent as bytes');
}

function fixed<Value>(
  name: string,
  byteLength: number,
  pack: (value: Value) => Uint8Array,
  unpack: (bytes: Uint8Array) => Value,
): PropertyCodec<Value> {
  return { name, byteLength, isVariable: false, pack, unpack };
}

function unsigned(name: string): PropertyCodec<number> {
  return fixed(name, 4, packUint32, (bytes) => readUint32(bytes, 0));
}

function struct<Name extends string>(
  name: string,
  members: StructMembers<Name>,
): PropertyCodec<Readonly<Record<Name, number>>> {
  return fixed(
    name,
    structByteLength(members),
    (value) => packStruct(members, value),
    (bytes) => unpackStruct(members, bytes),
  );
}

function packUint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  writeUint32(bytes, 0, value);
  return bytes;
}
