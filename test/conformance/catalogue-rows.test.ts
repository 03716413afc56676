import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueRows, knownDeviations, notApplicable } from './catalogue-rows.ts';

/** A row id that begins a title; "beside" and "instead of" a row is not the row. */
const TITLE_OF_ROW = /(?<!beside |instead of )\bW-\d{3}(?=: )/g;

function testedRows(): Set<string> {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
  const texts = names.map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8'));
  return new Set(texts.flatMap((text) => text.match(TITLE_OF_ROW) ?? []));
}

function rowsOf(remarks: readonly { readonly row: string }[]): string[] {
  return remarks.map(({ row }) => row);
}

describe('the rows of the native catalogue', () => {
  const tested = testedRows();
  const remarked = [...rowsOf(notApplicable), ...rowsOf(knownDeviations)];

  it('are tested, not applicable, or known deviations', () => {
    expect(catalogueRows.filter((row) => !tested.has(row) && !remarked.includes(row))).toEqual([]);
  });

  it('are only one of these', () => {
    expect(remarked.filter((row) => tested.has(row))).toEqual([]);
    expect(new Set(remarked).size).toBe(remarked.length);
  });

  it('are remarked upon only where there is such a row', () => {
    expect(remarked.filter((row) => !catalogueRows.includes(row))).toEqual([]);
  });

  for (const { row, reason } of knownDeviations) it.todo(`${row}: ${reason}`);
});
