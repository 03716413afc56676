/** A MIDI wire as a miniport: DMusUART and its capture twin, over any stream of bytes. `dmus/miniports/uart`. */
export type { ByteStream, ByteStreamListener } from './byte-stream.ts';
export { describeUart, type UartDirection, type UartPins, uartPins } from './description.ts';
export {
  CLSID_MINIPORT_DRIVER_DMUS_UART,
  type UartCounters,
  UartMiniport,
  type UartOptions,
} from './uart-miniport.ts';
