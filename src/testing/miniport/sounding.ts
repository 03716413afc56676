/** A software synth on the bench, brought to the point where a note can be heard. */
import { DataFormatSubtype } from '../../ddi/filter-description.ts';
import { KsState } from '../../ddi/ks-state.ts';
import { PROPERTY_SET_SYNTH_DLS, SynthDlsProperty } from '../../ddi/property-request.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import type { SynthSinkDMus } from '../../ddi/synth-sink-dmus.ts';
import type { SampleBuffer } from '../../ddi/wave-format.ts';
import { applicable, expectOneOf } from '../assertions.ts';
import { NOTE_ON, testInstrumentBlock, testWaveBlock } from '../test-sounds.ts';
import type { MiniportBench } from './bench.ts';
import { makeEvent } from './events.ts';
import { ask, findItem } from './node-request.ts';
import type { OpenablePin, OpenStream } from './open-stream.ts';

/** A message pin and a wave pin that belong together, and what makes them sound. */
export class SoundingSynth {
  readonly bench: MiniportBench;
  readonly render: OpenStream;
  readonly wave: OpenStream;
  readonly channelCount: number;
  /** Frames per second. */
  readonly sampleRate: number;
  #note: readonly (readonly number[])[] | undefined;
  #position = 0;

  /** @throws NotApplicable without a message pin and a wave pin. */
  constructor(bench: MiniportBench) {
    this.bench = bench;
    const wavePin = bench.pinsOf(StreamType.waveSink)[0]!;
    const renderPins = bench.pinsOf(StreamType.midiRender);
    // Clients of a MIDI pin download nothing.
    const isDirectMusic = ({ dataFormat }: OpenablePin): boolean =>
      dataFormat.subFormat === DataFormatSubtype.directMusic;
    const renderPin = renderPins.find(isDirectMusic) ?? renderPins[0]!;
    const { waveFormat } = wavePin.dataFormat;
    const { channelCount, sampleRate } = applicable(waveFormat, 'the wave pin has no wave format');
    this.channelCount = channelCount;
    this.sampleRate = sampleRate;
    this.render = bench.open(renderPin);
    this.wave = bench.open(wavePin);
  }

  get sink(): SynthSinkDMus {
    return this.wave.stream as SynthSinkDMus;
  }

  /** Downloads what a note needs, as the options say or by the synth node. @throws NotApplicable when it cannot. */
  prepare(): this {
    const { miniport, options } = this.bench;
    if (options.play === undefined) this.#download();
    this.#note = options.play?.(miniport, this.render.stream) ?? [NOTE_ON];
    return this;
  }

  #download(): void {
    const { bench, render } = this;
    const target = findItem(bench, PROPERTY_SET_SYNTH_DLS, SynthDlsProperty.download, render.stream);
    for (const instance of [testWaveBlock(16), testInstrumentBlock()]) {
      const { status } = ask(bench, target, { instance, value: new Uint8Array(8) });
      expectOneOf('status of a download', status, ['STATUS_SUCCESS']);
    }
  }

  /** Brings both streams to run, the wave stream first, and ties frame 0 to the present instant. */
  run(): this {
    this.wave.moveTo(KsState.run);
    this.sink.syncToMaster(this.bench.clock.getTime(), true);
    this.render.moveTo(KsState.run);
    this.#position = 0;
    return this;
  }

  /** The note, to begin at a frame. */
  playAt(frame: number): this {
    const presentationTime = this.sink.sampleToRefTime(frame);
    for (const bytes of applicable(this.#note, 'nothing was prepared to be played')) {
      this.render.put(makeEvent(this.render.allocator, bytes, { presentationTime }));
    }
    return this;
  }

  /** Renders the next frames in blocks of these sizes, over and over. */
  renderBlocks(frameCount: number, blockFrames: readonly number[]): Float32Array {
    const output = new Float32Array(frameCount * this.channelCount);
    for (let done = 0, i = 0; done < frameCount; i++) {
      const count = Math.min(blockFrames[i % blockFrames.length]!, frameCount - done);
      this.renderInto(output.subarray(done * this.channelCount, (done + count) * this.channelCount), count);
      done += count;
    }
    return output;
  }

  /** Renders the next frames at once. */
  renderInto<Output extends SampleBuffer>(output: Output, frameCount: number): Output {
    this.sink.render(output, frameCount, this.#position);
    this.#position += frameCount;
    return output;
  }
}
