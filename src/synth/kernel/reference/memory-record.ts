/** A record of `layout.ts` in a kernel's memory: fields by their offsets, little-endian. */
export class MemoryRecord {
  readonly #memory: WebAssembly.Memory;
  readonly #address: number;
  #view: DataView;

  constructor(memory: WebAssembly.Memory, address: number) {
    this.#memory = memory;
    this.#address = address;
    this.#view = new DataView(memory.buffer);
  }

  /** The memory as it is now: a growth by control detaches older views. */
  get #current(): DataView {
    if (this.#view.buffer !== this.#memory.buffer) this.#view = new DataView(this.#memory.buffer);
    return this.#view;
  }

  getU8(offset: number): number {
    return this.#current.getUint8(this.#address + offset);
  }

  setU8(offset: number, value: number): void {
    this.#current.setUint8(this.#address + offset, value);
  }

  getI16(offset: number): number {
    return this.#current.getInt16(this.#address + offset, true);
  }

  getU32(offset: number): number {
    return this.#current.getUint32(this.#address + offset, true);
  }

  getF32(offset: number): number {
    return this.#current.getFloat32(this.#address + offset, true);
  }

  getF64(offset: number): number {
    return this.#current.getFloat64(this.#address + offset, true);
  }

  setU32(offset: number, value: number): void {
    this.#current.setUint32(this.#address + offset, value, true);
  }

  setF32(offset: number, value: number): void {
    this.#current.setFloat32(this.#address + offset, value, true);
  }

  setF64(offset: number, value: number): void {
    this.#current.setFloat64(this.#address + offset, value, true);
  }
}
