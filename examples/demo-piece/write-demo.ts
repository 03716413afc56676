/** Writes the demonstration piece: `write-demo [file]`, `examples/demo.mid` where no file is named. */
import { writeFileSync } from 'node:fs';
import { composeDemo } from './compose.ts';

writeFileSync(process.argv[2] ?? 'examples/demo.mid', composeDemo());
