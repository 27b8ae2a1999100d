/** The sign: a line meets a prism and leaves in three. The colours are those that stand for data. */
export function Mark() {
  return (
    <svg
      className="mark"
      viewBox="0 0 32 32"
      fill="none"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path stroke="currentColor" d="M1.5 19 10.5 16.4" />
      <path stroke="currentColor" d="M16 5 25 24 7 24Z" />
      <path stroke="var(--data-1)" d="M20.4 14.2 30.5 10.4" />
      <path stroke="var(--data-3)" d="M21.7 17 30.5 17" />
      <path stroke="var(--data-2)" d="M23 19.8 30.5 23.4" />
    </svg>
  );
}
