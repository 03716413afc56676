import { ManualClock } from '../clock/manual-clock.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortParams } from '../ddi/port-params.ts';
import { KsPort } from '../directmusic/kernel-ports/ks-port.ts';
import type { DirectMusicPort } from '../directmusic/port.ts';
import { SynthPort } from '../directmusic/synth-port.ts';
import { KsFilterConnection } from '../ks/in-process.ts';
import { SoftSynthMiniport } from '../miniports/soft-synth/soft-synth-miniport.ts';
import { DMusPort } from '../port-driver/port-driver.ts';
import type { SynthOptions } from '../synth/engine-port.ts';
import { SoftwareSynth } from '../synth/software-synth.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';
import { PumpedSink } from '../wave-sinks/pumped-sink.ts';

/** Which way down: `synth` is the user-mode way, `kernel` goes through the port driver. */
export type OfflinePortKind = 'synth' | 'kernel';

/** What an offline port is made of. */
export interface OfflinePortOptions extends SynthOptions {
  readonly output: PcmOutput;
  readonly params?: Partial<PortParams>;
  /** Most frames of one render call; makes no difference to the sound. */
  readonly blockFrames?: number;
}

/** A port whose time is moved by its owner. */
export interface OfflinePort {
  readonly port: DirectMusicPort;
  /** Pulls frames through it into its output; that is how its time goes by. */
  readonly pump: (frameCount: number) => void;
}

/**
 * A software synth port that renders as fast as it is pumped, on either way down. Both give the same bits.
 * Made inactive; its clock stands at 0, so that an event stamped t sounds t after the first frame.
 */
export function createOfflinePort(kind: OfflinePortKind, options: OfflinePortOptions): OfflinePort {
  return kind === 'kernel' ? createKernelPort(options) : createSynthPort(options);
}

function createSynthPort(options: OfflinePortOptions): OfflinePort {
  const { output, params, blockFrames, rules } = options;
  const sink = new PumpedSink({ conversion: rules === 'windows' ? 'windows' : 'exact', blockFrames });
  const clock = new ManualClock();
  const port = new SynthPort({
    synth: new SoftwareSynth(options),
    sink,
    masterClock: new PlainClock(() => clock.getTime()),
    output,
    params,
  });
  return { port, pump: (frameCount) => sink.pump(frameCount) };
}

function createKernelPort(options: OfflinePortOptions): OfflinePort {
  const { output, params, blockFrames } = options;
  const driver = new DMusPort({ masterClock: new ManualClock(), blockFrames });
  driver.init(new SoftSynthMiniport(options));
  const connection = new KsFilterConnection({ port: driver, createOutput: () => output });
  const port = new KsPort({ connection, params });
  return { port, pump: (frameCount) => connection.pump(frameCount) };
}
