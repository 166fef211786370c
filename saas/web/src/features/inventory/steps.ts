const STEPS = [
  "waiting",
  "reading",
  "counting",
  "checking",
  "energy",
  "uncertainty",
  "hashing",
  "writing",
] as const;
const ENDS = ["failed", "dead"] as const;

/** What is being done to compute an inventory, what it waits for, or that it is given up. */
export function stepOf({ state, step }: { state: string; step: string | null }) {
  return (
    ENDS.find(one => one === state) ??
    STEPS.find(one => one === step && state === "running") ??
    ("queued" as const)
  );
}
