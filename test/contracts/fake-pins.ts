/** A port driver on the recording miniport, and what a client does with its pins. */
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { EventRecordReader } from '../../src/ddi/event-record.ts';
import type { KsState } from '../../src/ddi/ks-state.ts';
import type { PcmOutput } from '../../src/ddi/pcm-output.ts';
import type { PcmRing } from '../../src/ddi/pcm-ring.ts';
import { MusicBuffer } from '../../src/index.ts';
import {
  type CapturePacket,
  type CapturePin,
  DMusPort,
  type Pin,
  type RenderPin,
  type WavePin,
} from '../../src/port-driver/index.ts';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin, WAVE_FORMAT } from '../fakes/fake-miniport.ts';

/** Moves a pin up or down to a state, step by step. */
export function bringPinTo(pin: Pin, state: KsState): void {
  while (pin.state !== state) pin.setState((pin.state + Math.sign(state - pin.state)) as KsState);
}

/** A driver with one miniport that writes down what it gets. */
export class FakeDriver {
  readonly clock = new ManualClock(1000);
  readonly miniport = new FakeMiniport();
  readonly port: DMusPort;
  /** Messages captured, by the packets that came back. */
  readonly captured: { readonly stamp: number; readonly bytes: readonly number[] }[] = [];
  serviceRequests = 0;

  constructor() {
    const onServiceNeeded = (): void => {
      this.serviceRequests++;
    };
    this.port = new DMusPort({ masterClock: this.clock, onServiceNeeded });
    this.port.init(this.miniport);
  }

  openRender(schedulePreFetch?: number): RenderPin {
    if (schedulePreFetch !== undefined) this.miniport.schedulePreFetch = schedulePreFetch;
    return this.port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT }) as RenderPin;
  }

  /** Sends a packet with a program change for each stamp, numbered from `firstNumber` on. */
  write(pin: RenderPin, stamps: readonly number[], firstNumber = 0): void {
    const buffer = new MusicBuffer({ byteLength: 24 * stamps.length });
    for (const [index, stamp] of stamps.entries()) buffer.packStructured(stamp, 1, 0xc0 | ((firstNumber + index) << 8));
    pin.writePacket(buffer.getStartTime(), buffer.getUsedRecords());
  }

  openWave(output: PcmOutput | PcmRing): WavePin {
    return this.port.openPin({ pinId: FakePin.wave, dataFormat: WAVE_FORMAT, output }) as WavePin;
  }

  /** A capture pin with a service group of its own, and one packet, which is posted again whenever it comes back full. */
  openCapture(): CapturePin {
    this.miniport.serviceGroup = this.port.newServiceGroup();
    const onPacket = (packet: CapturePacket): void => {
      this.#read(packet);
      if (packet.usedBytes > 0) pin.addPacket(packet);
    };
    const pin = this.port.openPin({ pinId: FakePin.capture, dataFormat: DIRECT_MUSIC_FORMAT, onPacket }) as CapturePin;
    pin.addPacket({ id: 1, bytes: new Uint8Array(960), usedBytes: 0, startTime: 0 });
    return pin;
  }

  /** Bytes arrive from the device, which asks for service. */
  arrive(...bytes: number[]): void {
    this.miniport.captureStreams.at(-1)!.arrivals.push(Uint8Array.from(bytes));
    this.port.notify(this.miniport.serviceGroup);
  }

  #read({ bytes, usedBytes, startTime }: CapturePacket): void {
    const reader = new EventRecordReader();
    reader.reset(bytes, usedBytes);
    while (reader.next()) {
      const { messageOffset, byteLength, deltaTicks } = reader;
      const message = [...bytes.subarray(messageOffset, messageOffset + byteLength)];
      this.captured.push({ stamp: startTime + deltaTicks, bytes: message });
    }
  }
}

/** The allocator has everything back, once. */
export function balanceOf({ allocator }: Pin): readonly number[] {
  return [allocator.outstandingEventCount, allocator.outstandingBufferCount, allocator.misreturnedCount];
}
