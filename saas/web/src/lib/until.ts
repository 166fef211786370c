/** Until when there are data: the end of the last bucket, and no later than they were asked for. */
export const untilOf = (start: number | undefined, lengthMs: number, asked: number): number | undefined =>
  start === undefined ? undefined : Math.min(start + lengthMs, asked);
