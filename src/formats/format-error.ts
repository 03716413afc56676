/** What a {@link FormatError} says, piece by piece. */
export interface FormatFault {
  /** 'DLS', 'SF2', 'SMF', 'RIFF' or 'WAVE'. */
  readonly format: string;
  /** Chunks from the outermost to the faulty one, e.g. `RIFF:DLS /wvpl/wave[3]/fmt `. */
  readonly chunkPath: string;
  /** Offset of the fault from the start of the file, in bytes. */
  readonly byteOffset: number;
  /** What the format wants there, with units. */
  readonly expected: string;
  /** What stands there. */
  readonly found: string;
}

/** A file that cannot be read as what it claims to be. Never thrown on the render thread. */
export class FormatError extends Error implements FormatFault {
  override readonly name = 'FormatError';
  readonly format: string;
  readonly chunkPath: string;
  readonly byteOffset: number;
  readonly expected: string;
  readonly found: string;

  constructor(fault: FormatFault, options?: ErrorOptions) {
    super(
      `${fault.format}: ${fault.chunkPath} at byte ${fault.byteOffset}: expected ${fault.expected}, found ${fault.found}`,
      options,
    );
    this.format = fault.format;
    this.chunkPath = fault.chunkPath;
    this.byteOffset = fault.byteOffset;
    this.expected = fault.expected;
    this.found = fault.found;
  }
}

/** A fault that did not stop the reading: what was wrong and what was done about it. */
export interface FormatWarning {
  readonly chunkPath: string;
  readonly byteOffset: number;
  readonly message: string;
}
