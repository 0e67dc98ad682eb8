import { SecretName } from './secret-name.tsx'

const SHOWN = 200

/** The secrets that something is about to be done to, by name, in a box that scrolls. */
export function SecretNames({ names }: { readonly names: readonly string[] }) {
  const left = names.length - SHOWN
  return (
    <>
      <ul tabIndex={0} aria-label="Names" className="mt-3 max-h-44 overflow-auto rounded-lg border border-line">
        {names.slice(0, SHOWN).map((name) => (
          <li key={name} className="flex min-h-[28px] items-center border-line2 px-3 text-text not-first:border-t">
            <SecretName name={name} />
          </li>
        ))}
      </ul>
      {left > 0 ? <p className="mt-1 text-sm text-faint">and {left.toLocaleString('en')} more</p> : null}
    </>
  )
}
