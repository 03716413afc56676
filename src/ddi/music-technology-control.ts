import type { Guid } from './guid.ts';

/**
 * Lets an adapter driver say what a general miniport really drives (`IMusicTechnology`), so that a wavetable device
 * behind a UART is not taken for a bare MIDI port.
 */
export interface MusicTechnologyControl {
  /** Overwrites the technology in every music data range; before `MiniportDMus.init`. `@thread control` */
  setTechnology(technology: Guid): void;
}
