import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { KsState } from '../../src/ddi/ks-state.ts';
import { MusicBuffer } from '../../src/index.ts';
import { FakeByteStream } from '../../src/miniports/uart/fake-byte-stream.test-support.ts';
import { UartMiniport, uartPins } from '../../src/miniports/uart/index.ts';
import { DMusPort, type RenderPin } from '../../src/port-driver/index.ts';
import { instrument, LEVEL_WAVES, makeCollection, region } from '../rig/bank.ts';
import { control, noteOn, program } from '../rig/midi.ts';
import { MUSIC_FORMAT } from '../rig/miniport-rig.ts';
import { OfflineRig } from '../rig/offline-rig.ts';
import { codeOf } from '../rig/raw-block.ts';
import { bringPinTo } from './fake-pins.ts';

const GROUPS = 3;
const ALL_LEVELS = 1 + 2 + 4;
/** Patch n sounds at the n-th power of two. */
const LEVELS = makeCollection(
  LEVEL_WAVES.map((_, patch) => instrument(patch, [region(patch)])),
  LEVEL_WAVES,
);

describe('contract 5: the first channel group is 1, group 0 is all of them, and what there is not is passed over', () => {
  describe.each(['synth', 'kernel'] as const)('a port on the %s way', (kind) => {
    /** A port whose n-th group plays patch n − 1 on its first channel. */
    function makeRig(channelGroups = GROUPS): OfflineRig {
      const rig = new OfflineRig({ kind, collection: LEVELS, params: { channelGroups, audioChannels: 1 } });
      for (let group = 1; group <= channelGroups; group++) {
        rig.play([{ frame: 0, message: program(group - 1), channelGroup: group }]);
      }
      return rig;
    }

    function levelAfter(rig: OfflineRig, channelGroup: number, message: number): number {
      rig.play([{ frame: 0, message, channelGroup }]);
      return rig.render(256).at(-1)!;
    }

    const unit = levelAfter(makeRig(), 1, noteOn(60));

    /** Which of the patches are heard after a message for a group, a note by default: the sum of their levels. */
    function heard(rig: OfflineRig, channelGroup: number, message = noteOn(60)): number {
      return Math.round((10 * levelAfter(rig, channelGroup, message)) / unit) / 10;
    }

    it.each([
      [1, 1],
      [2, 2],
      [3, 4],
      [0, ALL_LEVELS],
      [4, 0],
      [1000, 0],
      [65_535, 0],
      [0xffff_ffff, 0],
    ])('a note of group %d is heard at level %d', (channelGroup, level) => {
      expect(heard(makeRig(), channelGroup)).toBe(level);
    });

    it('a controller of group 0 moves all groups', () => {
      const rig = makeRig();
      heard(rig, 0);
      expect(heard(rig, 2, control(7, 0))).toBe(ALL_LEVELS - 2);
      expect(heard(rig, 0, control(7, 0))).toBe(0);
    });

    it('what is for a group above the count counts as nothing', () => {
      const rig = makeRig();
      heard(rig, GROUPS + 1);
      const { lostNotes, voices } = rig.port.getRunningStats();
      expect([lostNotes, voices]).toEqual([0, 0]);
    });

    it('the count can be changed, and group 0 follows it', () => {
      const rig = makeRig();
      rig.port.setNumChannelGroups(2);
      expect(heard(rig, 3)).toBe(0);
      expect(heard(rig, 0)).toBe(1 + 2);
      expect(rig.port.getNumChannelGroups()).toBe(2);
    });

    it('the API names groups from 1 to their count', () => {
      const { port } = makeRig();
      const tries = [0, 1, GROUPS, GROUPS + 1].map((group) => codeOf(() => port.setChannelPriority(group, 0, 1)));
      const isRefused = tries.map((code) => code !== 'nothing thrown');
      expect(isRefused).toEqual([true, false, false, true]);
      expect(port.getChannelPriority(GROUPS, 0)).toBe(1);
    });
  });

  it('a wire has group 1 only: 0 is the same, and others are passed over', () => {
    const byteStream = new FakeByteStream();
    const port = new DMusPort({ masterClock: new ManualClock() });
    port.init(new UartMiniport({ byteStream }));
    const pin = port.openPin({ pinId: uartPins('both').directMusicRender!, dataFormat: MUSIC_FORMAT }) as RenderPin;
    bringPinTo(pin, KsState.run);
    const buffer = new MusicBuffer({ byteLength: 256 });
    for (const group of [0, 1, 2, 0xffff]) buffer.packStructured(0, group, 0xc0 | (group << 8));
    pin.writePacket(0, buffer.getUsedRecords());
    port.service();
    expect(byteStream.sent).toEqual([0xc0, 0, 0xc0, 1]);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });
});
