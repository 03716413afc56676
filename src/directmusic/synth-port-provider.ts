import type { DirectMusicSynth } from '../ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../ddi/direct-music-synth-sink.ts';
import type { PortProvider } from './port-provider.ts';
import { SynthPort } from './synth-port.ts';

/** A software synth of the user-mode way, as it is registered. */
export interface SynthPortProviderOptions {
  /** Makes a synth that is not open. Cheap: one is made for its capabilities alone. */
  readonly createSynth: () => DirectMusicSynth;
  /** Makes the sink of one port. */
  readonly createSink: () => DirectMusicSynthSink;
}

/** Makes user-mode ports: each has a synth and a sink of its own. */
export function synthPortProvider({ createSynth, createSink }: SynthPortProviderOptions): PortProvider {
  return {
    caps: createSynth().getPortCaps(),
    createPort: (params, { masterClock, output }) =>
      new SynthPort({
        synth: createSynth(),
        sink: createSink(),
        masterClock,
        params,
        ...(output === null ? {} : { output }),
      }),
  };
}
