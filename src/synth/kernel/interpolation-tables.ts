import { sincTable } from './sinc-table.ts';

/** How samples between the wave's frames are found, from the cheapest to the best. */
export type InterpolationQuality = 'linear' | 'cubic' | 'sinc8' | 'sinc16' | 'sinc32';

/** All of them, in this order. */
export const INTERPOLATION_QUALITIES: readonly InterpolationQuality[] = [
  'linear',
  'cubic',
  'sinc8',
  'sinc16',
  'sinc32',
];

/** Weights for one range of steps; see the table records of `layout.ts`. */
export interface InterpolationTable {
  /** Largest step that it serves, wave frames an output frame. */
  readonly maxRatio: number;
  readonly taps: number;
  readonly phaseBits: number;
  readonly integerRows: Int16Array | undefined;
  readonly integerScale: number;
  readonly floatRows: Float32Array | undefined;
  readonly isInterpolated: boolean;
}

/** The tables of a quality, by rising {@link InterpolationTable.maxRatio}; TABLE_COUNT at most. */
export function interpolationTables(_quality: InterpolationQuality): readonly InterpolationTable[] {
  return [
    {
      maxRatio: 4096,
      taps: 8,
      phaseBits: 10,
      integerRows: undefined,
      integerScale: 1,
      floatRows: sincTable(),
      isInterpolated: false,
    },
  ];
}
