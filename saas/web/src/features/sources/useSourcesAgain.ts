import { useQueryClient } from "@tanstack/react-query";
import { usePark } from "../../lib/park";

/** Whatever shows sources or their figures asks for them again. */
export function useSourcesAgain(): () => Promise<void> {
  const { park } = usePark();
  const client = useQueryClient();
  return async () => {
    for (const key of ["sources", "source", "source-after", "source-gaps", "ledger", "inventory"])
      await client.invalidateQueries({ queryKey: [key, park.code] });
  };
}

/** What is bought green, and the market-based totals that it makes. */
export function useGreenAgain(): () => Promise<void> {
  const { park } = usePark();
  const client = useQueryClient();
  return async () => {
    for (const key of ["green", "inventory"]) await client.invalidateQueries({ queryKey: [key, park.code] });
  };
}
