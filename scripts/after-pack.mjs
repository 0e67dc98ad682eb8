// electron-builder's hook: what a development Electron brings along does not go into the product.
import { rm } from 'node:fs/promises'
import path from 'node:path'

/* oxlint-disable import/no-default-export -- electron-builder loads a hook by its default export */
export default async function afterPack({ appOutDir }) {
  await rm(path.join(appOutDir, 'resources', 'default_app.asar'), { force: true })
}
