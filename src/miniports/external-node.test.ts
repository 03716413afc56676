import { describe, expect, it } from 'vitest';
import { type NodeRequest, nodeRequest, numberBytes } from '../../test/rig/miniport-rig.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { COUNT_UNKNOWN, PortCapsFlags } from '../ddi/port-params.ts';
import { type PropertyResult, PropertyVerb, SynthProperty } from '../ddi/property-request.ts';
import { EventAllocator } from '../port-driver/allocator.ts';
import {
  PORT_PARAMS_BYTES,
  packPortParams,
  SYNTH_CAPS_BYTES,
  unpackPortParams,
  unpackSynthCaps,
} from '../properties/synth-structures.ts';
import { ExternalNode, externalCaps } from './external-node.ts';

const GUID = '01020304-0506-0708-090a-0b0c0d0e0f10';
/** Any stream will do: nothing is asked of it. */
const stream = new EventAllocator();

function ask(request: NodeRequest, maxChannelGroups = 1): PropertyResult {
  return new ExternalNode(externalCaps({ guid: GUID, description: 'wire', maxChannelGroups })).answer(
    nodeRequest(request),
  );
}

function negotiate(wanted: Parameters<typeof packPortParams>[0], maxChannelGroups = 1) {
  const value = new Uint8Array(PORT_PARAMS_BYTES);
  const instance = packPortParams(wanted);
  const { status } = ask({ id: SynthProperty.portParameters, stream, instance, value }, maxChannelGroups);
  return { status, params: unpackPortParams(value) };
}

describe('the node of a device that passes messages on', () => {
  it('says that it is external, has no memory, and knows neither voices nor sound, without any stream', () => {
    const value = new Uint8Array(SYNTH_CAPS_BYTES);
    expect(ask({ id: SynthProperty.caps, value }).status).toBe('STATUS_SUCCESS');
    expect(unpackSynthCaps(value)).toMatchObject({
      guid: GUID,
      description: 'wire',
      flags: PortCapsFlags.external,
      memorySize: 0,
      maxChannelGroups: 1,
      maxVoices: COUNT_UNKNOWN,
      maxAudioChannels: COUNT_UNKNOWN,
      effects: 0,
    });
  });

  it('fills in what was not asked for, and echoes what can be had', () => {
    const { status, params } = negotiate({ channelGroups: 1 });
    expect(status).toBe('STATUS_SUCCESS');
    expect(params).toEqual({
      voices: COUNT_UNKNOWN,
      channelGroups: 1,
      audioChannels: COUNT_UNKNOWN,
      sampleRate: COUNT_UNKNOWN,
      effects: 0,
      share: false,
    });
    expect(negotiate({ channelGroups: 5 }, 9)).toMatchObject({
      status: 'STATUS_SUCCESS',
      params: { channelGroups: 5 },
    });
  });

  it('echoes the very bytes of a request for what it has, flags that mean nothing included', () => {
    const { params } = negotiate({});
    const instance = packPortParams(params);
    instance[3] = 0x80;
    const value = new Uint8Array(PORT_PARAMS_BYTES);
    expect(ask({ id: SynthProperty.portParameters, stream, instance, value }).status).toBe('STATUS_SUCCESS');
    expect(value).toEqual(instance);
  });

  it.each([{ channelGroups: 2 }, { channelGroups: 0 }, { voices: 32 }, { effects: 1 }, { share: true }])(
    'alters %o and says so',
    (wanted) => {
      const { status, params } = negotiate(wanted);
      expect(status).toBe('STATUS_NOT_ALL_ASSIGNED');
      expect(params.channelGroups).toBe(1);
    },
  );

  it('has as many channel groups as it passes, until a client chooses fewer for its stream', () => {
    const node = new ExternalNode(externalCaps({ guid: GUID, description: 'wire', maxChannelGroups: 7 }));
    const id = SynthProperty.channelGroups;
    const get = (of: Mxf): number => {
      const value = new Uint8Array(4);
      node.answer(nodeRequest({ id, stream: of, value }));
      return value[0]!;
    };
    const set = (count: number) =>
      node.answer(nodeRequest({ id, verb: PropertyVerb.set, stream, value: numberBytes(count) })).status;
    expect(get(stream)).toBe(7);
    expect([set(0), set(7), set(3), set(8)]).toEqual([
      'STATUS_UNSUCCESSFUL',
      'STATUS_SUCCESS',
      'STATUS_SUCCESS',
      'STATUS_UNSUCCESSFUL',
    ]);
    expect([get(stream), get(new EventAllocator())]).toEqual([3, 7]);
  });

  it('needs a stream for what belongs to one', () => {
    const value = new Uint8Array(PORT_PARAMS_BYTES);
    const instance = packPortParams({});
    for (const id of [SynthProperty.portParameters, SynthProperty.channelGroups]) {
      expect(ask({ id, instance, value }).status).toBe('STATUS_INVALID_PARAMETER');
    }
  });
});
