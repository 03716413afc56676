import { CONTROLLER_SOURCE_BASE, ConnectionSource as From } from '../formats/dls/articulation-codes.ts';
import type { Channel } from './channel.ts';
import type { NoteControl } from './note-control.ts';
import type { RuleSet } from './rules.ts';
import type { SynthCounters } from './statistics.ts';

const CC_DATA_ENTRY_MSB = 6;
const CC_DATA_ENTRY_LSB = 38;
const CC_SUSTAIN = 64;
const CC_NRPN_LSB = 98;
const CC_NRPN_MSB = 99;
const CC_RPN_LSB = 100;
const CC_RPN_MSB = 101;
const CC_ALL_SOUND_OFF = 120;
const CC_RESET_CONTROLLERS = 121;
const CC_ALL_NOTES_OFF = 123;

/** Turns short MIDI messages into what channels and notes do. Messages it does not know are counted. `@thread render` */
export class ChannelMessages {
  readonly #notes: NoteControl;
  readonly #rules: RuleSet;
  readonly #counters: SynthCounters;

  constructor(notes: NoteControl, rules: RuleSet, counters: SynthCounters) {
    this.#notes = notes;
    this.#rules = rules;
    this.#counters = counters;
  }

  /** Obeys a message on one group's 16 channels: status in the lowest byte, then data 1 and data 2. */
  obey(channels: readonly Channel[], message: number): void {
    const status = message & 0xff;
    const data1 = (message >> 8) & 0x7f;
    const data2 = (message >> 16) & 0x7f;
    const channel = channels[status & 0x0f]!;
    switch (status & 0xf0) {
      case 0x80:
        return this.#notes.noteOff(channel, data1);
      case 0x90:
        return data2 === 0 ? this.#notes.noteOff(channel, data1) : this.#notes.noteOn(channel, data1, data2);
      case 0xa0:
        channel.polyPressure[data1] = data2;
        return this.#notes.refresh(channel, From.POLY_PRESSURE);
      case 0xb0:
        return this.#control(channel, data1, data2);
      case 0xc0:
        return channel.selectProgram(data1);
      case 0xd0:
        channel.pressure = data1;
        return this.#notes.refresh(channel, From.CHANNEL_PRESSURE);
      case 0xe0:
        channel.pitchWheel = data1 | (data2 << 7);
        return this.#notes.refresh(channel, From.PITCH_WHEEL);
      default:
        this.#counters.unknownMessages++;
    }
  }

  #control(channel: Channel, controller: number, value: number): void {
    if (controller >= CC_ALL_SOUND_OFF) return this.#changeMode(channel, controller);
    channel.controllers[controller] = value;
    switch (controller) {
      case CC_DATA_ENTRY_MSB:
      case CC_DATA_ENTRY_LSB:
        if (channel.enterData(value, controller === CC_DATA_ENTRY_MSB)) this.#notes.refresh(channel);
        return;
      case CC_SUSTAIN:
        channel.isSustained = value >= this.#rules.sustainThreshold;
        if (!channel.isSustained) this.#notes.releaseSustained(channel);
        return this.#notes.refresh(channel, CONTROLLER_SOURCE_BASE + CC_SUSTAIN);
      case CC_NRPN_LSB:
      case CC_NRPN_MSB:
        return channel.selectNoParameter();
      case CC_RPN_LSB:
      case CC_RPN_MSB:
        return channel.selectParameter(value, controller === CC_RPN_MSB);
      default:
        this.#notes.refresh(channel, CONTROLLER_SOURCE_BASE + controller);
    }
  }

  /** Channel mode messages, 120 to 127: those that change the mode end all notes, as they all must. */
  #changeMode(channel: Channel, controller: number): void {
    if (controller === CC_ALL_SOUND_OFF) return this.#notes.allSoundOff(channel);
    if (controller >= CC_ALL_NOTES_OFF) return this.#notes.allNotesOff(channel);
    if (controller !== CC_RESET_CONTROLLERS) return;
    channel.resetControllers();
    this.#notes.releaseSustained(channel);
    this.#notes.refresh(channel);
  }
}
