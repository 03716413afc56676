import { describe, expect, it } from 'vitest';
import type { Kernel } from './kernel.ts';
import { KernelMemory } from './kernel-memory.ts';
import {
  BUS_COUNT,
  CELL_FRAMES,
  COMMAND_BYTES,
  COMMAND_FIELD,
  COMMAND_FRAME,
  COMMAND_KIND,
  COMMAND_KIND_SET_F32,
  COMMAND_KIND_START,
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
  HEADER_VOICES,
  HEADER_WAVE_GENERATION,
  RUN_FRAMES,
  SCRATCH_ROWS,
  TABLE_BYTES,
  TABLE_COUNT,
  TABLE_MAX_INCREMENT,
  TABLE_ROWS,
  TABLE_TAPS,
  VOICE_BYTES,
  VOICE_COMMAND_HEAD,
  VOICE_GAIN_DB,
  VOICE_PITCH_CENTS,
} from './layout.ts';

const SIZES = { slotCount: 65, commandCount: 8, sampleRate: 44100, gainCeiling: 2, pitchCacheBytes: 4096 };

/** A kernel that only keeps the calls. */
class SilentKernel implements Kernel {
  readonly name = 'silent';
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 2 });
  readonly calls: (readonly [number, number])[] = [];

  render(from: number, end: number): void {
    this.calls.push([from, end]);
  }

  applyEffects(): void {}
}

function makeMemory(): { kernel: SilentKernel; memory: KernelMemory; header: (field: number) => number } {
  const kernel = new SilentKernel();
  new Uint8Array(kernel.memory.buffer).fill(0xff);
  const memory = new KernelMemory(kernel, SIZES);
  return { kernel, memory, header: (field) => memory.view.getUint32(HEADER_ADDRESS + field, true) };
}

/** Frames of the commands that a voice's list holds, in its order. */
function linkedFrames({ memory, header }: ReturnType<typeof makeMemory>, slot: number): number[] {
  const frames: number[] = [];
  let index = memory.getU32(slot, VOICE_COMMAND_HEAD);
  while (index !== 0) {
    const address = header(HEADER_COMMANDS) + (index - 1) * COMMAND_BYTES;
    frames.push(memory.view.getUint32(address + COMMAND_FRAME, true));
    index = memory.view.getUint32(address + COMMAND_NEXT, true);
  }
  return frames;
}

describe('KernelMemory', () => {
  it('lays the parts out behind the header, apart from each other', () => {
    const { header } = makeMemory();
    const parts = [
      [HEADER_ADDRESS, HEADER_BYTES],
      [header(HEADER_VOICES), SIZES.slotCount * VOICE_BYTES],
      [header(HEADER_COMMANDS), SIZES.commandCount * COMMAND_BYTES],
      [header(HEADER_ACTIVE_BITS), header(HEADER_ACTIVE_BYTES)],
      [header(HEADER_ENDED_LIST), SIZES.slotCount * 4],
      [header(HEADER_OUTPUT), BUS_COUNT * RUN_FRAMES * 4],
      [header(HEADER_GROUP_BUSES), GROUP_COUNT * BUS_COUNT * CELL_FRAMES * 4],
      [header(HEADER_SCRATCH), SCRATCH_ROWS * CELL_FRAMES * 4],
      [header(HEADER_TABLES), TABLE_COUNT * TABLE_BYTES],
      [header(HEADER_PITCH_CACHE), header(HEADER_PITCH_CACHE_BYTES)],
    ] as const;
    const sorted = parts.toSorted((a, b) => a[0] - b[0]);
    expect(sorted[0]![0]).toBe(HEADER_ADDRESS);
    sorted.slice(1).forEach(([address], index) => {
      const [before, byteLength] = sorted[index]!;
      expect(address).toBeGreaterThanOrEqual(before + byteLength);
      expect(address % 16).toBe(0);
    });
  });

  it('writes rate, ceiling, groups and interpolation tables, and clears the voices', () => {
    const { memory, header } = makeMemory();
    expect(memory.view.getFloat32(HEADER_ADDRESS + HEADER_SAMPLE_RATE, true)).toBe(44100);
    expect(memory.view.getFloat32(HEADER_ADDRESS + HEADER_GAIN_CEILING, true)).toBe(2);
    expect(header(HEADER_GROUPS)).toBe(0xff);
    expect(header(HEADER_ACTIVE_BYTES)).toBe(16);
    expect(header(HEADER_PITCH_CACHE_BYTES)).toBe(4096);
    const [first, last] = [0, TABLE_COUNT - 1].map((i) => header(HEADER_TABLES) + i * TABLE_BYTES);
    expect(memory.view.getUint32(first! + TABLE_TAPS, true)).toBe(8);
    expect(memory.view.getInt16(memory.view.getUint32(first! + TABLE_ROWS, true) + 3 * 2, true)).toBe(1 << 14);
    expect(memory.view.getBigInt64(last! + TABLE_MAX_INCREMENT, true)).toBe(8n << 32n);
    const voices = new Uint8Array(memory.kernel.memory.buffer, header(HEADER_VOICES), SIZES.slotCount * VOICE_BYTES);
    expect(voices.every((byte) => byte === 0)).toBe(true);
  });

  it('reads and writes the fields of the slot it is asked for', () => {
    const { memory, header } = makeMemory();
    memory.setF32(3, VOICE_GAIN_DB, -6.5);
    memory.setF64(3, VOICE_PITCH_CENTS, 1234.5678);
    memory.setU32(4, VOICE_COMMAND_HEAD, 0xdeadbeef);
    const voice = header(HEADER_VOICES) + 3 * VOICE_BYTES;
    expect(memory.view.getFloat32(voice + VOICE_GAIN_DB, true)).toBe(-6.5);
    expect(memory.view.getFloat64(voice + VOICE_PITCH_CENTS, true)).toBe(1234.5678);
    expect(memory.getF32(3, VOICE_GAIN_DB)).toBe(-6.5);
    expect(memory.getU32(4, VOICE_COMMAND_HEAD)).toBe(0xdeadbeef);
    expect(memory.getF32(2, VOICE_GAIN_DB)).toBe(0);
  });

  it('keeps a bit for each active slot', () => {
    const { memory, header } = makeMemory();
    for (const slot of [4, 0, 64, 9]) memory.activate(slot);
    memory.deactivate(0);
    const bytes = new Uint8Array(memory.kernel.memory.buffer, header(HEADER_ACTIVE_BITS), header(HEADER_ACTIVE_BYTES));
    expect([...bytes.entries()].filter(([, bits]) => bits !== 0)).toEqual([
      [0, 16],
      [1, 2],
      [8, 1],
    ]);
  });

  it('tells which voices ended, until it is cleared', () => {
    const { memory, header } = makeMemory();
    [7, 3].forEach((slot, i) => {
      memory.view.setUint32(header(HEADER_ENDED_LIST) + i * 4, slot, true);
    });
    memory.view.setUint32(HEADER_ADDRESS + HEADER_ENDED_COUNT, 2, true);
    expect([memory.endedCount, memory.endedSlot(0), memory.endedSlot(1)]).toEqual([2, 7, 3]);
    memory.clearEnded();
    expect(memory.endedCount).toBe(0);
  });

  it('raises the generation when a wave was freed', () => {
    const { memory, header } = makeMemory();
    memory.forgetCachedWaves();
    expect(header(HEADER_WAVE_GENERATION)).toBe(1);
  });

  it('links each voice’s commands in their order, whatever lies between', () => {
    const made = makeMemory();
    made.memory.addCommand(1, 0, COMMAND_KIND_START);
    made.memory.addCommand(2, 5, COMMAND_KIND_START);
    made.memory.addCommand(1, 9, COMMAND_KIND_SET_F32, VOICE_GAIN_DB, -3.25);
    made.memory.addCommand(1, 9, COMMAND_KIND_START);
    expect(linkedFrames(made, 1)).toEqual([0, 9, 9]);
    expect(linkedFrames(made, 2)).toEqual([5]);
    expect(linkedFrames(made, 0)).toEqual([]);
    expect(made.memory.freeCommands).toBe(SIZES.commandCount - 4);
    const third = made.header(HEADER_COMMANDS) + 2 * COMMAND_BYTES;
    expect(made.memory.view.getUint32(third + COMMAND_KIND, true)).toBe(COMMAND_KIND_SET_F32);
    expect(made.memory.view.getUint32(third + COMMAND_FIELD, true)).toBe(VOICE_GAIN_DB);
    expect(made.memory.view.getFloat64(third + COMMAND_VALUE, true)).toBe(-3.25);
  });

  it('starts a new list when the kernel has obeyed the last one', () => {
    const made = makeMemory();
    made.memory.addCommand(1, 0, COMMAND_KIND_START);
    made.memory.addCommand(1, 3, COMMAND_KIND_START);
    made.memory.render(0, 10);
    made.memory.setU32(1, VOICE_COMMAND_HEAD, 0);
    expect(made.kernel.calls).toEqual([[0, 10]]);
    expect(made.memory.freeCommands).toBe(SIZES.commandCount);
    made.memory.addCommand(1, 20, COMMAND_KIND_START);
    expect(linkedFrames(made, 1)).toEqual([20]);
  });

  it('reads the buses from the output', () => {
    const { memory, header } = makeMemory();
    memory.view.setFloat32(header(HEADER_OUTPUT) + (2 * RUN_FRAMES + 63) * 4, 0.75, true);
    expect(memory.bus(2)[63]).toBe(0.75);
    expect(memory.bus(2).length).toBe(RUN_FRAMES);
  });

  it('goes on after the memory has grown', () => {
    const { memory } = makeMemory();
    memory.setF32(0, VOICE_GAIN_DB, -12);
    memory.heap.allocate(1 << 20);
    expect(memory.getF32(0, VOICE_GAIN_DB)).toBe(-12);
    memory.addCommand(0, 0, COMMAND_KIND_START);
    expect(memory.getU32(0, VOICE_COMMAND_HEAD)).toBe(1);
    expect(memory.bus(0).length).toBe(RUN_FRAMES);
  });
});
