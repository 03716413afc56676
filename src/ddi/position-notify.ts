/**
 * Learns how far a byte stream has come (`IPositionNotify`). The documentation gives a single line and no caller;
 * here the unpacker's reader may be told through it which `bytePosition` has left the graph.
 */
export interface PositionNotify {
  /** Everything before `bytePosition` (bytes since the stream began) has been handled. `@thread render` */
  positionNotify(bytePosition: number): void;
}
