/** The only three channels between the window and main. */
export const EXECUTE_CHANNEL = 'coffer:execute'
export const APP_CHANNEL = 'coffer:app'
export const EVENT_CHANNEL = 'coffer:event'
