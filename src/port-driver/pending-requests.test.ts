import { beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { PROPERTY_SET_SYNTH, type PropertyResult, PropertyVerb, SynthProperty } from '../ddi/property-request.ts';
import type { Pin } from './pin.ts';
import { DMusPort } from './port-driver.ts';

const PENDING = { status: 'STATUS_PENDING', valueByteLength: 0 } as const;
const SUCCESS = { status: 'STATUS_SUCCESS', valueByteLength: 4 } as const;
const UNSUCCESSFUL = { status: 'STATUS_UNSUCCESSFUL', valueByteLength: 0 } as const;

describe('a property request that a miniport leaves pending', () => {
  let miniport: FakeMiniport;
  let port: DMusPort;
  let completions: PropertyResult[];
  beforeEach(() => {
    miniport = new FakeMiniport();
    miniport.propertyResult = PENDING;
    port = new DMusPort({ masterClock: new ManualClock() });
    port.init(miniport);
    completions = [];
  });

  const openPin = (): Pin => port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT });

  function send(pin: Pin | null): PropertyResult {
    return port.property({
      pin,
      node: 0,
      set: PROPERTY_SET_SYNTH,
      id: SynthProperty.volume,
      verb: PropertyVerb.set,
      instance: new Uint8Array(0),
      value: new Uint8Array(4),
      complete: (result) => completions.push(result),
    });
  }

  it('is completed as the miniport says, once', () => {
    const pin = openPin();
    expect(send(pin)).toEqual(PENDING);
    miniport.requests[0]!.complete(SUCCESS);
    miniport.requests[0]!.complete(UNSUCCESSFUL);
    port.closePin(pin);
    expect(completions).toEqual([SUCCESS]);
  });

  it('is unsuccessful when its pin closes, after which the miniport has nothing more to say', () => {
    const [pin, other] = [openPin(), openPin()];
    send(pin);
    send(other);
    port.closePin(pin);
    expect(completions).toEqual([UNSUCCESSFUL]);
    miniport.requests[0]!.complete(SUCCESS);
    expect(completions).toEqual([UNSUCCESSFUL]);
    miniport.requests[1]!.complete(SUCCESS);
    expect(completions).toEqual([UNSUCCESSFUL, SUCCESS]);
  });

  it('is what the miniport makes of it while the pin closes', () => {
    const pin = openPin();
    send(pin);
    miniport.closeStream = () => miniport.requests[0]!.complete(SUCCESS);
    port.closePin(pin);
    expect(completions).toEqual([SUCCESS]);
  });

  it('is unsuccessful also when the pin’s stream fails to stop', () => {
    const pin = openPin();
    send(pin);
    miniport.closeStream = () => {
      throw new Error('stuck');
    };
    expect(() => port.closePin(pin)).toThrow('stuck');
    expect(completions).toEqual([UNSUCCESSFUL]);
  });

  it('to the filter ends with the port', () => {
    send(null);
    port.closePin(openPin());
    expect(completions).toEqual([]);
    port.close();
    expect(completions).toEqual([UNSUCCESSFUL]);
  });

  it('that ended before it was left pending is answered with its end, and not completed', () => {
    miniport.property = (request) => {
      request.complete(SUCCESS);
      return PENDING;
    };
    expect(send(null)).toEqual(SUCCESS);
    port.close();
    expect(completions).toEqual([]);
  });

  it('cannot end by staying pending', () => {
    send(null);
    miniport.requests[0]!.complete(PENDING);
    expect(completions).toEqual([UNSUCCESSFUL]);
  });

  it('only: what was answered at once is not completed', () => {
    miniport.propertyResult = SUCCESS;
    const pin = openPin();
    expect(send(pin)).toEqual(SUCCESS);
    miniport.requests[0]!.complete(SUCCESS);
    port.closePin(pin);
    expect(completions).toEqual([]);
  });
});
