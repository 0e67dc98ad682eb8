import { Button as AriaButton } from 'react-aria-components'
import { SecretName } from '../../components/secret-name.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { select } from '../../store/selection.ts'
import { useStore } from '../../store/store.ts'
import { setQuery, showDetailTab, showFolder } from '../../store/view.ts'

const NAMES_SHOWN = 100

/** Shows how a secret is rotated. */
function goToRotation(arn: string): void {
  showFolder(null)
  setQuery('')
  select(arn)
  showDetailTab('rotation')
}

/** The secrets whose rotation names the function. */
export function FunctionSecrets({ arns }: { readonly arns: readonly string[] }) {
  const summaries = useStore((state) => state.secrets.summaries)
  return (
    <>
      <SectionHeader title="Rotates">{arns.length === 1 ? '1 secret' : `${arns.length.toLocaleString('en')} secrets`}</SectionHeader>
      <ul className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {arns.slice(0, NAMES_SHOWN).map((arn) => (
          <li key={arn} className="border-line2 not-first:border-t">
            <AriaButton onPress={() => goToRotation(arn)} className="flex h-[30px] w-full cursor-default items-center px-3 hover:bg-sunken focus-visible:-outline-offset-2">
              <SecretName name={summaries.get(arn)?.Name ?? arn} />
            </AriaButton>
          </li>
        ))}
      </ul>
      {arns.length > NAMES_SHOWN ? <p className="mt-2 text-sm text-faint">and {(arns.length - NAMES_SHOWN).toLocaleString('en')} more</p> : null}
      {arns.length === 0 ? <p className="text-muted">No secret uses it. A secret’s Rotation tab sets one up.</p> : null}
    </>
  )
}
