import { defineConfig } from 'vitest/config';

// What a person runs and reads: measurements of the window and pictures of its screens. Not part of the tests.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.byhand.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    sequence: { concurrent: false },
    disableConsoleIntercept: true,
  },
});
