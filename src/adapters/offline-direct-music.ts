import { ManualClock } from '../clock/manual-clock.ts';
import type { ReferenceTime } from '../clock/reference-time.ts';
import { CLSID_DIRECT_MUSIC_SYNTH } from '../ddi/direct-music-synth.ts';
import type { Guid } from '../ddi/guid.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import { DirectMusic } from '../directmusic/direct-music.ts';
import { filterPortProviders } from '../directmusic/kernel-ports/filter-port-providers.ts';
import { MasterClockChoice, systemClockChoice } from '../directmusic/master-clock-choice.ts';
import { synthPortProvider } from '../directmusic/synth-port-provider.ts';
import { KsFilterTable } from '../ks/filter-table.ts';
import { KsFilterConnection } from '../ks/in-process.ts';
import { LoopbackPin } from '../miniports/loopback/description.ts';
import { LoopbackMiniport } from '../miniports/loopback/loopback-miniport.ts';
import { SoftSynthMiniport } from '../miniports/soft-synth/soft-synth-miniport.ts';
import { DMusPort } from '../port-driver/port-driver.ts';
import type { SynthOptions } from '../synth/engine-port.ts';
import { SoftwareSynth } from '../synth/software-synth.ts';
import { MemoryOutput } from '../wave-sinks/memory-output.ts';
import { PumpedSink } from '../wave-sinks/pumped-sink.ts';

/** GUIDs of the ports of an offline object. All but the first are numbers of our own. */
export const OfflinePortGuid: {
  readonly synth: Guid;
  readonly kernelSynth: Guid;
  readonly cableIn: Guid;
  readonly cableOut: Guid;
} = {
  /** The software synth of the user-mode way. */
  synth: CLSID_DIRECT_MUSIC_SYNTH,
  /** The same synth behind a port driver. */
  kernelSynth: '2d1f6a0e-8c5b-4f0e-9a57-64c7f1b0a9e3',
  /** What is played here… */
  cableIn: '2d1f6a0f-8c5b-4f0e-9a57-64c7f1b0a9e3',
  /** …is captured here. */
  cableOut: '2d1f6a10-8c5b-4f0e-9a57-64c7f1b0a9e3',
};

/** Turns of service at one instant: a cable that thru leads back into itself would never come to rest. */
const MAX_TURNS = 16;

/** What an offline object is made of. */
export interface OfflineDirectMusicOptions extends SynthOptions {
  /** Makes the output of each port with sound; memory that nobody reads, unless told otherwise. */
  readonly createOutput?: () => PcmOutput;
  /** Most frames of one render call; makes no difference to the sound. */
  readonly blockFrames?: number;
}

/** An application's object with every way down, whose time its owner moves. */
export interface OfflineDirectMusic {
  readonly directMusic: DirectMusic;
  /** The master clock of all its ports, at 0 to begin with. */
  readonly clock: ManualClock;
  /** Carries on with what is due by now, and pulls so many frames through every active port with sound. */
  readonly pump: (frameCount: number) => void;
}

/** A sink that is pumped with others, as long as it is active. */
class OfflineSink extends PumpedSink {
  readonly #active: Set<PumpedSink>;

  constructor(active: Set<PumpedSink>, options: ConstructorParameters<typeof PumpedSink>[0]) {
    super(options);
    this.#active = active;
  }

  override activate(enable: boolean): void {
    super.activate(enable);
    if (enable) this.#active.add(this);
    else this.#active.delete(this);
  }
}

/**
 * An application's object with a software synth on either way down and a cable from a render port to a capture port. Nothing
 * is real time: the clock stands until it is moved, and sound is rendered as fast as it is pumped.
 */
export function createOfflineDirectMusic(options: OfflineDirectMusicOptions = {}): OfflineDirectMusic {
  const { createOutput = () => new MemoryOutput(), blockFrames, rules } = options;
  const clock = new ManualClock();
  const clocks = new MasterClockChoice([systemClockChoice(clock)]);
  const activeSinks = new Set<PumpedSink>();
  const filters = new KsFilterTable();
  const drivers: DMusPort[] = [];
  const connect = (miniport: SoftSynthMiniport | LoopbackMiniport): KsFilterConnection => {
    const driver = new DMusPort({ masterClock: clocks, ...(blockFrames === undefined ? {} : { blockFrames }) });
    driver.init(miniport);
    drivers.push(driver);
    return new KsFilterConnection({ port: driver, filters, createOutput });
  };
  const synthFilter = connect(new SoftSynthMiniport(options));
  const cable = connect(new LoopbackMiniport());
  const directMusic = new DirectMusic({
    providers: [
      synthPortProvider({
        createSynth: () => new SoftwareSynth(options),
        createSink: () =>
          new OfflineSink(activeSinks, { conversion: rules === 'windows' ? 'windows' : 'exact', blockFrames }),
      }),
      ...filterPortProviders(synthFilter, { guidOf: () => OfflinePortGuid.kernelSynth }),
      ...filterPortProviders(cable, {
        guidOf: (pinId) => (pinId === LoopbackPin.render ? OfflinePortGuid.cableIn : OfflinePortGuid.cableOut),
      }),
    ],
    clocks,
    createOutput,
  });
  const pump = (frameCount: number): void => {
    serviceAll(drivers, clock.getTime());
    synthFilter.pump(frameCount);
    for (const sink of activeSinks) sink.pump(frameCount);
  };
  return { directMusic, clock, pump };
}

/** Until nothing is due any more: what one driver hands on may be due at another, or again at the same. */
function serviceAll(drivers: readonly DMusPort[], now: ReferenceTime): void {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const due = drivers.filter(({ nextServiceTime }) => nextServiceTime <= now);
    if (due.length === 0) return;
    for (const driver of due) driver.service(now);
  }
}
