/**
 * A secret's name with its path dim, so that the last part stands out. Where there is no room the path is cut first; the title
 * has all of it. `wraps` breaks long names into lines instead.
 */
export function SecretName({ name, className = '', wraps = false }: { readonly name: string; readonly className?: string; readonly wraps?: boolean }) {
  const slash = name.lastIndexOf('/') + 1
  if (wraps) {
    return (
      <span className={`mono break-all ${className}`} title={name}>
        <span className="text-muted">{name.slice(0, slash)}</span>
        {name.slice(slash)}
      </span>
    )
  }
  return (
    <span className={`mono flex min-w-0 ${className}`} title={name}>
      {/* Two boxes would be read as two words. */}
      <span className="sr-only">{name}</span>
      {slash === 0 ? null : (
        <span aria-hidden className="min-w-0 shrink-[1000] truncate text-muted">
          {name.slice(0, slash)}
        </span>
      )}
      <span aria-hidden className="min-w-0 truncate">
        {name.slice(slash)}
      </span>
    </span>
  )
}
