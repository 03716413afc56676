import type { KernelMemory } from '../kernel-memory.ts';
import * as layout from '../layout.ts';

/** Voice fields that control writes: type and offset, by the name that the suite gives them. */
export const VOICE_FIELDS = {
  pitchCents: ['f64', layout.VOICE_PITCH_CENTS],
  waveAddress: ['u32', layout.VOICE_WAVE_ADDRESS],
  waveFormat: ['u32', layout.VOICE_WAVE_FORMAT],
  loopMode: ['u32', layout.VOICE_LOOP_MODE],
  loopWrap: ['u32', layout.VOICE_LOOP_WRAP],
  loopLength: ['u32', layout.VOICE_LOOP_LENGTH],
  waveEnd: ['u32', layout.VOICE_WAVE_END],
  releaseAddress: ['u32', layout.VOICE_RELEASE_ADDRESS],
  gainDb: ['f32', layout.VOICE_GAIN_DB],
  panLeft: ['f32', layout.VOICE_PAN_LEFT],
  panRight: ['f32', layout.VOICE_PAN_RIGHT],
  reverbSend: ['f32', layout.VOICE_REVERB_SEND],
  chorusSend: ['f32', layout.VOICE_CHORUS_SEND],
  lfoToPitch: ['f32', layout.VOICE_LFO_TO_PITCH],
  lfoToGain: ['f32', layout.VOICE_LFO_TO_GAIN],
  lfoToCutoff: ['f32', layout.VOICE_LFO_TO_CUTOFF],
  vibratoToPitch: ['f32', layout.VOICE_VIBRATO_TO_PITCH],
  vibratoToGain: ['f32', layout.VOICE_VIBRATO_TO_GAIN],
  vibratoToCutoff: ['f32', layout.VOICE_VIBRATO_TO_CUTOFF],
  eg2ToPitch: ['f32', layout.VOICE_EG2_TO_PITCH],
  eg2ToGain: ['f32', layout.VOICE_EG2_TO_GAIN],
  eg2ToCutoff: ['f32', layout.VOICE_EG2_TO_CUTOFF],
  cutoffCents: ['f32', layout.VOICE_CUTOFF_CENTS],
  resonanceDb: ['f32', layout.VOICE_RESONANCE_DB],
  filterOn: ['u32', layout.VOICE_FILTER_ON],
  eg1Delay: ['u32', layout.VOICE_EG1_DELAY],
  eg1Attack: ['u32', layout.VOICE_EG1_ATTACK],
  eg1Hold: ['u32', layout.VOICE_EG1_HOLD],
  eg1Decay: ['u32', layout.VOICE_EG1_DECAY],
  eg1Release: ['u32', layout.VOICE_EG1_RELEASE],
  eg1Shutdown: ['u32', layout.VOICE_EG1_SHUTDOWN],
  eg1SustainDb: ['f32', layout.VOICE_EG1_SUSTAIN_DB],
  eg2Delay: ['u32', layout.VOICE_EG2_DELAY],
  eg2Attack: ['u32', layout.VOICE_EG2_ATTACK],
  eg2Hold: ['u32', layout.VOICE_EG2_HOLD],
  eg2Decay: ['u32', layout.VOICE_EG2_DECAY],
  eg2Release: ['u32', layout.VOICE_EG2_RELEASE],
  eg2Sustain: ['f32', layout.VOICE_EG2_SUSTAIN],
  lfoDelay: ['u32', layout.VOICE_LFO_DELAY],
  lfoRate: ['f32', layout.VOICE_LFO_RATE],
  vibratoDelay: ['u32', layout.VOICE_VIBRATO_DELAY],
  vibratoRate: ['f32', layout.VOICE_VIBRATO_RATE],
  waveScale: ['f32', layout.VOICE_WAVE_SCALE],
} as const satisfies Record<string, readonly ['u32' | 'f32' | 'f64', number]>;

export type VoiceField = keyof typeof VOICE_FIELDS;

/** Values of voice fields, in the units of `layout.ts`. */
export type VoiceSettings = { readonly [Field in VoiceField]?: number };

/** Writes a whole voice record: 0 wherever `settings` is silent. */
export function writeVoice(memory: KernelMemory, slot: number, settings: VoiceSettings): void {
  for (const [name, [type, offset]] of Object.entries(VOICE_FIELDS)) {
    const value = settings[name as VoiceField] ?? 0;
    if (type === 'u32') memory.setU32(slot, offset, value);
    else if (type === 'f32') memory.setF32(slot, offset, value);
    else memory.setF64(slot, offset, value);
  }
  memory.setU32(slot, layout.VOICE_STATUS, layout.VOICE_WAITING);
  memory.setU32(slot, layout.VOICE_COMMAND_HEAD, 0);
}
