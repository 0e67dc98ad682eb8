import { type RefObject, useEffect } from 'react'

const FADE_PX = 28

/** Fades out the side of a row that goes on beyond its edge, and keeps the selected one of it in view. */
export function useOverflowFade(ref: RefObject<HTMLElement | null>, selected: string): void {
  useEffect(() => {
    const row = ref.current
    if (row === null) return undefined
    const draw = () => {
      const left = row.scrollLeft > 1 ? `transparent, #000 ${FADE_PX}px` : '#000'
      const right = row.scrollLeft + row.clientWidth < row.scrollWidth - 1 ? `#000 calc(100% - ${FADE_PX}px), transparent` : '#000'
      row.style.maskImage = `linear-gradient(to right, ${left}, ${right})`
    }
    const follow = () => {
      row.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
      draw()
    }
    const observer = new ResizeObserver(follow)
    observer.observe(row)
    row.addEventListener('scroll', draw)
    return () => {
      observer.disconnect()
      row.removeEventListener('scroll', draw)
    }
  }, [ref])
  useEffect(() => {
    ref.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [ref, selected])
}
