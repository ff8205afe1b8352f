import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { traditional } from './scripts/traditional';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  base: '/static/console/',
  plugins: [react(), traditional(path('./src/locales/zh-Hans'))],
  resolve: { alias: { '@': path('./src') } },
  build: {
    outDir: path('../opencem/web/console/static/console'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // The server's policy forbids data: scripts and inlined modules would need a hash each.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    css: false,
    env: { TZ: 'Asia/Shanghai' },
  },
});
