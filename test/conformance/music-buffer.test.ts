import { describe, expect, it } from 'vitest';
import { createOfflineDirectMusic } from '../../src/adapters/offline-direct-music.ts';
import { GUID_NULL } from '../../src/ddi/guid.ts';
import type { MusicBuffer } from '../../src/directmusic/music-buffer.ts';
import { codeOf } from './error-code.ts';

function createBuffer(): MusicBuffer {
  return createOfflineDirectMusic().directMusic.createMusicBuffer({ byteLength: 1023, bufferFormat: GUID_NULL });
}

/** With a start time set, then two messages. */
function packedBuffer(): MusicBuffer {
  const buffer = createBuffer();
  buffer.setStartTime(10);
  buffer.packStructured(20, 0, 0x90);
  buffer.packStructured(30, 0, 0x80);
  return buffer;
}

describe('12 Music buffer', () => {
  it('W-320: the application’s object makes buffers', () => {
    expect(codeOf(createBuffer)).toBe('S_OK');
  });

  it('W-321: without a format asked for it is MIDI', () => {
    expect(createBuffer().getBufferFormat()).toBe('1d262760-e957-11cf-a5d6-28db04c10000');
  });

  it('W-322: its size is rounded up to a multiple of 4', () => {
    expect(createBuffer().getMaxBytes()).toBe(1024);
  });

  it('W-323: an empty buffer has no start time, even after one was set', () => {
    const buffer = createBuffer();
    expect(codeOf(() => buffer.getStartTime())).toBe('DMUS_E_BUFFER_EMPTY');
    buffer.setStartTime(10);
    expect(codeOf(() => buffer.getStartTime())).toBe('DMUS_E_BUFFER_EMPTY');
  });

  it('W-325: a message begins with a status byte', () => {
    expect(codeOf(() => createBuffer().packStructured(20, 0, 0))).toBe('DMUS_E_INVALID_EVENT');
  });

  it('W-326: a short message takes 24 bytes', () => {
    expect(packedBuffer().getUsedBytes()).toBe(48);
  });

  it('W-327: the first message’s time is the start, whatever was set before', () => {
    expect(packedBuffer().getStartTime()).toBe(20);
  });

  it('W-328: the start can be moved afterwards', () => {
    const buffer = packedBuffer();
    buffer.setStartTime(40);
    expect(buffer.getStartTime()).toBe(40);
  });

  it('W-329: a record is laid out as natively', () => {
    const bytes = packedBuffer().getRawBuffer();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const numbers = [0, 4, 8, 12, 16, 20].map((offset) => view.getUint32(offset, true));
    expect(numbers.slice(0, 5)).toEqual([3, 0, 0, 0, 1]);
    expect(numbers[5]! & 0xffffff).toBe(0x000090);
    expect([view.getUint32(24, true), view.getUint32(32, true)]).toEqual([3, 10]);
  });
});
