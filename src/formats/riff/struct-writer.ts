/**
 * Little-endian fields written one after another, each checked against its range: what does not fit a field of the
 * file is the caller's mistake and must not be cut off silently.
 */

/** Bytes of one fixed-layout structure. Calls chain; `label` names the field in errors. `@thread control` */
export class StructWriter {
  readonly #bytes: number[] = [];

  /** Unsigned, one byte. @throws {RangeError} */
  u8(label: string, value: number): this {
    return this.#put(label, value, 1, 0, 0xff);
  }

  /** Unsigned, two bytes. @throws {RangeError} */
  u16(label: string, value: number): this {
    return this.#put(label, value, 2, 0, 0xffff);
  }

  /** Signed, two bytes. @throws {RangeError} */
  i16(label: string, value: number): this {
    return this.#put(label, value, 2, -0x8000, 0x7fff);
  }

  /** Unsigned, four bytes. @throws {RangeError} */
  u32(label: string, value: number): this {
    return this.#put(label, value, 4, 0, 0xffff_ffff);
  }

  /** Signed, four bytes. @throws {RangeError} */
  i32(label: string, value: number): this {
    return this.#put(label, value, 4, -0x8000_0000, 0x7fff_ffff);
  }

  /** Bytes as they are. */
  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte & 0xff);
    return this;
  }

  /** Everything written so far. */
  toBytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #put(label: string, value: number, byteLength: number, lowest: number, highest: number): this {
    if (!Number.isInteger(value) || value < lowest || value > highest) {
      throw new RangeError(`${label}: expected a whole number ${lowest}…${highest}, got ${value}`);
    }
    for (let i = 0; i < byteLength; i++) this.#bytes.push((value >> (8 * i)) & 0xff);
    return this;
  }
}
