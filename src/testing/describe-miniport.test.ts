/** Each way of being wrong is found, by the test that is about it. */
import { describe, expect, it } from 'vitest';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import { DmusError } from '../ddi/errors.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { isPackageEvent } from '../ddi/kernel-event-predicates.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MiniportDMus, NewStreamRequest } from '../ddi/miniport-dmus.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { PropertyVerb, SynthProperty } from '../ddi/property-request.ts';
import { StreamType } from '../ddi/stream-type.ts';
import { SoftSynthMiniport } from '../miniports/soft-synth/soft-synth-miniport.ts';
import { FakeByteStream } from '../miniports/uart/fake-byte-stream.test-support.ts';
import { UartMiniport } from '../miniports/uart/uart-miniport.ts';
import { type AlterableStream, type Alteration, AlteredMiniport } from './altered-miniport.test-support.ts';
import { describeMiniport } from './describe-miniport.ts';
import { RecordingRunner } from './recording-runner.test-support.ts';

const wires = new WeakMap<MiniportDMus, FakeByteStream>();

const BASES = {
  uart: (alteration: Alteration): MiniportDMus => {
    const wire = new FakeByteStream();
    const miniport = new AlteredMiniport(new UartMiniport({ byteStream: wire }), alteration);
    wires.set(miniport, wire);
    return miniport;
  },
  synth: (alteration: Alteration): MiniportDMus =>
    new AlteredMiniport(new SoftSynthMiniport({ patchSource: { load: () => false } }), alteration),
};

/** What fails of the named tests, or of all. */
async function failuresOf(
  base: keyof typeof BASES,
  alteration: Alteration,
  titles?: readonly string[],
): Promise<Map<string, string>> {
  const recording = new RecordingRunner();
  describeMiniport(() => BASES[base](alteration), {
    runner: recording.runner,
    stimulate: (miniport, bytes) => wires.get(miniport)?.arrive([...bytes]),
  });
  return recording.failures(titles);
}

/** Alters what becomes of events that are put into message streams. */
function onPut(
  put: (event: KernelEvent, pass: (event: KernelEvent) => void, allocator: AllocatorMxf) => void,
): Alteration {
  return {
    stream: (stream, { streamType, allocator }) => {
      if (streamType !== StreamType.midiRender) return;
      const pass = stream.putMessage;
      stream.putMessage = (event) => (event === null ? pass(null) : put(event, pass, allocator));
    },
  };
}

/** Alters the wave stream. */
function onWave(change: (stream: AlterableStream, request: NewStreamRequest) => void): Alteration {
  return {
    stream: (stream, request) => {
      if (request.streamType === StreamType.waveSink) change(stream, request);
    },
  };
}

/** Alters captured events on their way to the capture sink. */
function onCaptured(change: (event: KernelEvent) => void): Alteration {
  return {
    stream: (stream, { streamType }) => {
      if (streamType !== StreamType.midiCapture) return;
      const connect = stream.connectOutput;
      stream.connectOutput = (sink) =>
        connect({
          putMessage: (event) => {
            if (event !== null) change(event);
            sink.putMessage(event);
          },
          setState: () => {},
          connectOutput: () => {},
          disconnectOutput: () => {},
        });
    },
  };
}

const passing: Mxf['putMessage'][] = [];

/** What is wrong → on which miniport, how, and the tests that must fail. */
const BROKEN: Readonly<Record<string, readonly [keyof typeof BASES, Alteration, readonly string[]]>> = {
  'keeps an event': [
    'uart',
    onPut((event, pass) => (event.byteLength === 3 ? undefined : pass(event))),
    [
      'gives back a short message exactly once, put in state run',
      'gives back a short message exactly once, put in state stop',
      'in run, takes what is due and gives it back',
      'gives back what it held when it goes down to stop',
    ],
  ],
  'returns an event twice': [
    'uart',
    onPut((event, pass, allocator) => {
      pass(event);
      allocator.putMessage(event);
    }),
    ['gives back a short message exactly once, put in state run', 'takes an event for all groups, and gives it back'],
  ],
  'throws in putMessage': [
    'uart',
    onPut((event, pass) => {
      if (event.inline[0] === 0xf4) throw new Error('what is this');
      pass(event);
    }),
    ['takes an event with the undefined status 0xf4, and gives it back'],
  ],
  'throws when it is asked for service': [
    'uart',
    {
      stream: (stream, { streamType }) => {
        const pass = stream.putMessage;
        stream.putMessage = (event) => {
          if (event === null && streamType === StreamType.midiRender) throw new TypeError('no event');
          pass(event);
        };
      },
    },
    ['does nothing when it is asked for service'],
  ],
  'holds events in stop': [
    'uart',
    {
      stream: (stream, { allocator }) => {
        let state: KsState = KsState.stop;
        let held: KernelEvent[] = [];
        const { setState, putMessage } = stream;
        stream.setState = (next) => {
          state = next;
          for (const event of held) allocator.putMessage(event);
          held = [];
          setState(next);
        };
        stream.putMessage = (event) => {
          if (event !== null && state === KsState.stop) held.push(event);
          else putMessage(event);
        };
      },
    },
    ['gives back a short message exactly once, put in state stop'],
  ],
  'loses long buffers': [
    'uart',
    onPut((event, pass) => {
      event.buffer = null;
      pass(event);
    }),
    ['gives back a long message exactly once, put in state run'],
  ],
  'returns the children of a package by themselves as well': [
    'uart',
    onPut((event, pass, allocator) => {
      const child = isPackageEvent(event) ? event.packageEvent : null;
      pass(event);
      allocator.putMessage(child);
    }),
    ['gives back a package exactly once, put in state run'],
  ],
  'returns only the first event of a chain': [
    'uart',
    onPut((event, pass) => {
      event.next = null;
      pass(event);
    }),
    ['gives back a chain exactly once, put in state run'],
  ],
  'reads an event that it has returned': [
    'uart',
    onPut((event, pass) => {
      pass(event);
      if (event.byteLength > 1000) throw new Error('never');
    }),
    ['gives back a short message exactly once, put in state run'],
  ],
  'writes into a payload that it has returned': [
    'uart',
    onPut((event, pass) => {
      const { inline } = event;
      pass(event);
      inline[2] = 1;
    }),
    ['gives back a short message exactly once, put in state run'],
  ],
  'returns events to the allocator of another stream': [
    'uart',
    onPut((event, pass, allocator) => {
      passing.push((each) => allocator.putMessage(each));
      const other = passing.at(-2);
      if (event.byteLength === 3 && other !== undefined) other(event);
      else pass(event);
    }),
    ['of two instances, each gives events back to its own allocator'],
  ],
  'stamps captured events with 0': [
    'uart',
    onCaptured((event) => {
      event.presentationTime = 0;
    }),
    ['stamps events with the master clock, between their arrival and their being served'],
  ],
  'does not mark raw bytes': [
    'uart',
    onCaptured((event) => {
      event.flags = 0;
    }),
    ['marks raw bytes as incomplete, and nothing else is no whole message'],
  ],
  'captures in acquire': [
    'uart',
    {
      stream: (stream, { streamType }) => {
        const { setState } = stream;
        if (streamType !== StreamType.midiCapture) return;
        stream.setState = (state) => setState(state === KsState.acquire ? KsState.pause : state);
      },
    },
    ['throws away in state acquire what the device sends, for good'],
  ],
  'asks nobody for service': [
    'uart',
    {
      init: (request) => ({
        ...request,
        port: {
          notify: () => {},
          init: () => {},
          newServiceGroup: () => request.port.newServiceGroup(),
          registerServiceGroup: (group) => request.port.registerServiceGroup(group),
        },
      }),
    },
    ['asks its group for service when bytes arrive, and emits none before it is served'],
  ],
  'does not survive an empty pool': [
    'uart',
    {
      newStream: (request) => ({
        ...request,
        allocator: Object.assign(Object.create(request.allocator) as AllocatorMxf, {
          getBufferSize: () => request.allocator.getBufferSize(),
          getBuffer: () => request.allocator.getBuffer(),
          putMessage: (event: KernelEvent | null) => request.allocator.putMessage(event),
          getMessage: () => {
            const event = request.allocator.getMessage();
            if (event === null) throw new Error('there is always an event');
            return event;
          },
        }),
      }),
    },
    ['survives an exhausted allocator, and goes on when there are events again'],
  ],
  'sounds in pause': [
    'synth',
    onWave((stream) => {
      stream.render = (output) => void output.fill(0.25);
    }),
    ['is silent in state stop', 'is silent in state acquire', 'is silent in state pause'],
  ],
  'clicks at the beginning of every block': [
    'synth',
    onWave((stream) => {
      const { render } = stream;
      stream.render = (output, frameCount, position) => {
        render(output, frameCount, position);
        if (position > 0 && frameCount > 0) output[0] = output[0]! + 0.001;
      };
    }),
    ['sounds the same however it is cut into blocks'],
  ],
  'writes behind the frames it was asked for': [
    'synth',
    onWave((stream) => {
      const { render } = stream;
      stream.render = (output, frameCount, position) => {
        render(output, frameCount, position);
        output.fill(0, output.length - 1);
      };
    }),
    ['fills the frames that it is asked for, and no more'],
  ],
  'takes out all drift at once': [
    'synth',
    onWave((stream) => {
      const { render, syncToMaster } = stream;
      let rendered = 0;
      stream.render = (output, frameCount, position) => {
        rendered = position + frameCount;
        render(output, frameCount, position);
      };
      stream.syncToMaster = (referenceTime, start) => {
        const elapsed = Math.round((rendered * 10_000_000) / 44_100);
        syncToMaster(start ? referenceTime : referenceTime - elapsed, true);
      };
    }),
    [
      'takes out a fraction of the drift at a time when the device is late',
      'takes out a fraction of the drift at a time when the device is early',
    ],
  ],
  'never corrects its time': [
    'synth',
    onWave((stream) => {
      const { syncToMaster } = stream;
      stream.syncToMaster = (referenceTime, start) => {
        if (start) syncToMaster(referenceTime, true);
      };
    }),
    ['takes out a fraction of the drift at a time when the device is late'],
  ],
  'is tied a second late': [
    'synth',
    onWave((stream) => {
      const { syncToMaster } = stream;
      stream.syncToMaster = (referenceTime, start) => syncToMaster(referenceTime + (start ? 10_000_000 : 0), start);
    }),
    ['is tied by the first synchronization: frame 0 is due at its instant'],
  ],
  'plays at once, whatever the stamp': [
    'synth',
    onPut((event, pass) => {
      event.presentationTime = 0;
      pass(event);
    }),
    ['sounds a note at the frame that its stamp means, and not before'],
  ],
  'calls an empty value too small': [
    'synth',
    {
      property: (request, answer) => {
        const result = answer(request);
        return result.status === 'STATUS_BUFFER_OVERFLOW' ? { ...result, status: 'STATUS_BUFFER_TOO_SMALL' } : result;
      },
    },
    ['an empty value is answered with STATUS_BUFFER_OVERFLOW and the bytes needed'],
  ],
  'takes a value that is too small for a question': [
    'synth',
    {
      property: (request, answer) => {
        const result = answer(request);
        return result.status === 'STATUS_BUFFER_TOO_SMALL' ? { ...result, status: 'STATUS_BUFFER_OVERFLOW' } : result;
      },
    },
    ['a value that is a byte short is answered with STATUS_BUFFER_TOO_SMALL and the bytes needed'],
  ],
  'answers a wrong verb with another status': [
    'synth',
    {
      property: (request, answer) => {
        const result = answer(request);
        const isWrong = result.status === 'STATUS_INVALID_DEVICE_REQUEST';
        return isWrong ? { ...result, status: 'STATUS_NOT_IMPLEMENTED' } : result;
      },
    },
    ['a verb that is not listed is answered with STATUS_INVALID_DEVICE_REQUEST'],
  ],
  'throws at a descriptor that is cut short': [
    'synth',
    {
      property: (request, answer) => {
        if (request.id === SynthProperty.voicePriority && request.instance.byteLength < 8)
          throw new RangeError('short');
        return answer(request);
      },
    },
    ['descriptors and values of chance bytes are no exception'],
  ],
  'writes behind its answer': [
    'synth',
    {
      property: (request, answer) => {
        const result = answer(request);
        if (result.status === 'STATUS_SUCCESS') request.value[result.valueByteLength] = 0;
        return result;
      },
    },
    ['an answer says how long it is, and writes nothing behind its end'],
  ],
  'alters parameters and does not say so': [
    'synth',
    {
      property: (request, answer) => {
        const result = answer(request);
        return result.status === 'STATUS_NOT_ALL_ASSIGNED' ? { ...result, status: 'STATUS_SUCCESS' } : result;
      },
    },
    [
      'alters parameters that nobody has, and says STATUS_NOT_ALL_ASSIGNED',
      'says that parameters were altered only when one that was asked for is another',
    ],
  ],
  'fills in only the flags that it knows': [
    'uart',
    {
      property: (request, answer) => {
        const result = answer(request);
        if (request.id === SynthProperty.portParameters && request.value.byteLength > 0) request.value[3] = 0;
        return result;
      },
    },
    ['echoes flags of parameters that it does not know'],
  ],
  'tells its capabilities to streams only': [
    'synth',
    {
      property: (request, answer) =>
        request.stream === null ? { status: 'STATUS_INVALID_PARAMETER', valueByteLength: 0 } : answer(request),
    },
    ['tells its capabilities before there is any stream'],
  ],
  'describes itself anew every time': [
    'synth',
    { description: (description) => ({ ...description }) },
    ['is the same object before init, after it, and while streams come and go'],
  ],
  'refuses a stream type with another status': [
    'synth',
    {
      newStream: (request) => {
        if (request.streamType === StreamType.midiCapture) throw new DmusError('STATUS_INVALID_PARAMETER');
        return request;
      },
    },
    ['a stream type that the device does not have is refused with STATUS_INVALID_DEVICE_REQUEST'],
  ],
};

/** Changes of the description, by the test that must fail; each is the same object every time. */
const BAD_DESCRIPTIONS: Readonly<Record<string, (description: ReturnType<MiniportDMus['getDescription']>) => object>> =
  {
    'joins pins and nodes that there are, outputs to inputs': ({ connections }) => ({
      connections: [...connections, { fromNode: 7, fromPin: 0, toNode: 0, toPin: 1 }],
    }),
    'has pins whose data flow, communication and instance counts agree': ({ pins }) => ({
      pins: pins.map((pin) => ({ ...pin, communication: 'source' })),
    }),
    'does not let bridges be opened, and gives every other pin a format': ({ pins }) => ({
      pins: [...pins, { ...pins[0]!, communication: 'bridge', maxFilterInstanceCount: 1 }],
    }),
    'has data ranges that are well formed': ({ pins }) => ({
      pins: pins.map((pin) => ({
        ...pin,
        dataRanges: pin.dataRanges.map((range) => ({ ...range, subFormat: 'PCM' })),
      })),
    }),
    'is found under a category, and its GUIDs are GUIDs': () => ({ categories: [] }),
    'lists no property twice, and each with something that may be done': ({ nodes }) => ({
      nodes: nodes.map((node) => ({ ...node, properties: [...node.properties, ...node.properties] })),
    }),
    'lists capabilities and parameters for every synthesizer node': ({ nodes }) => ({
      nodes: nodes.map((node) => ({
        ...node,
        properties: node.properties.filter(({ verbs }) => verbs > PropertyVerb.get),
      })),
    }),
  };

describe('the miniport suite', () => {
  it.each(['uart', 'synth'] as const)('finds nothing wrong with a miniport that was not altered: %s', async (base) => {
    expect(await failuresOf(base, {})).toEqual(new Map());
  });

  it.each(Object.entries(BROKEN))('finds a miniport that %s', async (_, [base, alteration, titles]) => {
    const failures = await failuresOf(base, alteration, titles);
    expect([...failures.keys()]).toEqual(titles);
  });

  it.each(Object.entries(BAD_DESCRIPTIONS))('finds a description that fails in "%s"', async (title, change) => {
    let changed: ReturnType<MiniportDMus['getDescription']> | undefined;
    const description: Alteration['description'] = (good) => {
      changed ??= { ...good, ...change(good) };
      return changed;
    };
    expect([...(await failuresOf('synth', { description }, [title])).keys()]).toEqual([title]);
  });

  it.each<[string, (miniport: MiniportDMus) => unknown, string]>([
    ['is not there', () => undefined, 'the miniport: expected an object, found undefined'],
    [
      'lacks a method',
      (miniport) => Object.assign(miniport, { closeStream: undefined }),
      'closeStream of the miniport: expected a method, found undefined',
    ],
    [
      'answers nothing',
      (miniport) => Object.assign(miniport, { init: () => {} }),
      'what init answers: expected an object, found undefined',
    ],
    [
      'promises its streams',
      (miniport) => Object.assign(miniport, { newStream: async () => ({}) }),
      'stream in what newStream answers for pin 0: expected an object, found undefined',
    ],
  ])('says in words of the contract that a miniport %s', async (_, spoil, message) => {
    const recording = new RecordingRunner();
    const make = (): MiniportDMus => spoil(BASES.uart({})) as MiniportDMus;
    describeMiniport(make, { runner: recording.runner });
    const title = 'a stream that nothing was put into has lent nothing when it is closed';
    expect((await recording.failures([title])).get(title)).toContain(message);
  });
});
