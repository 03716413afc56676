import type { Kernel } from './kernel.ts';
import { KernelHeap } from './kernel-heap.ts';
import {
  BUS_COUNT,
  CELL_FRAMES,
  COMMAND_BYTES,
  COMMAND_FIELD,
  COMMAND_FRAME,
  COMMAND_KIND,
  COMMAND_NEXT,
  COMMAND_VALUE,
  HEADER_ACTIVE_COUNT,
  HEADER_ACTIVE_LIST,
  HEADER_ADDRESS,
  HEADER_BYTES,
  HEADER_COMMANDS,
  HEADER_GAIN_CEILING,
  HEADER_OUTPUT,
  HEADER_SAMPLE_RATE,
  HEADER_SCRATCH,
  HEADER_SINC_TABLE,
  HEADER_VOICES,
  VOICE_BYTES,
  VOICE_COMMAND_HEAD,
} from './layout.ts';
import { sincTable } from './sinc-table.ts';

/** Sizes that are fixed when a synth opens. */
export interface KernelSizes {
  /** Voice records, sounding and fading together. */
  readonly slotCount: number;
  /** Commands that one part of a cell can hold. */
  readonly commandCount: number;
  /** Output frames a second. */
  readonly sampleRate: number;
  /** Ceiling of a voice's gain on one output, linear. */
  readonly gainCeiling: number;
}

/**
 * Control's hand in a kernel's memory: sets it up by `layout.ts`, writes voices and commands, reads buses. No other
 * file on this side computes an address. `@thread control`, except where said.
 */
export class KernelMemory {
  readonly kernel: Kernel;
  readonly heap: KernelHeap;
  readonly commandCount: number;
  readonly #voices: number;
  readonly #commands: number;
  readonly #activeList: number;
  #output = HEADER_ADDRESS;
  readonly #lastCommand: Int32Array;
  #view!: DataView;
  #buses: Float32Array[] = [];
  #used = 0;

  constructor(kernel: Kernel, sizes: KernelSizes) {
    this.kernel = kernel;
    this.commandCount = sizes.commandCount;
    this.heap = new KernelHeap(kernel.memory, HEADER_ADDRESS + HEADER_BYTES, () => this.#renewViews());
    this.#voices = this.heap.allocate(sizes.slotCount * VOICE_BYTES);
    this.#commands = this.heap.allocate(sizes.commandCount * COMMAND_BYTES);
    this.#activeList = this.heap.allocate(sizes.slotCount * 4);
    this.#output = this.heap.allocate(BUS_COUNT * CELL_FRAMES * 4);
    const scratch = this.heap.allocate((CELL_FRAMES + 4) * 4);
    const table = sincTable();
    const tableAddress = this.heap.allocate(table.byteLength);
    this.#lastCommand = new Int32Array(sizes.slotCount);
    this.#renewViews();
    new Float32Array(kernel.memory.buffer, tableAddress, table.length).set(table);
    new Uint8Array(kernel.memory.buffer, this.#voices, sizes.slotCount * VOICE_BYTES).fill(0);
    this.#setHeader(HEADER_VOICES, this.#voices);
    this.#setHeader(HEADER_COMMANDS, this.#commands);
    this.#setHeader(HEADER_ACTIVE_LIST, this.#activeList);
    this.#setHeader(HEADER_ACTIVE_COUNT, 0);
    this.#setHeader(HEADER_OUTPUT, this.#output);
    this.#setHeader(HEADER_SINC_TABLE, tableAddress);
    this.#setHeader(HEADER_SCRATCH, scratch);
    this.#view.setFloat32(HEADER_ADDRESS + HEADER_GAIN_CEILING, sizes.gainCeiling, true);
    this.#view.setFloat32(HEADER_ADDRESS + HEADER_SAMPLE_RATE, sizes.sampleRate, true);
  }

  #setHeader(field: number, value: number): void {
    this.#view.setUint32(HEADER_ADDRESS + field, value, true);
  }

  /** Asking the memory for its buffer is dear, so the views are kept, and made anew only when it has grown. */
  #renewViews(): void {
    const { buffer } = this.kernel.memory;
    const busBytes = CELL_FRAMES * 4;
    this.#view = new DataView(buffer);
    this.#buses = Array.from(
      { length: BUS_COUNT },
      (_, i) => new Float32Array(buffer, this.#output + i * busBytes, CELL_FRAMES),
    );
  }

  /** The whole memory. The view serves until the memory grows. */
  get view(): DataView {
    return this.#view;
  }

  /** Samples of one bus of the present cell. The array serves until the memory grows. */
  bus(index: number): Float32Array {
    return this.#buses[index]!;
  }

  getU32(slot: number, field: number): number {
    return this.#view.getUint32(this.#voices + slot * VOICE_BYTES + field, true);
  }

  setU32(slot: number, field: number, value: number): void {
    this.#view.setUint32(this.#voices + slot * VOICE_BYTES + field, value, true);
  }

  getF32(slot: number, field: number): number {
    return this.#view.getFloat32(this.#voices + slot * VOICE_BYTES + field, true);
  }

  setF32(slot: number, field: number, value: number): void {
    this.#view.setFloat32(this.#voices + slot * VOICE_BYTES + field, value, true);
  }

  setF64(slot: number, field: number, value: number): void {
    this.#view.setFloat64(this.#voices + slot * VOICE_BYTES + field, value, true);
  }

  /** Which voices the kernel mixes, in the order of summation. */
  setActive(position: number, slot: number): void {
    this.#view.setUint32(this.#activeList + position * 4, slot, true);
  }

  setActiveCount(count: number): void {
    this.#view.setUint32(HEADER_ADDRESS + HEADER_ACTIVE_COUNT, count, true);
  }

  /** Commands that still find room before the next {@link render}. */
  get freeCommands(): number {
    return this.commandCount - this.#used;
  }

  /** Links a command to a voice; frames of one voice's commands must not fall. Needs a {@link freeCommands}. */
  addCommand(slot: number, frame: number, kind: number, field = 0, value = 0): void {
    const address = this.#commands + this.#used * COMMAND_BYTES;
    const view = this.#view;
    view.setUint32(address + COMMAND_NEXT, 0, true);
    view.setUint32(address + COMMAND_FRAME, frame, true);
    view.setUint32(address + COMMAND_KIND, kind, true);
    view.setUint32(address + COMMAND_FIELD, field, true);
    view.setFloat64(address + COMMAND_VALUE, value, true);
    this.#used++;
    if (this.getU32(slot, VOICE_COMMAND_HEAD) === 0) this.setU32(slot, VOICE_COMMAND_HEAD, this.#used);
    else
      view.setUint32(this.#commands + (this.#lastCommand[slot]! - 1) * COMMAND_BYTES + COMMAND_NEXT, this.#used, true);
    this.#lastCommand[slot] = this.#used;
  }

  /** Forgets commands that were not rendered; their voices must be idle. */
  dropCommands(): void {
    this.#used = 0;
  }

  /** Renders a part of the cell and takes the commands back, all of which lie before `end`. `@thread render` */
  render(from: number, end: number): void {
    this.kernel.render(from, end);
    this.#used = 0;
  }
}
