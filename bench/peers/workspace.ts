/** Where the benchmarks keep what is not the project's: peers, compiled drivers, generated pieces, results of runs. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Work folder: `DMUS_BENCH_DIR`, by default a folder that git does not see. */
export const WORKSPACE: string = resolve(process.env.DMUS_BENCH_DIR ?? 'build/bench-peers');

/** Parts of the work folder. */
export const Workspace = {
  npm: join(WORKSPACE, 'npm'),
  headers: join(WORKSPACE, 'headers'),
  debs: join(WORKSPACE, 'debs'),
  bin: join(WORKSPACE, 'bin'),
  inputs: join(WORKSPACE, 'inputs'),
  out: join(WORKSPACE, 'out'),
} as const;

/** Compiled drivers that run in Node. */
export const NODE_DRIVERS = 'build/bench/bench/peers/drivers';

/** Drivers in C. */
export const NATIVE_DRIVERS = 'bench/peers/drivers';

const SOUND_FONTS = '/usr/share/sounds/sf2';
const OPENMSX = '/usr/share/games/openttd/baseset/openmsx';

/** Banks and pieces of Debian packages. */
export const Installed = {
  timGm6mb: `${SOUND_FONTS}/TimGM6mb.sf2`,
  fluidR3: `${SOUND_FONTS}/FluidR3_GM.sf2`,
  relaxSong: `${OPENMSX}/relax_song.mid`,
  ttTheme2: `${OPENMSX}/tttheme2.mid`,
} as const;

/** Makes all folders. */
export function makeWorkspace(): void {
  for (const folder of Object.values(Workspace)) mkdirSync(folder, { recursive: true });
}

/** Whether a command can be found. */
export function hasCommand(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, name)));
}
