/** Rows of the native catalogue (sections 3 to 18) that no test is named after, and why. */

/** A row and why it is where it is. */
export interface RowRemark {
  readonly row: string;
  readonly reason: string;
}

const COM = 'COM: aggregation and interface queries have no counterpart; the type says what an object can do';
const NULL_POINTER = 'a missing out parameter: results are returned';
const STRUCTURE_SIZE = 'a structure size given by the caller: parameters and results are objects';
const DESCRIPTOR =
  'the loader’s descriptors: a collection is opened from its bytes, and nothing else can be made of it';
const PERSIST = 'COM streams: a collection is opened, not loaded into, and it is not written back';
const GM_DLS = 'the contents of gm.dls: that file is Microsoft’s and not part of this project';

function rows(reason: string, ...ids: readonly string[]): RowRemark[] {
  return ids.map((row) => ({ row, reason }));
}

/** Rows that mean nothing in TypeScript. */
export const notApplicable: readonly RowRemark[] = [
  ...rows(COM, 'W-001', 'W-002', 'W-003', 'W-004', 'W-005', 'W-006', 'W-007', 'W-008', 'W-009', 'W-436', 'W-438'),
  ...rows(COM, 'W-300', 'W-301', 'W-302', 'W-305', 'W-340', 'W-341', 'W-342', 'W-382'),
  ...rows(STRUCTURE_SIZE, 'W-033', 'W-035', 'W-046', 'W-048', 'W-050'),
  ...rows(NULL_POINTER, 'W-044', 'W-049', 'W-063', 'W-152', 'W-154', 'W-157', 'W-162', 'W-164'),
  ...rows(STRUCTURE_SIZE, 'W-387', 'W-390', 'W-391'),
  ...rows(NULL_POINTER, 'W-308', 'W-350', 'W-360', 'W-367', 'W-389', 'W-392'),
  ...rows(DESCRIPTOR, 'W-343', 'W-344', 'W-345', 'W-346'),
  ...rows(PERSIST, 'W-347', 'W-348'),
  {
    row: 'W-364',
    reason: 'S_FALSE for an instant told before: whoever asks can compare, and the answer is the instant',
  },
  ...rows(GM_DLS, 'W-450', 'W-451', 'W-452', 'W-453'),
  ...rows(NULL_POINTER, 'W-400', 'W-402', 'W-405', 'W-409'),
  { row: 'W-015', reason: 'there is no DirectSound to be told of: a sink writes to the output it is given' },
  { row: 'W-040', reason: 'a stale value in a field that is not flagged: a member that is not wanted is not there' },
  { row: 'W-072', reason: 'reference counts: objects are collected' },
  ...rows('a missing argument: the type asks for a buffer', 'W-412', 'W-417'),
];

/** Rows that this implementation does not fulfil. */
export const knownDeviations: readonly RowRemark[] = [];

/** Rows of these sections as they stand in the catalogue: ids between first and last that it does not have are left out. */
export const catalogueRows: readonly string[] = [
  ...range(1, 20),
  ...range(30, 54, [39, 47, 51]),
  ...range(60, 76, [62, 67]),
  ...range(80, 98, [87, 93, 95]),
  ...range(100, 149, [103, 106, 108, 111, 114, 119, 121, 123, 126, 127, 130, 132, 143, 146]),
  ...range(150, 182, [155, 161, 173, 180]),
  ...range(200, 214, [206, 208, 211, 213]),
  ...range(250, 264, [253, 256, 258, 260]),
  ...range(300, 316, [313]),
  ...range(320, 329, [324]),
  ...range(340, 354),
  ...range(360, 370, [369]),
  ...range(380, 397, [395]),
  ...range(400, 420, [407, 419]),
  ...range(430, 440, [435]),
  ...range(450, 453),
];

function range(first: number, last: number, missing: readonly number[] = []): string[] {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return numbers.filter((id) => !missing.includes(id)).map((id) => `W-${String(id).padStart(3, '0')}`);
}
