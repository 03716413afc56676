/** The typed calls and the binary form, through connection, port driver and miniport down to the synth. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../src/clock/manual-clock.ts';
import { DmusError } from '../src/ddi/errors.ts';
import { PropertyVerb } from '../src/ddi/property-request.ts';
import { makeWaveFormat } from '../src/ddi/wave-format.ts';
import { FilterControl } from '../src/ks/filter-control.ts';
import { KsFilterConnection } from '../src/ks/in-process.ts';
import type { PinHandle } from '../src/ks/messages.ts';
import { SoftSynthPin, SYNTH_NODE } from '../src/miniports/soft-synth/description.ts';
import { SoftSynthMiniport } from '../src/miniports/soft-synth/soft-synth-miniport.ts';
import { DMusPort } from '../src/port-driver/port-driver.ts';
import { DmusItems } from '../src/properties/dmus-items.ts';
import { ksProperty, packKsProperty } from '../src/properties/ks-descriptor.ts';
import { basicSupport, getItem, setItem, setItemAndWait } from '../src/properties/property-calls.ts';
import { findDefinition } from '../src/properties/property-catalogue.ts';
import { SynthDlsItems, SynthItems } from '../src/properties/synth-items.ts';
import { MUSIC_FORMAT } from './rig/miniport-rig.ts';
import { rawInstrumentBlock, rawWaveBlock } from './rig/raw-block.ts';

let connection: KsFilterConnection;
let pin: PinHandle;
let control: FilterControl;
beforeEach(() => {
  const port = new DMusPort({ masterClock: new ManualClock() });
  port.init(new SoftSynthMiniport());
  connection = new KsFilterConnection({ port });
  pin = connection.createPin(SoftSynthPin.music, MUSIC_FORMAT);
  control = new FilterControl({ connection, pin, node: SYNTH_NODE });
  getItem(control, SynthItems.portParameters, { voices: 20, sampleRate: 44100 });
});

describe('the soft synth’s node', () => {
  it('is configured, read and set by names and types', () => {
    expect(getItem(control, SynthItems.portParameters, { voices: 5000 })).toMatchObject({
      voices: 1000,
      channelGroups: 2,
      sampleRate: 22050,
      share: false,
    });
    setItem(control, SynthItems.voicePriority, 0xc000_0003, { channelGroup: 2, channel: 4 });
    expect(getItem(control, SynthItems.voicePriority, { channelGroup: 2, channel: 4 })).toBe(0xc000_0003);
    expect(getItem(control, SynthDlsItems.waveFormat)).toEqual(makeWaveFormat(1, 2, 22050, 16));
    expect(getItem(control, DmusItems.dls2)).toBe(true);
  });

  it('tells what it can do without any pin', () => {
    const filter = new FilterControl({ connection, node: SYNTH_NODE });
    expect(getItem(filter, SynthItems.caps)).toMatchObject({ maxVoices: 1000 });
    expect(getItem(filter, DmusItems.instrument2)).toBe(true);
    expect(() => getItem(filter, SynthItems.volume)).toThrow(DmusError);
  });

  it('answers basic support for all its items, with verbs that they have', () => {
    const { properties } = connection.describe().nodes[SYNTH_NODE]!;
    expect(properties).toHaveLength(25);
    for (const { set, id, verbs } of properties) {
      const item = findDefinition(set, id)!;
      expect([item.name, basicSupport(control, item)]).toEqual([item.name, verbs]);
    }
  });

  it('takes a download and its unload as bytes', () => {
    const { set, id } = SynthDlsItems.download;
    const value = new Uint8Array(8);
    const download = packKsProperty({ set, id, node: SYNTH_NODE, instance: rawWaveBlock(1) });
    expect(ksProperty(control, download, value)).toBe(8);
    const { handle, mayFree } = SynthDlsItems.download.value.unpack(value);
    expect(mayFree).toBe(true);
    const unload = packKsProperty({ set, id: SynthDlsItems.unload.id, verb: PropertyVerb.set });
    ksProperty(control, unload, SynthDlsItems.unload.value.pack(handle));
    expect(() => ksProperty(control, unload, SynthDlsItems.unload.value.pack(handle))).toThrow('STATUS_UNSUCCESSFUL');
  });
});

describe('waiting for an unload', () => {
  let wave: number;
  let instrument: number;
  beforeEach(() => {
    wave = getItem(control, SynthDlsItems.download, rawWaveBlock(1)).handle;
    instrument = getItem(control, SynthDlsItems.download, rawInstrumentBlock(2)).handle;
  });

  it('lasts until the last user is gone', async () => {
    const order: string[] = [];
    const waveGone = setItemAndWait(control, SynthDlsItems.unload, wave).then(() => order.push('wave'));
    await Promise.resolve();
    order.push('instrument');
    await setItemAndWait(control, SynthDlsItems.unload, instrument);
    await waveGone;
    expect(order).toEqual(['instrument', 'wave']);
  });

  it('ends when the pin closes, whatever is left of the synth', async () => {
    const waveGone = setItemAndWait(control, SynthDlsItems.unload, wave);
    connection.closePin(pin);
    await expect(waveGone).resolves.toBeUndefined();
  });

  it('ends when the synth is configured anew', async () => {
    const waveGone = setItemAndWait(control, SynthDlsItems.unload, wave);
    getItem(control, SynthItems.portParameters, {});
    await expect(waveGone).resolves.toBeUndefined();
  });
});
