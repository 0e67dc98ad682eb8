/** The mark: a coffer from the front in three strokes, lid, box and a keyhole that is also a cursor. */
export function Mark(props: { readonly size?: number; readonly title?: string; readonly className?: string }) {
  const { size = 34, title, className = 'text-accent' } = props
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 34 34"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`flex-none ${className}`}
      {...(title === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': title })}
    >
      <path d="M4 12 7 6h20l3 6" />
      <rect x="4" y="12" width="26" height="16" rx="2.5" />
      <path d="M17 18v5" />
    </svg>
  )
}
