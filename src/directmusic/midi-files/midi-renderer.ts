import { type ReferenceTime, TICKS_PER_SECOND } from '../../clock/reference-time.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { MidiEvent, MidiFile } from '../../formats/smf/midi-file.ts';
import type { Collection } from '../downloads/collection.ts';
import { isWanted } from '../downloads/instrument-downloader.ts';
import { MusicBuffer } from '../music-buffer.ts';
import type { DirectMusicPort } from '../port.ts';
import { requiredPatches } from './required-patches.ts';

/** Bytes of the buffer in which events go down. */
const BUFFER_BYTES = 64 * 1024;
/** Frames pulled at a time; also how closely the end of the last voice is met. */
const STEP_FRAMES = 512;
const CHANNELS = 16;
const FIRST_GROUP = 1;
const CC_SUSTAIN = 64;
const CC_ALL_NOTES_OFF = 123;

/** What a renderer works with. */
export interface MidiRendererOptions {
  readonly port: DirectMusicPort;
  /** Pulls frames through the port's sink. */
  readonly pump: (frameCount: number) => void;
  /** Longest time to wait for voices to die after the last event, seconds. */
  readonly tailSeconds: number;
  /** Time that effects sound on when the last voice has died, seconds; 0 by default. */
  readonly echoSeconds?: number;
  /** Told after every second of sound. */
  readonly onProgress?: (renderedSeconds: number, expectedSeconds: number) => void;
}

/** What came of a rendering. */
export interface RenderResult {
  /** Frames rendered. */
  readonly frames: number;
  /** Most voices that sounded at once, averaged over steps of 512 frames; those that fade after a cut count too. */
  readonly voicesPeak: number;
  /** Notes that found no voice, or lost it while they were held. */
  readonly notesLost: number;
  /** Voices still sounded when the tail was over. */
  readonly isCutOff: boolean;
}

/**
 * Plays a MIDI file into a port as fast as the port can go: events a step ahead of the sound, until the last voice
 * has died. Keys that the file leaves down are let go at its end. `@thread control`
 */
export class MidiRenderer {
  readonly #options: MidiRendererOptions;
  readonly #buffer = new MusicBuffer({ byteLength: BUFFER_BYTES });

  constructor(options: MidiRendererOptions) {
    this.#options = options;
  }

  /**
   * Downloads what a piece needs, and of each instrument only the regions whose keys are struck.
   * @returns patches that the collection has no instrument for: their notes will be silent.
   */
  downloadInstruments(midi: MidiFile, collection: Collection): number[] {
    const missing: number[] = [];
    for (const { patch, noteRanges } of requiredPatches(midi)) {
      const instrument = collection.findInstrument(patch);
      if (instrument === undefined) missing.push(patch);
      else if (instrument.contents.regions.some((region) => isWanted(region, noteRanges))) {
        this.#options.port.downloadInstrument(instrument, noteRanges);
      }
    }
    return missing;
  }

  /** Renders the whole piece. The port must be active and at its first frame. */
  render(midi: MidiFile): RenderResult {
    const { port } = this.#options;
    const { sampleRate } = port.params;
    const endTime = Math.ceil(midi.durationSeconds * TICKS_PER_SECOND);
    const lastFrame = Math.ceil(((endTime + 1) * sampleRate) / TICKS_PER_SECOND);
    const limit = lastFrame + Math.round(this.#options.tailSeconds * sampleRate);
    let nextEvent = 0;
    let frames = 0;
    let voicesPeak = 0;
    let areKeysUp = false;
    let echoFrames = Math.round((this.#options.echoSeconds ?? 0) * sampleRate);
    for (;;) {
      const horizon = ((frames + STEP_FRAMES + 1) * TICKS_PER_SECOND) / sampleRate;
      nextEvent = this.#playUntil(midi, nextEvent, horizon);
      if (nextEvent === midi.events.length && !areKeysUp) {
        this.#letGo(endTime);
        areKeysUp = true;
      }
      const count = Math.min(STEP_FRAMES, limit - frames);
      this.#options.pump(count);
      frames += count;
      const voices = port.getRunningStats().voices ?? 0;
      voicesPeak = Math.max(voicesPeak, voices);
      this.#report(frames, count, lastFrame, sampleRate);
      const isOver = voices === 0 && frames >= lastFrame;
      if (isOver) echoFrames -= count;
      const isSilent = isOver && echoFrames < 0;
      if (isSilent || frames >= limit) {
        return { frames, voicesPeak, notesLost: port.getRunningStats().lostNotes ?? 0, isCutOff: !isSilent };
      }
    }
  }

  /** Sends the events before `horizon` down; answers the index of the next one. */
  #playUntil(midi: MidiFile, first: number, horizon: ReferenceTime): number {
    let index = first;
    for (; index < midi.events.length; index++) {
      const event = midi.events.get(index);
      if (event.referenceTime >= horizon) break;
      this.#pack(event);
    }
    this.#flush();
    return index;
  }

  #pack(event: MidiEvent): void {
    if (event.kind === 'channel') {
      const message = event.status | (event.data1 << 8) | (event.data2 << 16);
      this.#packing(() => this.#buffer.packStructured(event.referenceTime, FIRST_GROUP, message));
    } else if (event.kind === 'sysex' && event.bytes.byteLength < BUFFER_BYTES / 2) {
      this.#packing(() => this.#buffer.packUnstructured(event.referenceTime, FIRST_GROUP, event.bytes));
    }
  }

  /** A full buffer goes down and is filled again. */
  #packing(pack: () => void): void {
    try {
      pack();
    } catch (error) {
      if (!(error instanceof DmusError) || error.code !== 'E_OUTOFMEMORY') throw error;
      this.#flush();
      pack();
    }
  }

  #flush(): void {
    this.#options.port.playBuffer(this.#buffer);
    this.#buffer.flush();
  }

  #letGo(referenceTime: ReferenceTime): void {
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (const controller of [CC_SUSTAIN, CC_ALL_NOTES_OFF]) {
        this.#buffer.packStructured(referenceTime, FIRST_GROUP, 0xb0 | channel | (controller << 8));
      }
    }
    this.#flush();
  }

  #report(frames: number, count: number, lastFrame: number, sampleRate: number): void {
    const seconds = Math.floor(frames / sampleRate);
    if (seconds === Math.floor((frames - count) / sampleRate)) return;
    this.#options.onProgress?.(frames / sampleRate, Math.max(lastFrame, frames) / sampleRate);
  }
}
