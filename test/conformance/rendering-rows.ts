import { describe, expect, it } from 'vitest';
import { CATALOGUE_RULES, measure, OWN_RULES, objections } from './judge.ts';
import { type ModelChanges, noteModel } from './note-model.ts';
import { type NoteProgram, OneNoteSynth } from './one-note.ts';

/** One row of the catalogue: what differs from the default program, and what is to be heard. */
export interface RenderingRow {
  /** Row id and a sentence. */
  readonly title: string;
  readonly program?: NoteProgram;
  /** What differs from the default model. */
  readonly model?: ModelChanges;
  /** What DLS Level 2 asks for where Windows is peculiar; `null` where that cannot be told by this program. */
  readonly dls2?: { readonly title: string; readonly program?: NoteProgram; readonly model: ModelChanges } | null;
}

/** Renders every row under both rule sets, on one synth each, and judges integers and floats. */
export function describeRows(section: string, rows: readonly RenderingRow[]): void {
  describe(`${section}, rules 'windows'`, () => {
    const player = new OneNoteSynth('windows');
    for (const row of rows) it(row.title, () => expectNote(player, row.program, row.model));
  });

  describe(`${section}, rules 'dls2'`, () => {
    const player = new OneNoteSynth('dls2');
    const shared = rows.filter(({ dls2 }) => dls2 === undefined);
    const own = rows.flatMap(({ dls2, program }) => (dls2 ? [{ program, ...dls2 }] : []));
    for (const row of [...shared, ...own]) it(row.title, () => expectNote(player, row.program, row.model));
  });
}

/** Renders a program and judges it, by the catalogue's rules and by our own. */
export function expectNote(player: OneNoteSynth, program: NoteProgram | undefined, changes?: ModelChanges): void {
  const model = noteModel(changes);
  const measurement = measure(player.render(program));
  expect(objections(measurement, model, CATALOGUE_RULES)).toEqual([]);
  expect(objections(measurement, model, OWN_RULES)).toEqual([]);
}
