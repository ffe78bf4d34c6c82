const fires = [
  { x: 214, y: 318, size: 0.62 },
  { x: 694, y: 264, size: 0.78 },
  { x: 1122, y: 300, size: 1 },
] as const;

/** The scenery: ridges in the dusk, and a signal that goes from fire to fire. Nothing in it is told to a screen reader. */
export function Hills() {
  return (
    <svg className="hills" viewBox="0 0 1440 560" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <defs>
        <radialGradient id="glow">
          <stop offset="0" className="glow-core" />
          <stop offset="1" className="glow-rim" />
        </radialGradient>
      </defs>
      <path
        className="ridge ridge-4"
        d="M0 380c90-30 150-70 214-62 80 8 120 62 210 58s150-74 240-70 160 66 250 60 150-70 240-64 190 60 286 42v216H0z"
      />
      <path
        className="ridge ridge-3"
        d="M0 440c120-10 220-60 330-52s180 20 270-40c38-26 62-80 92-80-26 0 30-6 88 42 80 66 170 96 280 82s220-40 380-22v190H0z"
      />
      <path className="relay" d="M214 306Q440 150 694 252M694 252Q930 140 1122 286" />
      <Fire {...fires[0]} order={1} />
      <Fire {...fires[1]} order={2} />
      <path
        className="ridge ridge-2"
        d="M0 496c140 0 240-34 380-30s230 40 340 28 200-70 290-128c50-32 86-66 112-66s58 30 104 62c70 50 140 74 214 80v118H0z"
      />
      <Fire {...fires[2]} order={3} />
      <path className="ridge ridge-1" d="M0 540c200-34 420-40 620-22s420 26 820-22v64H0z" />
    </svg>
  );
}

interface FireProps {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly order: number;
}

function Fire({ x, y, size, order }: FireProps) {
  return (
    <g transform={`translate(${x} ${y}) scale(${size})`}>
      <g className={`fire fire-${order}`}>
        <circle r="90" cy="-14" fill="url(#glow)" />
        <path d="M2-46c2 13 15 18 15 32A16.500 16.500 0 0 1-16-13c0-8 5-13 8.500-19 1 5 3 7 6 8 3-7 1.500-14 3.500-22z" />
      </g>
    </g>
  );
}
