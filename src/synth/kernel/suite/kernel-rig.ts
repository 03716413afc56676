import { expect } from 'vitest';
import type { InterpolationQuality } from '../interpolation-tables.ts';
import type { Kernel } from '../kernel.ts';
import { KernelMemory } from '../kernel-memory.ts';
import {
  BUS_COUNT,
  CELL_FRAMES,
  COMMAND_KIND_RELEASE,
  COMMAND_KIND_SET_F32,
  COMMAND_KIND_SET_F64,
  COMMAND_KIND_SHUTDOWN,
  COMMAND_KIND_START,
  RUN_FRAMES,
  VOICE_ENDED,
  VOICE_LEVEL_DB,
  VOICE_STATUS,
} from '../layout.ts';
import { type PlacedWave, placeWave, type SuiteWave } from './suite-wave.ts';
import { VOICE_FIELDS, type VoiceField, type VoiceSettings, writeVoice } from './voice-settings.ts';

export type MakeKernel = () => Kernel;

/** Output frames a second in the whole suite. */
export const SUITE_SAMPLE_RATE = 48000;

/** A change to one voice at an absolute frame. */
export interface TimedCommand {
  readonly frame: number;
  readonly slot: number;
  readonly kind: 'start' | 'release' | 'shutdown' | 'set';
  readonly field?: VoiceField;
  readonly value?: number;
}

/** How the cells are cut into render calls. */
export interface CuttingPlan {
  /** Rising frames 1…CELL_FRAMES − 1 at which calls end, for each cell. */
  readonly cutsOfCell: (cell: number) => readonly number[];
  /** Most cells of one call, where none of them but the first has a cut or a command; 1 by default. */
  readonly cellsOfCall?: number;
  /**
   * Whether a cell's commands are all linked before its first call, each just before the call that needs it, or each
   * alone before a call of no length at its frame.
   */
  readonly linking: 'early' | 'late' | 'alone';
}

const WHOLE_CELLS: CuttingPlan = { cutsOfCell: () => [], linking: 'early' };

/** What a voice tells control at the end of a cell. */
export interface VoiceReport {
  readonly status: number;
  readonly levelDb: number;
}

export interface Rendering {
  /** BUS_COUNT buses of all frames. */
  readonly buses: readonly Float32Array[];
  /** For each cell, for each slot. */
  readonly reports: readonly (readonly VoiceReport[])[];
}

/** A kernel with voices and a list of commands at absolute frames. */
export class KernelRig {
  readonly memory: KernelMemory;
  #slotCount = 0;
  #cell = 0;
  /** Slots that the kernel has handed over: nobody sends them commands any more. */
  #handedOver = new Set<number>();
  #commands: TimedCommand[] = [];

  constructor(
    makeKernel: MakeKernel,
    gainCeiling = 4,
    quality: InterpolationQuality = 'sinc8',
    pitchCacheBytes: number | undefined = undefined,
  ) {
    this.memory = new KernelMemory(makeKernel(), {
      slotCount: 128,
      commandCount: 1024,
      sampleRate: SUITE_SAMPLE_RATE,
      gainCeiling,
      quality,
      pitchCacheBytes,
    });
  }

  place(wave: SuiteWave): PlacedWave {
    return placeWave(this.memory, wave);
  }

  /** Readies a voice in the next slot; it sounds at full level on the left unless `settings` say otherwise. */
  addVoice(wave: PlacedWave, settings: VoiceSettings = {}): number {
    const slot = this.#slotCount++;
    writeVoice(this.memory, slot, { panLeft: 1, eg1Shutdown: 480, ...wave, ...settings });
    this.memory.activate(slot);
    return slot;
  }

  /** A voice that starts on a frame. */
  play(wave: SuiteWave, settings: VoiceSettings = {}, frame = 0): number {
    const slot = this.addVoice(this.place(wave), settings);
    this.at(frame, slot, 'start');
    return slot;
  }

  at(frame: number, slot: number, kind: 'start' | 'release' | 'shutdown'): void {
    this.schedule({ frame, slot, kind });
  }

  set(frame: number, slot: number, field: VoiceField, value: number): void {
    this.schedule({ frame, slot, kind: 'set', field, value });
  }

  /** Commands of one frame keep the order in which they are given. */
  schedule(...commands: readonly TimedCommand[]): void {
    this.#commands = [...this.#commands, ...commands].sort((a, b) => a.frame - b.frame);
  }

  /** Renders the next cells, at least `frameCount` frames. */
  render(frameCount: number, plan: CuttingPlan = WHOLE_CELLS): Rendering {
    const cellCount = Math.ceil(frameCount / CELL_FRAMES);
    const buses = Array.from({ length: BUS_COUNT }, () => new Float32Array(cellCount * CELL_FRAMES));
    const reports: VoiceReport[][] = [];
    while (reports.length < cellCount) {
      const cells = this.#renderCells(plan, cellCount - reports.length);
      buses.forEach((bus, number) => {
        bus.set(this.memory.bus(number).subarray(0, cells * CELL_FRAMES), reports.length * CELL_FRAMES);
      });
      const report = Array.from({ length: this.#slotCount }, (_, slot) => this.report(slot));
      for (let cell = 0; cell < cells; cell++) reports.push(report);
    }
    return { buses, reports };
  }

  /** Renders one cell, or several in one call where the plan allows it. Returns how many. */
  #renderCells(plan: CuttingPlan, wanted: number): number {
    for (let slot = 0; slot < this.#slotCount; slot++) {
      if (this.report(slot).status === VOICE_ENDED) this.#handedOver.add(slot);
    }
    const cells = Math.min(plan.cellsOfCall ?? 1, wanted, RUN_FRAMES / CELL_FRAMES, this.#cellsToNextCommand());
    if (cells <= 1) {
      this.#renderCell(plan);
      return 1;
    }
    this.#linkUntil(CELL_FRAMES);
    this.memory.render(0, cells * CELL_FRAMES);
    this.#cell += cells;
    return cells;
  }

  /** Cells before the one with the first command that is not in the present cell. */
  #cellsToNextCommand(): number {
    const next = this.#commands.find(({ frame }) => frame >= (this.#cell + 1) * CELL_FRAMES);
    return next === undefined ? Number.POSITIVE_INFINITY : Math.floor(next.frame / CELL_FRAMES) - this.#cell;
  }

  report(slot: number): VoiceReport {
    return { status: this.memory.getU32(slot, VOICE_STATUS), levelDb: this.memory.getF32(slot, VOICE_LEVEL_DB) };
  }

  #renderCell({ cutsOfCell, linking }: CuttingPlan): void {
    const ends = [...cutsOfCell(this.#cell), CELL_FRAMES];
    if (linking === 'early') this.#linkUntil(CELL_FRAMES);
    let from = 0;
    for (const end of ends) {
      if (linking === 'alone') from = this.#renderCommandsUntil(from, end);
      else this.#linkUntil(end);
      if (linking === 'early' && end < CELL_FRAMES) this.memory.kernel.render(from, end);
      else this.memory.render(from, end);
      from = end;
    }
    this.#cell++;
  }

  /** Renders to the frame of the last command before `end`, each command alone. Returns that frame. */
  #renderCommandsUntil(from: number, end: number): number {
    let reached = from;
    for (let command = this.#nextBefore(end); command !== undefined; command = this.#nextBefore(end)) {
      const frame = command.frame - this.#cell * CELL_FRAMES;
      if (frame > reached) this.memory.render(reached, frame);
      reached = frame;
      this.#link(command, this.#cell * CELL_FRAMES);
      this.memory.render(frame, frame);
    }
    return reached;
  }

  /** Links the commands before frame `end` of the present cell. */
  #linkUntil(end: number): void {
    for (let command = this.#nextBefore(end); command !== undefined; command = this.#nextBefore(end)) {
      this.#link(command, this.#cell * CELL_FRAMES);
    }
  }

  /** Takes the next command before frame `end` of the present cell from the list. */
  #nextBefore(end: number): TimedCommand | undefined {
    const isDue = this.#commands[0] !== undefined && this.#commands[0].frame < this.#cell * CELL_FRAMES + end;
    return isDue ? this.#commands.shift() : undefined;
  }

  #link({ frame, slot, kind, field, value }: TimedCommand, firstFrame: number): void {
    const kinds = { start: COMMAND_KIND_START, release: COMMAND_KIND_RELEASE, shutdown: COMMAND_KIND_SHUTDOWN };
    if (kind === 'start') {
      this.memory.activate(slot);
      this.#handedOver.delete(slot);
    } else if (this.#handedOver.has(slot)) return;
    if (kind !== 'set') {
      this.memory.addCommand(slot, frame - firstFrame, kinds[kind]);
      return;
    }
    const [type, offset] = VOICE_FIELDS[field!];
    const setKind = type === 'f64' ? COMMAND_KIND_SET_F64 : COMMAND_KIND_SET_F32;
    this.memory.addCommand(slot, frame - firstFrame, setKind, offset, value);
  }
}

/** Cell in which a voice was first reported as ended. */
export function endedInCell({ reports }: Rendering, slot = 0): number {
  return reports.findIndex((voices) => voices[slot]?.status === VOICE_ENDED);
}

/** Fails at the first frame that is further from `expected` than `tolerance`. */
export function expectCurve(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  for (let frame = 0; frame < expected.length; frame++) {
    const distance = Math.abs(actual[frame]! - expected[frame]!);
    if (distance <= tolerance) continue;
    expect.fail(`frame ${frame}: expected ${expected[frame]} ± ${tolerance}, found ${actual[frame]}`);
  }
}

/** Fails at the first value whose bits differ. */
export function expectSameBits(actual: Float32Array, expected: Float32Array, name = 'frame'): void {
  expect(actual.length).toBe(expected.length);
  const index = actual.findIndex((value, i) => !Object.is(value, expected[i]));
  if (index >= 0) expect.fail(`${name} ${index}: expected ${expected[index]}, found ${actual[index]}`);
}
