/**
 * The contracts between the parts of the stack, under their documented names. Whoever writes a synth, a sink or a
 * miniport needs these and nothing else.
 */

export type { ReferenceTime } from '../clock/reference-time.ts';
export { TICKS_PER_MILLISECOND, TICKS_PER_SECOND } from '../clock/reference-time.ts';
export type { SampleTime } from '../clock/sample-time.ts';
export * from './allocator-mxf.ts';
export * from './bus-id.ts';
export * from './direct-music-synth.ts';
export * from './direct-music-synth-sink.ts';
export * from './dls-download.ts';
export * from './errors.ts';
export * from './event-header.ts';
export * from './event-record.ts';
export * from './external-port-caps.ts';
export * from './filter-description.ts';
export * from './guid.ts';
export * from './kernel-event.ts';
export * from './kernel-event-predicates.ts';
export * from './ks-control.ts';
export * from './ks-state.ts';
export * from './master-clock.ts';
export * from './miniport-dmus.ts';
export * from './miniport-midi.ts';
export * from './music-format.ts';
export * from './music-pins.ts';
export * from './music-technology-control.ts';
export * from './mxf.ts';
export * from './pcm-output.ts';
export * from './pcm-ring.ts';
export * from './port-dmus.ts';
export * from './port-params.ts';
export * from './position-notify.ts';
export * from './property-request.ts';
export * from './reference-clock.ts';
export * from './service-group.ts';
export * from './short-message.ts';
export * from './stream-type.ts';
export * from './synth-sink-dmus.ts';
export * from './thru-statistics.ts';
export * from './voice-priority.ts';
export * from './wave-format.ts';
