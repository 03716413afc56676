/** Parts of filter descriptions that all message devices have in common. */
import {
  DataFormatSpecifier,
  DataFormatSubtype,
  DataFormatType,
  type DataRange,
  type MusicDataRange,
  type PinDescription,
} from './filter-description.ts';
import type { Guid } from './guid.ts';

function musicRange(subFormat: Guid, technology: Guid): MusicDataRange {
  return {
    kind: 'music',
    majorFormat: DataFormatType.music,
    subFormat,
    specifier: DataFormatSpecifier.none,
    technology,
    channels: 0,
    notes: 0,
    channelMask: 0xffff,
  };
}

/** Raw MIDI, as legacy clients send it. */
export function midiRange(technology: Guid): MusicDataRange {
  return musicRange(DataFormatSubtype.midi, technology);
}

/** Event records. */
export function directMusicRange(technology: Guid): MusicDataRange {
  return musicRange(DataFormatSubtype.directMusic, technology);
}

/** What tells one pin of messages from another. */
export interface MusicPinOptions {
  readonly dataFlow: 'in' | 'out';
  readonly dataRanges: readonly DataRange[];
  readonly category: Guid;
  readonly name: string;
  /** Instances there may be; UNLIMITED_INSTANCES for any number. */
  readonly maxInstanceCount: number;
}

/** A pin of messages that clients may open. */
export function musicPin({ maxInstanceCount, ...rest }: MusicPinOptions): PinDescription {
  return {
    ...rest,
    maxGlobalInstanceCount: maxInstanceCount,
    maxFilterInstanceCount: maxInstanceCount,
    minFilterInstanceCount: 0,
    communication: rest.dataFlow === 'in' ? 'sink' : 'source',
    properties: [],
  };
}

/** A pin that stands for a wire: it has formats, and cannot be opened. */
export function bridgePin(options: Omit<MusicPinOptions, 'maxInstanceCount'>): PinDescription {
  return { ...musicPin({ ...options, maxInstanceCount: 0 }), communication: 'bridge' };
}
