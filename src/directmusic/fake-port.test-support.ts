import type { PortParams, SynthStats } from '../ddi/port-params.ts';
import type { CollectionInstrument } from './downloads/collection.ts';
import type { MusicBuffer } from './music-buffer.ts';
import type { DirectMusicPort } from './port.ts';

/** An event that went down, and where the sound was by then. */
export interface PlayedEvent {
  /** Ticks of 100 ns. */
  readonly referenceTime: number;
  readonly channelGroup: number;
  /** Status in the lowest byte; −1 for a message that is not short. */
  readonly message: number;
  readonly bytes: Uint8Array;
  /** Frames that were pumped before it went down. */
  readonly pumpedFrames: number;
}

/** A port that makes no sound: it writes down what is done with it. Its time is the frames pumped. */
export class FakePort {
  readonly sampleRate: number;
  readonly events: PlayedEvent[] = [];
  /** Events of each buffer that was not empty. */
  readonly bufferSizes: number[] = [];
  readonly pumps: number[] = [];
  readonly downloads: { readonly patch: number; readonly noteRanges: unknown }[] = [];
  frames = 0;
  /** Voices that sound at a frame. */
  voicesAt: (frame: number) => number = () => 0;
  lostNotes = 0;

  constructor(sampleRate = 48000) {
    this.sampleRate = sampleRate;
  }

  /** As what the code under test knows it. */
  get port(): DirectMusicPort {
    const port: Partial<DirectMusicPort> = {
      params: { sampleRate: this.sampleRate } as PortParams,
      playBuffer: (buffer) => this.#play(buffer),
      getRunningStats: () =>
        ({ voices: this.voicesAt(this.frames), lostNotes: this.lostNotes }) as Partial<SynthStats> as SynthStats,
      downloadInstrument: (instrument: CollectionInstrument, noteRanges) => {
        this.downloads.push({ patch: instrument.getPatch(), noteRanges });
        return undefined as never;
      },
    };
    return port as DirectMusicPort;
  }

  readonly pump = (frameCount: number): void => {
    this.pumps.push(frameCount);
    this.frames += frameCount;
  };

  #play(buffer: MusicBuffer): void {
    const before = this.events.length;
    buffer.resetReadPtr();
    for (let event = buffer.getNextEvent(); event !== null; event = buffer.getNextEvent()) {
      const { referenceTime, channelGroup, isStructured } = event;
      const bytes = event.message.slice();
      const message = isStructured ? bytes.reduce((sum, byte, i) => sum | (byte << (8 * i)), 0) : -1;
      this.events.push({ referenceTime, channelGroup, message, bytes, pumpedFrames: this.frames });
    }
    if (this.events.length > before) this.bufferSizes.push(this.events.length - before);
  }
}
