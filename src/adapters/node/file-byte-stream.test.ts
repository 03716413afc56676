import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readdirSync, readlinkSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/cli/temporary-folder.ts';
import type { ByteStreamListener } from '../../miniports/uart/byte-stream.ts';
import { openFileByteStream } from './file-byte-stream.ts';

const folder = temporaryFolder();
let fifoCount = 0;

function makeFifo(): string {
  const path = join(folder, `fifo-${fifoCount++}`);
  execFileSync('mkfifo', [path]);
  return path;
}

/** The other end of a FIFO, which takes and gives what there is. */
function openOtherEnd(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
}

/** Written down, and a promise for each kind of news. */
function makeListener() {
  const bytes: number[] = [];
  let tell = (): void => {};
  const news = { writableCount: 0, closes: [] as (Error | null)[] };
  const listener: ByteStreamListener = {
    onBytes: (arrived) => {
      bytes.push(...arrived);
      tell();
    },
    onWritable: () => {
      news.writableCount++;
      tell();
    },
    onClose: (reason) => {
      news.closes.push(reason);
      tell();
    },
  };
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise<void>((resolve) => (tell = resolve));
  };
  return { listener, bytes, news, until };
}

/** How often this process has a file open, where the host can tell. */
function openCount(path: string): number | null {
  try {
    return readdirSync('/proc/self/fd').filter((name) => linkOf(name) === path).length;
  } catch {
    return null;
  }
}

function linkOf(name: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${name}`);
  } catch {
    return null;
  }
}

describe.skipIf(process.platform === 'win32')('openFileByteStream', () => {
  it('hears what comes through a FIFO, and leaves nothing open when it is closed', async () => {
    const path = makeFifo();
    const stream = openFileByteStream(path, { write: false });
    const { listener, bytes, news, until } = makeListener();
    stream.setListener(listener);
    const other = openOtherEnd(path);
    writeSync(other, Uint8Array.of(0x90, 60, 100));
    await until(() => bytes.length === 3);
    expect(bytes).toEqual([0x90, 60, 100]);
    stream.close();
    stream.close();
    expect(news.closes).toEqual([null]);
    closeSync(other);
    await new Promise((resolve) => setImmediate(resolve));
    expect(openCount(path) ?? 0).toBe(0);
  });

  it('takes as much as there is room for, and tells when there is more', async () => {
    const path = makeFifo();
    const stream = openFileByteStream(path, { read: false });
    const { listener, news, until } = makeListener();
    stream.setListener(listener);
    const other = openOtherEnd(path);
    const sent = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
    const received: number[] = [];
    const room = new Uint8Array(50_000);
    let done = 0;
    while (done < sent.length) {
      const taken = stream.write(sent, done, sent.length - done);
      done += taken;
      if (done < sent.length) {
        const { writableCount } = news;
        received.push(...room.subarray(0, readSync(other, room, 0, room.length, null)));
        await until(() => news.writableCount > writableCount);
      }
    }
    while (received.length < sent.length) {
      received.push(...room.subarray(0, readSync(other, room, 0, room.length, null)));
    }
    expect(Buffer.from(received).equals(sent)).toBe(true);
    expect(news.writableCount).toBeGreaterThan(1);
    stream.close();
    closeSync(other);
    expect(stream.write(sent, 0, 10)).toBe(0);
  });

  it('polls a device that is no terminal', async () => {
    const stream = openFileByteStream('/dev/zero', { write: false });
    const { listener, bytes, until } = makeListener();
    stream.setListener(listener);
    await until(() => bytes.length > 0);
    stream.close();
    expect(new Set(bytes)).toEqual(new Set([0]));
  });

  it('says when a device has ended', async () => {
    const stream = openFileByteStream('/dev/null', { write: false });
    const { listener, news, until } = makeListener();
    stream.setListener(listener);
    await until(() => news.closes.length > 0);
    expect(news.closes).toEqual([null]);
  });

  it.skipIf(!existsSync('/dev/full'))('ends with the error of a device that cannot be written to', async () => {
    const stream = openFileByteStream('/dev/full', { read: false });
    const { listener, news, until } = makeListener();
    stream.setListener(listener);
    expect(stream.write(Uint8Array.of(1), 0, 1)).toBe(0);
    expect(news.closes).toEqual([]);
    await until(() => news.closes.length > 0);
    expect(news.closes[0]).toMatchObject({ code: 'ENOSPC' });
  });

  it('refuses what is no device, what is not there, and ways that cannot be gone', () => {
    expect(() => openFileByteStream(folder)).toThrow('this is no device');
    expect(() => openFileByteStream(join(folder, 'nothing'))).toThrow('ENOENT');
    expect(() => openFileByteStream(makeFifo())).toThrow('one way');
    expect(() => openFileByteStream('/dev/null', { read: false, write: false })).toThrow(TypeError);
  });
});
