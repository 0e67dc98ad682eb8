interface MarkProps {
  readonly size?: number
  readonly className?: string
}

/** The mark: lid, box, and a keyhole that is also a cursor. */
export function Mark({ size = 34, className = 'text-accent' }: MarkProps) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 34 34"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 12 7 6h20l3 6" />
      <rect x="4" y="12" width="26" height="16" rx="2.5" />
      <path d="M17 18v5" />
    </svg>
  )
}
