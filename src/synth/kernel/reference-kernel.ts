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
  HEADER_ACTIVE_COUNT,
  HEADER_ACTIVE_LIST,
  HEADER_ADDRESS,
  HEADER_COMMANDS,
  HEADER_OUTPUT,
  HEADER_VOICES,
  VOICE_BYTES,
  VOICE_COMMAND_HEAD,
  VOICE_ENDED,
  VOICE_LEVEL_DB,
  VOICE_PLAYING,
  VOICE_STATUS,
} from './layout.ts';
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
  #voice: ReferenceVoice | undefined;

  constructor(memory: WebAssembly.Memory, header: MemoryRecord, index: number) {
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
    if (voice !== undefined && !voice.addFrame(buses)) this.#record.setU32(VOICE_STATUS, VOICE_ENDED);
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

  render(from: number, end: number): void {
    const output = new MemoryRecord(this.memory, this.#header.getU32(HEADER_OUTPUT));
    if (from === 0) {
      for (let i = 0; i < BUS_COUNT * CELL_FRAMES; i++) output.setF32(i * WORD_BYTES, 0);
    }
    const active = this.#activeSlots();
    if (from === end) for (const slot of active) slot.obeyDue(from);
    const buses = new Float64Array(BUS_COUNT);
    for (let frame = from; frame < end; frame++) {
      buses.fill(0);
      for (const slot of active) slot.renderFrame(frame, buses);
      for (let bus = 0; bus < BUS_COUNT; bus++) output.setF32((bus * CELL_FRAMES + frame) * WORD_BYTES, buses[bus]!);
    }
    if (end === CELL_FRAMES) for (const slot of active) slot.publishLevel();
  }

  #activeSlots(): Slot[] {
    const list = new MemoryRecord(this.memory, this.#header.getU32(HEADER_ACTIVE_LIST));
    const count = this.#header.getU32(HEADER_ACTIVE_COUNT);
    return Array.from({ length: count }, (_, position) => this.#slot(list.getU32(position * WORD_BYTES)));
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
