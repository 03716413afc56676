import { describe, expect, it } from 'vitest';
import { describeKernel } from './kernel-suite.ts';
import { CELL_FRAMES, HEADER_ADDRESS, VOICE_INCREMENT } from './layout.ts';
import { incrementFromCents } from './reference/wave-reader.ts';
import { KernelRig } from './suite/kernel-rig.ts';
import { FLAT_WAVE } from './suite/suite-wave.ts';
import { createWasmKernel } from './wasm-kernel.ts';

describeKernel('wasm-simd', createWasmKernel);

/** The step of a voice at a pitch, 32.32 fixed point. */
function incrementOf(rig: KernelRig, slot: number): bigint {
  const low = BigInt(rig.memory.getU32(slot, VOICE_INCREMENT));
  return (BigInt(rig.memory.getU32(slot, VOICE_INCREMENT + 4)) << 32n) | low;
}

describe('createWasmKernel', () => {
  it('gives each kernel a memory of its own', () => {
    const [first, second] = [createWasmKernel(), createWasmKernel()];
    new Uint8Array(first.memory.buffer)[HEADER_ADDRESS] = 7;
    expect(new Uint8Array(second.memory.buffer)[HEADER_ADDRESS]).toBe(0);
    expect(first.name).toBe('wasm-simd');
  });

  it('needs no atob, which audio worklets do not have', () => {
    const { atob } = globalThis;
    Reflect.deleteProperty(globalThis, 'atob');
    try {
      expect(createWasmKernel().render).toBeTypeOf('function');
    } finally {
      globalThis.atob = atob;
    }
  });

  it('rounds every pitch to the nearest step of 2^−32 wave frames', () => {
    const rig = new KernelRig(createWasmKernel);
    const slot = rig.play(FLAT_WAVE);
    for (let cell = 0; cell < 1000; cell++) {
      const cents = -6000 + 12 * cell + cell / 7;
      rig.set(cell * CELL_FRAMES, slot, 'pitchCents', cents);
      rig.render(CELL_FRAMES);
      expect(incrementOf(rig, slot), `${cents} cents`).toBe(incrementFromCents(cents));
    }
  });

  it.each([1e6, -1e6, 1e300, Number.POSITIVE_INFINITY, Number.NaN])('survives a pitch of %f cents', (cents) => {
    const rig = new KernelRig(createWasmKernel);
    rig.play(FLAT_WAVE, { pitchCents: cents });
    const left = rig.render(1280).buses[0]!;
    // The longest tables reach before the wave at first.
    expect(left.subarray(CELL_FRAMES).every((sample) => Math.abs(sample - 1) < 1e-5)).toBe(true);
  });
});
