/** A cable as a miniport: what goes in comes out. `dmus/miniports/loopback`. */
export { LOOPBACK_DESCRIPTION, LoopbackPin } from './description.ts';
export { CLSID_LOOPBACK, LoopbackMiniport, type LoopbackOptions } from './loopback-miniport.ts';
