import type { MeterDevice, MeterPoint } from "../../api/meters";

/** What a step that sets up a source is given, and what it says when it has: the page of `connect` mounts it. */
export interface SourceStepProps {
  /** The code of the park. */
  park: string;
  device: MeterDevice;
  /** The points of the device, with what they measure. */
  points: MeterPoint[];
  /** Readings can come from now on: the next step waits for them. */
  onConfigured: () => void;
  onBack: () => void;
}
