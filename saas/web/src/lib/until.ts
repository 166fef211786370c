/** Until when there are data: the end of the last bucket, and no later than they were asked for (0: not yet). */
export const untilOf = (start: number | undefined, lengthMs: number, asked: number): number | undefined =>
  start === undefined || asked === 0 ? undefined : Math.min(start + lengthMs, asked);
