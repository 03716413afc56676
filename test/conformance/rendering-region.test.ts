import { steps } from './connections.ts';
import { describeRows } from './rendering-rows.ts';

describeRows('8.1 Region parameters', [
  { title: 'W-100: the default note has the default volume' },
  { title: 'W-101: the default note has the default pitch' },
  {
    title: 'W-102: a unity note an octave lower plays an octave higher',
    program: { unityNote: 48 },
    model: { pitch: 1200 },
  },
  { title: 'beside W-102: the fine tune adds cents', program: { fineTune: 1200 }, model: { pitch: 1200 } },
  {
    title: 'W-104: the attenuation of the region is heard',
    program: { attenuation: steps(-120) },
    model: { level: -120 },
  },
]);
