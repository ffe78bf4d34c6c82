/** Two hills, a fire on the nearer one. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path
        className="mark-far"
        d="M9 29c4.500-7 9-11.500 13.500-11.500 3.500 0 5.800 3.500 8.800 9a1.700 1.700 0 0 1-1.500 2.500z"
      />
      <path
        className="mark-near"
        d="M.9 27C4.500 20.500 8.500 15.500 12.500 15.500S20 20 24 27a1.400 1.400 0 0 1-1.200 2H2A1.400 1.400 0 0 1 .9 27z"
      />
      <path
        className="mark-fire"
        d="M12.900 1.500c.6 3.700 4.300 5 4.300 9.100a4.700 4.700 0 0 1-9.400.1c0-2.300 1.500-3.600 2.400-5.300.3 1.300.8 2 1.700 2.300.8-1.900.4-4.100 1-6.200z"
      />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="wordmark">
      <Mark />
      Noroshi
    </span>
  );
}
