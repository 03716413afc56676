import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../../ddi/kernel-event.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { copyMessage, messageByteLength, visitMessages } from '../../event-chains/message-parts.ts';
import { SoundingNotes } from '../../port-driver/sounding-notes.ts';
import type { MidiOutEndpoint } from './midi-endpoint.ts';

const INITIAL_MESSAGE_BYTES = 256;

/**
 * Last stage of the way to a MIDI device: gives its endpoint whole messages, and remembers what they leave sounding.
 * `@thread control`
 */
export class EndpointStream implements Mxf {
  /** Messages sent. */
  messageCount = 0;
  readonly #endpoint: MidiOutEndpoint;
  readonly #allocator: AllocatorMxf;
  readonly #sounding = new SoundingNotes();
  #message: Uint8Array = new Uint8Array(INITIAL_MESSAGE_BYTES);

  constructor(endpoint: MidiOutEndpoint, allocator: AllocatorMxf) {
    this.#endpoint = endpoint;
    this.#allocator = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    visitMessages(event, this.#send);
    this.#allocator.putMessage(event);
  }

  /** The sequencer lets nothing through but in `run`. */
  setState(): void {}

  /** Used events always go to the allocator. */
  connectOutput(): void {}
  disconnectOutput(): void {}

  /** Lets go all keys and pedals that are down, after everything that was sent. */
  endNotes(now: ReferenceTime): void {
    this.#sounding.release((message, latestTime) => this.#endpoint.send(message, Math.max(now, latestTime)));
  }

  /** The device is gone, and with it what sounded on it. */
  forgetNotes(): void {
    this.#sounding.forget();
  }

  readonly #send = (event: KernelEvent): void => {
    const byteLength = messageByteLength(event);
    if (byteLength === 0) return;
    if (byteLength > this.#message.byteLength) this.#message = new Uint8Array(2 * byteLength);
    copyMessage(event, this.#message, 0);
    const message = this.#message.subarray(0, byteLength);
    this.#endpoint.send(message, event.presentationTime);
    this.#sounding.follow(message, event.presentationTime);
    this.messageCount++;
  };
}
