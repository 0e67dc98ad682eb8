import { useCallback, useEffect, useRef, useState } from 'react'
import { call, CofferError } from '../../api/coffer-api.ts'
import { useEvent } from '../../hooks/use-event.ts'
import type { ActivityEvent } from '../../store/state.ts'
import { filterInput, matchesFilter, mergeEvents, type ActivityFilter } from './activity-filter.ts'

const PAGE_ITEMS = 200
/** More than this are found by filtering, not by scrolling. */
const SHOWN_AT_MOST = 20_000
/** Calls that arrive are gathered this long, so that a busy endpoint does not redraw the list for each. */
const GATHER_MS = 100

interface Page {
  readonly events: readonly ActivityEvent[]
  readonly next: string | null
}

/** The record of calls, newest first, filtered by the vault; new calls join at the top as they happen. */
export function useActivity(filter: ActivityFilter) {
  const [page, setPage] = useState<Page | null>(null)
  const [error, setError] = useState<CofferError | null>(null)
  const asked = useRef(0)
  const loadingOlder = useRef(false)

  const load = useCallback(
    async (token: string | null) => {
      const mine = token === null ? ++asked.current : asked.current
      try {
        const { Events, NextToken } = await call('workbench:ListActivity', { ...filterInput(filter), MaxResults: PAGE_ITEMS, ...(token !== null && { NextToken: token }) })
        // An answer to an earlier filter must not replace the present list.
        if (mine !== asked.current) return
        setError(null)
        setPage((before) => ({ events: mergeEvents(token === null ? [] : (before?.events ?? []), Events, SHOWN_AT_MOST), next: NextToken ?? null }))
      } catch (thrown) {
        if (mine === asked.current) setError(CofferError.from(thrown))
      }
    },
    [filter],
  )
  useEffect(() => {
    void load(null)
  }, [load])
  useArrivals(filter, (arrived) => setPage((before) => before && { ...before, events: mergeEvents(before.events, arrived, SHOWN_AT_MOST) }))

  const loadOlder = () => {
    if (page === null || page.next === null || loadingOlder.current || page.events.length >= SHOWN_AT_MOST) return
    loadingOlder.current = true
    void load(page.next).finally(() => {
      loadingOlder.current = false
    })
  }
  return { events: page?.events ?? null, hasOlder: page !== null && page.next !== null, loadOlder, error }
}

function useArrivals(filter: ActivityFilter, take: (arrived: readonly ActivityEvent[]) => void): void {
  const waiting = useRef<ActivityEvent[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
      waiting.current = []
    },
    [filter],
  )
  useEvent('activity', ({ event }) => {
    const arrived = event as ActivityEvent
    if (!matchesFilter(arrived, filter)) return
    waiting.current.push(arrived)
    timer.current ??= setTimeout(() => {
      timer.current = null
      latest.current(waiting.current.splice(0))
    }, GATHER_MS)
  })
}

/** Every call that the filter finds, newest first, for a file. */
export async function allActivity(filter: ActivityFilter): Promise<readonly ActivityEvent[]> {
  const events: ActivityEvent[] = []
  let token: string | undefined
  do {
    const { Events, NextToken } = await call('workbench:ListActivity', { ...filterInput(filter), MaxResults: 1000, ...(token !== undefined && { NextToken: token }) })
    events.push(...Events)
    token = NextToken
  } while (token !== undefined)
  return events
}
