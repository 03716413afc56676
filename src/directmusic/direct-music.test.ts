import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/rig/raw-block.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { DmusError } from '../ddi/errors.ts';
import { GUID_NULL } from '../ddi/guid.ts';
import { type PortCaps, PortCapsFlags, PortClass, type PortParams, PortType } from '../ddi/port-params.ts';
import { MemoryOutput } from '../wave-sinks/memory-output.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';
import { DirectMusic, type DirectMusicOptions } from './direct-music.ts';
import {
  ClockFlags,
  ClockType,
  GUID_SYSTEM_CLOCK,
  MasterClockChoice,
  systemClockChoice,
} from './master-clock-choice.ts';
import type { PortContext, PortProvider, ProvidedPort } from './port-provider.ts';

const WAVE_CLOCK = 'a-wave-clock';

function caps(guid: string, changes: Partial<PortCaps> = {}): PortCaps {
  return {
    guid,
    flags: 0,
    portClass: PortClass.render,
    portType: PortType.userModeSynth,
    memorySize: 0,
    maxChannelGroups: 1,
    maxVoices: 1,
    maxAudioChannels: 2,
    effects: 0,
    description: guid,
    ...changes,
  };
}

/** Makes ports that only know whether they are active and closed. */
class FakeProvider implements PortProvider {
  readonly caps: PortCaps;
  readonly made: { readonly params: Partial<PortParams>; readonly context: PortContext }[] = [];
  failure: DmusError | null = null;

  constructor(guid: string, changes: Partial<PortCaps> = {}) {
    this.caps = caps(guid, changes);
  }

  createPort(params: Partial<PortParams>, context: PortContext): ProvidedPort {
    this.made.push({ params, context });
    const provider = this;
    const port = {
      params: { ...params, voices: 7 },
      paramsChanged: params.voices !== undefined && params.voices !== 7,
      isActive: false,
      isClosed: false,
      activate(enable: boolean) {
        if (provider.failure !== null) throw provider.failure;
        const changed = enable !== port.isActive;
        port.isActive = enable;
        return { changed };
      },
      close() {
        port.isActive = false;
        port.isClosed = true;
      },
    };
    return port as unknown as ProvidedPort;
  }
}

function make(providers: readonly PortProvider[], options: Partial<DirectMusicOptions> = {}): DirectMusic {
  const clock = new ManualClock(77);
  const clocks = new MasterClockChoice([
    systemClockChoice(clock),
    { type: ClockType.wave, guid: WAVE_CLOCK, description: 'A wave', flags: ClockFlags.global, clock },
  ]);
  return new DirectMusic({ providers, clocks, ...options });
}

describe('DirectMusic', () => {
  it('the default port is the first that plays, unless another is named', () => {
    const providers = [new FakeProvider('in', { portClass: PortClass.capture }), new FakeProvider('out')];
    expect(make(providers).getDefaultPort()).toBe('out');
    expect(make(providers, { defaultPort: 'in' }).getDefaultPort()).toBe('in');
    expect(make(providers.slice(0, 1)).getDefaultPort()).toBe(GUID_NULL);
  });

  it('no port has an unknown GUID, and none is the default where there is none', () => {
    expect(codeOf(() => make([new FakeProvider('a')]).createPort('b'))).toBe('E_NOINTERFACE');
    expect(codeOf(() => make([]).createPort(GUID_NULL))).toBe('E_NOINTERFACE');
  });

  it('two ports under one GUID are a mistake', () => {
    expect(() => make([new FakeProvider('a'), new FakeProvider('a')])).toThrow(RangeError);
  });

  it('a port is made with what was wanted and with the master clock, and says what was altered', () => {
    const provider = new FakeProvider('a');
    const directMusic = make([provider]);
    const { params, changed } = directMusic.createPort('a', { voices: 9 });
    expect([params.voices, changed]).toEqual([7, true]);
    expect(directMusic.createPort('a', { voices: 7 }).changed).toBe(false);
    expect(provider.made[0]!.params).toEqual({ voices: 9 });
    expect(provider.made[0]!.context.masterClock).toBe(directMusic.getMasterClock().clock);
  });

  it('only ports with sound of their own get an output, each another', () => {
    const [loud, silent] = [new FakeProvider('loud', { flags: PortCapsFlags.directSound }), new FakeProvider('silent')];
    const directMusic = make([loud, silent]);
    directMusic.setOutput(() => new MemoryOutput());
    for (const guid of ['loud', 'loud', 'silent']) directMusic.createPort(guid);
    const [first, second] = loud.made.map(({ context }) => context.output);
    expect(first).toBeInstanceOf(MemoryOutput);
    expect(second).not.toBe(first);
    expect(silent.made[0]!.context.output).toBeNull();
  });

  it('a host without an output cannot choose one', () => {
    expect(codeOf(() => make([]).setOutput(null))).toBe('DSERR_NODRIVER');
  });

  it('active ports without an output do not keep it from being chosen', () => {
    const directMusic = make([new FakeProvider('silent')]);
    directMusic.createPort('silent').port.activate(true);
    expect(codeOf(() => directMusic.setOutput(() => new MemoryOutput()))).toBe('nothing thrown');
  });

  it('activates all ports, and says whether that changed anything; closed ones do not count', () => {
    const directMusic = make([new FakeProvider('a')]);
    expect(directMusic.activate(true).changed).toBe(false);
    const [first, second] = [directMusic.createPort('a').port, directMusic.createPort('a').port];
    first.activate(true);
    expect([directMusic.activate(true).changed, directMusic.activate(true).changed]).toEqual([true, false]);
    second.close();
    expect([second.isActive, directMusic.activate(false).changed]).toEqual([false, true]);
    expect(directMusic.activate(false).changed).toBe(false);
  });

  it('a port that cannot be activated keeps no other from it', () => {
    const [broken, whole] = [new FakeProvider('broken'), new FakeProvider('whole')];
    broken.failure = new DmusError('DSERR_NODRIVER', 'gone');
    const directMusic = make([broken, whole]);
    directMusic.createPort('broken');
    const { port } = directMusic.createPort('whole');
    expect(codeOf(() => directMusic.activate(true))).toBe('DSERR_NODRIVER');
    expect(port.isActive).toBe(true);
  });

  it('enumerates its clocks, and keeps the one that is chosen', () => {
    const provider = new FakeProvider('a');
    const directMusic = make([provider]);
    expect([0, 1, 2].map((index) => directMusic.enumMasterClock(index)?.guid)).toEqual([
      GUID_SYSTEM_CLOCK,
      WAVE_CLOCK,
      undefined,
    ]);
    const before = directMusic.getMasterClock().clock;
    directMusic.setMasterClock(WAVE_CLOCK);
    expect(directMusic.getMasterClock()).toMatchObject({ guid: WAVE_CLOCK });
    expect(directMusic.getMasterClock().clock).not.toBe(before);
    directMusic.createPort('a');
    expect(provider.made[0]!.context.masterClock).toBe(directMusic.getMasterClock().clock);
    expect(directMusic.getMasterClock().clock.getTime()).toBe(77);
  });

  it('the clock that is kept can be chosen again and stays the same object', () => {
    const directMusic = make([]);
    const { clock } = directMusic.getMasterClock();
    directMusic.setMasterClock(GUID_SYSTEM_CLOCK);
    expect(directMusic.getMasterClock().clock).toBe(clock);
    expect(codeOf(() => directMusic.setMasterClock('no-clock'))).toBe('E_INVALIDARG');
  });

  it('a clock of the application’s own can be the master clock', () => {
    const directMusic = make([]);
    const own = new PlainClock(() => 5);
    directMusic.setExternalMasterClock(own);
    expect(directMusic.getMasterClock()).toEqual({ guid: GUID_NULL, clock: own });
    expect(codeOf(() => directMusic.setExternalMasterClock(null as never))).toBe('E_POINTER');
  });

  it('no clock is chosen while a port is open, active or not', () => {
    const directMusic = make([new FakeProvider('a')]);
    const { port } = directMusic.createPort('a');
    expect(codeOf(() => directMusic.setMasterClock(WAVE_CLOCK))).toBe('DMUS_E_PORTS_OPEN');
    expect(codeOf(() => directMusic.setExternalMasterClock(new PlainClock(() => 5)))).toBe('DMUS_E_PORTS_OPEN');
    port.close();
    expect(codeOf(() => directMusic.setMasterClock(WAVE_CLOCK))).toBe('nothing thrown');
  });

  it('closing it closes all its ports, and it is good for nothing more', () => {
    const directMusic = make([new FakeProvider('a')]);
    const ports = [directMusic.createPort('a').port, directMusic.createPort('a').port];
    directMusic.close();
    expect(ports.map(({ isClosed }) => isClosed)).toEqual([true, true]);
    for (const call of [
      () => directMusic.enumPort(0),
      () => directMusic.createPort('a'),
      () => directMusic.createMusicBuffer({ byteLength: 64 }),
      () => directMusic.getMasterClock(),
      () => directMusic.enumMasterClock(0),
      () => directMusic.setMasterClock(WAVE_CLOCK),
      () => directMusic.setOutput(null),
      () => directMusic.activate(true),
      () => directMusic.getDefaultPort(),
    ]) {
      expect(codeOf(call)).toBe('DMUS_E_DMUSIC_RELEASED');
    }
    expect(codeOf(() => directMusic.close())).toBe('nothing thrown');
  });
});
