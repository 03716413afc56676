/** Where a port's download blocks end: a synth in the same thread, or a driver behind the boundary. */
export interface DownloadTarget {
  /** Takes a block in. @throws DmusError as `DirectMusicSynth.download`. */
  download(block: Uint8Array): { readonly handle: number; readonly mayFree: boolean };
  /** Takes it out; `onFreed` runs when its memory is no longer used. @throws DmusError `E_FAIL`. */
  unload(handle: number, onFreed: () => void): void;
  /** Frames to be appended to waves. */
  getAppend(): number;
}
