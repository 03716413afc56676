import type { ReferenceTime } from '../clock/reference-time.ts';

const CHANNELS = 16;
const KEYS = 128;
/** Controllers that hold notes while they are not 0: sustain, sostenuto, hold 2 (MIDI 1.0, table III). */
const PEDALS: readonly number[] = [64, 66, 69];

const ALL_SOUND_OFF = 120;
const RESET_ALL_CONTROLLERS = 121;
/** It and all above it end the notes of a channel: omni and mono modes imply it. */
const ALL_NOTES_OFF = 123;

const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CONTROL_CHANGE = 0xb0;
/** What a keyboard says that does not measure it (MIDI 1.0). */
const RELEASE_VELOCITY = 64;

/**
 * Remembers which keys and pedals are down on a wire of 16 channels, so that they can be let go when nobody will do it
 * any more. A key that was struck twice is let go twice.
 */
export class SoundingNotes {
  readonly #strokes: Uint8Array = new Uint8Array(CHANNELS * KEYS);
  readonly #pedalsDown: Uint8Array = new Uint8Array(CHANNELS * PEDALS.length);
  readonly #message: Uint8Array = new Uint8Array(3);
  #latestTime: ReferenceTime = Number.NEGATIVE_INFINITY;

  /**
   * Takes note of one whole message that goes onto the wire, in the first bytes of `message`.
   * @param referenceTime when it is due. `@thread any`
   */
  follow(message: Uint8Array, referenceTime: ReferenceTime): void {
    this.#latestTime = Math.max(this.#latestTime, referenceTime);
    const status = message[0] ?? 0;
    if (status < NOTE_OFF || status >= 0xc0) return;
    const channel = status & 0x0f;
    const data1 = message[1]! & 0x7f;
    const data2 = message[2]! & 0x7f;
    const kind = status & 0xf0;
    if (kind === NOTE_ON && data2 > 0) this.#strike(channel, data1);
    else if (kind === NOTE_ON || kind === NOTE_OFF) this.#letGo(channel, data1);
    else if (kind === CONTROL_CHANGE) this.#control(channel, data1, data2);
  }

  /** Lets everything go, as {@link releaseChannel}. */
  release(send: (message: Uint8Array, referenceTime: ReferenceTime) => void): void {
    for (let channel = 0; channel < CHANNELS; channel++) this.releaseChannel(channel, send);
  }

  /**
   * Gives `send` the messages that let go everything on a channel, 0…15, and forgets it.
   * @param send the message is used again when it returns; with the latest time of all that was followed, so that no
   * message is overtaken. `@thread any`
   */
  releaseChannel(channel: number, send: (message: Uint8Array, referenceTime: ReferenceTime) => void): void {
    const [strokes, pedals] = [channel * KEYS, channel * PEDALS.length];
    for (let key = 0; key < KEYS; key++) {
      const message = this.#fill(NOTE_OFF | channel, key, RELEASE_VELOCITY);
      for (; this.#strokes[strokes + key]! > 0; this.#strokes[strokes + key]!--) send(message, this.#latestTime);
    }
    for (let i = 0; i < PEDALS.length; i++) {
      if (this.#pedalsDown[pedals + i] === 0) continue;
      this.#pedalsDown[pedals + i] = 0;
      send(this.#fill(CONTROL_CHANGE | channel, PEDALS[i]!, 0), this.#latestTime);
    }
  }

  #fill(status: number, data1: number, data2: number): Uint8Array {
    this.#message[0] = status;
    this.#message[1] = data1;
    this.#message[2] = data2;
    return this.#message;
  }

  /** Whatever sounds is no longer ours to end. */
  forget(): void {
    this.#strokes.fill(0);
    this.#pedalsDown.fill(0);
  }

  #strike(channel: number, key: number): void {
    const index = channel * KEYS + key;
    this.#strokes[index] = Math.min(this.#strokes[index]! + 1, 0xff);
  }

  #letGo(channel: number, key: number): void {
    const index = channel * KEYS + key;
    this.#strokes[index] = Math.max(this.#strokes[index]! - 1, 0);
  }

  #control(channel: number, controller: number, value: number): void {
    const pedal = PEDALS.indexOf(controller);
    const firstPedal = channel * PEDALS.length;
    if (pedal >= 0) this.#pedalsDown[firstPedal + pedal] = value;
    if (controller === RESET_ALL_CONTROLLERS) this.#pedalsDown.fill(0, firstPedal, firstPedal + PEDALS.length);
    if (controller === ALL_SOUND_OFF || controller >= ALL_NOTES_OFF) {
      this.#strokes.fill(0, channel * KEYS, (channel + 1) * KEYS);
    }
  }
}
