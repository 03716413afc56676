/** Short messages as the engine and music buffers take them: status in the lowest byte, then data 1 and data 2. */

function message(status: number, channel: number, data1: number, data2 = 0): number {
  return status | channel | (data1 << 8) | (data2 << 16);
}

export function noteOn(key: number, velocity = 127, channel = 0): number {
  return message(0x90, channel, key, velocity);
}

export function noteOff(key: number, channel = 0): number {
  return message(0x80, channel, key, 64);
}

export function polyPressure(key: number, pressure: number, channel = 0): number {
  return message(0xa0, channel, key, pressure);
}

export function control(controller: number, value: number, channel = 0): number {
  return message(0xb0, channel, controller, value);
}

export function program(number: number, channel = 0): number {
  return message(0xc0, channel, number);
}

export function channelPressure(pressure: number, channel = 0): number {
  return message(0xd0, channel, pressure);
}

/** @param value 0…16383, 8192 is the centre. */
export function pitchBend(value: number, channel = 0): number {
  return message(0xe0, channel, value & 0x7f, value >> 7);
}

/** Selects a registered parameter and enters a value, coarse and fine. */
export function registeredParameter(parameter: number, coarse: number, fine = 0, channel = 0): number[] {
  return [
    control(101, parameter >> 7, channel),
    control(100, parameter & 0x7f, channel),
    control(6, coarse, channel),
    control(38, fine, channel),
  ];
}
