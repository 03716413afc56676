/** What a stream object is made for (`DMUS_STREAM_TYPE`). */
export const StreamType = {
  /** DMUS_STREAM_MIDI_INVALID. */
  invalid: -1,
  /** Messages from the application to the device: a sink pin. */
  midiRender: 0,
  /** Messages from the device to the application: a source pin. */
  midiCapture: 1,
  /** Sound of a software synth, pulled by the port driver's wave sink. */
  waveSink: 2,
} as const;
/** A stream type by its number. */
export type StreamType = (typeof StreamType)[keyof typeof StreamType];
