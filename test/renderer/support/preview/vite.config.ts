import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import path from 'node:path'
import { defineConfig } from 'vite'

/** The window in a browser on an in-memory double of the vault: `npx vite -c test/renderer/support/preview/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  server: { port: Number(process.env['PREVIEW_PORT'] ?? 5180), strictPort: true, host: '127.0.0.1', fs: { allow: [path.resolve(import.meta.dirname, '../../../..')] } },
  cacheDir: path.resolve(import.meta.dirname, '../../../../.tmp/vite-preview'),
})
