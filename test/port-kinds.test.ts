/** What an application may expect of every port, whatever is behind it: one list for all kinds. */
import { describe, expect, it } from 'vitest';
import { createOfflineDirectMusic, OfflinePortGuid } from '../src/adapters/offline-direct-music.ts';
import { ManualClock } from '../src/clock/manual-clock.ts';
import type { Guid } from '../src/ddi/guid.ts';
import { PortCapsFlags, PortClass, type PortParams } from '../src/ddi/port-params.ts';
import { DirectMusic } from '../src/directmusic/direct-music.ts';
import { MasterClockChoice, systemClockChoice } from '../src/directmusic/master-clock-choice.ts';
import { FakeInEndpoint, FakeOutEndpoint } from '../src/directmusic/midi-ports/fake-endpoint.test-support.ts';
import { MidiPortProvider } from '../src/directmusic/midi-ports/midi-port-provider.ts';
import { MusicBuffer } from '../src/directmusic/music-buffer.ts';
import type { DirectMusicPort } from '../src/directmusic/port.ts';
import { MemoryOutput } from '../src/wave-sinks/memory-output.ts';
import { flatWave, oneWaveCollection } from './rig/bank.ts';
import { noteOn } from './rig/midi.ts';
import { codeOf } from './rig/raw-block.ts';

const OK = 'nothing thrown';
const UNKNOWN_SET = '00000000-1111-2222-3333-444444444444';
const NO_RESULT_YET = 'E_FAIL';

interface Kind {
  readonly name: string;
  readonly open: () => { readonly directMusic: DirectMusic; readonly guid: Guid; readonly clock: ManualClock };
  readonly captures: boolean;
  /** Has a synth: voices, volume, downloads, statistics, a latency clock of its own. */
  readonly isSynth: boolean;
  /** Its sound ends in an output that the application may choose. */
  readonly takesOutput: boolean;
  readonly canChangeGroups: boolean;
}

function offline(guid: Guid) {
  return () => {
    const { directMusic, clock } = createOfflineDirectMusic();
    directMusic.setOutput(null);
    return { directMusic, guid, clock };
  };
}

function midi(makeEndpoint: () => FakeInEndpoint | FakeOutEndpoint) {
  return () => {
    const clock = new ManualClock();
    const provider = new MidiPortProvider(makeEndpoint());
    const directMusic = new DirectMusic({
      providers: [provider],
      clocks: new MasterClockChoice([systemClockChoice(clock)]),
    });
    return { directMusic, guid: provider.caps.guid, clock };
  };
}

const RENDER = {
  captures: false,
  isSynth: false,
  takesOutput: false,
  canChangeGroups: false,
} as const;
const KINDS: readonly Kind[] = [
  {
    ...RENDER,
    name: 'user-mode synth',
    open: offline(OfflinePortGuid.synth),
    isSynth: true,
    takesOutput: true,
    canChangeGroups: true,
  },
  {
    ...RENDER,
    name: 'kernel synth',
    open: offline(OfflinePortGuid.kernelSynth),
    isSynth: true,
    canChangeGroups: true,
  },
  { ...RENDER, name: 'kernel wire', open: offline(OfflinePortGuid.cableIn), canChangeGroups: true },
  { ...RENDER, name: 'kernel capture', open: offline(OfflinePortGuid.cableOut), captures: true },
  { ...RENDER, name: 'MIDI out', open: midi(() => new FakeOutEndpoint()) },
  { ...RENDER, name: 'MIDI in', open: midi(() => new FakeInEndpoint()), captures: true },
];

function noteBuffer(): MusicBuffer {
  const buffer = new MusicBuffer({ byteLength: 64 });
  buffer.packStructured(0, 1, noteOn(60));
  return buffer;
}

describe.each(KINDS)('a port of kind $name', ({ open, captures, isSynth, takesOutput, canChangeGroups }) => {
  function create(params?: Partial<PortParams>) {
    const { directMusic, guid, clock } = open();
    return { directMusic, guid, clock, ...directMusic.createPort(guid, params) };
  }

  function createPort(): DirectMusicPort {
    return create().port;
  }

  /** What a call ends in on ports that can do it, and on those that cannot. */
  function expectCode(call: () => unknown, canDo: boolean): void {
    expect(codeOf(call)).toBe(canDo ? OK : 'E_NOTIMPL');
  }

  it('is what its object enumerates', () => {
    const { directMusic, guid, port } = create();
    const caps = [0, 1, 2, 3].map((index) => directMusic.enumPort(index)).find((each) => each?.guid === guid);
    expect(port.getCaps()).toEqual(caps);
    expect(caps!.portClass).toBe(captures ? PortClass.capture : PortClass.render);
    expect((caps!.flags & PortCapsFlags.dls2) !== 0).toBe(isSynth);
    expect((caps!.flags & PortCapsFlags.external) !== 0).toBe(!isSynth);
    expect((caps!.flags & PortCapsFlags.directSound) !== 0).toBe(takesOutput);
    expect(port.thru === null).toBe(!captures);
  });

  it('without wishes it is opened with defaults, and nothing is altered', () => {
    const { params, changed, port } = create();
    expect(changed).toBe(false);
    expect(port.params).toEqual(params);
    expect(params.channelGroups).toBeGreaterThanOrEqual(1);
    expect(port.getNumChannelGroups()).toBe(params.channelGroups);
  });

  it('what it cannot give it alters, and says so', () => {
    const { params, changed } = create({ share: true, sampleRate: 1_000_000 });
    expect(changed).toBe(true);
    expect(params.share).toBe(false);
    expect(params.sampleRate).not.toBe(1_000_000);
  });

  it('what it gives can be asked for again, and nothing is altered', () => {
    const { params } = create();
    const again = create(params);
    expect(again.changed).toBe(false);
    expect(again.params).toEqual(params);
  });

  it('is made inactive; activating it again, or stopping it again, changes nothing', () => {
    const port = createPort();
    const changes = [false, true, true, false, false, true].map((enable) => port.activate(enable).changed);
    expect(changes).toEqual([false, true, false, true, false, true]);
  });

  it('is activated with its object', () => {
    const { directMusic, port } = create();
    expect(directMusic.activate(true).changed).toBe(true);
    expect(port.activate(true).changed).toBe(false);
    expect(directMusic.activate(false).changed).toBe(true);
    expect(port.activate(false).changed).toBe(false);
  });

  it('plays while it is active, if it plays at all', () => {
    const port = createPort();
    expect(codeOf(() => port.playBuffer(noteBuffer()))).toBe(captures ? 'E_NOTIMPL' : 'DMUS_E_SYNTHINACTIVE');
    port.activate(true);
    expectCode(() => port.playBuffer(noteBuffer()), !captures);
    port.activate(false);
    expect(codeOf(() => port.playBuffer(noteBuffer()))).toBe(captures ? 'E_NOTIMPL' : 'DMUS_E_SYNTHINACTIVE');
    const empty = new MusicBuffer({ byteLength: 32 });
    expectCode(() => port.playBuffer(empty), !captures);
  });

  it('is read into a buffer, if it captures', () => {
    const port = createPort();
    expect(codeOf(() => port.read(undefined as never))).toBe('E_POINTER');
    expectCode(() => port.read(noteBuffer()), captures);
    expectCode(() => port.setReadNotification(() => {}), captures);
    expectCode(() => port.setReadNotification(null), captures);
  });

  it('takes downloads of either kind, if it is a synth', () => {
    const port = createPort();
    const instrument = oneWaveCollection(flatWave()).getInstrument(0);
    expectCode(() => port.unloadInstrument(port.downloadInstrument(instrument)), isSynth);
    expect(port.portDownload === null).toBe(!isSynth);
    expect(codeOf(() => port.unloadInstrument({} as never))).toBe(
      isSynth ? 'DMUS_E_NOT_DOWNLOADED_TO_PORT' : 'E_NOTIMPL',
    );
    expect(codeOf(() => port.compact())).toBe('E_NOTIMPL');
  });

  it('keeps statistics, if it is a synth', () => {
    const port = createPort();
    port.activate(true);
    expectCode(() => port.getRunningStats(), isSynth);
    if (isSynth) expect(port.getRunningStats()).toMatchObject({ voices: 0, lostNotes: 0 });
  });

  it('keeps priorities of its channels, if it is a synth', () => {
    const port = createPort();
    expectCode(() => port.setChannelPriority(1, 3, 0xf000_0001), isSynth);
    expectCode(() => port.getChannelPriority(1, 3), isSynth);
    if (!isSynth) return;
    expect([port.getChannelPriority(1, 3), port.getChannelPriority(2, 9)]).toEqual([0xf000_0001, 0x8000_000f]);
    expect(codeOf(() => port.setChannelPriority(3, 0, 1))).not.toBe(OK);
  });

  it('changes the number of its channel groups, if it has any to change', () => {
    const port = createPort();
    expectCode(() => port.setNumChannelGroups(5), canChangeGroups);
    if (isSynth) expect(port.getNumChannelGroups()).toBe(5);
    expect(port.params.channelGroups).toBe(port.getNumChannelGroups());
    expect(codeOf(() => port.setNumChannelGroups(0))).not.toBe(OK);
    expect(port.params.channelGroups).toBe(port.getNumChannelGroups());
  });

  it('has a volume and a format, if it is a synth', () => {
    const port = createPort();
    expectCode(() => port.setVolume(-600), isSynth);
    expectCode(() => port.getFormat(), isSynth);
    expectCode(() => port.getBufferSize(), isSynth);
    if (!isSynth) return;
    const { channelCount, sampleRate, bitsPerSample } = port.getFormat();
    expect([channelCount, sampleRate, bitsPerSample]).toEqual([port.params.audioChannels, port.params.sampleRate, 16]);
    expect(port.getBufferSize()).toBe(channelCount * sampleRate * 4);
  });

  it('takes another output while it is inactive, if its sound ends in one', () => {
    const port = createPort();
    const output = new MemoryOutput();
    expectCode(() => port.setOutput(output), takesOutput);
    port.activate(true);
    expect(output.format !== undefined).toBe(takesOutput);
    expect(codeOf(() => port.setOutput(null))).toBe(takesOutput ? 'DMUS_E_ALREADY_ACTIVATED' : 'E_NOTIMPL');
  });

  it('has one latency clock, never behind the master clock', () => {
    const { port, clock } = create();
    const latencyClock = port.getLatencyClock();
    expect(port.getLatencyClock()).toBe(latencyClock);
    expect(codeOf(() => latencyClock.getTime())).toBe(isSynth ? NO_RESULT_YET : OK);
    clock.moveTo(5_000_000);
    port.activate(true);
    expect(latencyClock.getTime()).toBeGreaterThanOrEqual(5_000_000);
    expect(codeOf(() => latencyClock.adviseTime(0, 0, () => {}))).toBe('E_NOTIMPL');
  });

  it('knows nothing of an unknown property', () => {
    const port = createPort();
    expect(codeOf(() => port.getProperty(UNKNOWN_SET, 0, new Uint8Array(4)))).toBe('DMUS_E_UNKNOWN_PROPERTY');
    expect(codeOf(() => port.setProperty(UNKNOWN_SET, 0, new Uint8Array(4)))).toBe('DMUS_E_UNKNOWN_PROPERTY');
  });

  it('closed, it is inactive and good for nothing more; closing it again does nothing', () => {
    const { directMusic, port } = create();
    port.activate(true);
    expect(codeOf(() => port.close())).toBe(OK);
    expect(codeOf(() => port.close())).toBe(OK);
    expect(port.activate(false).changed).toBe(false);
    expect(codeOf(() => port.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => port.playBuffer(noteBuffer()))).toBe(captures ? 'E_NOTIMPL' : 'DMUS_E_SYNTHNOTCONFIGURED');
    if (captures) expect(codeOf(() => port.thru!.getStatistics())).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    if (captures) expect(codeOf(() => port.thru!.thruChannel(1, 0, 1, 0, null))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => directMusic.activate(true))).toBe(OK);
  });

  it('as long as it is open the master clock stays', () => {
    const { directMusic, port } = create();
    const { guid } = directMusic.getMasterClock();
    expect(codeOf(() => directMusic.setMasterClock(guid))).toBe('DMUS_E_PORTS_OPEN');
    port.close();
    expect(codeOf(() => directMusic.setMasterClock(guid))).toBe(OK);
  });

  it('ends with its object', () => {
    const { directMusic, port } = create();
    port.activate(true);
    directMusic.close();
    directMusic.close();
    expect(codeOf(() => port.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => directMusic.enumPort(0))).toBe('DMUS_E_DMUSIC_RELEASED');
  });
});
