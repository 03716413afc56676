/** The DMus port driver: what stands between the boundary and a miniport. */
export { EventAllocator, type EventAllocatorOptions } from './allocator.ts';
export { pcmFormat } from './data-range.ts';
export { type Pin, RenderPin, WavePin } from './pin.ts';
export { DMusPort, type DMusPortOptions, type OpenPinRequest } from './port-driver.ts';
export type { PortPropertyRequest } from './property-router.ts';
export { Sequencer, type SequencerOptions } from './sequencer.ts';
export { Unpacker } from './unpacker.ts';
export { WaveSink, type WaveSinkOptions } from './wave-sink.ts';
