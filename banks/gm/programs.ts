/** The 128 programs of General MIDI Level 1, by number. Each family of eight has its own file. */
import { basses } from './families/bass.ts';
import { brass } from './families/brass.ts';
import { chromaticPercussion } from './families/chromatic-percussion.ts';
import { effects } from './families/effects.ts';
import { ensembles } from './families/ensemble.ts';
import { ethnic } from './families/ethnic.ts';
import { guitars } from './families/guitar.ts';
import { leads } from './families/lead.ts';
import { organs } from './families/organ.ts';
import { pads } from './families/pad.ts';
import { percussive } from './families/percussive.ts';
import { pianos } from './families/piano.ts';
import { pipes } from './families/pipe.ts';
import { reeds } from './families/reed.ts';
import { soundEffects } from './families/sound-effects.ts';
import { soloStrings } from './families/strings.ts';
import type { Program } from './voice.ts';

/** Index is the program number, 0…127. */
export const programs: readonly Program[] = [
  pianos,
  chromaticPercussion,
  organs,
  guitars,
  basses,
  soloStrings,
  ensembles,
  brass,
  reeds,
  pipes,
  leads,
  pads,
  effects,
  ethnic,
  percussive,
  soundEffects,
].flat();
