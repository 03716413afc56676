/**
 * States of a stream (`KSSTATE`). A stream starts in `stop` and moves one step at a time, up or down;
 * the value of a state is its place in the row.
 *
 * | state   | render stream                                 | capture stream                    |
 * |---------|-----------------------------------------------|-----------------------------------|
 * | stop    | discards into the allocator; time is 0        | throws away what the device sends |
 * | acquire | holds what it gets                            | throws away what the device sends |
 * | pause   | holds what it gets; time stands still         | emits                             |
 * | run     | passes on; counters start at 0 on every entry | emits                             |
 */
export const KsState = { stop: 0, acquire: 1, pause: 2, run: 3 } as const;
/** A state by its number, 0…3. */
export type KsState = (typeof KsState)[keyof typeof KsState];
