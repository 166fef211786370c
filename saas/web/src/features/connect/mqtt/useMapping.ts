import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  type DeviceMessage,
  getMapping,
  type Mapping,
  type MappingPreview,
  previewMapping,
  putMapping,
} from "../../../api/devices";
import { useDebounced } from "../../../lib/useDebounced";
import { timePaths } from "./paths";
import { DIALECTS, type MqttWay } from "./snippets";

/** What is mapped so far: paths by point, and where the time stands. */
export interface Chosen {
  values: Record<string, string>;
  time: string | null;
}

export const mappingKey = (park: string, device: string) => ["mapping", park, device];

export function useSavedMapping(park: string, device: string) {
  return useQuery({ queryKey: mappingKey(park, device), queryFn: () => getMapping(park, device) });
}

/** A mapping that is being made on a message: what the platform suggests, and what becomes of it. */
export function useMapping(
  park: string,
  device: string,
  way: MqttWay,
  saved: Mapping,
  message: Pick<DeviceMessage, "text" | "topic"> | undefined,
) {
  const client = useQueryClient();
  const dialect = DIALECTS[way];
  const isSaved = saved.version > 0 && saved.dialect === dialect;
  // What somebody has chosen here; until then what is saved, else what is suggested.
  const [own, setChosen] = useState<Chosen | null>(null);
  const chosen = own ?? (isSaved ? { values: saved.values, time: saved.time ?? null } : null);
  const body = {
    dialect,
    topic: isSaved ? (saved.topic ?? null) : null,
    time: dialect === "fields" ? (chosen?.time ?? null) : null,
    values: chosen?.values ?? {},
  };
  const asked = useDebounced(JSON.stringify({ body, text: message?.text, topic: message?.topic }), 250);
  const preview = useQuery({
    queryKey: ["mapping-preview", park, device, asked],
    queryFn: () => {
      const { body: mapping, text, topic } = JSON.parse(asked);
      return previewMapping(park, device, { mapping, sample: text, topic });
    },
    enabled: message !== undefined && JSON.parse(asked).text !== undefined,
    placeholderData: before => before,
  });
  const found = preview.data;
  const text = message?.text ?? "";
  useEffect(() => {
    if (chosen !== null || !found || found.candidates.length === 0) return;
    setChosen({ values: suggested(found), time: dialect === "fields" ? (timePaths(text)[0] ?? null) : null });
  }, [chosen, found, text, dialect]);
  const saving = useMutation({
    mutationFn: () => putMapping(park, device, { ...body, based_on: saved.version }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: mappingKey(park, device) });
    },
    // Somebody saved another one meanwhile, in another tab perhaps: what is chosen here stays, and the next
    // attempt is made from theirs.
    onError: () => client.invalidateQueries({ queryKey: mappingKey(park, device) }),
  });
  const isChanged =
    !isSaved ||
    JSON.stringify(sorted(saved.values)) !== JSON.stringify(sorted(body.values)) ||
    (saved.time ?? null) !== body.time;
  return { chosen: chosen ?? { values: {}, time: null }, setChosen, preview, saving, isChanged, dialect };
}

const sorted = (values: Record<string, string>) =>
  Object.entries(values).sort(([one], [other]) => one.localeCompare(other));

/** The points that the platform takes values for. */
export function suggested(preview: MappingPreview): Record<string, string> {
  return Object.fromEntries(
    preview.candidates.flatMap(({ point, path }) => (point === null ? [] : [[point, path]])),
  );
}
