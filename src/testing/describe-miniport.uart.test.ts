import { describe, it } from 'vitest';
import type { MiniportDMus } from '../ddi/miniport-dmus.ts';
import { FakeByteStream } from '../miniports/uart/fake-byte-stream.test-support.ts';
import { UartMiniport } from '../miniports/uart/uart-miniport.ts';
import { describeMiniport } from './describe-miniport.ts';

const wires = new WeakMap<MiniportDMus, FakeByteStream>();

describeMiniport(
  () => {
    const wire = new FakeByteStream();
    const miniport = new UartMiniport({ byteStream: wire });
    wires.set(miniport, wire);
    return miniport;
  },
  {
    runner: { describe, it },
    name: 'UartMiniport',
    stimulate: (miniport, bytes) => wires.get(miniport)?.arrive([...bytes]),
  },
);
