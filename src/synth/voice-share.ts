/**
 * The share of a synth's voices that sounds in this thread, where several threads render one piece: all of them obey
 * the same events, and each computes the sound of its own groups only.
 */
export interface VoiceShare {
  /** Bits of the groups 0…GROUP_COUNT − 1 that sound here. */
  readonly groups: number;
  /**
   * Told of every part once it is rendered and before the effects: frames `from` … `end − 1` of the four buses. May
   * change them: whoever gathers the shares adds the others'. Parts follow one another without gaps; where they are cut is the same in
   * all threads. `@thread render`
   */
  exchange(buses: readonly Float32Array[], from: number, end: number): void;
}
