import { describe, expect, it } from 'vitest';
import { createOfflineDirectMusic, OfflinePortGuid } from '../../src/adapters/offline-direct-music.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { GUID_NULL } from '../../src/ddi/guid.ts';
import type { PortCaps } from '../../src/ddi/port-params.ts';
import type { DirectMusic } from '../../src/directmusic/direct-music.ts';
import { systemClockChoice } from '../../src/directmusic/master-clock-choice.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { codeOf } from './error-code.ts';

const SYSTEM_CLOCK = '58d58419-71b4-11d1-a74c-0000f875ac12';
const MILLISECOND = 10_000;

function open(): DirectMusic {
  return createOfflineDirectMusic().directMusic;
}

/** With an output for its ports. */
function openWithOutput(): DirectMusic {
  const directMusic = open();
  directMusic.setOutput(null);
  return directMusic;
}

function enumerate<Item>(item: (index: number) => Item | undefined): Item[] {
  const items: Item[] = [];
  for (let found = item(0); found !== undefined; found = item(items.length)) items.push(found);
  return items;
}

describe('11 The application’s object, ports, outputs', () => {
  it('W-303: no port with sound before an output was chosen', () => {
    expect(codeOf(() => open().createPort(GUID_NULL))).toBe('DMUS_E_DSOUND_NOT_SET');
    expect(codeOf(() => open().createPort(OfflinePortGuid.synth))).toBe('DMUS_E_DSOUND_NOT_SET');
  });

  it('beside W-303: a port whose sound is made elsewhere needs none', () => {
    expect(codeOf(() => open().createPort(OfflinePortGuid.cableIn))).toBe('S_OK');
  });

  it('W-304: the choice of the output can be left to the host', () => {
    const directMusic = open();
    expect(codeOf(() => directMusic.setOutput(null))).toBe('S_OK');
    expect(codeOf(() => directMusic.createPort(GUID_NULL))).toBe('S_OK');
  });

  it('W-306: a port is created by a GUID', () => {
    expect(codeOf(() => openWithOutput().createPort(null as never, {}))).toBe('E_POINTER');
  });

  it('W-307: a port is created with parameters', () => {
    expect(codeOf(() => openWithOutput().createPort(GUID_NULL, null as never))).toBe('E_INVALIDARG');
  });

  it.each([1, 2])('W-309: the null GUID creates the default port, with groups and %i channels as wanted', (count) => {
    const directMusic = openWithOutput();
    const created = directMusic.createPort(GUID_NULL, { channelGroups: count, audioChannels: count });
    expect(created.changed).toBe(false);
    expect(created.params).toMatchObject({ channelGroups: count, audioChannels: count });
    expect(created.port.getCaps().guid).toBe(directMusic.getDefaultPort());
  });

  it('W-310: ports are enumerated until there are no more, each whole and by a name of its own', () => {
    const directMusic = open();
    const caps = enumerate<PortCaps>((index) => directMusic.enumPort(index));
    expect(caps).toHaveLength(4);
    expect(new Set(caps.map(({ guid }) => guid)).size).toBe(4);
    for (const each of caps) {
      expect(Object.values(each)).not.toContain(undefined);
      expect(each.description.length).toBeGreaterThan(0);
      expect(each.description.length).toBeLessThan(128);
    }
    expect(directMusic.enumPort(-1)).toBeUndefined();
  });

  it('W-311: any output will do for a port', () => {
    const directMusic = open();
    const output = new MemoryOutput();
    expect(codeOf(() => directMusic.setOutput(() => output))).toBe('S_OK');
    directMusic.createPort(GUID_NULL, { sampleRate: 44100 }).port.activate(true);
    expect(output.format).toMatchObject({ sampleRate: 44100 });
  });

  it('W-312: no other output is chosen while a port is active', () => {
    const directMusic = openWithOutput();
    const { port } = directMusic.createPort(GUID_NULL);
    expect(port.activate(true)).toEqual({ changed: true });
    expect(codeOf(() => directMusic.setOutput(null))).toBe('DMUS_E_DSOUND_ALREADY_SET');
    port.activate(false);
    expect(codeOf(() => directMusic.setOutput(null))).toBe('S_OK');
  });

  it('W-314: an output can be chosen twice, and then another', () => {
    const directMusic = open();
    const output = () => new MemoryOutput();
    for (const choice of [output, output, () => new MemoryOutput()]) {
      expect(codeOf(() => directMusic.setOutput(choice))).toBe('S_OK');
    }
  });

  it('W-315: an inactive port takes the same output twice', () => {
    const { port } = openWithOutput().createPort(GUID_NULL);
    const output = new MemoryOutput();
    expect(codeOf(() => port.setOutput(output))).toBe('S_OK');
    expect(codeOf(() => port.setOutput(output))).toBe('S_OK');
    port.activate(true);
    expect(output.format).toBeDefined();
  });
});

describe('14 Master clock', () => {
  it('W-361: the master clock is the system clock', () => {
    expect(open().getMasterClock().guid).toBe(SYSTEM_CLOCK);
  });

  it('W-362: it is the same object every time', () => {
    const directMusic = open();
    expect(directMusic.getMasterClock().clock).toBe(directMusic.getMasterClock().clock);
  });

  it('W-363: it tells what the clock tells that was handed in', () => {
    const { directMusic, clock } = createOfflineDirectMusic();
    clock.moveTo(123_456_789);
    expect(directMusic.getMasterClock().clock.getTime()).toBe(123_456_789);
  });

  it('W-365: after 100 ms it is 100 ms later', () => {
    const { directMusic, clock } = createOfflineDirectMusic();
    const before = directMusic.getMasterClock().clock.getTime();
    clock.advance(100 * MILLISECOND);
    expect(directMusic.getMasterClock().clock.getTime() - before).toBe(100 * MILLISECOND);
  });

  it('W-366: it wakes nobody', () => {
    const { clock } = open().getMasterClock();
    expect(codeOf(() => clock.adviseTime(0, 0, () => {}))).toBe('E_NOTIMPL');
    expect(codeOf(() => clock.advisePeriodic(0, 1, () => {}))).toBe('E_NOTIMPL');
    expect(codeOf(() => clock.unadvise(1))).toBe('E_NOTIMPL');
  });

  it('W-368: the first clock enumerated is the system clock', () => {
    expect(open().enumMasterClock(0)).toEqual({
      type: 0,
      guid: SYSTEM_CLOCK,
      description: systemClockChoice(new ManualClock()).description,
      flags: 0,
    });
  });

  it('W-370: there is no third clock', () => {
    expect(open().enumMasterClock(2)).toBeUndefined();
  });
});
