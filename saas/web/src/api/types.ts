/** The shapes of the API by the names that the application uses; schema.d.ts is generated (`npm run api`). */
import type { components } from "./schema";

type Schemas = components["schemas"];

export interface Names {
  name_zh: string;
  name_en: string;
}

export type Session = Schemas["Session"];
export type Membership = Schemas["Membership"];
export type ParkElsewhere = Schemas["ParkElsewhere"];
export type Frame = Schemas["Frame"];
export type Flow = Schemas["Flow"];
/** Time [ms] and rate [g/h]. */
export type TracePoint = [number, number];
export type Live = Omit<Schemas["Live"], "trace"> & { trace: TracePoint[] };
export type Day = Schemas["Day"];
export type Quarter = Schemas["Quarter"];
export type Explanation = Schemas["Explanation"];
export type Term = Schemas["Term"];
export type ExplainedPoint = Term["points"][number];
export type Figure = Explanation["figure"];
export type By = "scope" | "enterprise" | "scene" | "carrier" | "flow" | "transfers" | "unallocated";
export type LedgerHour = Schemas["Hour"];
export type Reading = Schemas["Reading"];
export type Readings = Schemas["Readings"];
export type QuarantineItem = Schemas["QuarantineItem"];
export type QuarantineGroup = Schemas["QuarantineGroup"];
export type ReplayedAll = Schemas["ReplayedAll"];
export type QuarantineState = QuarantineItem["state"];
export type Health = Schemas["Summary"];
export type PointState = Schemas["PointState"];
export type Gateway = Schemas["Gateway"];
export type CarrierCoverage = Schemas["CarrierCoverage"];
export type Calendar = Schemas["Calendar"];
export type CalendarRow = Schemas["CalendarRow"];
export type Cell = Schemas["Cell"];
export type Finding = Schemas["Finding"];
export type FindingKey = Pick<Finding, "point" | "source" | "budget" | "rule" | "time">;
export type FindingFilter = Finding["state"] | "all";
export type Severity = Finding["severity"];
export type Balance = Schemas["Balance"];
export type Revision = Schemas["Revision"];
export type RevisionState = Revision["state"];
export type Costs = Schemas["Costs"];
export type CostLine = Schemas["Line"];
export type CostDay = Schemas["CostDay"];
export type CostMonth = Schemas["CostMonth"];
export type PeriodEnergy = Schemas["PeriodEnergy"];
export type TariffPeriod = PeriodEnergy["period"];
export type CostRanking = Schemas["Ranking"];
export type DemandNow = Schemas["DemandNow"];
export type Demand = Schemas["Demand"];
export type PowerFactor = Schemas["PowerFactor"];
export type Tariff = Schemas["Tariff"];
export type TariffBody = Schemas["TariffBody"];
export type TariffVersion = Schemas["Version"];
export type TariffSchedule = Schemas["Schedule"];
export type TariffContract = Schemas["Contract"];
export type Resources = Schemas["Resources"];
export type Resource = Schemas["Resource"];

/** Which part of a list. */
export interface PageQuery {
  limit?: number;
  cursor?: number;
}

/** A page of rows behind a place in their order. */
export interface BehindQuery {
  limit?: number;
  cursor?: string;
}
