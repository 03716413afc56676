/** What a synth counts while it runs. Reset at every activation. */
export class SynthCounters {
  /** Notes that found no voice, or lost it while they were held. */
  lostNotes = 0;
  /** Note-ons for which no instrument or region was downloaded. */
  unplayedNotes = 0;
  /** Messages that mean nothing to this synth. */
  unknownMessages = 0;
  /** Most voices that ever sounded at once. */
  peakVoices = 0;
  /** Highest magnitude of a rendered sample; 1 is full scale. */
  peakLevel = 0;
  /** Voices summed over cells, and cells, since the last {@link takeAverageVoices}. */
  voiceCells = 0;
  cells = 0;

  reset(): void {
    this.lostNotes = 0;
    this.unplayedNotes = 0;
    this.unknownMessages = 0;
    this.peakVoices = 0;
    this.peakLevel = 0;
    this.voiceCells = 0;
    this.cells = 0;
  }

  /** More cells, with their active voices summed, and the voices that counted against the polyphony in the first. */
  countCells(cellCount: number, voiceCells: number, soundingVoices: number): void {
    this.voiceCells += voiceCells;
    this.cells += cellCount;
    if (soundingVoices > this.peakVoices) this.peakVoices = soundingVoices;
  }

  /** Average of voices since it was last taken, rounded up: 0 means silence. Of the present cell when none is complete. */
  takeAverageVoices(activeVoices: number): number {
    const average = this.cells === 0 ? activeVoices : Math.ceil(this.voiceCells / this.cells);
    this.voiceCells = 0;
    this.cells = 0;
    return average;
  }
}
