/** A free stretch of memory. */
interface Gap {
  address: number;
  byteLength: number;
}

/** Every block starts on a multiple of this, as SIMD likes it. */
const ALIGNMENT = 16;
const PAGE_BYTES = 65536;

/**
 * First-fit allocator over a kernel's linear memory, from a given address upwards; grows the memory when no gap is
 * large enough. `@thread control`: a growth detaches every view made before.
 */
export class KernelHeap {
  readonly #memory: WebAssembly.Memory;
  readonly #onGrown: () => void;
  readonly #gaps: Gap[];
  readonly #lengths = new Map<number, number>();

  /** @param onGrown called after the memory has grown and its views are void. */
  constructor(memory: WebAssembly.Memory, firstAddress: number, onGrown: () => void = () => {}) {
    this.#memory = memory;
    this.#onGrown = onGrown;
    const address = Math.ceil(firstAddress / ALIGNMENT) * ALIGNMENT;
    this.#gaps = [{ address, byteLength: memory.buffer.byteLength - address }];
  }

  /** Bytes handed out at present. */
  get usedBytes(): number {
    let sum = 0;
    for (const length of this.#lengths.values()) sum += length;
    return sum;
  }

  /** Address of a new block, not cleared. @throws {RangeError} when the host gives no more memory. */
  allocate(byteLength: number): number {
    const rounded = Math.max(ALIGNMENT, Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT);
    let index = this.#gaps.findIndex((gap) => gap.byteLength >= rounded);
    if (index < 0) {
      this.#grow(rounded);
      index = this.#gaps.length - 1;
    }
    const gap = this.#gaps[index]!;
    const address = gap.address;
    gap.address += rounded;
    gap.byteLength -= rounded;
    if (gap.byteLength === 0) this.#gaps.splice(index, 1);
    this.#lengths.set(address, rounded);
    return address;
  }

  /** Gives a block back. @throws {RangeError} for an address that was not handed out. */
  free(address: number): void {
    const byteLength = this.#lengths.get(address);
    if (byteLength === undefined) throw new RangeError(`free: address ${address} was not allocated`);
    this.#lengths.delete(address);
    const after = this.#gaps.findIndex((gap) => gap.address > address);
    const index = after < 0 ? this.#gaps.length : after;
    this.#gaps.splice(index, 0, { address, byteLength });
    this.#join(index);
    if (index > 0) this.#join(index - 1);
  }

  #join(index: number): void {
    const gap = this.#gaps[index]!;
    const next = this.#gaps[index + 1];
    if (next === undefined || gap.address + gap.byteLength !== next.address) return;
    gap.byteLength += next.byteLength;
    this.#gaps.splice(index + 1, 1);
  }

  /** Makes the last gap at least `byteLength` long; grows by a quarter at least, so that growth is rare. */
  #grow(byteLength: number): void {
    const end = this.#memory.buffer.byteLength;
    const wanted = Math.max(byteLength, end / 4);
    this.#memory.grow(Math.ceil(wanted / PAGE_BYTES));
    const last = this.#gaps.at(-1);
    const grown = this.#memory.buffer.byteLength - end;
    if (last !== undefined && last.address + last.byteLength === end) last.byteLength += grown;
    else this.#gaps.push({ address: end, byteLength: grown });
    this.#onGrown();
  }
}
