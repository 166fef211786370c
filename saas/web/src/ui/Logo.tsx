export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="logo-ground" />
      <path
        d="M6 20.5c4 0 4.5-9 9-9s4 7 11 7"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="26" cy="18.5" r="2.4" fill="#ffc857" />
    </svg>
  );
}
