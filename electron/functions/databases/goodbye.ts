/** How long the other side may take to say goodbye. */
const GOODBYE_MS = 2_000

/**
 * Ends a connection politely, or drops it: a server that hangs, or a network that swallows everything, never answers. Never
 * rejects, and takes two seconds at most.
 */
export async function sayGoodbye(politely: () => Promise<unknown>, drop: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No goodbye')), GOODBYE_MS)
  })
  try {
    await Promise.race([politely(), late])
  } catch {
    drop()
  } finally {
    clearTimeout(timer)
  }
}
