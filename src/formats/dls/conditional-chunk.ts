/**
 * Conditional chunks (`cdl `): a small program in postfix order that decides whether the list around it is for this
 * synth. Values are unsigned 32-bit; the list counts where the value left on top is not zero.
 */
import { ConditionOpcode, ConditionQuery } from './articulation-codes.ts';
import { GUID_BYTE_LENGTH, readGuid } from './guid.ts';

/** Answers to the queries of conditional chunks: unsigned 32-bit values by lower-case GUID. Missing is unsupported. */
export type DlsConditions = ReadonlyMap<string, number>;

/** What became of a conditional program. */
export interface ConditionResult {
  /** Whether the surrounding list is to be read. */
  readonly applies: boolean;
  /** Why the program could not be run; the list is read then. Undefined where it ran. */
  readonly fault: string | undefined;
}

/** Bytes of a program that are looked at; real ones have some dozens. */
export const MAX_CONDITION_BYTE_LENGTH = 4_096;

const DEFAULT_SAMPLE_MEMORY_BYTE_LENGTH = 0x7fff_ffff;

/** Answers of a software synth: both levels of DLS, no instruments in hardware, plenty of memory for waves. */
export function softwareSynthConditions(samplePlaybackRate: number = 44_100): DlsConditions {
  return new Map([
    [ConditionQuery.SUPPORTS_DLS1, 1],
    [ConditionQuery.SUPPORTS_DLS2, 1],
    [ConditionQuery.GM_IN_HARDWARE, 0],
    [ConditionQuery.GS_IN_HARDWARE, 0],
    [ConditionQuery.XG_IN_HARDWARE, 0],
    [ConditionQuery.SAMPLE_MEMORY_SIZE, DEFAULT_SAMPLE_MEMORY_BYTE_LENGTH],
    [ConditionQuery.SAMPLE_PLAYBACK_RATE, samplePlaybackRate],
  ]);
}

/** Runs the program of a `cdl ` chunk. Never fails: what cannot be run lets its list be read. */
export function evaluateCondition(program: DataView, conditions: DlsConditions): ConditionResult {
  const stack: number[] = [];
  for (let position = 0; position < program.byteLength; ) {
    if (position + 2 > program.byteLength) return broken('half an opcode at its end');
    const opcode = program.getUint16(position, true);
    position += 2;
    const operandByteLength = OPERAND_BYTE_LENGTHS.get(opcode) ?? 0;
    if (position + operandByteLength > program.byteLength) return broken(`opcode ${hex(opcode)} without its operand`);
    const fault = step(opcode, stack, program, position, conditions);
    if (fault !== undefined) return broken(fault);
    position += operandByteLength;
  }
  const top = stack.pop();
  return top === undefined ? broken('no value left at its end') : { applies: top !== 0, fault: undefined };
}

const OPERAND_BYTE_LENGTHS: ReadonlyMap<number, number> = new Map([
  [ConditionOpcode.CONST, 4],
  [ConditionOpcode.QUERY, GUID_BYTE_LENGTH],
  [ConditionOpcode.QUERY_SUPPORTED, GUID_BYTE_LENGTH],
]);

/** X is the value pushed last. Results are cut to 32 bits by the caller. */
const BINARY_OPERATIONS: ReadonlyMap<number, (x: number, y: number) => number> = new Map([
  [ConditionOpcode.AND, (x, y) => x & y],
  [ConditionOpcode.OR, (x, y) => x | y],
  [ConditionOpcode.XOR, (x, y) => x ^ y],
  [ConditionOpcode.ADD, (x, y) => x + y],
  [ConditionOpcode.SUBTRACT, (x, y) => x - y],
  [ConditionOpcode.MULTIPLY, (x, y) => Math.imul(x, y)],
  [ConditionOpcode.DIVIDE, (x, y) => x / y],
  [ConditionOpcode.LOGICAL_AND, (x, y) => Number(x !== 0 && y !== 0)],
  [ConditionOpcode.LOGICAL_OR, (x, y) => Number(x !== 0 || y !== 0)],
  [ConditionOpcode.LESS, (x, y) => Number(x < y)],
  [ConditionOpcode.LESS_OR_EQUAL, (x, y) => Number(x <= y)],
  [ConditionOpcode.GREATER, (x, y) => Number(x > y)],
  [ConditionOpcode.GREATER_OR_EQUAL, (x, y) => Number(x >= y)],
  [ConditionOpcode.EQUAL, (x, y) => Number(x === y)],
]);

/** Executes one opcode, its operand at `position`; gives what was wrong. */
function step(
  opcode: number,
  stack: number[],
  program: DataView,
  position: number,
  conditions: DlsConditions,
): string | undefined {
  const operation = BINARY_OPERATIONS.get(opcode);
  if (operation !== undefined) return applyBinary(opcode, operation, stack);
  if (opcode === ConditionOpcode.NOT) return applyNot(stack);
  if (opcode === ConditionOpcode.CONST) stack.push(program.getUint32(position, true));
  else if (opcode === ConditionOpcode.QUERY) stack.push((conditions.get(readGuid(program, position)) ?? 0) >>> 0);
  else if (opcode === ConditionOpcode.QUERY_SUPPORTED) stack.push(Number(conditions.has(readGuid(program, position))));
  else return `unknown opcode ${hex(opcode)}`;
  return undefined;
}

function applyBinary(opcode: number, operation: (x: number, y: number) => number, stack: number[]): string | undefined {
  const x = stack.pop();
  const y = stack.pop();
  if (x === undefined || y === undefined) return `opcode ${hex(opcode)} wants two values`;
  if (opcode === ConditionOpcode.DIVIDE && y === 0) return 'division by zero';
  stack.push(operation(x, y) >>> 0);
  return undefined;
}

function applyNot(stack: number[]): string | undefined {
  const x = stack.pop();
  if (x === undefined) return `opcode ${hex(ConditionOpcode.NOT)} wants a value`;
  stack.push(Number(x === 0));
  return undefined;
}

function broken(fault: string): ConditionResult {
  return { applies: true, fault };
}

function hex(opcode: number): string {
  return `0x${opcode.toString(16).padStart(4, '0')}`;
}
