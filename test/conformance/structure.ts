/** A packed little-endian structure, written field by field at its documented offsets. Fields not set are 0. */
export class Structure {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(byteLength: number) {
    this.bytes = new Uint8Array(byteLength);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(offset: number, value: number): this {
    this.#view.setUint16(offset, value, true);
    return this;
  }

  i16(offset: number, value: number): this {
    this.#view.setInt16(offset, value, true);
    return this;
  }

  u32(offset: number, value: number): this {
    this.#view.setUint32(offset, value, true);
    return this;
  }

  i32(offset: number, value: number): this {
    this.#view.setInt32(offset, value, true);
    return this;
  }

  i64(offset: number, value: number): this {
    this.#view.setBigInt64(offset, BigInt(value), true);
    return this;
  }

  raw(offset: number, bytes: Uint8Array): this {
    this.bytes.set(bytes, offset);
    return this;
  }
}
