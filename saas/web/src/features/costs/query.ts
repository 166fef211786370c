/** A quarter hour settles within seconds of its end; asking each half minute shows it soon. */
export const REFETCH_MS = 30_000;
