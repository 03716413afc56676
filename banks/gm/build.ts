/** Writes the bank: `node build.js [file]`, `banks/gm.dls` where no file is named. */
import { writeFileSync } from 'node:fs';
import { writeDls } from 'dmus/formats';
import { composeBank } from './bank.ts';

const path = process.argv[2] ?? 'banks/gm.dls';
const startedAt = performance.now();
const bank = composeBank();
const bytes = writeDls(bank);
writeFileSync(path, bytes);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
const megabytes = (bytes.byteLength / 1e6).toFixed(2);
console.log(
  `${path}: ${megabytes} MB, ${bank.instruments.length} instruments, ${bank.waves.length} waves, made in ${seconds} s`,
);
