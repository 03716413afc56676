import { fileURLToPath } from 'node:url';

/** Path of the General MIDI bank that comes with the package, a DLS Level 2 collection made by `npm run build`. */
export const DEFAULT_BANK_PATH: string = fileURLToPath(new URL('../../../banks/gm.dls', import.meta.url));
