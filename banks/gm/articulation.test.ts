import { ConnectionDestination as Destination, ConnectionSource as Source, timeCentsToSeconds } from 'dmus/formats';
import { describe, expect, it } from 'vitest';
import { connectionsOf } from './articulation.ts';
import type { Articulation } from './voice.ts';

function scaleOf(articulation: Articulation, destination: number, source: number = Source.NONE): number | undefined {
  return connectionsOf(articulation).find((found) => found.destination === destination && found.source === source)
    ?.scale;
}

describe('articulation', () => {
  it('stretches decays over 60 dB to the 96 dB that DLS counts', () => {
    const scale = scaleOf({ volume: { decaySeconds: 5, releaseSeconds: 0.25 } }, Destination.EG1_DECAY_TIME);
    expect(timeCentsToSeconds(scale!)).toBeCloseTo(8, 6);
  });

  it('halves the decay over the keys that the description names', () => {
    const voice = { volume: { decaySeconds: 5, keysPerHalving: 12, releaseSeconds: 0.25 } };
    const atKey0 = scaleOf(voice, Destination.EG1_DECAY_TIME)!;
    const overAllKeys = scaleOf(voice, Destination.EG1_DECAY_TIME, Source.KEY_NUMBER)!;
    expect(timeCentsToSeconds(atKey0 + (overAllKeys * 60) / 127)).toBeCloseTo(8, 3);
    expect(timeCentsToSeconds(atKey0 + (overAllKeys * 72) / 127)).toBeCloseTo(4, 3);
  });

  it('opens the filter to the cutoff at full velocity and key 60', () => {
    const voice = { volume: { releaseSeconds: 1 }, filter: { cutoffHz: 880, keyTracking: 0.5, velocityOctaves: 2 } };
    const base = scaleOf(voice, Destination.FILTER_CUTOFF)!;
    const velocity = scaleOf(voice, Destination.FILTER_CUTOFF, Source.KEY_ON_VELOCITY)!;
    const keys = scaleOf(voice, Destination.FILTER_CUTOFF, Source.KEY_NUMBER)!;
    expect((base + velocity + (keys * 60) / 127) / 65536).toBeCloseTo(8100, 3);
    expect(velocity / 65536).toBe(2400);
    expect(keys / 65536 / 127).toBe(50);
  });

  it('counts sustain in the decibels of the envelope', () => {
    const voice = { volume: { decaySeconds: 1, sustainDb: -24, releaseSeconds: 1 } };
    expect(scaleOf(voice, Destination.EG1_SUSTAIN_LEVEL)! / 655360).toBeCloseTo(75, 6);
  });

  it('lets the modulation wheel into the vibrato and marks it as swinging both ways', () => {
    const voice = { volume: { releaseSeconds: 1 }, vibrato: { hz: 5, delaySeconds: 0.2, cents: 0, wheelCents: 40 } };
    const wheel = connectionsOf(voice).filter(
      ({ source, control }) => source === Source.VIBRATO && control === Source.CC1,
    );
    expect(wheel).toEqual([
      {
        source: Source.VIBRATO,
        control: Source.CC1,
        destination: Destination.PITCH,
        transform: 0x4000,
        scale: 40 * 65536,
      },
    ]);
  });

  it('says nothing that the description leaves to the defaults', () => {
    const destinations = connectionsOf({ volume: { releaseSeconds: 1 } }).map(({ destination }) => destination);
    expect(destinations).toEqual([Destination.EG1_RELEASE_TIME]);
  });
});
