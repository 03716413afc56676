import { type InterpolationQuality, type InterpolationTable, interpolationTables } from './interpolation-tables.ts';
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
  GROUP_COUNT,
  HEADER_ACTIVE_BITS,
  HEADER_ACTIVE_BYTES,
  HEADER_ADDRESS,
  HEADER_BYTES,
  HEADER_COMMANDS,
  HEADER_ENDED_COUNT,
  HEADER_ENDED_LIST,
  HEADER_GAIN_CEILING,
  HEADER_GROUP_BUSES,
  HEADER_GROUPS,
  HEADER_OUTPUT,
  HEADER_PITCH_CACHE,
  HEADER_PITCH_CACHE_BYTES,
  HEADER_SAMPLE_RATE,
  HEADER_SCRATCH,
  HEADER_TABLES,
  HEADER_VOICE_CELLS,
  HEADER_VOICES,
  HEADER_WAVE_GENERATION,
  RUN_FRAMES,
  SCRATCH_ROWS,
  TABLE_BYTES,
  TABLE_COUNT,
  TABLE_IS_INTEGER,
  TABLE_MAX_INCREMENT,
  TABLE_PHASE_BITS,
  TABLE_ROWS,
  TABLE_TAPS,
  TABLE_WEIGHT_SCALE,
  VOICE_BYTES,
  VOICE_COMMAND_HEAD,
} from './layout.ts';

const FLOAT_BYTES = 4;
const WORD_BYTES = 4;
const SLOTS_PER_BYTE = 8;
const ALL_GROUPS = (1 << GROUP_COUNT) - 1;

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
  /** How samples between the wave's frames are found; `sinc8` by default. */
  readonly quality?: InterpolationQuality | undefined;
  /** Bytes in which the kernel keeps transposed waves to play them again; none by default. */
  readonly pitchCacheBytes?: number | undefined;
  /** Bits of the voice groups that sound; all by default. */
  readonly groups?: number | undefined;
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
  readonly #activeBits: number;
  readonly #endedList: number;
  #output = HEADER_ADDRESS;
  readonly #lastCommand: Int32Array;
  #view!: DataView;
  #buses: Float32Array[] = [];
  #used = 0;

  constructor(kernel: Kernel, sizes: KernelSizes) {
    this.kernel = kernel;
    this.commandCount = sizes.commandCount;
    this.heap = new KernelHeap(kernel.memory, HEADER_ADDRESS + HEADER_BYTES, () => this.#renewViews());
    const activeBytes = GROUP_COUNT * Math.ceil(sizes.slotCount / (SLOTS_PER_BYTE * GROUP_COUNT));
    const slotCount = activeBytes * SLOTS_PER_BYTE;
    this.#lastCommand = new Int32Array(slotCount);
    this.#renewViews();
    this.clear(HEADER_ADDRESS, HEADER_BYTES);
    this.#voices = this.place(HEADER_VOICES, slotCount * VOICE_BYTES);
    this.#commands = this.place(HEADER_COMMANDS, sizes.commandCount * COMMAND_BYTES);
    this.#activeBits = this.place(HEADER_ACTIVE_BITS, activeBytes);
    this.#setHeader(HEADER_ACTIVE_BYTES, activeBytes);
    this.#endedList = this.place(HEADER_ENDED_LIST, slotCount * WORD_BYTES);
    this.#output = this.place(HEADER_OUTPUT, BUS_COUNT * RUN_FRAMES * FLOAT_BYTES);
    this.place(HEADER_GROUP_BUSES, GROUP_COUNT * BUS_COUNT * CELL_FRAMES * FLOAT_BYTES);
    this.place(HEADER_SCRATCH, SCRATCH_ROWS * CELL_FRAMES * FLOAT_BYTES);
    this.#setHeader(HEADER_GROUPS, sizes.groups ?? ALL_GROUPS);
    this.#view.setFloat32(HEADER_ADDRESS + HEADER_GAIN_CEILING, sizes.gainCeiling, true);
    this.#view.setFloat32(HEADER_ADDRESS + HEADER_SAMPLE_RATE, sizes.sampleRate, true);
    this.#placeTables(interpolationTables(sizes.quality ?? 'sinc8'));
    if (sizes.pitchCacheBytes) this.#placePitchCache(sizes.pitchCacheBytes);
    this.#renewViews();
  }

  /** Allocates a part, cleared, and enters its address in a field of the header. `@thread control` */
  place(field: number, byteLength: number): number {
    const address = this.allocateCleared(byteLength);
    this.#setHeader(field, address);
    return address;
  }

  /** Address of so many bytes of 0. `@thread control` */
  allocateCleared(byteLength: number): number {
    const address = this.heap.allocate(byteLength);
    this.clear(address, byteLength);
    return address;
  }

  /** Sets so many bytes to 0. */
  clear(address: number, byteLength: number): void {
    new Uint8Array(this.kernel.memory.buffer, address, byteLength).fill(0);
  }

  /** Not cleared: what is not touched costs no memory. */
  #placePitchCache(byteLength: number): void {
    this.#setHeader(HEADER_PITCH_CACHE, this.heap.allocate(byteLength));
    this.#setHeader(HEADER_PITCH_CACHE_BYTES, byteLength);
  }

  /** Records beyond the last table repeat it. */
  #placeTables(tables: readonly InterpolationTable[]): void {
    const records = this.place(HEADER_TABLES, TABLE_COUNT * TABLE_BYTES);
    let rows = 0;
    for (let i = 0; i < TABLE_COUNT; i++) {
      const table = tables[i];
      if (table !== undefined) rows = this.#copy(table.rows);
      this.#writeTable(records + i * TABLE_BYTES, table ?? tables.at(-1)!, rows);
    }
  }

  #writeTable(record: number, table: InterpolationTable, rows: number): void {
    const view = this.#view;
    view.setBigInt64(record + TABLE_MAX_INCREMENT, BigInt(Math.round(table.maxRatio * 2 ** 32)), true);
    view.setUint32(record + TABLE_ROWS, rows, true);
    view.setUint32(record + TABLE_IS_INTEGER, table.rows instanceof Int16Array ? 1 : 0, true);
    view.setUint32(record + TABLE_TAPS, table.taps, true);
    view.setUint32(record + TABLE_PHASE_BITS, table.phaseBits, true);
    view.setFloat32(record + TABLE_WEIGHT_SCALE, table.weightScale, true);
  }

  /** Address of a copy of the rows. */
  #copy(rows: Int16Array | Float32Array): number {
    const address = this.heap.allocate(rows.byteLength);
    const source = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
    new Uint8Array(this.kernel.memory.buffer, address, rows.byteLength).set(source);
    return address;
  }

  #setHeader(field: number, value: number): void {
    this.#view.setUint32(HEADER_ADDRESS + field, value, true);
  }

  /** Asking the memory for its buffer is dear, so the views are kept, and made anew only when it has grown. */
  #renewViews(): void {
    const { buffer } = this.kernel.memory;
    const busBytes = RUN_FRAMES * FLOAT_BYTES;
    this.#view = new DataView(buffer);
    this.#buses = Array.from(
      { length: BUS_COUNT },
      (_, i) => new Float32Array(buffer, this.#output + i * busBytes, RUN_FRAMES),
    );
  }

  /** The whole memory. The view serves until the memory grows. */
  get view(): DataView {
    return this.#view;
  }

  /** All buses; the array serves until the memory grows. */
  get buses(): readonly Float32Array[] {
    return this.#buses;
  }

  /** Samples of one bus as last rendered, RUN_FRAMES of them. The array serves until the memory grows. */
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

  /** From now on the kernel renders the voice, until it ends. */
  activate(slot: number): void {
    const address = this.#activeBits + (slot >> 3);
    this.#view.setUint8(address, this.#view.getUint8(address) | (1 << (slot & 7)));
  }

  /** Takes a voice away from the kernel without a word. */
  deactivate(slot: number): void {
    const address = this.#activeBits + (slot >> 3);
    this.#view.setUint8(address, this.#view.getUint8(address) & ~(1 << (slot & 7)));
  }

  /** Voices that ended in the cells since {@link clearEnded}. */
  get endedCount(): number {
    return this.#view.getUint32(HEADER_ADDRESS + HEADER_ENDED_COUNT, true);
  }

  /** Slot of an ended voice, `index` below {@link endedCount}. */
  endedSlot(index: number): number {
    return this.#view.getUint32(this.#endedList + index * WORD_BYTES, true);
  }

  clearEnded(): void {
    this.#setHeader(HEADER_ENDED_COUNT, 0);
  }

  /** Active voices summed over the cells completed since this was last asked. */
  takeVoiceCells(): number {
    const sum = this.#view.getUint32(HEADER_ADDRESS + HEADER_VOICE_CELLS, true);
    this.#setHeader(HEADER_VOICE_CELLS, 0);
    return sum;
  }

  /** A wave was freed: what was cached of any is void. `@thread control` */
  forgetCachedWaves(): void {
    const address = HEADER_ADDRESS + HEADER_WAVE_GENERATION;
    this.#view.setUint32(address, this.#view.getUint32(address, true) + 1, true);
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

  /** Renders a part of the cell, or several cells, and takes the commands back, all of which lie before `end`. `@thread render` */
  render(from: number, end: number): void {
    this.kernel.render(from, end);
    this.#used = 0;
  }

  /** See {@link Kernel.applyEffects}. `@thread render` */
  applyEffects(from: number, end: number): void {
    this.kernel.applyEffects(from, end);
  }
}
