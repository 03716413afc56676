// Compiles the AssemblyScript kernel to WebAssembly with SIMD and writes it as a module that needs no file access,
// so that browsers, bundlers and workers load it in the same way.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const output = 'build/kernel/kernel.wasm';
mkdirSync('build/kernel', { recursive: true });
const { error, stderr } = await asc.main([
  'kernel/kernel.ts',
  '--outFile',
  output,
  '--textFile',
  'build/kernel/kernel.wat',
  '--optimizeLevel',
  '3',
  '--shrinkLevel',
  '0',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--importMemory',
  '--initialMemory',
  '2',
  '--memoryBase',
  '1024',
  '--use',
  'abort=',
]);
if (error) {
  console.error(stderr.toString());
  process.exit(1);
}
const wasm = readFileSync(output);
writeFileSync(
  'src/synth/kernel/wasm-binary.ts',
  `// Made by tools/build-kernel.mjs from kernel/. Not to be edited.\n` +
    `export const KERNEL_WASM_BASE64: string =\n  '${wasm.toString('base64')}';\n`,
);
console.log(`kernel: ${wasm.length} bytes of WebAssembly`);
