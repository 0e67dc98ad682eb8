import { describe, expect, test } from 'vitest'
import { lockReader } from '../../electron/shell/linux-screen-lock.ts'

const GNOME = 'signal time=1.5 sender=:1.5 -> destination=(null destination) serial=3 path=/org/gnome/ScreenSaver; interface=org.gnome.ScreenSaver; member=ActiveChanged\n'
const LOGIND = 'signal time=1.5 sender=:1.2 -> destination=(null destination) serial=9 path=/org/freedesktop/login1/session/_32; interface=org.freedesktop.login1.Session; member=Lock\n'

describe('reading dbus-monitor', () => {
  test('an active screen saver and logind’s Lock are locks; an ended one is not', () => {
    const read = lockReader()
    expect([read(`${GNOME}   boolean true\n`), read(`${GNOME}   boolean false\n`), read(LOGIND)]).toEqual([1, 0, 1])
  })

  test('text may come in any pieces', () => {
    const text = `${GNOME}   boolean true\n${LOGIND}${GNOME}   boolean false\n${GNOME}   boolean true\n`
    for (const size of [1, 7, 64, text.length]) {
      const read = lockReader()
      let locks = 0
      for (let at = 0; at < text.length; at += size) locks += read(text.slice(at, at + size))
      expect(locks).toBe(3)
    }
  })

  test('the bus’s own greeting and other signals say nothing', () => {
    const read = lockReader()
    expect(read('signal time=1 sender=org.freedesktop.DBus -> destination=:1.9 serial=2 path=/org/freedesktop/DBus; interface=org.freedesktop.DBus; member=NameAcquired\n   string ":1.9"\n   boolean true\n')).toBe(0)
  })
})
