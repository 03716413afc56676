/** The same events give the same bits, however the rendering is cut and whichever way they go down. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfflinePortKind } from '../src/adapters/offline-ports.ts';
import { expectSameBits, peakOf } from './rig/compare.ts';
import { type FrameEvent, OfflineRig } from './rig/offline-rig.ts';
import { collectionOf, SCENE_FRAMES, SCENE_GROUPS, type Scene, scenes } from './rig/scenes.ts';

/** Lengths of the blocks, one after another and again from the beginning. */
type Blocks = readonly number[];

/** How a scene is rendered. */
interface Plan {
  readonly kind: OfflinePortKind;
  readonly blocks: Blocks;
  /** Whether each event is handed over just before the block that it falls in, or all at the start. */
  readonly isJustInTime: boolean;
}

const WHOLE: Plan = { kind: 'synth', blocks: [4096], isJustInTime: false };

function openRig(scene: Scene, kind: OfflinePortKind): OfflineRig {
  const { sampleRate, audioChannels, voices } = scene;
  const params = { sampleRate, audioChannels, voices, channelGroups: SCENE_GROUPS };
  return new OfflineRig({ kind, collection: collectionOf(scene), params });
}

function render(scene: Scene, { kind, blocks, isJustInTime }: Plan, events: readonly FrameEvent[]): OfflineRig {
  const rig = openRig(scene, kind);
  if (!isJustInTime) rig.play(events);
  let waiting = isJustInTime ? events : [];
  let position = 0;
  for (let block = 0; position < SCENE_FRAMES; block++) {
    const count = Math.min(blocks[block % blocks.length]!, SCENE_FRAMES - position);
    const due = waiting.filter(({ frame }) => frame < position + count);
    if (due.length > 0) {
      rig.play(due);
      waiting = waiting.filter(({ frame }) => frame >= position + count);
    }
    rig.pump(count);
    position += count;
  }
  return rig;
}

const randomBlocks: fc.Arbitrary<Blocks> = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 30 });

describe('rendering', () => {
  it.each([1, 7, 64, 128, 480, 4096])('gives the same bits in blocks of %i frames', (blockFrames) => {
    fc.assert(
      fc.property(scenes, fc.boolean(), (scene, isJustInTime) => {
        const expected = render(scene, WHOLE, scene.events).samples;
        const plan: Plan = { kind: 'synth', blocks: [blockFrames], isJustInTime };
        expectSameBits(render(scene, plan, scene.events).samples, expected);
      }),
      { numRuns: 12, seed: blockFrames },
    );
  });

  it('gives the same bits in blocks of any lengths, events early or late, on either way down', () => {
    const found = { sounding: 0, stealing: 0, runs: 0 };
    const plans = fc.record<Plan>({
      kind: fc.constantFrom('synth', 'kernel'),
      blocks: randomBlocks,
      isJustInTime: fc.boolean(),
    });
    fc.assert(
      fc.property(scenes, plans, plans, (scene, first, second) => {
        const reference = render(scene, WHOLE, scene.events);
        const expected = reference.samples;
        expectSameBits(render(scene, first, scene.events).samples, expected);
        expectSameBits(render(scene, second, scene.events).samples, expected);
        found.runs++;
        if (peakOf(expected) > 0.01) found.sounding++;
        if ((reference.port.getRunningStats().lostNotes ?? 0) > 0) found.stealing++;
      }),
      { numRuns: 40, seed: 3 },
    );
    // The scenes are what they are meant to be.
    expect(found.sounding).toBeGreaterThan(0.9 * found.runs);
    expect(found.stealing).toBeGreaterThan(0.5 * found.runs);
  });

  it('counts the same lost notes and peak on either way down', () => {
    fc.assert(
      fc.property(scenes, randomBlocks, (scene, blocks) => {
        const [own, other] = (['synth', 'kernel'] as const).map((kind) => {
          const { lostNotes, peakVolume } = render(
            scene,
            { ...WHOLE, kind, blocks },
            scene.events,
          ).port.getRunningStats();
          return { lostNotes, peakVolume };
        });
        expect(other).toEqual(own);
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it('does not depend on the order in which events with stamps of their own are handed over', () => {
    const distinct = scenes.chain((scene) => {
      const frames = new Set<number>();
      const events = scene.events.filter(({ frame }) => !frames.has(frame) && frames.add(frame));
      const shuffled = fc.shuffledSubarray(events, { minLength: events.length });
      return fc.record({ scene: fc.constant({ ...scene, events }), shuffled });
    });
    fc.assert(
      fc.property(distinct, fc.constantFrom<OfflinePortKind>('synth', 'kernel'), ({ scene, shuffled }, kind) => {
        const expected = render(scene, { ...WHOLE, kind }, scene.events).samples;
        expectSameBits(render(scene, { ...WHOLE, kind }, shuffled).samples, expected);
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  it('gives the same bits again after the port was stopped and started', () => {
    fc.assert(
      fc.property(scenes, fc.constantFrom<OfflinePortKind>('synth', 'kernel'), (scene, kind) => {
        const fresh = openRig(scene, kind);
        fresh.play(scene.events);
        const expected = fresh.render(SCENE_FRAMES);
        const used = openRig(scene, kind);
        // Notes on channels that the scene leaves alone, cut off in the middle of a cell.
        used.play([15, 14, 13].map((channel) => ({ frame: channel, message: 0x7f3c90 | channel })));
        used.pump(1001);
        used.restart();
        used.play(scene.events);
        expectSameBits(used.render(SCENE_FRAMES), expected);
      }),
      { numRuns: 20, seed: 6 },
    );
  });
});
