/**
 * Reading Standard MIDI Files, formats 0, 1 and 2, bare or inside RMID. Everything that can be understood is read:
 * a `FormatError` comes only where there is no header or ticks have no length, and all other faults are warnings.
 *
 * Events are kept as columns rather than objects (see `event-columns.ts`); {@link MidiEventList} makes objects of them.
 */
import { FormatError } from '../format-error.ts';
import { WarningList } from '../riff/warning-list.ts';
import { EventColumns } from './event-columns.ts';
import { mergeTracks } from './merge-tracks.ts';
import { DEFAULT_MICROSECONDS_PER_QUARTER } from './meta-type.ts';
import { MidiEventList } from './midi-event-list.ts';
import type { MidiFile, MidiTrack } from './midi-file.ts';
import { readHeader, type SmfHeader } from './read-header.ts';
import { readTrack, type TrackTarget } from './read-track.ts';
import { locateSmf, type SmfChunk, type SmfLocation, smfChunks } from './smf-chunks.ts';
import { TempoMap } from './tempo-map.ts';

/** Tracks that a 16-bit count can name. */
const MAX_TRACK_COUNT = 0xffff;

/**
 * Reads the MIDI file in `bytes`; `name` is its name for messages.
 *
 * @throws {FormatError} where `MThd` is missing, cut off or of a division that gives ticks no length
 */
export function readSmf(bytes: Uint8Array, name = 'memory'): MidiFile {
  const warnings = new WarningList();
  const location = locateSmf(bytes, warnings);
  const chunks = smfChunks(bytes, location.byteOffset, location.endByteOffset, warnings);
  const header = readHeader(bytes, firstChunk(chunks, location), warnings);
  const target = { columns: new EventColumns(), tempoChanges: [], warnings };
  const { tracks, trackStarts } = readTracks(bytes, chunks, header, target);
  checkTrackCount(header, tracks.length, location, warnings);
  target.columns.rearrange(playingOrder(header, target, trackStarts));
  const tempoMap = new TempoMap(header.division, byTick(target.tempoChanges));
  return {
    name,
    format: header.format,
    division: header.division,
    tracks,
    tempoMap,
    events: new MidiEventList(target.columns, tempoMap),
    durationSeconds: tempoMap.secondsAt(tracks.reduce((last, { endTick }) => Math.max(last, endTick), 0)),
    embeddedBank: location.embeddedBank,
    warnings: warnings.all,
  };
}

function firstChunk(chunks: Iterator<SmfChunk>, { byteOffset, endByteOffset }: SmfLocation): SmfChunk {
  const first = chunks.next();
  if (!first.done) return first.value;
  const found = `${endByteOffset - byteOffset} bytes`;
  throw new FormatError({ format: 'SMF', chunkPath: 'MThd', byteOffset, expected: 'a header of 14 bytes', found });
}

interface Tracks {
  readonly tracks: MidiTrack[];
  /** Index of each track's first event. */
  readonly trackStarts: number[];
}

function readTracks(bytes: Uint8Array, chunks: Iterable<SmfChunk>, header: SmfHeader, target: TrackTarget): Tracks {
  const tracks: MidiTrack[] = [];
  const trackStarts: number[] = [];
  for (const chunk of chunks) {
    if (chunk.id !== 'MTrk') continue;
    if (tracks.length === MAX_TRACK_COUNT) break;
    const startTick = header.format === 2 ? (tracks.at(-1)?.endTick ?? 0) : 0;
    // The patterns of a format 2 file know nothing of each other, nor of each other's tempo.
    if (startTick > 0) {
      target.tempoChanges.push({ tick: startTick, microsecondsPerQuarter: DEFAULT_MICROSECONDS_PER_QUARTER });
    }
    trackStarts.push(target.columns.eventCount);
    tracks.push(readTrack(bytes, chunk, tracks.length, startTick, target));
  }
  return { tracks, trackStarts };
}

/** The tracks of format 2 stand in playing order. Those of a false format 0 are merged like format 1. */
function playingOrder(header: SmfHeader, { columns }: TrackTarget, trackStarts: readonly number[]): Uint32Array {
  return mergeTracks(columns.ticks, header.format === 2 ? [0] : trackStarts, columns.eventCount);
}

function byTick<T extends { readonly tick: number }>(changes: T[]): T[] {
  return changes.sort((left, right) => left.tick - right.tick);
}

function checkTrackCount(
  { format, claimedTrackCount }: SmfHeader,
  trackCount: number,
  { byteOffset }: SmfLocation,
  warnings: WarningList,
): void {
  if (claimedTrackCount !== trackCount) {
    const message = `claims ${claimedTrackCount} tracks, but ${trackCount} are there`;
    warnings.add({ chunkPath: 'MThd', byteOffset, message });
  }
  if (format === 0 && trackCount > 1) {
    const message = `format 0 with ${trackCount} tracks, which are played together`;
    warnings.add({ chunkPath: 'MThd', byteOffset, message });
  }
}
