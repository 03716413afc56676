import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DmusError } from '../../src/ddi/errors.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { connect, constant, hertz, milliseconds, steps } from './connections.ts';
import { controlChange, eventRecords, noteOff, noteOn, programChange } from './event-records.ts';
import { instrumentBlock, levelOneInstrumentBlock } from './instrument-block.ts';
import { MockClock, MockSink } from './mock-sink.ts';
import { describeRuleSets } from './rule-sets.ts';
import { cosineWave, waveBlock } from './wave-block.ts';

/**
 * Blocks damaged at random: a block is either refused by a documented failure or plays something, and whatever it was,
 * afterwards the synth plays a healthy instrument as before, to the bit.
 */

const HEALTHY_PATCH = 1;
const HEALTHY_WAVE = 50;
const FRAMES = 512;

/** Many kinds of connections, so that damage meets all of them. */
const RICH = instrumentBlock({
  connections: [
    constant('eg1Attack', milliseconds(2)),
    constant('eg1Decay', milliseconds(50)),
    constant('eg1Sustain', steps(500)),
    constant('eg2Decay', milliseconds(20)),
    constant('lfoFrequency', hertz(5)),
    constant('vibratoFrequency', hertz(6)),
    constant('pan', steps(100)),
    { ...constant('pitch', hertz(2000)), destination: 0x500 },
    { ...constant('gain', steps(60)), destination: 0x501 },
    connect('velocity', 'eg1Attack', steps(1200)),
    connect('keyNumber', 'eg1Decay', steps(-1200)),
    connect('lfo', 'pitch', steps(50), { control: 'cc1' }),
    connect('vibrato', 'gain', steps(30)),
    connect('eg2', 'pitch', steps(600)),
    { ...connect('eg2', 'pitch', steps(3600)), destination: 0x500 },
  ],
});

const VALID_BLOCKS = {
  wave: waveBlock(cosineWave(0)),
  'wave of floats': waveBlock(new Int16Array(Float32Array.from(cosineWave(0), (sample) => sample / 32768).buffer), {
    formatTag: 3,
    bitsPerSample: 32,
  }),
  'instrument of type 1': levelOneInstrumentBlock(),
  'instrument of type 3': RICH,
};

/** A value written over a 32-bit field: anything, or what is likely to hurt. */
const anyField = fc.oneof(
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.integer({ min: 0, max: 260 }),
  fc.constantFrom(0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fff0, 0x0001_0000, 0x7f80_0000),
);

/** Sources and destinations that mean something, and others. */
const anySource = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x81, 0x8a, 0x100, 0x102), fc.nat(0xffff));
const anyDestination = fc.oneof(
  fc.constantFrom(1, 3, 4, 5, 0x80, 0x104, 0x105, 0x114, 0x500, 0x501),
  fc.integer({ min: 0x206, max: 0x20d }),
  fc.integer({ min: 0x30a, max: 0x310 }),
  fc.nat(0xffff),
);
const anyScale = fc.oneof(
  fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
  fc.constantFrom(-0x8000_0000, -0x7fff_ffff, 0x7fff_ffff, 0),
);
const anyConnection = fc.record({
  source: anySource,
  control: fc.oneof(fc.constant(0), anySource),
  destination: anyDestination,
  transform: fc.oneof(fc.constantFrom(0, 0x4000, 0x8400), fc.nat(0xffff)),
  scale: anyScale,
});
const anyFields = fc.record(
  {
    unityNote: fc.nat(0xffff),
    fineTune: fc.integer({ min: -0x8000, max: 0x7fff }),
    attenuation: anyScale,
    keyGroup: fc.nat(0xffff),
    loopLength: fc.oneof(fc.constantFrom(1, 2, 3, 0xffff_ffff), fc.nat(300)),
    loopCount: fc.nat(2),
  },
  { requiredKeys: [] },
);

interface Damage {
  /** Where, as a share of the block; small shares meet the headers. */
  readonly place: number;
  readonly value: number;
  readonly byteLength: 1 | 2 | 4;
}

const anyDamage: fc.Arbitrary<Damage> = fc.record({
  place: fc.oneof(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.double({ min: 0, max: 0.3, noNaN: true })),
  value: anyField,
  byteLength: fc.constantFrom(1, 2, 4),
});

function damaged(block: Uint8Array, damages: readonly Damage[], keptByteLength: number): Uint8Array {
  const result = block.slice();
  const view = new DataView(result.buffer);
  for (const { place, value, byteLength } of damages) {
    const at = Math.min(Math.floor((place * result.byteLength) / byteLength) * byteLength, result.byteLength - 4);
    if (byteLength === 1) view.setUint8(at, value);
    else if (byteLength === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return result.slice(0, keptByteLength);
}

/** A synth with a healthy instrument, and everything that is tried on it. */
class Patient {
  readonly #synth: SoftwareSynth;
  readonly #sink = new MockSink();
  readonly #healthy: Float32Array;

  constructor(rules: RuleSetName) {
    this.#synth = new SoftwareSynth({ rules });
    this.#sink.setMasterClock(new MockClock());
    this.#synth.open({ sampleRate: 44100 });
    this.#synth.setSynthSink(this.#sink);
    this.#synth.download(waveBlock(cosineWave(0), { downloadId: HEALTHY_WAVE }));
    this.#synth.download(instrumentBlock({ downloadId: 51, patch: HEALTHY_PATCH, waveDownloadId: HEALTHY_WAVE }));
    this.#healthy = this.#playHealthy();
  }

  #play(events: Parameters<typeof eventRecords>[0]): Float32Array {
    const output = new Float32Array(FRAMES * 2);
    this.#synth.activate(true);
    this.#synth.playBuffer(0, eventRecords(events, 1));
    this.#sink.render(output);
    this.#synth.activate(false);
    return output;
  }

  #playHealthy(): Float32Array {
    return this.#play([programChange(HEALTHY_PATCH), controlChange(1, 0), noteOn(60, 127)]);
  }

  /** Notes all over the keyboard on program 0, moved and released. */
  #playAnything(): Float32Array {
    const keys = [0, 1, 36, 60, 100, 127];
    return this.#play([
      programChange(0),
      controlChange(1, 100),
      ...keys.map((key) => noteOn(key, 1 + key)),
      ...keys.map((key) => noteOff(key, 50_000)),
    ]);
  }

  /** Downloads blocks in this order, plays what was taken, unloads it, and plays the healthy instrument. */
  treat(blocks: readonly Uint8Array[]): void {
    const handles = blocks.map((block) => this.#download(block)).filter((handle) => handle !== undefined);
    const sound = this.#playAnything();
    const broken = sound.findIndex((sample) => !Number.isFinite(sample));
    if (broken >= 0) expect.fail(`sample ${broken} is ${sound[broken]}`);
    for (const handle of handles.reverse()) this.#synth.unload(handle);
    const healthy = this.#playHealthy();
    const changed = healthy.findIndex((sample, index) => !Object.is(sample, this.#healthy[index]));
    if (changed >= 0) expect.fail(`sample ${changed} is ${healthy[changed]}, was ${this.#healthy[changed]}`);
  }

  #download(block: Uint8Array): number | undefined {
    try {
      return this.#synth.download(block).handle;
    } catch (error) {
      if (error instanceof DmusError) return undefined;
      throw error;
    }
  }
}

describeRuleSets('damaged download blocks', (rules) => {
  it.each(Object.entries(VALID_BLOCKS))(
    '%s: refused with a documented failure, or played without harm',
    (name, block) => {
      const patient = new Patient(rules);
      const isWave = name.startsWith('wave');
      // Cut off now and then.
      const keptLength = fc.oneof(
        { weight: 4, arbitrary: fc.constant(block.byteLength) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: block.byteLength }) },
      );
      fc.assert(
        fc.property(fc.array(anyDamage, { minLength: 1, maxLength: 6 }), keptLength, (damages, keptByteLength) => {
          const hurt = damaged(block, damages, keptByteLength);
          patient.treat(isWave ? [hurt, RICH] : [VALID_BLOCKS.wave, hurt]);
        }),
        { seed: 20260304, numRuns: 400 },
      );
    },
  );

  it('floats near the largest one do not overflow', () => {
    const floats = new Float32Array(256).fill(3.4e38);
    const wave = waveBlock(new Int16Array(floats.buffer), { formatTag: 3, bitsPerSample: 32 });
    new Patient(rules).treat([wave, RICH]);
  });

  it('connections of any kind are played without harm', () => {
    const patient = new Patient(rules);
    fc.assert(
      fc.property(fc.array(anyConnection, { minLength: 1, maxLength: 12 }), anyFields, (connections, fields) => {
        patient.treat([VALID_BLOCKS.wave, instrumentBlock({ ...fields, connections })]);
      }),
      { seed: 20260306, numRuns: 400 },
    );
  });

  it('bytes of any kind are refused with a documented failure', () => {
    const patient = new Patient(rules);
    const header = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 60 }), fc.uint8Array());
    fc.assert(
      fc.property(header, ([type, offsetCount, rest]) => {
        const block = new Uint8Array(16 + rest.byteLength);
        const view = new DataView(block.buffer);
        view.setUint32(0, type, true);
        view.setUint32(8, offsetCount, true);
        view.setUint32(12, block.byteLength, true);
        block.set(rest, 16);
        patient.treat([block]);
      }),
      { seed: 20260305, numRuns: 200 },
    );
  });
});
