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

/**
 * Remembers which keys and pedals are down on a wire of 16 channels, so that they can be let go when nobody will do it
 * any more. A key that was struck twice is let go twice.
 */
export class SoundingNotes {
  readonly #strokes: Uint8Array = new Uint8Array(CHANNELS * KEYS);
  readonly #pedalsDown: Uint8Array = new Uint8Array(CHANNELS * PEDALS.length);

  /** Takes note of one whole message that goes onto the wire. */
  follow(message: Uint8Array): void {
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

  /**
   * Gives `send` the messages that let everything go, and forgets it.
   * @param send the message is used again when this returns.
   */
  release(send: (message: Uint8Array) => void): void {
    const message = new Uint8Array(3);
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (let key = 0; key < KEYS; key++) {
        message.set([NOTE_OFF | channel, key, 64]);
        for (let count = this.#strokes[channel * KEYS + key]!; count > 0; count--) send(message);
      }
      for (const [i, pedal] of PEDALS.entries()) {
        message.set([CONTROL_CHANGE | channel, pedal, 0]);
        if (this.#pedalsDown[channel * PEDALS.length + i]! > 0) send(message);
      }
    }
    this.forget();
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
