import type { SampleBuffer } from '../../src/ddi/wave-format.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { DEFAULT_NOTE, eventRecords, type TimedMessage } from './event-records.ts';
import { type InstrumentBlockFields, instrumentBlock } from './instrument-block.ts';
import { MockClock, MockSink } from './mock-sink.ts';
import { cosineWave, waveBlock } from './wave-block.ts';

/** What differs from the catalogue's instrument and its events. */
export interface NoteProgram extends InstrumentBlockFields {
  readonly events?: readonly TimedMessage[];
}

/**
 * The same program with a cosine and with a sine, so that every frame has an amplitude and a phase. Interleaved
 * stereo, full scale at 1.
 */
export interface QuadratureRendering {
  /** Of the cosine. */
  readonly inPhase: Float32Array;
  /** Of the sine. */
  readonly quadrature: Float32Array;
}

/** Output frames a second. */
export const SAMPLE_RATE = 44100;
/** Frames of one rendering: two seconds. */
export const RENDERED_FRAMES = 88200;

const FULL_SCALE = 32767;

/** The catalogue's one-note program (2.2), on one synth that is opened and closed for every rendering. */
export class OneNoteSynth {
  readonly synth: SoftwareSynth;
  /** Group of the events: 0 as in the catalogue, which natively sounds once; by the documentation it is all groups. */
  readonly #channelGroup: number;

  constructor(rules: RuleSetName) {
    this.synth = new SoftwareSynth({ rules });
    this.#channelGroup = rules === 'windows' ? 0 : 1;
  }

  /** Renders to 16-bit integers, as the catalogue does. */
  render(program: NoteProgram = {}): QuadratureRendering {
    return {
      inPhase: toFloats(this.renderWave(0, program, new Int16Array(RENDERED_FRAMES * 2))),
      quadrature: toFloats(this.renderWave(-Math.PI / 2, program, new Int16Array(RENDERED_FRAMES * 2))),
    };
  }

  /** Plays the program with a cosine wave that begins at `phase` radians, and fills `output` from frame 0 on. */
  renderWave<Buffer extends SampleBuffer>(phase: number, program: NoteProgram, output: Buffer): Buffer {
    const { synth } = this;
    const sink = new MockSink();
    sink.setMasterClock(new MockClock());
    synth.setSynthSink(sink);
    const { changed } = synth.open({ sampleRate: SAMPLE_RATE, effects: 0 });
    if (changed) throw new Error('the synth did not open with 44100 Hz and without effects');
    const wave = synth.download(waveBlock(cosineWave(phase)));
    const instrument = synth.download(instrumentBlock(program));
    synth.activate(true);
    synth.playBuffer(0, eventRecords(program.events ?? DEFAULT_NOTE, this.#channelGroup));
    sink.render(output);
    synth.activate(false);
    synth.unload(instrument.handle);
    synth.unload(wave.handle);
    synth.close();
    synth.setSynthSink(null);
    return output;
  }
}

function toFloats(samples: Int16Array): Float32Array {
  const floats = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) floats[i] = samples[i]! / FULL_SCALE;
  return floats;
}
