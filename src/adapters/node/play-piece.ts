import type { PcmOutput } from '../../ddi/pcm-output.ts';
import { EffectFlags } from '../../ddi/port-params.ts';
import { MidiRenderer, type RenderResult } from '../../directmusic/midi-files/midi-renderer.ts';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import type { InterpolationQuality } from '../../synth/kernel/interpolation-tables.ts';
import type { RuleSetName } from '../../synth/rules.ts';
import type { VoiceShare } from '../../synth/voice-share.ts';
import { createOfflinePort, type OfflinePort, type OfflinePortKind } from '../offline-ports.ts';
import type { BankInput } from './bank-input.ts';
import { nameFile } from './name-file.ts';

/**
 * Volume of the port while a file is rendered, 1/100 dB: headroom, so that ordinary pieces stay below full scale.
 * Natively the volume is 0, and dense pieces clip. Of the 62 renderings of the OpenMSX pieces with TimGM6mb and FluidR3 the
 * loudest peaks at −2.6 dBFS with this value, the median at −8 dBFS.
 */
const RENDER_VOLUME = -2400;

/** Time after which the reverb as it is by default is no more to be heard: it falls by 60 dB a second. */
const ECHO_SECONDS = 1.5;

/** Channels of what is rendered. */
export const RENDER_CHANNELS = 2;

/** What the sound depends on besides piece and bank; the same in all threads that render one piece. */
export interface PieceSettings {
  readonly portKind: OfflinePortKind;
  readonly rules: RuleSetName;
  /** Frames a second. */
  readonly sampleRate: number;
  readonly voices: number;
  readonly quality: InterpolationQuality;
  /** EffectFlags bits. */
  readonly effects: number;
  /** Longest wait for the last voice, seconds. */
  readonly tailSeconds: number;
}

/** What a single run may be given besides. */
export interface PieceRunOptions {
  readonly voiceShare?: VoiceShare | undefined;
  readonly onProgress?: ((renderedSeconds: number, expectedSeconds: number) => void) | undefined;
}

/** What came of it. */
export interface PieceRun {
  readonly result: RenderResult;
  /** Patches that the bank has no instrument for. */
  readonly missing: readonly number[];
}

/** Plays a piece from its beginning to its last sound into `output`, on a port of its own. */
export function playPiece(
  settings: PieceSettings,
  midi: MidiFile,
  bank: BankInput,
  output: PcmOutput,
  { voiceShare, onProgress }: PieceRunOptions = {},
): PieceRun {
  const { port, pump } = openPort(settings, output, voiceShare);
  try {
    const { tailSeconds } = settings;
    const echoSeconds = settings.effects === EffectFlags.none ? 0 : ECHO_SECONDS;
    const renderer = new MidiRenderer({ port, pump, tailSeconds, echoSeconds, ...(onProgress && { onProgress }) });
    const { collection } = bank;
    const missing = nameFile(
      bank.name,
      () => renderer.downloadInstruments(midi, collection),
      () => collection.warnings,
    );
    port.activate(true);
    return { result: renderer.render(midi), missing };
  } finally {
    port.close();
  }
}

function openPort(settings: PieceSettings, output: PcmOutput, voiceShare: VoiceShare | undefined): OfflinePort {
  const { sampleRate, voices, portKind, rules, quality, effects } = settings;
  const offline = createOfflinePort(portKind, {
    output,
    rules,
    quality,
    voiceShare,
    params: { sampleRate, voices, channelGroups: 1, audioChannels: RENDER_CHANNELS, effects },
  });
  const { params } = offline.port;
  if (params.sampleRate !== sampleRate) throw new RangeError(`sample rate ${sampleRate} Hz: 11025 to 96000 wanted`);
  if (params.voices !== voices) throw new RangeError(`${voices} voices: 1 to 1000 wanted`);
  offline.port.setVolume(RENDER_VOLUME);
  return offline;
}
