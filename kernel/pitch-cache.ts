import { VOICE_CACHE_ENTRY } from '../src/synth/kernel/layout';
export function enterCache(voice: usize): void {}
export function cachedSamples(voice: usize, scratch: usize, frames: i32): usize { return 0; }
export function leaveCache(voice: usize): void { store<u32>(voice, 0, VOICE_CACHE_ENTRY); }
