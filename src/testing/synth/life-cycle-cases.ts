import type { DirectMusicSynth } from '../../ddi/direct-music-synth.ts';
import { expectCode, expectEqual, expectIdentical, expectNoFaults, expectReturn, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_ON, peakOf, testWaveBlock } from '../test-sounds.ts';
import { recordsOf, type SynthRig } from './synth-rig.ts';

const NOT_OPEN = 'DMUS_E_SYNTHNOTCONFIGURED';

/** Calls that need an open synth. */
const NEED_OPEN: Readonly<Record<string, (synth: DirectMusicSynth) => unknown>> = {
  setNumChannelGroups: (synth) => synth.setNumChannelGroups(1),
  download: (synth) => synth.download(testWaveBlock()),
  unload: (synth) => synth.unload(1),
  playBuffer: (synth) => synth.playBuffer(0, recordsOf([{ bytes: NOTE_ON }])),
  getRunningStats: (synth) => synth.getRunningStats(),
  'activate(true)': (synth) => synth.activate(true),
  render: (synth) => synth.render(new Float32Array(2), 1, 0),
  setChannelPriority: (synth) => synth.setChannelPriority(1, 0, 0x8000_0000),
  getChannelPriority: (synth) => synth.getChannelPriority(1, 0),
  getFormat: (synth) => synth.getFormat(),
};

/** What else DirectMusic 8 has; a synth may be without it. */
const EIGHT: Readonly<Record<string, (synth: DirectMusicSynth) => unknown>> = {
  stopVoice: (synth) => synth.stopVoice(0, 1),
  getVoiceState: (synth) => synth.getVoiceState([1]),
  refresh: (synth) => synth.refresh(1, 0),
  assignChannelToBuses: (synth) => synth.assignChannelToBuses(1, 0, [0]),
};

/** Order of calls, and what calls out of order answer. */
export const LIFE_CYCLE_CASES: SuiteGroup<SynthRig> = suiteGroup('the life of a synth', (test) => {
  test('opens once, and fails with DMUS_E_ALREADYOPEN the second time', ({ synth }) => {
    expectReturn('open', () => synth.open());
    expectCode('second open', () => synth.open(), 'DMUS_E_ALREADYOPEN');
  });

  test('closes once, and fails with DMUS_E_ALREADYCLOSED when it is closed', ({ synth }) => {
    expectCode('close before open', () => synth.close(), 'DMUS_E_ALREADYCLOSED');
    synth.open();
    expectReturn('close', () => synth.close());
    expectCode('second close', () => synth.close(), 'DMUS_E_ALREADYCLOSED');
  });

  test('opens and closes without a sink, as often as wanted', ({ synth }) => {
    for (let i = 0; i < 3; i++) {
      expectReturn('open', () => synth.open());
      expectReturn('close', () => synth.close());
    }
  });

  for (const [name, call] of Object.entries(NEED_OPEN)) {
    test(`${name} needs an open synth`, (rig) => {
      const { synth } = rig.connect();
      expectCode(`${name} before open`, () => call(synth), NOT_OPEN);
      synth.open();
      synth.close();
      expectCode(`${name} after close`, () => call(synth), NOT_OPEN);
    });
  }

  test('plays and renders only while active', (rig) => {
    const { synth } = rig.connect();
    synth.open();
    const note = recordsOf([{ bytes: NOTE_ON }]);
    const output = new Float32Array(8);
    expectCode('playBuffer before activate', () => synth.playBuffer(0, note), 'DMUS_E_SYNTHINACTIVE');
    expectCode('render before activate', () => synth.render(output, 1, 0), 'DMUS_E_SYNTHINACTIVE');
    synth.activate(true);
    expectReturn('playBuffer while active', () => synth.playBuffer(0, note));
    expectReturn('render while active', () => synth.render(output, 1, 0));
    synth.activate(false);
    expectCode('playBuffer after activate(false)', () => synth.playBuffer(0, note), 'DMUS_E_SYNTHINACTIVE');
    expectCode('render after activate(false)', () => synth.render(output, 1, 0), 'DMUS_E_SYNTHINACTIVE');
  });

  test('needs a sink to be activated, to play, and for its latency clock', ({ synth }) => {
    synth.open();
    expectCode('activate', () => synth.activate(true), 'DMUS_E_NOSYNTHSINK');
    expectCode('getLatencyClock', () => synth.getLatencyClock(), 'DMUS_E_NOSYNTHSINK');
    const note = recordsOf([{ bytes: NOTE_ON }]);
    expectCode('playBuffer', () => synth.playBuffer(0, note), 'DMUS_E_NOSYNTHSINK');
  });

  test('says that it is not configured when its sink has no clock, and stays inactive', ({ synth, sink }) => {
    synth.open();
    synth.setSynthSink(sink);
    expectCode('activate', () => synth.activate(true), NOT_OPEN);
    expectEqual('activate(false)', synth.activate(false), { changed: false });
  });

  test('tells whether activate changed anything', (rig) => {
    const { synth } = rig.connect();
    synth.open();
    expectEqual('activate(false) while inactive', synth.activate(false), { changed: false });
    expectEqual('activate(true)', synth.activate(true), { changed: true });
    expectEqual('activate(true) while active', synth.activate(true), { changed: false });
    expectEqual('activate(false)', synth.activate(false), { changed: true });
  });

  test('tells a sink its synth, and its loss', ({ synth, sink }) => {
    const told: unknown[] = [];
    const init = sink.init.bind(sink);
    sink.init = (given) => {
      told.push(given);
      init(given);
    };
    synth.setSynthSink(sink);
    expectIdentical('synth that the sink was given', told.at(-1), synth);
    synth.setSynthSink(null);
    expectIdentical('synth that the sink was given in the end', told.at(-1), null);
  });

  test('hands out the latency clock of its sink, the same object', (rig) => {
    const { synth, sink } = rig.connect();
    expectIdentical('getLatencyClock', synth.getLatencyClock(), sink.getLatencyClock());
  });

  test('takes a master clock, and fails with E_POINTER without one', ({ synth, masterClock }) => {
    expectCode('setMasterClock without a clock', () => synth.setMasterClock(null as never), 'E_POINTER');
    expectReturn('setMasterClock', () => synth.setMasterClock(masterClock));
  });

  test('can be closed, and lose its sink, while active, and be used again', (rig) => {
    const { synth, sink } = rig.start();
    expectReturn('close', () => synth.close());
    expectReturn('setSynthSink(null)', () => synth.setSynthSink(null));
    sink.activate(false);
    expectCode('activate(false)', () => synth.activate(false), 'S_OK', NOT_OPEN);
    rig.startWithSound().playAt(0, NOTE_ON);
    expectThat('a note after that', peakOf(rig.render(1024)) > 0, 'heard');
  });

  test('drops queued events and sounding notes when it is stopped', (rig) => {
    rig.startWithSound().playAt(0, NOTE_ON).playAt(3000, NOTE_ON);
    expectThat('the note', peakOf(rig.render(1024)) > 0, 'heard');
    rig.restart();
    expectEqual('highest magnitude after that', peakOf(rig.render(8192, [512])), 0, 'of full scale');
  });

  test('releases downloads when it is closed, without calling back', (rig) => {
    const { synth } = rig.start();
    const { wave } = rig.download();
    const calls: string[] = [];
    synth.unload(wave, () => calls.push('the callback of a closed synth was called'));
    synth.activate(false);
    synth.close();
    expectNoFaults('callbacks', calls);
    rig.start().playAt(0, NOTE_ON);
    expectEqual('highest magnitude of a released instrument', peakOf(rig.render(1024)), 0, 'of full scale');
  });

  for (const [name, call] of Object.entries(EIGHT)) {
    test(`${name} works, or is not implemented`, (rig) => {
      expectCode(name, () => call(rig.start().synth), 'S_OK', 'E_NOTIMPL', 'E_INVALIDARG', 'E_FAIL');
    });
  }
});
