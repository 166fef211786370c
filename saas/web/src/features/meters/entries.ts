import type { LifeCorrection, LifeEvent, PointLife } from "../../api/meters";

export type Entry =
  | { of: "event"; key: string; time: number; item: LifeEvent }
  | { of: "correction"; key: string; time: number; item: LifeCorrection };

/** Events and corrections in one line of time, the latest first. */
export function entriesOf(life: Pick<PointLife, "events" | "corrections">): Entry[] {
  const found: Entry[] = [
    ...life.events.map(item => ({ of: "event" as const, key: `e${item.id}`, time: item.time, item })),
    ...life.corrections.map(item => ({
      of: "correction" as const,
      key: `c${item.id}`,
      time: item.from_time,
      item,
    })),
  ];
  return found.sort((a, b) => b.time - a.time || b.item.id - a.item.id);
}
