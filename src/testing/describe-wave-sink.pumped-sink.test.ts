import { describe, it } from 'vitest';
import type { TimeConversion } from '../clock/sample-time.ts';
import type { DirectMusicSynthSink } from '../ddi/direct-music-synth-sink.ts';
import { PumpedSink } from '../wave-sinks/pumped-sink.ts';
import { describeWaveSink } from './describe-wave-sink.ts';

function drive(sink: DirectMusicSynthSink, frameCount: number): void {
  (sink as PumpedSink).pump(frameCount);
}

for (const conversion of ['exact', 'windows'] satisfies TimeConversion[]) {
  describeWaveSink(() => new PumpedSink({ conversion, blockFrames: 256 }), {
    runner: { describe, it },
    name: `PumpedSink, conversion '${conversion}'`,
    drive,
  });
}
