import { captureThroughput, thruLatency } from './capture-throughput.ts';
import { serviceLateness } from './lateness.ts';
import type { Benchmark } from './report.ts';
import { sequencerThroughput } from './sequencer-throughput.ts';

/** Message path of the port driver: throughput both ways, thru, and how late events leave. Takes two minutes. */
export const sequencerBenchmark: Benchmark = {
  name: 'sequencer',
  summary: 'message path of the port driver: throughput and lateness',
  run: async () => ({
    title: 'Message path: throughput and lateness',
    tables: [sequencerThroughput(), captureThroughput(), thruLatency(), await serviceLateness()],
  }),
};
