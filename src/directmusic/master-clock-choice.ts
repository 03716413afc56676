import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import { GUID_NULL, type Guid } from '../ddi/guid.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';

/** GUID_SysClock: the host's own clock. */
export const GUID_SYSTEM_CLOCK: Guid = '58d58419-71b4-11d1-a74c-0000f875ac12';

/** What a clock runs by (DMUS_CLOCKTYPE). */
export const ClockType = { system: 0, wave: 1 } as const;
/** A kind of clock by its number. */
export type ClockType = (typeof ClockType)[keyof typeof ClockType];

/** Bits of {@link ClockInfo.flags} (DMUS_CLOCKF_*). */
export const ClockFlags = { global: 1 } as const;

/** A clock that can be chosen as the master clock (`DMUS_CLOCKINFO`). */
export interface ClockInfo {
  readonly type: ClockType;
  readonly guid: Guid;
  /** For people. */
  readonly description: string;
  /** Bits of {@link ClockFlags}. */
  readonly flags: number;
}

/** A clock and what is said of it. */
export interface ClockChoice extends ClockInfo {
  readonly clock: MasterClock;
}

/** The host's clock, handed in, as the first of the choices. */
export function systemClockChoice(clock: MasterClock): ClockChoice {
  return { type: ClockType.system, guid: GUID_SYSTEM_CLOCK, description: 'System clock', flags: 0, clock };
}

/** The master clock that was chosen: its name, and one object as long as it is not chosen anew. */
export interface ChosenClock {
  /** GUID_NULL for a clock of the application's own. */
  readonly guid: Guid;
  readonly clock: ReferenceClock;
}

/**
 * The clocks there are and the one that is kept; the first, to begin with. As a master clock it shows the time of the one
 * that is kept, so that a driver which is given this object follows the choice. `@thread control`, but for `getTime`.
 */
export class MasterClockChoice implements MasterClock {
  readonly #choices: readonly ClockChoice[];
  #chosen: ChosenClock;

  /** @throws RangeError without a clock. */
  constructor(choices: readonly ClockChoice[]) {
    const [first] = choices;
    if (first === undefined) throw new RangeError('clocks: at least one is wanted');
    this.#choices = choices;
    this.#chosen = chosenFrom(first);
  }

  getTime(): ReferenceTime {
    return this.#chosen.clock.getTime();
  }

  get chosen(): ChosenClock {
    return this.#chosen;
  }

  /** The index-th clock; undefined past the last. */
  enumerate(index: number): ClockInfo | undefined {
    const choice = this.#choices[index];
    if (choice === undefined) return undefined;
    const { type, guid, description, flags } = choice;
    return { type, guid, description, flags };
  }

  /** @throws DmusError `E_INVALIDARG` when no clock has this name. */
  choose(guid: Guid): void {
    const choice = this.#choices.find((each) => each.guid === guid);
    if (choice === undefined) throw new DmusError('E_INVALIDARG', `no clock has the GUID ${guid}`);
    if (guid !== this.#chosen.guid) this.#chosen = chosenFrom(choice);
  }

  /** @throws DmusError `E_POINTER` without a clock. */
  chooseExternal(clock: ReferenceClock): void {
    if (!clock) throw new DmusError('E_POINTER', 'a clock is wanted');
    this.#chosen = { guid: GUID_NULL, clock };
  }
}

function chosenFrom({ guid, clock }: ClockChoice): ChosenClock {
  return { guid, clock: new PlainClock(() => clock.getTime()) };
}
