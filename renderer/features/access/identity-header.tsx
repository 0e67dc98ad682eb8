import { Ellipsis, Pencil, Scale, Trash2 } from 'lucide-react'
import { CopyButton } from '../../components/copy-button.tsx'
import { Facts, type Fact } from '../../components/facts.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { copyText } from '../../store/clipboard.ts'
import { explain } from '../../store/explain.ts'

/** Name, ARN, id and the menu of a user, group or role. */
export function IdentityHeader(props: {
  readonly kind: 'user' | 'group' | 'role'
  readonly name: string
  readonly arn: string
  readonly id: string
  readonly createdSeconds: number
  readonly facts?: readonly Fact[]
  readonly onEdit?: () => void
  readonly onDelete: () => void
}) {
  const { kind, name, arn, onEdit } = props
  return (
    <>
      <header className="flex items-start gap-2">
        <h2 className="mono min-w-0 flex-1 text-lg break-words">{name}</h2>
        <Menu
          aria-label={`Actions for ${name}`}
          entries={[
            ...(kind === 'group' ? [] : [{ id: 'explain', label: 'Explain access', icon: <Scale size={16} aria-hidden />, onAction: () => explain({ mode: 'call', principal: arn }) }]),
            ...(onEdit === undefined ? [] : [{ id: 'edit', label: kind === 'group' ? 'Rename group' : `Edit ${kind}`, icon: <Pencil size={16} aria-hidden />, onAction: onEdit }]),
            { id: 'delete', label: `Delete ${kind}`, icon: <Trash2 size={16} aria-hidden />, isDanger: true, startsGroup: true, onAction: props.onDelete },
          ]}
        >
          <IconButton label="More" icon={<Ellipsis size={16} />} />
        </Menu>
      </header>
      <div className="mt-2.5">
        <Facts
          rows={[
            {
              label: 'ARN',
              value: (
                <span className="flex items-center gap-1">
                  <span className="mono min-w-0 break-all">{arn}</span>
                  <CopyButton copy={() => copyText(arn, { secret: false })} label="Copy the ARN" className="-my-1" />
                </span>
              ),
            },
            { label: `${kind === 'user' ? 'User' : kind === 'group' ? 'Group' : 'Role'} ID`, value: <span className="mono">{props.id}</span> },
            { label: 'Created', value: <RelativeTime ms={props.createdSeconds * 1000} /> },
            ...(props.facts ?? []),
          ]}
        />
      </div>
    </>
  )
}
