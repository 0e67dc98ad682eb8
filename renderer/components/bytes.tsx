/** A size in bytes as people read it: whole bytes up to 64 KiB (quotas are stated so), above that in kB or MB. */
export function bytesText(bytes: number): string {
  if (bytes <= 65_536) return `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export function Bytes({ bytes }: { readonly bytes: number }) {
  return <span className="tabular-nums">{bytesText(bytes)}</span>
}
