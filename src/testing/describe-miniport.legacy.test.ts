import { describe, it } from 'vitest';
import type { MiniportDMus } from '../ddi/miniport-dmus.ts';
import { FakeMiniportMidi } from '../port-driver/legacy-miniport/fake-miniport-midi.test-support.ts';
import { LegacyMidiMiniport } from '../port-driver/legacy-miniport.ts';
import { describeMiniport } from './describe-miniport.ts';

const devices = new WeakMap<MiniportDMus, FakeMiniportMidi>();

/** All that the device has, whoever opened it, gets the bytes, as from one wire; it interrupts where it can. */
function stimulate(miniport: MiniportDMus, bytes: Uint8Array): void {
  const device = devices.get(miniport)!;
  device.streams.forEach((stream, i) => {
    if (device.streamRequests[i]!.capture) stream.received.push(...bytes);
  });
  if (device.hasInterrupts) device.port!.notify(null);
}

for (const hasInterrupts of [true, false]) {
  describeMiniport(
    () => {
      const device = Object.assign(new FakeMiniportMidi(), { hasInterrupts });
      const miniport = new LegacyMidiMiniport(device);
      devices.set(miniport, device);
      return miniport;
    },
    {
      runner: { describe, it },
      name: `LegacyMidiMiniport in front of a device ${hasInterrupts ? 'with' : 'without'} interrupts`,
      stimulate,
    },
  );
}
