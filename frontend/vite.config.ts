/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { devFake } from './vite/dev-fake.ts';

// Oldest engines the window runs in: WebView2 (evergreen), WKWebView of macOS 13.3, WebKitGTK 2.44.
const engines = ['chrome120', 'safari16.4'];

export default defineConfig({
  plugins: [react(), devFake()],
  server: { port: 5173, strictPort: true },
  build: {
    target: engines,
    cssTarget: engines,
    sourcemap: false,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'phone', test: /node_modules[\\/]libphonenumber-js[\\/]/ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    globals: true,
    setupFiles: ['./src/testing/setup.ts'],
    css: false,
    testTimeout: 60_000,
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
