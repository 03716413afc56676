/** Music and banks that others made, where `tools/fetch-real-files.mjs` has put them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_BANK_PATH } from '../../src/adapters/node/default-bank.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/dmus-real-files/', import.meta.url));
const PACKAGES = ['openttd-openmsx', 'planetblupi-music-midi', 'timgm6mb-soundfont', 'fluid-soundfont-gm'] as const;

/** Packages that are not there; tests that need them are skipped, and {@link setup} says so. */
export const missingPackages: readonly string[] = PACKAGES.filter((name) => !existsSync(join(CACHE, name)));

/** Whether everything is there. */
export const hasRealFiles: boolean = missingPackages.length === 0;

/** A piece of OpenMSX, the music of OpenTTD: `relax_song`. */
export function openMsxPiece(name: string): string {
  return join(CACHE, 'openttd-openmsx/usr/share/games/openttd/baseset/openmsx', `${name}.mid`);
}

/** A piece of Planet Blupi: `music000`. */
export function blupiPiece(name: string): string {
  return join(CACHE, 'planetblupi-music-midi/usr/share/planetblupi/music', `${name}.mid`);
}

/** Three banks of three origins: a small SoundFont, a large one, and the package's own DLS collection. */
export const BANK_PATHS = {
  TimGM6mb: join(CACHE, 'timgm6mb-soundfont/usr/share/sounds/sf2/TimGM6mb.sf2'),
  FluidR3: join(CACHE, 'fluid-soundfont-gm/usr/share/sounds/sf2/FluidR3_GM.sf2'),
  embedded: DEFAULT_BANK_PATH,
} as const;

/** The piece that comes with the project. */
export const DEMO_PATH: string = fileURLToPath(new URL('../../examples/demo.mid', import.meta.url));
