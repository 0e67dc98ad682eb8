import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from './button.tsx'

interface BoundaryState {
  readonly failed: boolean
}

/** Catches a mistake of the window's own, so that one broken screen is not an empty window. */
export class Boundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { failed: false }

  static getDerivedStateFromError(): BoundaryState {
    return { failed: true }
  }

  override componentDidCatch(_error: Error, _info: ErrorInfo): void {
    // React has written the error to the console of the developer tools; its text may not go anywhere else.
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div role="alert" className="flex h-full flex-col items-center justify-center gap-3 p-6">
        <p className="max-w-96 text-center text-muted">This part of the window stopped working. Your vault is not affected.</p>
        <Button onPress={() => this.setState({ failed: false })}>Show it again</Button>
      </div>
    )
  }
}
