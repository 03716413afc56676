import { describe, expect, it } from 'vitest';
import { toMarkdown } from './report.ts';

describe('toMarkdown', () => {
  const table = { title: 'Table', note: 'Note.', columns: ['what', 'how many'] };

  it('shows numbers with three significant digits and thousands apart', () => {
    const rows = [
      ['a', 12_345.6],
      ['b', 1.23456],
      ['c', 0.00012345],
      ['d', 0],
    ] as const;
    const markdown = toMarkdown({ title: 'T', tables: [{ ...table, rows }] }, 'machine', 'name');
    for (const text of ['12,346', '1.23 ', '0.000123', '| 0 ']) expect(markdown).toContain(text);
  });

  it('shows what was not measured as a dash', () => {
    const markdown = toMarkdown({ title: 'T', tables: [{ ...table, rows: [['a', Number.NaN]] }] }, 'machine', 'name');
    expect(markdown).toContain('| a    | –');
    expect(markdown).not.toContain('NaN');
  });

  it('refers to the pictures that lie beside it', () => {
    const plot = { name: 'ratio', title: 'Ratios', subtitle: '', groups: [] };
    expect(toMarkdown({ title: 'T', tables: [], plots: [plot] }, 'machine', 'voices')).toContain(
      '![Ratios](voices-ratio.svg)',
    );
  });
});
