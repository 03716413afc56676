import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src', 'test', 'banks', 'bench', 'examples'].map((folder) => `${folder}/**/*.test.ts`),
    // Time is not what is tested: a slow or busy machine may take long.
    testTimeout: 60_000,
    globalSetup: 'test/real-files/global-setup.ts',
  },
});
