/**
 * What a Standard MIDI File holds once it is read: its events in playing order, and the map from ticks to time.
 * {@link readSmf} makes it, `writeSmf` takes the same event shapes back.
 */
import type { FormatWarning } from '../format-error.ts';
import type { MidiEventList } from './midi-event-list.ts';
import type { TempoMap } from './tempo-map.ts';

/** What one tick is: a part of a quarter note, or a part of a film frame whose length no tempo changes. */
export type MidiDivision =
  | {
      readonly kind: 'quarter-note';
      /** 1…32767. */
      readonly ticksPerQuarter: number;
    }
  | {
      readonly kind: 'smpte';
      /** 29.97 stands for drop frame, exactly 30000/1001. */
      readonly framesPerSecond: 24 | 25 | 29.97 | 30;
      /** 1…255. */
      readonly ticksPerFrame: number;
    };

/** When an event plays. */
export interface MidiEventTime {
  /** Seconds from the beginning of the file. */
  readonly seconds: number;
  /** The same in 100 ns ticks, rounded once from the exact time. */
  readonly referenceTime: number;
  /** Ticks from the beginning of the file; in a format 2 file, from the beginning of its first track. */
  readonly tick: number;
  /** Index of the event's track in {@link MidiFile.tracks}. */
  readonly track: number;
}

/** A channel message. */
export interface ChannelMessage {
  readonly kind: 'channel';
  /** 0x80…0xEF. */
  readonly status: number;
  /** 0…127. */
  readonly data1: number;
  /** 0…127; 0 for program change and channel pressure, which have one data byte. */
  readonly data2: number;
}

/** Bytes for the wire that are not a channel message. */
export interface SysexMessage {
  readonly kind: 'sysex';
  /**
   * A complete message from F0 to F7, whatever packets it came in. Where the first byte is not F0, these are the
   * contents of an escape packet, to be sent as they are. A view into the file's storage: not to be written into.
   */
  readonly bytes: Uint8Array;
}

/** Information about the music that no instrument hears. */
export interface MetaMessage {
  readonly kind: 'meta';
  /** 0…127 where the file keeps to the specification; see `META_TYPE`. */
  readonly type: number;
  /** Contents without type and length. A view into the file's storage: not to be written into. */
  readonly bytes: Uint8Array;
}

/** What an event says, without its time. */
export type MidiMessage = ChannelMessage | SysexMessage | MetaMessage;

/** One event of a {@link MidiFile}. */
export type MidiEvent = MidiEventTime & MidiMessage;

/** One `MTrk` chunk. */
export interface MidiTrack {
  /** Text of the first track name event, undefined where there is none. */
  readonly name: string | undefined;
  /** Events read from this track, its end-of-track event included. */
  readonly eventCount: number;
  /** Tick of the track's last event. */
  readonly endTick: number;
}

/** A bank that travels inside an RMID file: a whole RIFF file, to be opened with the reader of its format. */
export interface EmbeddedBank {
  readonly format: 'DLS' | 'SF2';
  readonly bytes: Uint8Array;
}

/** A whole Standard MIDI File. */
export interface MidiFile {
  /** The name it was read under, for messages. */
  readonly name: string;
  /** 0: one track; 1: tracks that play together; 2: tracks that play one after another. */
  readonly format: 0 | 1 | 2;
  readonly division: MidiDivision;
  readonly tracks: readonly MidiTrack[];
  readonly tempoMap: TempoMap;
  /** Events of all tracks in playing order; equal ticks keep the order of tracks, then that of the file. */
  readonly events: MidiEventList;
  /** Time of the last event, seconds. Voices still sounding then are not counted. */
  readonly durationSeconds: number;
  /** The bank of an RMID file, undefined in any other. */
  readonly embeddedBank: EmbeddedBank | undefined;
  readonly warnings: readonly FormatWarning[];
}
