import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { checkExpression, evaluateExpression } from "../../api/metering";
import { ProblemError } from "../../api/problem";
import { usePark } from "../../lib/park";
import { useDebounced } from "../../lib/useDebounced";
import { DAY_MS, QUARTER_MS } from "../meters/spans";
import { inputsOf, isAskable, type VirtualForm, wantedOf } from "./virtual-form";

// Quarter hours are settled within minutes: the last day ends where all meters are known.
const SETTLING_MS = 2 * QUARTER_MS;

/** What the server says of a formula while it is being written, and what it gives over the last day. */
export function useFormula(form: VirtualForm, isNew: boolean) {
  const { park } = usePark();
  const [to] = useState(() => Math.floor((Date.now() - SETTLING_MS) / QUARTER_MS) * QUARTER_MS);
  const asked = isAskable(form) ? JSON.stringify(wantedOf(form, isNew)) : "";
  const settled = useDebounced(asked);
  const isCurrent = asked === settled;
  const checking = useQuery({
    queryKey: ["check", park.code, settled],
    queryFn: () => checkExpression(park.code, JSON.parse(settled)),
    enabled: settled !== "",
    retry: false,
    staleTime: 60_000,
  });
  const isFit = isCurrent && checking.data !== undefined && !checking.error;
  // A ratio cannot be a point; what it is over the last day is told all the same.
  const isRatio =
    isCurrent && checking.error instanceof ProblemError && checking.error.facts.fault === "ratio";
  const value = useQuery({
    queryKey: ["evaluate", park.code, form.expression, inputsOf(form), to],
    queryFn: () =>
      evaluateExpression(park.code, {
        expression: form.expression,
        inputs: inputsOf(form),
        from: to - DAY_MS,
        to,
      }),
    enabled: isFit || isRatio,
    retry: false,
  });
  return {
    /** It can be computed, and is what the point shall measure. */
    isFit,
    isChecking: asked !== "" && (!isCurrent || checking.isFetching),
    fault: isCurrent && asked !== "" ? checking.error : null,
    kind: isFit ? checking.data?.kind : undefined,
    base: isFit ? checking.data?.base : undefined,
    isRatio,
    value: isFit || isRatio ? value.data : undefined,
    valueError: isFit ? value.error : null,
    from: to - DAY_MS,
    to,
  };
}

export type Formula = ReturnType<typeof useFormula>;
