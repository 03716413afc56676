/** What a benchmark says: tables, as text for people and as numbers for programs, and pictures. */
import type { Plot } from './plot.ts';

/** A cell: text, or a number that is shown with three significant digits. */
export type Cell = string | number;

/** One table of a report. */
export interface Table {
  readonly title: string;
  /** What the rows were measured with, and what a reader must know to judge them. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** All that one benchmark has measured. */
export interface Report {
  readonly title: string;
  readonly tables: readonly Table[];
  /** Stand before the tables. */
  readonly plots?: readonly Plot[];
}

/** How a benchmark is to be run. */
export interface BenchmarkOptions {
  /** Fewer rounds and shorter pieces: for a first look, not for results. */
  readonly isQuick: boolean;
  /** Rounds; by default as many as the benchmark thinks right. */
  readonly rounds: number | undefined;
}

/** A benchmark that the runner knows. */
export interface Benchmark {
  /** Names the files of the results. */
  readonly name: string;
  /** What it measures, for `--help`. */
  readonly summary: string;
  run(options: BenchmarkOptions): Promise<Report>;
}

/** File of a plot, beside the report. */
export function plotFile(benchmarkName: string, plot: Plot): string {
  return `${benchmarkName}-${plot.name}.svg`;
}

/** The report as Markdown. @param machine what it was measured on. @param name the benchmark's. */
export function toMarkdown({ title, tables, plots = [] }: Report, machine: string, name: string): string {
  const pictures = plots.map((plot) => `![${plot.title}](${plotFile(name, plot)})`);
  const parts = tables.map((table) => `## ${table.title}\n\n${table.note}\n\n${toRows(table).join('\n')}`);
  return `${[`# ${title}`, machine, ...pictures, ...parts].join('\n\n')}\n`;
}

function toRows({ columns, rows }: Table): string[] {
  const texts = [columns, ...rows].map((row) => row.map(toText));
  const widths = columns.map((_, i) => Math.max(...texts.map((row) => row[i]!.length)));
  const lines = texts.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`);
  const ruler = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0]!, ruler, ...lines.slice(1)];
}

function toText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (Number.isNaN(cell)) return '–';
  if (cell === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(cell))));
  const [whole, fraction] = cell.toFixed(Math.min(digits, 6)).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
