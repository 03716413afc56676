import { ManualClock } from '../../clock/manual-clock.ts';
import type { DataFormat, DataRange, FilterDescription, PinDescription } from '../../ddi/filter-description.ts';
import type { MiniportDMus } from '../../ddi/miniport-dmus.ts';
import type { PropertyRequest, PropertyResult } from '../../ddi/property-request.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { intersectRanges } from '../../port-driver/data-range.ts';
import { Filter } from '../../port-driver/filter.ts';
import { applicable, expectMethods, expectThat } from '../assertions.ts';
import { LeakDetector, type LeakDetectorOptions } from '../leak-detector.ts';
import { type OpenablePin, OpenStream } from './open-stream.ts';
import type { MakeMiniport, MiniportSuiteOptions } from './options.ts';
import { RecordingPort } from './recording-port.ts';

/** What a miniport has to have. */
const MINIPORT_METHODS = [
  'getDescription',
  'dataRangeIntersection',
  'init',
  'service',
  'newStream',
  'closeStream',
  'property',
] as const;
/** Where the master clock stands at first, in ticks: an instant like any other, that is not 0. */
export const BENCH_START_TIME = 1_000_000_000;
/** Rate and channels that the suite asks of a wave pin that can choose. */
const PREFERRED_SAMPLE_RATE = 44_100;
const PREFERRED_CHANNELS = 2;
/** Long buffers of a stream's pool, enough for every test that holds what it puts. */
const MOST_BUFFERS = 1024;

/** A miniport on the bench: initialized, with a clock, a port driver's face, and the streams that a test opens. */
export class MiniportBench {
  readonly miniport: MiniportDMus;
  readonly options: MiniportSuiteOptions;
  readonly clock: ManualClock = new ManualClock(BENCH_START_TIME);
  readonly port: RecordingPort = new RecordingPort(this.clock);
  /** What `init` answered. */
  readonly initGroup: ServiceGroup | null;
  /** The description before `init`. */
  readonly earlyDescription: FilterDescription;
  readonly #make: MakeMiniport;
  readonly #streams: OpenStream[] = [];
  readonly #others: MiniportBench[] = [];

  private constructor(miniport: MiniportDMus, make: MakeMiniport, options: MiniportSuiteOptions) {
    this.miniport = miniport;
    this.options = options;
    this.#make = make;
    this.earlyDescription = miniport.getDescription();
    const { adapter = null, resources = null } = options;
    const initialized = miniport.init({ port: this.port, adapter, resources });
    expectMethods('what init answers', initialized, []);
    this.initGroup = initialized.serviceGroup;
    if (this.initGroup !== null) this.port.allGroups.add(this.initGroup);
  }

  static async create(make: MakeMiniport, options: MiniportSuiteOptions): Promise<MiniportBench> {
    const miniport = await make();
    expectMethods('the miniport', miniport, MINIPORT_METHODS);
    return new MiniportBench(miniport, make, options);
  }

  /** A second device of the same making. */
  async createOther(): Promise<MiniportBench> {
    const other = await MiniportBench.create(this.#make, this.options);
    this.#others.push(other);
    return other;
  }

  get description(): FilterDescription {
    return this.miniport.getDescription();
  }

  /** Every pin that can be opened, once for each of its ranges. */
  openablePins(): OpenablePin[] {
    const filter = new Filter(this.description);
    return this.description.pins.flatMap((pin, pinId) => {
      if (!isOpenable(pin)) return [];
      return pin.dataRanges.map((range) => {
        const dataFormat = formatOf(range);
        return { pinId, name: pin.name, dataFormat, streamType: filter.streamType(pinId, dataFormat) };
      });
    });
  }

  /** Those of one kind. @throws NotApplicable when there are none. */
  pinsOf(streamType: StreamType): OpenablePin[] {
    const pins = this.openablePins().filter((pin) => pin.streamType === streamType);
    applicable(pins[0], `the miniport has no pin for streams of type ${nameOf(streamType)}`);
    return pins;
  }

  open(pin: OpenablePin, allocator: LeakDetectorOptions = {}): OpenStream {
    const name = `the allocator of stream ${this.#streams.length + 1}`;
    const stream = new OpenStream(
      this.miniport,
      pin,
      new LeakDetector({ name, maxBufferCount: MOST_BUFFERS, ...allocator }),
      this.clock,
    );
    this.#streams.push(stream);
    const { serviceGroup } = stream.created;
    if (serviceGroup !== null) this.port.allGroups.add(serviceGroup);
    if (pin.streamType === StreamType.midiCapture) {
      const sink = { requestService: () => stream.stream.putMessage(null) };
      serviceGroup?.addMember(sink);
      if (this.initGroup !== serviceGroup) this.initGroup?.addMember(sink);
    }
    return stream;
  }

  /** Whether anything on this bench asks for service. */
  get hasServiceGroup(): boolean {
    return this.port.allGroups.size > 0;
  }

  /** What a port driver does between two instants: serves the groups, or all capture streams where there is none. */
  async service(): Promise<void> {
    await this.settle();
    this.port.service();
    if (this.hasServiceGroup) return;
    for (const { pin, stream } of this.#streams) if (pin.streamType === StreamType.midiCapture) stream.putMessage(null);
  }

  /** The device takes what it was given. */
  async settle(): Promise<void> {
    await this.options.settle?.(this.miniport);
  }

  /** The device receives bytes. @throws NotApplicable when nobody has said how. */
  async stimulate(bytes: readonly number[]): Promise<void> {
    const stimulate = applicable(this.options.stimulate, 'no stimulate option says how the device receives bytes');
    await stimulate(this.miniport, Uint8Array.from(bytes), this.clock.getTime());
  }

  /** A property request; `complete` may be called once where the answer was STATUS_PENDING. */
  property(request: Omit<PropertyRequest, 'complete'>): PropertyResult {
    let completions = 0;
    const complete = ({ status }: PropertyResult): void => {
      expectThat('completion of a property request', status !== 'STATUS_PENDING', 'a final status', status);
      expectThat('completions of a property request', ++completions === 1, 'one only', completions);
    };
    const result = this.miniport.property({ ...request, complete });
    expectMethods('what property answers', result, []);
    if (result.status !== 'STATUS_PENDING') completions = 1;
    return result;
  }

  /** Closes what is open, whatever a failed test has left. */
  dispose(): void {
    for (const stream of this.#streams) {
      try {
        stream.close();
      } catch {
        // The test has failed with this already, or is about something else.
      }
    }
    for (const other of this.#others) other.dispose();
  }
}

/** A bridge stands for a wire, and a pin without ranges takes nothing. */
export function isOpenable(pin: PinDescription): boolean {
  return pin.communication !== 'bridge' && pin.communication !== 'none' && pin.maxFilterInstanceCount !== 0;
}

/** A format of the range; of sound, one that most devices have. */
function formatOf(range: DataRange): DataFormat {
  const preferred =
    range.kind === 'music'
      ? range
      : {
          ...range,
          maximumChannels: Math.min(range.maximumChannels, PREFERRED_CHANNELS),
          maximumBitsPerSample: Math.max(16, range.minimumBitsPerSample),
          maximumSampleRate: Math.max(
            range.minimumSampleRate,
            Math.min(range.maximumSampleRate, PREFERRED_SAMPLE_RATE),
          ),
        };
  return applicable(intersectRanges(preferred, range), 'a range of the description is empty');
}

function nameOf(streamType: StreamType): string {
  return Object.entries(StreamType).find(([, value]) => value === streamType)?.[0] ?? String(streamType);
}
