import type { MeterPoint } from "../../api/meters";
import { useLabels } from "../../lib/labels";

const CHIPS: Record<MeterPoint["state"], string> = {
  on_time: "chip chip-good",
  late: "chip chip-warn",
  silent: "chip chip-bad",
  bad: "chip chip-bad",
  computed: "chip",
};

export function StateChip({ state }: { state: MeterPoint["state"] }) {
  const label = useLabels();
  return (
    <span className={CHIPS[state]} data-state={state}>
      {label("meter_state", state)}
    </span>
  );
}
