import type { Kernel } from './kernel.ts';
import { KERNEL_WASM_BASE64 } from './wasm-binary.ts';

/** Pages of 64 KiB that a kernel starts with; the heap grows it. */
const INITIAL_PAGES = 2;

let compiled: WebAssembly.Module | undefined;

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const values = new Uint8Array(128);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  const stripped = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((stripped.length * 6) / 8));
  let bits = 0;
  let bitCount = 0;
  let length = 0;
  for (let i = 0; i < stripped.length; i++) {
    bits = (bits << 6) | values[stripped.charCodeAt(i)]!;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[length++] = (bits >> bitCount) & 0xff;
    }
  }
  return bytes;
}

/**
 * The kernel compiled from AssemblyScript, with SIMD. Compiled once a thread; works without file access and where
 * `atob` is missing (audio worklets). @throws {WebAssembly.CompileError} where the host has no SIMD.
 */
export function createWasmKernel(): Kernel {
  compiled ??= new WebAssembly.Module(decodeBase64(KERNEL_WASM_BASE64));
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES });
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  const render = instance.exports.render as Kernel['render'];
  const applyEffects = instance.exports.applyEffects as Kernel['applyEffects'];
  return { name: 'wasm-simd', memory, render, applyEffects };
}
