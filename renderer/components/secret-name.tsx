/** A secret's name with its path dim, so that the last part stands out. `title` shows all of it where it is cut. */
export function SecretName({ name, className = '' }: { readonly name: string; readonly className?: string }) {
  const slash = name.lastIndexOf('/') + 1
  return (
    <span className={`mono ${className}`} title={name}>
      <span className="text-muted">{name.slice(0, slash)}</span>
      {name.slice(slash)}
    </span>
  )
}
