import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const here = import.meta.dirname

export default defineConfig({
  main: {
    // The driver of SQL Server loads Azure's sign-in, 50 MB that a login by name and password never uses: it is bundled without.
    resolve: { alias: { '@azure/identity': resolve(here, 'electron/functions/databases/no-azure.ts'), '@azure/core-auth': resolve(here, 'electron/functions/databases/no-azure.ts'), '@azure/keyvault-keys': resolve(here, 'electron/functions/databases/no-azure.ts') } },
    build: {
      externalizeDeps: { exclude: ['tedious'] },
      outDir: 'out/main',
      // Electron 33, the oldest that runs it, has Node 20.
      target: 'node20.18',
      sourcemap: true,
      minify: false,
      rollupOptions: {
        input: {
          main: resolve(here, 'electron/main.ts'),
          'utility-entry': resolve(here, 'electron/core/utility-entry.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      // A sandboxed preload is one CommonJS file.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: resolve(here, 'electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss()],
    build: {
      outDir: resolve(here, 'out/renderer'),
      target: 'chrome130',
      modulePreload: { polyfill: false },
      // The content security policy takes fonts from files alone, not from data: URLs.
      assetsInlineLimit: 0,
      rollupOptions: { input: resolve(here, 'renderer/index.html') },
    },
  },
})
