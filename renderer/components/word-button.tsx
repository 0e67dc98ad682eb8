import { Button } from 'react-aria-components'
import { classNames } from './class-names.ts'

/** A quiet action of a row, as a word. */
export function WordButton(props: { readonly children: string; readonly label?: string; readonly onPress: () => void; readonly isDisabled?: boolean; readonly className?: string }) {
  return (
    <Button
      onPress={props.onPress}
      isDisabled={props.isDisabled ?? false}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      className={classNames('cursor-default rounded-sm px-1.5 py-0.5 text-sm text-muted hover:bg-line2 hover:text-text disabled:opacity-50', props.className)}
    >
      {props.children}
    </Button>
  )
}
