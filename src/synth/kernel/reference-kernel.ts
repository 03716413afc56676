import type { Kernel } from './kernel.ts';
import {
  BUS_COUNT,
  CELL_FRAMES,
  COMMAND_BYTES,
  COMMAND_FIELD,
  COMMAND_FRAME,
  COMMAND_KIND,
  COMMAND_KIND_RELEASE,
  COMMAND_KIND_SET_F32,
  COMMAND_KIND_SET_F64,
  COMMAND_KIND_SHUTDOWN,
  COMMAND_KIND_START,
  COMMAND_NEXT,
  COMMAND_VALUE,
  GROUP_COUNT,
  GROUP_SLOT_BITS,
  HEADER_ACTIVE_BITS,
  HEADER_ACTIVE_BYTES,
  HEADER_ADDRESS,
  HEADER_COMMANDS,
  HEADER_EFFECTS,
  HEADER_ENDED_COUNT,
  HEADER_ENDED_LIST,
  HEADER_GROUPS,
  HEADER_OUTPUT,
  HEADER_VOICE_CELLS,
  HEADER_VOICES,
  RUN_FRAMES,
  VOICE_BYTES,
  VOICE_COMMAND_HEAD,
  VOICE_ENDED,
  VOICE_LEVEL_DB,
  VOICE_PLAYING,
  VOICE_STATUS,
} from './layout.ts';
import { ReferenceEffects } from './reference/effects.ts';
import { MemoryRecord } from './reference/memory-record.ts';
import { ReferenceVoice } from './reference/voice.ts';

/** Pages of 64 KiB that the memory starts with; the heap grows it. */
const INITIAL_PAGES = 2;
const WORD_BYTES = 4;

/** A slot of the voice table: its record in memory, and the voice that plays in it. */
class Slot {
  readonly #memory: WebAssembly.Memory;
  readonly #header: MemoryRecord;
  readonly #record: MemoryRecord;
  readonly index: number;
  #voice: ReferenceVoice | undefined;

  constructor(memory: WebAssembly.Memory, header: MemoryRecord, index: number) {
    this.index = index;
    this.#memory = memory;
    this.#header = header;
    this.#record = new MemoryRecord(memory, header.getU32(HEADER_VOICES) + index * VOICE_BYTES);
  }

  /** The voice, while it plays. Control may silence it by writing another status. */
  get #playing(): ReferenceVoice | undefined {
    return this.#record.getU32(VOICE_STATUS) === VOICE_PLAYING ? this.#voice : undefined;
  }

  renderFrame(frame: number, buses: Float64Array): void {
    this.obeyDue(frame);
    const voice = this.#playing;
    if (voice !== undefined && !voice.addFrame(frame, buses)) this.#record.setU32(VOICE_STATUS, VOICE_ENDED);
  }

  get hasEnded(): boolean {
    return this.#record.getU32(VOICE_STATUS) === VOICE_ENDED;
  }

  /** Voices of other threads' groups live in silence. */
  get sounds(): boolean {
    const group = (this.index >> GROUP_SLOT_BITS) % GROUP_COUNT;
    return ((this.#header.getU32(HEADER_GROUPS) >> group) & 1) === 1;
  }

  publishLevel(): void {
    const voice = this.#playing;
    if (voice !== undefined) this.#record.setF32(VOICE_LEVEL_DB, voice.levelDb);
  }

  obeyDue(frame: number): void {
    const commands = this.#header.getU32(HEADER_COMMANDS);
    for (;;) {
      const head = this.#record.getU32(VOICE_COMMAND_HEAD);
      if (head === 0) return;
      const command = new MemoryRecord(this.#memory, commands + (head - 1) * COMMAND_BYTES);
      if (command.getU32(COMMAND_FRAME) > frame) return;
      this.#obey(command);
      this.#record.setU32(VOICE_COMMAND_HEAD, command.getU32(COMMAND_NEXT));
    }
  }

  #obey(command: MemoryRecord): void {
    const field = command.getU32(COMMAND_FIELD);
    const value = command.getF64(COMMAND_VALUE);
    this.#playing?.cut();
    switch (command.getU32(COMMAND_KIND)) {
      case COMMAND_KIND_START:
        this.#voice = new ReferenceVoice(this.#memory, this.#header, this.#record);
        this.#record.setU32(VOICE_STATUS, VOICE_PLAYING);
        break;
      case COMMAND_KIND_SET_F32:
        this.#record.setF32(field, value);
        break;
      case COMMAND_KIND_SET_F64:
        this.#record.setF64(field, value);
        break;
      case COMMAND_KIND_RELEASE:
        this.#playing?.release();
        break;
      case COMMAND_KIND_SHUTDOWN:
        this.#playing?.shutdown();
        break;
    }
  }
}

/** Renders by the contract, one frame of all voices after the other. */
class ReferenceKernel implements Kernel {
  readonly name: string = 'reference';
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: INITIAL_PAGES });
  readonly #header: MemoryRecord = new MemoryRecord(this.memory, HEADER_ADDRESS);
  readonly #slots = new Map<number, Slot>();
  #effects: ReferenceEffects | undefined;

  render(from: number, end: number): void {
    if (end <= CELL_FRAMES) this.#renderCell(from, end, 0);
    else for (let at = 0; at < end; at += CELL_FRAMES) this.#renderCell(0, CELL_FRAMES, at);
  }

  applyEffects(from: number, end: number): void {
    if (this.#header.getU32(HEADER_EFFECTS) === 0) return;
    this.#effects ??= new ReferenceEffects(this.memory, this.#header);
    this.#effects.apply(this.#header, from, end);
  }

  /** One cell or a part of it; the cell begins at frame `at` of the output. */
  #renderCell(from: number, end: number, at: number): void {
    const output = new MemoryRecord(this.memory, this.#header.getU32(HEADER_OUTPUT));
    const active = this.#activeSlots();
    if (from === end) for (const slot of active) slot.obeyDue(from);
    const [buses, silence] = [new Float64Array(BUS_COUNT), new Float64Array(BUS_COUNT)];
    for (let frame = from; frame < end; frame++) {
      buses.fill(0);
      for (const slot of active) slot.renderFrame(frame, slot.sounds ? buses : silence);
      for (let bus = 0; bus < BUS_COUNT; bus++)
        output.setF32((bus * RUN_FRAMES + at + frame) * WORD_BYTES, buses[bus]!);
    }
    if (end === CELL_FRAMES) this.#completeCell(active);
  }

  #completeCell(active: readonly Slot[]): void {
    this.#header.setU32(HEADER_VOICE_CELLS, this.#header.getU32(HEADER_VOICE_CELLS) + active.length);
    for (const slot of active) {
      slot.publishLevel();
      if (slot.hasEnded) this.#handOver(slot.index);
    }
  }

  /** Takes an ended voice's bit away and lists its slot. */
  #handOver(index: number): void {
    const bits = this.#activeByte(index >> 3);
    bits.setU8(0, bits.getU8(0) & ~(1 << (index & 7)));
    const count = this.#header.getU32(HEADER_ENDED_COUNT);
    new MemoryRecord(this.memory, this.#header.getU32(HEADER_ENDED_LIST)).setU32(count * WORD_BYTES, index);
    this.#header.setU32(HEADER_ENDED_COUNT, count + 1);
  }

  #activeByte(index: number): MemoryRecord {
    return new MemoryRecord(this.memory, this.#header.getU32(HEADER_ACTIVE_BITS) + index);
  }

  #activeSlots(): Slot[] {
    const byteCount = this.#header.getU32(HEADER_ACTIVE_BYTES);
    const slots: Slot[] = [];
    for (let byte = 0; byte < byteCount; byte++) {
      const bits = this.#activeByte(byte).getU8(0);
      for (let bit = 0; bit < 8; bit++) if ((bits >> bit) & 1) slots.push(this.#slot(byte * 8 + bit));
    }
    return slots;
  }

  #slot(index: number): Slot {
    let slot = this.#slots.get(index);
    if (slot === undefined) {
      slot = new Slot(this.memory, this.#header, index);
      this.#slots.set(index, slot);
    }
    return slot;
  }
}

/**
 * The contract in plain TypeScript and double precision: slow and obvious, the judge of the fast kernels. Written from
 * `kernel.ts` and `layout.ts` alone. It allocates while it renders, and of the kernel-owned part of a voice record it
 * keeps only what control reads.
 */
export function createReferenceKernel(): Kernel {
  return new ReferenceKernel();
}
