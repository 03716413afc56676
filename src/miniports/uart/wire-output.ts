import { KsState } from '../../ddi/ks-state.ts';
import { WIRE_CHANNEL_GROUP } from '../../event-chains/raw-chain.ts';
import type { MessageOutput } from '../message-render-stream.ts';
import type { OutputRing } from './output-ring.ts';
import type { UartWire } from './wire.ts';

/**
 * What one render stream sends on a wire, byte for byte as it came: no running status is made of it, since a message
 * that leaves out its status is lost with the one before it, and nobody waits for the byte it would save.
 *
 * Outside `run` no message is begun; one that is half out is finished all the same, because whoever listens at the
 * other end would take the next one for its rest. In `stop` everything else is forgotten.
 */
export class WireOutput implements MessageOutput {
  /** Messages lost because the ring was full, they were too long for it, or their parts did not all come. */
  droppedCount = 0;
  /** Messages for channel groups that a wire does not have. */
  foreignGroupCount = 0;
  readonly #wire: UartWire;
  readonly #ring: OutputRing;

  constructor(wire: UartWire, ring: OutputRing) {
    this.#wire = wire;
    this.#ring = ring;
  }

  setState(state: KsState): void {
    this.#ring.isHeld = state !== KsState.run;
    if (state === KsState.stop) this.#ring.discardMessages();
    this.#wire.send();
  }

  receiveMessage(bytes: Uint8Array, byteLength: number, channelGroup: number): void {
    if (channelGroup > WIRE_CHANNEL_GROUP) this.foreignGroupCount++;
    else if (this.#wire.isClosed || !this.#ring.putMessage(bytes, byteLength)) this.droppedCount++;
    else this.#wire.send();
  }

  loseMessage(): void {
    this.droppedCount++;
  }
}
