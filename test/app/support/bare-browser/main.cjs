// A browser and nothing else: the window of an Electron without Coffer, for pages that attack from outside.
const { app, BrowserWindow } = require('electron')

void app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false } })
  await window.loadURL('about:blank')
})
