import { openDialog } from '../store/view.ts'
import { registerCommands } from './registry.ts'

registerCommands([{ id: 'functions.create', label: 'Add a function…', section: 'Rotation', keywords: 'lambda rotation code python node', run: () => openDialog('create-function', {}) }])
