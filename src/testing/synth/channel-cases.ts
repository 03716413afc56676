import { CHANNEL_PRIORITY_OFFSETS, VoicePriorityClass } from '../../ddi/voice-priority.ts';
import { expectBetween, expectCode, expectEqual, expectReturn, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_ON, peakOf } from '../test-sounds.ts';
import { INAUDIBLE, recordsOf, type SynthRig } from './synth-rig.ts';

const VOLUME_OFF = [0xb0, 7, 0];

function playInGroup(rig: SynthRig, channelGroup: number, ...messages: readonly (readonly number[])[]): void {
  rig.synth.playBuffer(rig.timeOf(0), recordsOf(messages.map((bytes) => ({ bytes, channelGroup }))));
}

/** Priority that a channel has before anything is set. */
function defaultPriority(channel: number): number {
  return (VoicePriorityClass.standard | CHANNEL_PRIORITY_OFFSETS[channel]!) >>> 0;
}

/** Channel groups, and the priorities of their channels. */
export const CHANNEL_CASES: SuiteGroup<SynthRig> = suiteGroup('channel groups and priorities', (test) => {
  test('sounds a note in every group there is', async (rig) => {
    for (const group of [1, 2, 3]) {
      const other = (await rig.createOther()).startWithSound({ channelGroups: 3 });
      playInGroup(other, group, NOTE_ON);
      expectThat(`a note of group ${group}`, peakOf(other.render(1024)) > 0, 'heard');
      other.dispose();
    }
  });

  test('drops events for groups that there are not, silently', (rig) => {
    rig.startWithSound({ channelGroups: 2 });
    for (const group of [3, 1000, 0xffff, 0xffff_ffff]) {
      expectReturn(`playBuffer for group ${group}`, () => playInGroup(rig, group, NOTE_ON));
    }
    expectEqual('highest magnitude', peakOf(rig.render(1024)), 0, 'of full scale');
  });

  test('sends events for group 0 to all groups', (rig) => {
    rig.startWithSound({ channelGroups: 2 });
    playInGroup(rig, 0, VOLUME_OFF);
    for (const group of [1, 2]) playInGroup(rig, group, NOTE_ON);
    expectBetween(
      'peak of both groups, their volume turned off',
      peakOf(rig.render(1024)),
      0,
      INAUDIBLE,
      'of full scale',
    );
  });

  test('keeps the controllers of groups apart', (rig) => {
    rig.startWithSound({ channelGroups: 2 });
    playInGroup(rig, 1, VOLUME_OFF);
    playInGroup(rig, 1, NOTE_ON);
    expectBetween('peak of group 1', peakOf(rig.render(1024)), 0, INAUDIBLE, 'of full scale');
    playInGroup(rig, 2, NOTE_ON);
    expectThat('a note of group 2', peakOf(rig.render(1024)) > INAUDIBLE, 'heard');
  });

  test('changes the number of groups while it is open', (rig) => {
    rig.startWithSound({ channelGroups: 1 });
    rig.synth.setNumChannelGroups(2);
    expectReturn('priority in a new group', () => rig.synth.getChannelPriority(2, 0));
    playInGroup(rig, 2, NOTE_ON);
    expectThat('a note of a new group', peakOf(rig.render(1024)) > 0, 'heard');
    rig.synth.setNumChannelGroups(1);
    expectCode('priority in a group that is gone', () => rig.synth.getChannelPriority(2, 0), 'E_INVALIDARG');
  });

  test('begins with the documented priorities', ({ synth }) => {
    synth.open({ channelGroups: 2 });
    for (let channel = 0; channel < 16; channel++) {
      for (const group of [1, 2]) {
        const what = `priority of channel ${channel} of group ${group}`;
        expectEqual(what, synth.getChannelPriority(group, channel), defaultPriority(channel));
      }
    }
  });

  test('keeps a priority that was set, of one channel only, as an unsigned number', ({ synth }) => {
    synth.open({ channelGroups: 2 });
    const priority = VoicePriorityClass.critical + 3;
    synth.setChannelPriority(2, 9, priority);
    expectEqual('priority that was set', synth.getChannelPriority(2, 9), priority);
    expectEqual('priority in the other group', synth.getChannelPriority(1, 9), defaultPriority(9));
    expectEqual('priority of the next channel', synth.getChannelPriority(2, 10), defaultPriority(10));
  });

  test('has no priorities for groups and channels that there are not', ({ synth }) => {
    synth.open({ channelGroups: 1 });
    for (const [group, channel] of [
      [0, 0],
      [2, 0],
      [1, 16],
      [1, -1],
    ] as const) {
      const what = `of channel ${channel} of group ${group}`;
      expectCode(`getChannelPriority ${what}`, () => synth.getChannelPriority(group, channel), 'E_INVALIDARG');
      expectCode(`setChannelPriority ${what}`, () => synth.setChannelPriority(group, channel, 1), 'E_INVALIDARG');
    }
  });

  test('takes no voice from a channel of higher priority', async (rig) => {
    const params = { voices: 1 };
    const expected = rig.startWithSound(params).playAt(0, NOTE_ON).render(4096, [512]);
    const other = (await rig.createOther()).startWithSound(params);
    other.synth.setChannelPriority(1, 0, VoicePriorityClass.critical);
    other.synth.setChannelPriority(1, 1, VoicePriorityClass.low);
    other.playAt(0, NOTE_ON).playAt(1000, [0x91, 79, 127]);
    const found = other.render(4096, [512]);
    expectEqual(
      'first sample that a lower note changed',
      expected.findIndex((sample, i) => sample !== found[i]),
      -1,
    );
    other.dispose();
  });

  test('takes a voice from the channel of lowest priority when there is no other', async (rig) => {
    const params = { voices: 1 };
    const lower = rig.startWithSound(params).playAt(0, [0x91, 79, 127]).render(4096, [512]);
    const other = (await rig.createOther()).startWithSound(params);
    other.synth.setChannelPriority(1, 0, VoicePriorityClass.critical);
    other.synth.setChannelPriority(1, 1, VoicePriorityClass.low);
    other.playAt(0, [0x91, 79, 127]).playAt(1000, NOTE_ON);
    const found = other.render(4096, [512]);
    const changed = lower.findIndex((sample, i) => sample !== found[i]);
    expectBetween('first frame that the higher note changed', Math.floor(changed / rig.channelCount), 1000, 4095);
    other.dispose();
  });
});
