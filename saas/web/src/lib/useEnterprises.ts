import { useQuery } from "@tanstack/react-query";
import { getEnterprises } from "../api/enterprises";
import { usePark } from "./park";

/** The enterprises that one sees. */
export function useEnterprises() {
  const { park } = usePark();
  return useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
}
