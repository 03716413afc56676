import type { PortParams } from '../ddi/port-params.ts';

/** One wire: one group of channels and no sound. */
export const WIRE_PARAMS: PortParams = {
  voices: 0,
  channelGroups: 1,
  audioChannels: 0,
  sampleRate: 0,
  effects: 0,
  share: false,
  features: 0,
};

/** Whether something that was wanted is not what there is (natively `S_FALSE` from CreatePort). */
export function isAltered(wanted: Partial<PortParams>, params: PortParams): boolean {
  return (Object.keys(params) as (keyof PortParams)[]).some(
    (key) => wanted[key] !== undefined && wanted[key] !== params[key],
  );
}
