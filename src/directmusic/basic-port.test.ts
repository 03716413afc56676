import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/rig/raw-block.ts';
import type { PortCaps, PortParams } from '../ddi/port-params.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import { BasicPort } from './basic-port.ts';
import { WIRE_PARAMS } from './wire-params.ts';

/** Writes down its steps, and calls back from within one of them. */
class WatchedPort extends BasicPort {
  readonly steps: string[] = [];
  onStart: () => void = () => {};
  onStop: () => void = () => {};

  override get params(): PortParams {
    return WIRE_PARAMS;
  }

  override getLatencyClock(): ReferenceClock {
    throw new Error('not wanted here');
  }

  override getCaps(): PortCaps {
    throw new Error('not wanted here');
  }

  protected override start(): void {
    this.steps.push('start');
    this.onStart();
  }

  protected override stop(): void {
    this.steps.push('stop');
    this.onStop();
  }

  protected override release(): void {
    this.steps.push('release');
  }
}

describe('BasicPort', () => {
  it('closed again while it is being closed, it is stopped and released once', () => {
    const port = new WatchedPort();
    port.activate(true);
    port.onStop = () => {
      port.close();
      expect(port.activate(false).changed).toBe(false);
      expect(codeOf(() => port.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    };
    port.close();
    expect(port.steps).toEqual(['start', 'stop', 'release']);
  });

  it('closed while it starts or stops, it is closed, and inactive', () => {
    for (const enable of [true, false]) {
      const port = new WatchedPort();
      port.activate(!enable);
      if (enable) port.onStart = () => port.close();
      else port.onStop = () => port.close();
      port.activate(enable);
      expect([port.isActive, port.isClosed]).toEqual([false, true]);
      expect(port.steps.filter((step) => step === 'release')).toHaveLength(1);
    }
  });

  it('that cannot start is as it was, and can be closed', () => {
    const port = new WatchedPort();
    port.onStart = () => {
      throw new Error('no device');
    };
    expect(() => port.activate(true)).toThrow('no device');
    expect(port.isActive).toBe(false);
    port.close();
    expect(port.steps).toEqual(['start', 'release']);
  });

  it('that cannot stop stays active, and is closed all the same', () => {
    const port = new WatchedPort();
    port.activate(true);
    port.onStop = () => {
      throw new Error('stuck');
    };
    expect(() => port.activate(false)).toThrow('stuck');
    expect(port.isActive).toBe(true);
    expect(() => port.close()).toThrow('stuck');
    expect([port.isActive, port.isClosed]).toEqual([false, true]);
    expect(port.steps.at(-1)).toBe('release');
  });
});
