/** What Node can do beyond the core: files, and rendering from file to file. `dmus/node`. */
export {
  createOfflinePort,
  type OfflinePort,
  type OfflinePortKind,
  type OfflinePortOptions,
} from '../offline-ports.ts';
export { DEFAULT_BANK_PATH } from './default-bank.ts';
export { type FileByteStreamOptions, openFileByteStream } from './file-byte-stream.ts';
export { FileSource } from './file-source.ts';
export { FileTarget } from './file-target.ts';
export { type RenderFileOptions, type RenderSummary, renderFile } from './render-file.ts';
