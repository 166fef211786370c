import { client, data } from "./calls";
import type { Step } from "./meters";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Lock = Schemas["Lock"];
export type NewLock = Schemas["NewLock"];
export type Difference = Schemas["Difference"];
export type DifferenceSum = Schemas["DifferenceSum"];
export type DifferenceState = Difference["state"];
export type VirtualPoint = Schemas["VirtualPoint"];
export type NewVirtualPoint = Schemas["NewVirtualPoint"];
export type NewConversion = Schemas["NewConversion"];
export type Conversion = Schemas["Conversion"];
export type NewRecordPoint = Schemas["NewRecordPoint"];
export type RecordPoint = Schemas["RecordPoint"];
export type PointRecord = Schemas["PointRecord"];
export type FedBy = Schemas["FedBy"];
export type TriedConversion = Schemas["TriedConversion"];
export type Ended = Schemas["Ended"];
export type Wanted = Schemas["Wanted"];
export type Allocation = Schemas["Allocation"];
export type NewAllocation = Schemas["NewAllocation"];
export type Divided = Schemas["Divided"];
export type Remainder = Schemas["Remainder"];

const ROOT = "/api/v1/parks/{park}";

export const getLocks = (park: string) => data(client.GET(`${ROOT}/locks`, { params: { path: { park } } }));

export const addLock = (park: string, body: NewLock) =>
  data(client.POST(`${ROOT}/locks`, { params: { path: { park } }, body }));

export const releaseLock = (park: string, item: number, reason: string) =>
  data(client.POST(`${ROOT}/locks/{item}/release`, { params: { path: { park, item } }, body: { reason } }));

export interface DifferenceQuery {
  state: DifferenceState;
  lock?: number;
  source?: string;
}

export const getDifferences = (park: string, query: DifferenceQuery, cursor?: string) =>
  data(
    client.GET(`${ROOT}/differences`, {
      params: { path: { park }, query: { ...query, ...(cursor && { cursor: Number(cursor) }) } },
    }),
  );

/** All open differences of a source under a lock, as they were seen. */
export interface Meant {
  lock: number;
  source: string;
  seen: string[];
}

export const acceptDifferences = (park: string, meant: Meant, note: string) =>
  data(client.POST(`${ROOT}/differences/accept`, { params: { path: { park } }, body: { ...meant, note } }));

export const dismissDifferences = (park: string, meant: Meant, note: string) =>
  data(client.POST(`${ROOT}/differences/dismiss`, { params: { path: { park } }, body: { ...meant, note } }));

interface PageQuery {
  limit?: number;
  cursor?: string;
}

export const getVirtualPoints = (park: string, query: PageQuery) =>
  data(client.GET(`${ROOT}/virtual-points`, { params: { path: { park }, query } }));

export const getVirtualPoint = (park: string, code: string) =>
  data(client.GET(`${ROOT}/virtual-points/{code}`, { params: { path: { park, code } } }));

export const putVirtualPoint = (park: string, code: string, body: NewVirtualPoint) =>
  data(client.PUT(`${ROOT}/virtual-points/{code}`, { params: { path: { park, code } }, body }));

export const endVirtualPoint = (park: string, code: string, reason: string) =>
  data(
    client.POST(`${ROOT}/virtual-points/{code}/end`, { params: { path: { park, code } }, body: { reason } }),
  );

export const getConversions = (park: string, query: PageQuery) =>
  data(client.GET(`${ROOT}/conversions`, { params: { path: { park }, query } }));

export const getConversion = (park: string, code: string) =>
  data(client.GET(`${ROOT}/conversions/{code}`, { params: { path: { park, code } } }));

export const putConversion = (park: string, code: string, body: NewConversion) =>
  data(client.PUT(`${ROOT}/conversions/{code}`, { params: { path: { park, code } }, body }));

export const previewConversion = (park: string, code: string, body: NewConversion) =>
  data(client.POST(`${ROOT}/conversions/{code}/preview`, { params: { path: { park, code } }, body }));

export const endConversion = (park: string, code: string, reason: string) =>
  data(client.POST(`${ROOT}/conversions/{code}/end`, { params: { path: { park, code } }, body: { reason } }));

export const getRecordPoints = (park: string, query: PageQuery) =>
  data(client.GET(`${ROOT}/record-points`, { params: { path: { park }, query } }));

export const getRecordPoint = (park: string, code: string) =>
  data(client.GET(`${ROOT}/record-points/{code}`, { params: { path: { park, code } } }));

export const putRecordPoint = (park: string, code: string, body: NewRecordPoint) =>
  data(client.PUT(`${ROOT}/record-points/{code}`, { params: { path: { park, code } }, body }));

export const previewRecordPoint = (park: string, code: string, body: NewRecordPoint) =>
  data(client.POST(`${ROOT}/record-points/{code}/preview`, { params: { path: { park, code } }, body }));

export const endRecordPoint = (park: string, code: string, reason: string) =>
  data(
    client.POST(`${ROOT}/record-points/{code}/end`, { params: { path: { park, code } }, body: { reason } }),
  );

export interface RecordsQuery {
  from: number;
  to: number;
  limit?: number;
  cursor?: string;
}

export const getPointRecords = (park: string, point: string, query: RecordsQuery) =>
  data(client.GET(`${ROOT}/points/{point}/records`, { params: { path: { park, point }, query } }));

export const checkExpression = (park: string, body: Wanted) =>
  data(client.POST(`${ROOT}/virtual-points/check`, { params: { path: { park } }, body }));

export const evaluateExpression = (
  park: string,
  body: { expression: string; inputs: Record<string, string>; from: number; to: number },
) => data(client.POST(`${ROOT}/virtual-points/evaluate`, { params: { path: { park } }, body }));

/** All divisions of so many shared meters. */
export const getAllocations = (park: string, query: PageQuery) =>
  data(client.GET(`${ROOT}/allocations`, { params: { path: { park }, query } }));

export const addAllocation = (park: string, body: NewAllocation) =>
  data(client.POST(`${ROOT}/allocations`, { params: { path: { park } }, body }));

export const previewAllocation = (park: string, body: NewAllocation) =>
  data(client.POST(`${ROOT}/allocations/preview`, { params: { path: { park } }, body }));

export const endAllocation = (park: string, item: number, time: number, reason: string) =>
  data(
    client.POST(`${ROOT}/allocations/{item}/end`, {
      params: { path: { park, item } },
      body: { time, reason },
    }),
  );

export const getRemainder = (park: string, point: string, from: number, to: number, step: Step) =>
  data(
    client.GET(`${ROOT}/points/{point}/remainder`, {
      params: { path: { park, point }, query: { from, to, step } },
    }),
  );
