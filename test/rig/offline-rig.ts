import { createOfflinePort, type OfflinePort, type OfflinePortKind } from '../../src/adapters/offline-ports.ts';
import { TICKS_PER_SECOND } from '../../src/clock/reference-time.ts';
import type { PortParams } from '../../src/ddi/port-params.ts';
import type { Collection } from '../../src/directmusic/downloads/collection.ts';
import { MusicBuffer } from '../../src/directmusic/music-buffer.ts';
import type { DirectMusicPort } from '../../src/directmusic/port.ts';
import type { SynthOptions } from '../../src/synth/engine-port.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';

/** An event by the frame on which it is to act. */
export interface FrameEvent {
  readonly frame: number;
  /** A short message, or bytes. */
  readonly message: number | Uint8Array;
  /** 1 by default. */
  readonly channelGroup?: number;
}

export interface OfflineRigOptions extends SynthOptions {
  readonly kind?: OfflinePortKind;
  readonly collection?: Collection;
  readonly params?: Partial<PortParams>;
}

/** Longest pump that a rig renders as one block. */
const BLOCK_FRAMES = 65536;
const DEFAULT_SAMPLE_RATE = 48000;

/** An active port on either way down, with a whole collection downloaded, and its sound in memory. */
export class OfflineRig {
  readonly port: DirectMusicPort;
  readonly #offline: OfflinePort;
  readonly #output = new MemoryOutput();

  constructor({ kind = 'synth', collection, params, ...synthOptions }: OfflineRigOptions = {}) {
    this.#offline = createOfflinePort(kind, {
      ...synthOptions,
      output: this.#output,
      blockFrames: BLOCK_FRAMES,
      params: { sampleRate: DEFAULT_SAMPLE_RATE, ...params },
    });
    this.port = this.#offline.port;
    collection?.bank.instruments.forEach(({ patch }) => {
      this.port.downloadInstrument(collection.getInstrument(patch));
    });
    this.port.activate(true);
  }

  /** Begins a new stream at frame 0. Channels keep their state. */
  restart(): void {
    this.port.activate(false);
    this.port.activate(true);
  }

  /** The instant that is converted to this frame. */
  stampOf(frame: number): number {
    return Math.round((frame * TICKS_PER_SECOND) / this.port.params.sampleRate);
  }

  /** Hands events over in one buffer. */
  play(events: readonly FrameEvent[]): void {
    this.playAt(events.map((event) => ({ ...event, referenceTime: this.stampOf(event.frame) })));
  }

  /** Hands events over in one buffer, stamped in ticks of 100 ns. */
  playAt(events: readonly (Omit<FrameEvent, 'frame'> & { readonly referenceTime: number })[]): void {
    const byteLength = events.reduce((sum, { message }) => sum + byteLengthOf(message), 64);
    const buffer = new MusicBuffer({ byteLength });
    for (const { referenceTime, channelGroup = 1, message } of events) {
      if (typeof message === 'number') buffer.packStructured(referenceTime, channelGroup, message);
      else buffer.packUnstructured(referenceTime, channelGroup, message);
    }
    this.port.playBuffer(buffer);
  }

  pump(frameCount: number): void {
    this.#offline.pump(frameCount);
  }

  /** Everything rendered so far, interleaved. */
  get samples(): Float32Array {
    return this.#output.samples;
  }

  /** Renders and answers the new frames only. */
  render(frameCount: number): Float32Array {
    const before = this.#output.samples.length;
    this.pump(frameCount);
    return this.#output.samples.subarray(before);
  }
}

/** Room that a message takes in a music buffer. */
function byteLengthOf(message: number | Uint8Array): number {
  return 32 + (typeof message === 'number' ? 0 : message.byteLength);
}
