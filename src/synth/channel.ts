import { PATCH_DRUMS } from '../ddi/dls-download.ts';
import { CHANNEL_PRIORITY_OFFSETS, VoicePriorityClass } from '../ddi/voice-priority.ts';

/** The channel that plays drums, counted from 0. */
export const DRUM_CHANNEL = 9;

const CC_BANK_MSB = 0;
const CC_MODULATION = 1;
const CC_VOLUME = 7;
const CC_PAN = 10;
const CC_EXPRESSION = 11;
const CC_BANK_LSB = 32;
/** Pedals: sustain, portamento, sostenuto, soft. */
const CC_FIRST_PEDAL = 64;
const CC_LAST_PEDAL = 67;
const CENTER = 64;
const PITCH_WHEEL_CENTER = 8192;
const DEFAULT_BEND_RANGE_SEMITONES = 2;
const NO_PARAMETER = 0x3fff;

/** State of one MIDI channel of a channel group. Changed by the engine on the frame of each message. */
export class Channel {
  /** The 128 controllers, 0…127 each. */
  readonly controllers: Uint8Array = new Uint8Array(128);
  /** Poly pressure by key, 0…127. */
  readonly polyPressure: Uint8Array = new Uint8Array(128);
  /** Channel pressure, 0…127. */
  pressure = 0;
  /** 14 bits, 8192 is the centre. */
  pitchWheel: number = PITCH_WHEEL_CENTER;
  bendRangeCents: number = DEFAULT_BEND_RANGE_SEMITONES * 100;
  /** −100…100 */
  fineTuneCents = 0;
  /** −6400…6300 */
  coarseTuneCents = 0;
  /** Registered parameter that data entry writes to; 0x3FFF none. */
  registeredParameter: number = NO_PARAMETER;
  /** Sounds of new notes: bit 31 drums, bank MSB << 16, bank LSB << 8, program. Latched by program changes. */
  patch: number;
  isSustained = false;
  /** Unsigned 32-bit, see `ddi/voice-priority.ts`. */
  priority: number;
  readonly isDrums: boolean;
  /** Coarse data of the registered parameters 0, 1 and 2, which fine data join. */
  readonly #coarseData = Uint8Array.of(DEFAULT_BEND_RANGE_SEMITONES, CENTER, CENTER);

  constructor(index: number) {
    this.isDrums = index === DRUM_CHANNEL;
    this.priority = (VoicePriorityClass.standard | CHANNEL_PRIORITY_OFFSETS[index]!) >>> 0;
    this.patch = this.isDrums ? PATCH_DRUMS : 0;
    this.controllers[CC_VOLUME] = 100;
    this.controllers[CC_PAN] = CENTER;
    this.resetControllers();
  }

  /** Latches bank and program: from the next note on. */
  selectProgram(program: number): void {
    const bank = (this.controllers[CC_BANK_MSB]! << 16) | (this.controllers[CC_BANK_LSB]! << 8);
    this.patch = ((this.isDrums ? PATCH_DRUMS : 0) | bank | program) >>> 0;
  }

  /** CC 121 (RP-015): everything back, but volume, pan, banks and tunings. */
  resetControllers(): void {
    this.controllers[CC_MODULATION] = 0;
    this.controllers[CC_EXPRESSION] = 127;
    this.controllers.fill(0, CC_FIRST_PEDAL, CC_LAST_PEDAL + 1);
    this.pressure = 0;
    this.polyPressure.fill(0);
    this.pitchWheel = PITCH_WHEEL_CENTER;
    this.registeredParameter = NO_PARAMETER;
    this.isSustained = false;
  }

  /** Selects no parameter, so that data entry does nothing: after an NRPN. */
  selectNoParameter(): void {
    this.registeredParameter = NO_PARAMETER;
  }

  /** CC 101 (`isMsb`) or CC 100. */
  selectParameter(value: number, isMsb: boolean): void {
    const present = this.registeredParameter;
    this.registeredParameter = isMsb ? (value << 7) | (present & 0x7f) : (present & 0x3f80) | value;
  }

  /** CC 6 (`isMsb`) or CC 38 for the selected parameter. Answers whether a tuning or range changed. */
  enterData(value: number, isMsb: boolean): boolean {
    const parameter = this.registeredParameter;
    if (parameter >= this.#coarseData.length) return false;
    if (isMsb) this.#coarseData[parameter] = value;
    const coarse = this.#coarseData[parameter]!;
    const fine = isMsb ? 0 : value;
    if (parameter === 0) this.bendRangeCents = coarse * 100 + Math.min(fine, 99);
    else if (parameter === 1) this.fineTuneCents = (((coarse << 7) | fine) - 8192) * (100 / 8192);
    else this.coarseTuneCents = (coarse - CENTER) * 100;
    return true;
  }
}
