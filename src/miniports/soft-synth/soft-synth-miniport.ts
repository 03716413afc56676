import { DmusError } from '../../ddi/errors.ts';
import type { DataFormat, FilterDescription } from '../../ddi/filter-description.ts';
import {
  DONT_HOLD_FOR_SEQUENCING,
  type MiniportDMus,
  type NewStreamRequest,
  type NewStreamResult,
} from '../../ddi/miniport-dmus.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { PropertyRequest, PropertyResult } from '../../ddi/property-request.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import type { SynthOptions } from '../../synth/engine-port.ts';
import { SILENT_LEGACY_DESCRIPTION, SOFT_SYNTH_DESCRIPTION, SoftSynthPin } from './description.ts';
import { LegacyPatches } from './legacy-patches.ts';
import { answerNodeProperty } from './node-properties.ts';
import type { PatchSource } from './patch-source.ts';
import { SynthInstance, SynthRenderStream, SynthWaveStream } from './synth-instance.ts';

/** What a software synth miniport is made of. */
export interface SoftSynthOptions extends SynthOptions {
  /** Sounds for clients of the MIDI pin, who never download; without it that pin cannot be opened. */
  readonly patchSource?: PatchSource;
}

/**
 * The software synth as a miniport. Each pair of a message pin and a wave pin is one virtual synth with channels and
 * downloads of its own. It orders events by itself, so the port driver holds none back.
 */
export class SoftSynthMiniport implements MiniportDMus {
  readonly #options: SoftSynthOptions;
  readonly #instances: SynthInstance[] = [];

  constructor(options: SoftSynthOptions = {}) {
    this.#options = options;
  }

  getDescription(): FilterDescription {
    return this.#options.patchSource === undefined ? SILENT_LEGACY_DESCRIPTION : SOFT_SYNTH_DESCRIPTION;
  }

  dataRangeIntersection(): 'STATUS_NOT_IMPLEMENTED' {
    return 'STATUS_NOT_IMPLEMENTED';
  }

  /** A software device has no interrupts, so there is no group to be served. */
  init(): { readonly serviceGroup: ServiceGroup | null } {
    return { serviceGroup: null };
  }

  service(): void {}

  newStream(request: NewStreamRequest): NewStreamResult {
    const stream = this.#makeStream(request);
    return { stream, serviceGroup: null, schedulePreFetch: DONT_HOLD_FOR_SEQUENCING };
  }

  /** A half joins the first instance that lacks it; without one a new instance begins. */
  #makeStream(request: NewStreamRequest): Mxf {
    switch (request.streamType) {
      case StreamType.midiRender: {
        const legacyPatches = request.pinId === SoftSynthPin.midi ? this.#newLegacyPatches() : null;
        const instance = this.#instanceWithout('renderStream');
        instance.renderStream = new SynthRenderStream(instance, request.allocator, legacyPatches);
        this.#keep(instance);
        return instance.renderStream;
      }
      case StreamType.waveSink: {
        const instance = this.#instanceWithout('waveStream');
        matchFormat(instance, request.dataFormat);
        instance.waveStream = new SynthWaveStream(instance, request.allocator, request.masterClock);
        this.#keep(instance);
        return instance.waveStream;
      }
      default:
        throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'the software synth captures nothing');
    }
  }

  /** @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` where there is nothing to load. */
  #newLegacyPatches(): LegacyPatches {
    const { patchSource } = this.#options;
    if (patchSource !== undefined) return new LegacyPatches(patchSource);
    throw new DmusError(
      'STATUS_INVALID_DEVICE_REQUEST',
      'clients of the MIDI pin download nothing, and this synth was given no patchSource to load sounds from',
    );
  }

  /** One that waits for this half, else a new one, which counts only when it has got it. */
  #instanceWithout(half: 'renderStream' | 'waveStream'): SynthInstance {
    return this.#instances.find((instance) => instance[half] === undefined) ?? new SynthInstance(this.#options);
  }

  #keep(instance: SynthInstance): void {
    if (!this.#instances.includes(instance)) this.#instances.push(instance);
  }

  /**
   * What a client has left in its synth goes with its message half: a wave half that stays may get another client. An
   * instance that lost both its halves is gone.
   */
  closeStream(stream: Mxf): void {
    const instance = this.#instanceOf(stream);
    if (instance === undefined) return;
    if (instance.waveStream === stream) instance.waveStream = undefined;
    else {
      instance.renderStream = undefined;
      if (instance.waveStream !== undefined) instance.renew();
    }
    if (instance.renderStream !== undefined || instance.waveStream !== undefined) return;
    this.#instances.splice(this.#instances.indexOf(instance), 1);
    instance.endUnloads();
  }

  property(request: PropertyRequest): PropertyResult {
    const { stream } = request;
    return answerNodeProperty(request, stream === null ? undefined : this.#instanceOf(stream));
  }

  #instanceOf(stream: Mxf): SynthInstance | undefined {
    return this.#instances.find((each) => each.renderStream === stream || each.waveStream === stream);
  }
}

/**
 * The wave pin's format has to be the one that was negotiated; before any negotiation it decides.
 * @throws DmusError `STATUS_INVALID_PARAMETER`; the synth is then as it was.
 */
function matchFormat({ port }: SynthInstance, { waveFormat }: DataFormat): void {
  if (waveFormat === null) throw new DmusError('STATUS_INVALID_PARAMETER', 'a wave stream needs a wave format');
  const { sampleRate, channelCount } = waveFormat;
  const wasOpen = port.isOpen;
  const { params } = wasOpen ? port : port.open({ sampleRate, audioChannels: channelCount });
  if (params.sampleRate === sampleRate && params.audioChannels === channelCount) return;
  if (!wasOpen) port.close();
  throw new DmusError(
    'STATUS_INVALID_PARAMETER',
    `${channelCount} channels at ${sampleRate} Hz, where ${params.audioChannels} at ${params.sampleRate} Hz are right`,
  );
}
