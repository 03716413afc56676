/** The timers of a host, handed in so that tests can own time. `@thread control` */
export interface TimerHost {
  /** Calls `onTime` once, about `delayMs` milliseconds from now; the answer names the timer. */
  setTimeout(onTime: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Calls `onTurn` once, as soon as what else is waiting has had its turn. */
  setImmediate(onTurn: () => void): void;
}

/** What this host has. Where there is no `setImmediate`, messages to oneself do: no browser makes those wait. */
export function hostTimers(): TimerHost {
  return {
    setTimeout: (onTime, delayMs) => globalThis.setTimeout(onTime, delayMs),
    clearTimeout: (timer) => globalThis.clearTimeout(timer as number),
    setImmediate:
      typeof globalThis.setImmediate === 'function' ? (onTurn) => void setImmediate(onTurn) : messageTurns(),
  };
}

function messageTurns(): (onTurn: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (onTurn) => {
    waiting.push(onTurn);
    port2.postMessage(null);
  };
}
