import { DmusError } from '../ddi/errors.ts';
import type { AudioDataRange, DataFormat, DataRange } from '../ddi/filter-description.ts';
import { type WaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';

/** Whether a format lies in a range. */
export function isInRange(format: DataFormat, range: DataRange): boolean {
  if (!haveSameGuids(format, range)) return false;
  if (range.kind === 'music') return format.waveFormat === null;
  return format.waveFormat !== null && isWaveInRange(format.waveFormat, range);
}

/**
 * The format in which a client's range and a pin's range meet, the best there is: the default that stands in for a
 * miniport without an opinion. `null` when they do not meet.
 */
export function intersectRanges(clientRange: DataRange, ownRange: DataRange): DataFormat | null {
  if (!haveSameGuids(clientRange, ownRange)) return null;
  const { majorFormat, subFormat, specifier } = ownRange;
  if (clientRange.kind === 'music' && ownRange.kind === 'music') {
    return { majorFormat, subFormat, specifier, waveFormat: null };
  }
  if (clientRange.kind !== 'audio' || ownRange.kind !== 'audio') return null;
  const waveFormat = bestWaveFormat(clientRange, ownRange);
  return waveFormat === null ? null : { majorFormat, subFormat, specifier, waveFormat };
}

/** A PCM format of whole bytes. @throws DmusError `E_INVALIDARG` unless all three are positive integers. */
export function pcmFormat(channelCount: number, sampleRate: number, bitsPerSample: number): WaveFormat {
  if (![channelCount, sampleRate, bitsPerSample].every((count) => Number.isInteger(count) && count > 0)) {
    throw new DmusError('E_INVALIDARG', `no PCM of ${channelCount} channels, ${sampleRate} Hz, ${bitsPerSample} bits`);
  }
  const blockAlign = channelCount * Math.ceil(bitsPerSample / 8);
  const averageBytesPerSecond = sampleRate * blockAlign;
  return { formatTag: WaveFormatTag.pcm, channelCount, sampleRate, bitsPerSample, blockAlign, averageBytesPerSecond };
}

type FormatGuids = Pick<DataFormat, 'majorFormat' | 'subFormat' | 'specifier'>;

function haveSameGuids(a: FormatGuids, b: FormatGuids): boolean {
  return a.majorFormat === b.majorFormat && a.subFormat === b.subFormat && a.specifier === b.specifier;
}

function isWaveInRange(format: WaveFormat, range: AudioDataRange): boolean {
  return (
    format.channelCount >= 1 &&
    format.channelCount <= range.maximumChannels &&
    format.bitsPerSample >= range.minimumBitsPerSample &&
    format.bitsPerSample <= range.maximumBitsPerSample &&
    format.sampleRate >= range.minimumSampleRate &&
    format.sampleRate <= range.maximumSampleRate
  );
}

/** The most of everything that both have. */
function bestWaveFormat(a: AudioDataRange, b: AudioDataRange): WaveFormat | null {
  const channelCount = Math.min(a.maximumChannels, b.maximumChannels);
  const bitsPerSample = Math.min(a.maximumBitsPerSample, b.maximumBitsPerSample);
  const sampleRate = Math.min(a.maximumSampleRate, b.maximumSampleRate);
  const meets =
    channelCount >= 1 &&
    bitsPerSample >= Math.max(a.minimumBitsPerSample, b.minimumBitsPerSample, 1) &&
    sampleRate >= Math.max(a.minimumSampleRate, b.minimumSampleRate, 1);
  return meets ? pcmFormat(channelCount, sampleRate, bitsPerSample) : null;
}
