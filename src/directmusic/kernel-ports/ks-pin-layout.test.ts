import { describe, expect, it } from 'vitest';
import { FAKE_DESCRIPTION, FakePin, WAVE_RANGE } from '../../../test/fakes/fake-miniport.ts';
import { FILTER_NODE, type FilterDescription, type PinDescription } from '../../ddi/filter-description.ts';
import { LOOPBACK_DESCRIPTION, LoopbackPin } from '../../miniports/loopback/description.ts';
import { SOFT_SYNTH_DESCRIPTION } from '../../miniports/soft-synth/description.ts';
import { capturePinIds, renderLayouts } from './ks-pin-layout.ts';

function withPin(pinId: number, changes: Partial<PinDescription>): FilterDescription {
  const pins = FAKE_DESCRIPTION.pins.map((pin, id) => (id === pinId ? { ...pin, ...changes } : pin));
  return { ...FAKE_DESCRIPTION, pins };
}

describe('the layout of a filter’s pins', () => {
  it('a software synth has a node and a wave pin behind its message pin', () => {
    expect(renderLayouts(FAKE_DESCRIPTION)).toEqual([{ musicPinId: FakePin.render, node: 0, wavePinId: FakePin.wave }]);
    expect(renderLayouts(SOFT_SYNTH_DESCRIPTION)[0]).toMatchObject({ node: 0 });
    expect(renderLayouts(SOFT_SYNTH_DESCRIPTION)[0]!.wavePinId).not.toBeNull();
  });

  it('a cable has a node and no sound, and a pin to capture from', () => {
    expect(renderLayouts(LOOPBACK_DESCRIPTION)).toEqual([{ musicPinId: LoopbackPin.render, node: 0, wavePinId: null }]);
    expect(capturePinIds(LOOPBACK_DESCRIPTION)).toEqual([LoopbackPin.capture]);
  });

  it('a pin that leads straight to a jack has no node', () => {
    const connections = [
      { fromNode: FILTER_NODE, fromPin: FakePin.render, toNode: FILTER_NODE, toPin: FakePin.bridge },
    ];
    const layouts = renderLayouts({ ...FAKE_DESCRIPTION, connections });
    expect(layouts).toEqual([{ musicPinId: FakePin.render, node: null, wavePinId: null }]);
  });

  it('the node is the one that the pin is connected to, not the first there is', () => {
    const [synth] = FAKE_DESCRIPTION.nodes;
    const nodes = [{ ...synth!, properties: [] }, { ...synth!, properties: [] }, synth!];
    const connections = [
      { fromNode: 0, fromPin: 0, toNode: FILTER_NODE, toPin: FakePin.wave },
      { fromNode: FILTER_NODE, fromPin: FakePin.render, toNode: 1, toPin: 1 },
      { fromNode: 1, fromPin: 0, toNode: 2, toPin: 1 },
      { fromNode: 2, fromPin: 0, toNode: 1, toPin: 1 },
    ];
    const layouts = renderLayouts({ ...FAKE_DESCRIPTION, nodes, connections });
    expect(layouts).toEqual([{ musicPinId: FakePin.render, node: 2, wavePinId: null }]);
  });

  it.each<[string, number, Partial<PinDescription>]>([
    ['a bridge', FakePin.render, { communication: 'bridge' }],
    ['a pin that nobody may open', FakePin.render, { maxFilterInstanceCount: 0 }],
    ['a pin without DirectMusic events', FakePin.render, { dataRanges: [WAVE_RANGE] }],
  ])('%s is not played into', (_, pinId, changes) => {
    expect(renderLayouts(withPin(pinId, changes))).toEqual([]);
  });

  it('a wave pin that cannot be opened is a mixer’s: the device sounds by itself', () => {
    const [layout] = renderLayouts(withPin(FakePin.wave, { communication: 'bridge' }));
    expect(layout).toMatchObject({ node: 0, wavePinId: null });
  });
});
