// Loaded before the command: tells on file descriptor 3, in KiB, how much memory the process held at most.
// Linux carries `maxRSS` over from the process that started this one, so the kernel's own account is preferred.
import { readFileSync, writeSync } from 'node:fs';

process.on('exit', () => writeSync(3, String(peakKibibytes())));

function peakKibibytes() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
