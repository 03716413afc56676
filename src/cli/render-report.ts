import type { RenderSummary } from '../adapters/node/render-file.ts';

function decimals(value: number, count: number): number {
  return Number(value.toFixed(count));
}

/** One line for programs. `peakDbfs` is null for silence. */
export function reportJson(summary: RenderSummary, elapsedSeconds: number): string {
  return JSON.stringify({
    output: summary.outputPath,
    bank: summary.bankName,
    sampleRate: summary.sampleRate,
    quality: summary.quality,
    jobs: summary.jobs,
    frames: summary.frames,
    seconds: decimals(summary.seconds, 6),
    peakDbfs: Number.isFinite(summary.peakDbfs) ? decimals(summary.peakDbfs, 2) : null,
    clippedSamples: summary.clippedSamples,
    voicesPeak: summary.voicesPeak,
    notesLost: summary.notesLost,
    warnings: summary.warnings,
    renderSeconds: decimals(elapsedSeconds, 3),
    realtimeFactor: decimals(summary.seconds / elapsedSeconds, 1),
  });
}

function minutes(seconds: number): string {
  const rest = (seconds % 60).toFixed(1).padStart(4, '0');
  return `${Math.floor(seconds / 60)}:${rest}`;
}

/** A few lines for people. */
export function renderReport(summary: RenderSummary, elapsedSeconds: number): string {
  const { outputPath, seconds, peakDbfs, clippedSamples, voicesPeak, notesLost } = summary;
  const speed = (seconds / elapsedSeconds).toFixed(0);
  const peak = Number.isFinite(peakDbfs) ? `peak ${peakDbfs.toFixed(1)} dBFS` : 'silent';
  const lines = [
    `${outputPath}: ${minutes(seconds)}, rendered in ${elapsedSeconds.toFixed(2)} s, ${speed} times faster than real time`,
    `bank ${summary.bankName}; ${peak}; ${voicesPeak} voices at most, ${notesLost} notes lost`,
    ...summary.warnings.map((warning) => `warning: ${warning}`),
  ];
  if (clippedSamples > 0) lines.push(`warning: ${clippedSamples} samples clipped: ${remedy(peakDbfs)}`);
  return lines.join('\n');
}

/** Rounded up, so that it is enough. */
function remedy(peakDbfs: number): string {
  const excess = (Math.ceil(peakDbfs * 10) / 10).toFixed(1);
  return `render ${excess} dB quieter with --gain, or with --normalize`;
}
