import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConditionItem, conditionBytes } from '../../../test/malformed/dls-parts.ts';
import { ConditionQuery, ConditionOpcode as Op } from './articulation-codes.ts';
import { evaluateCondition, softwareSynthConditions } from './conditional-chunk.ts';

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const run = (...program: ConditionItem[]): ReturnType<typeof evaluateCondition> =>
  evaluateCondition(viewOf(conditionBytes(...program)), softwareSynthConditions(48_000));
/** Whether the program, run on Y = `below` and X = `top`, leaves exactly `expected`. */
const gives = (opcode: number, top: number, below: number, expected: number): boolean =>
  run({ constant: below }, { constant: top }, opcode, { constant: expected }, Op.EQUAL).applies;

describe('a conditional program', () => {
  it.each([
    ['AND', Op.AND, 0xffff_00ff, 0xf0f0_f0f0, 0xf0f0_00f0],
    ['OR', Op.OR, 0x8000_0000, 1, 0x8000_0001],
    ['XOR', Op.XOR, 0xffff_ffff, 0x0f, 0xffff_fff0],
    ['ADD', Op.ADD, 0xffff_ffff, 2, 1],
    ['SUBTRACT', Op.SUBTRACT, 7, 9, 0xffff_fffe],
    ['MULTIPLY', Op.MULTIPLY, 0x1_0001, 0x1_0001, 0x2_0001],
    ['DIVIDE', Op.DIVIDE, 0xffff_ffff, 2, 0x7fff_ffff],
    ['LOGICAL_AND', Op.LOGICAL_AND, 2, 0, 0],
    ['LOGICAL_AND', Op.LOGICAL_AND, 2, 4, 1],
    ['LOGICAL_OR', Op.LOGICAL_OR, 0, 4, 1],
    ['LOGICAL_OR', Op.LOGICAL_OR, 0, 0, 0],
    ['LESS', Op.LESS, 1, 0xffff_ffff, 1],
    ['LESS', Op.LESS, 1, 1, 0],
    ['LESS_OR_EQUAL', Op.LESS_OR_EQUAL, 1, 1, 1],
    ['GREATER', Op.GREATER, 3, 2, 1],
    ['GREATER', Op.GREATER, 2, 3, 0],
    ['GREATER_OR_EQUAL', Op.GREATER_OR_EQUAL, 2, 3, 0],
    ['EQUAL', Op.EQUAL, 5, 5, 1],
  ])('computes %s of the top and the value below it, unsigned in 32 bits', (_, opcode, top, below, expected) => {
    expect(gives(opcode, top, below, expected)).toBe(true);
    expect(gives(opcode, top, below, (expected + 1) >>> 0)).toBe(false);
  });

  it('negates logically', () => {
    expect(run({ constant: 0 }, Op.NOT).applies).toBe(true);
    expect(run({ constant: 6 }, Op.NOT)).toEqual({ applies: false, fault: undefined });
  });

  it('gets answers to its queries', () => {
    expect(run(Op.QUERY, ConditionQuery.SUPPORTS_DLS1).applies).toBe(true);
    expect(run(Op.QUERY, ConditionQuery.SUPPORTS_DLS2).applies).toBe(true);
    expect(run(Op.QUERY, ConditionQuery.GM_IN_HARDWARE).applies).toBe(false);
    expect(run({ constant: 48_000 }, Op.QUERY, ConditionQuery.SAMPLE_PLAYBACK_RATE, Op.EQUAL).applies).toBe(true);
    expect(run({ constant: 16e6 }, Op.QUERY, ConditionQuery.SAMPLE_MEMORY_SIZE, Op.GREATER).applies).toBe(true);
  });

  it('can ask whether a query is known, and gets 0 from those that are not', () => {
    expect(run(Op.QUERY_SUPPORTED, ConditionQuery.XG_IN_HARDWARE).applies).toBe(true);
    expect(run(Op.QUERY_SUPPORTED, ConditionQuery.PRODUCT_ID).applies).toBe(false);
    expect(run(Op.QUERY, ConditionQuery.PRODUCT_ID)).toEqual({ applies: false, fault: undefined });
  });

  it.each([
    ['no value left at its end', conditionBytes()],
    ['half an opcode at its end', Uint8Array.of(0x10)],
    ['opcode 0x0010 without its operand', Uint8Array.of(0x10, 0, 1, 2, 3)],
    ['opcode 0x0011 without its operand', Uint8Array.of(0x11, 0, 1)],
    ['unknown opcode 0x0013', conditionBytes({ constant: 1 }, 0x13)],
    ['opcode 0x0001 wants two values', conditionBytes({ constant: 1 }, Op.AND)],
    ['opcode 0x000f wants a value', conditionBytes(Op.NOT)],
    ['division by zero', conditionBytes({ constant: 0 }, { constant: 1 }, Op.DIVIDE)],
  ])('lets its list be read where it cannot be run: %s', (fault, program) => {
    expect(evaluateCondition(viewOf(program), softwareSynthConditions())).toEqual({ applies: true, fault });
  });

  it('ends on every sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (program) => {
        const { applies, fault } = evaluateCondition(viewOf(program), softwareSynthConditions());
        return fault === undefined || applies;
      }),
    );
  });
});
