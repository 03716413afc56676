/** Where the blocks of a {@link PatchSource} go: the downloads of one synth. The same object as long as they last. */
export interface PatchTarget {
  /** Takes a block in. @throws DmusError as `DirectMusicSynth.download`. */
  download(block: Uint8Array): { readonly handle: number; readonly mayFree: boolean };
  /** Takes one out, for a source that fails half-way. @throws DmusError `E_FAIL`. */
  unload(handle: number, onFreed: () => void): void;
}

/** Where the sounds of a legacy client come from, who never downloads. */
export interface PatchSource {
  /**
   * Downloads the instrument that serves `patch`, with General MIDI's fallbacks. Asked once for each patch and target,
   * from the message path: when it throws, the patch stays silent, as one that there is not.
   *
   * @param patch bit 31 drums, bank MSB << 16, bank LSB << 8, program.
   * @returns false when there is none.
   */
  load(patch: number, target: PatchTarget): boolean;
}
