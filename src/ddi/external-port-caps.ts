import { COUNT_UNKNOWN, EffectFlags, type PortCaps, PortCapsFlags } from './port-params.ts';

/** What tells one port to something outside from another. */
export type ExternalPort = Pick<PortCaps, 'guid' | 'portClass' | 'portType' | 'maxChannelGroups' | 'description'>;

/** What a port to something outside can do: nothing is known of who listens or plays at the other end. */
export function externalPortCaps(port: ExternalPort): PortCaps {
  return {
    ...port,
    flags: PortCapsFlags.external,
    memorySize: 0,
    maxVoices: COUNT_UNKNOWN,
    maxAudioChannels: COUNT_UNKNOWN,
    effects: EffectFlags.none,
  };
}
