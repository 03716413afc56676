import { SingleBar } from 'cli-progress';

/** A bar on the terminal, or nothing where there is none to see it. */
export interface Progress {
  /** Tells how far it is, in seconds of sound. */
  readonly update: (renderedSeconds: number, expectedSeconds: number, pass: 1 | 2) => void;
  readonly stop: () => void;
}

/** Starts a progress bar on standard error. */
export function startProgress(title: string, isQuiet: boolean): Progress {
  if (isQuiet || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${title} {phase}[{bar}] {percentage}% {value} of {total} s`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    stopOnComplete: false,
  });
  let isStarted = false;
  return {
    update: (renderedSeconds, expectedSeconds, pass) => {
      const total = Math.ceil(expectedSeconds);
      const phase = pass === 2 ? '(normalizing) ' : '';
      if (!isStarted) bar.start(total, 0, { phase });
      isStarted = true;
      bar.setTotal(total);
      bar.update(Math.floor(renderedSeconds), { phase });
    },
    stop: () => {
      if (isStarted) bar.stop();
    },
  };
}
