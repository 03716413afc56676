export function applyEffects(from: u32, end: u32): void {}
