import type { Way } from "./ways";

export const QUESTIONS = ["reads", "system", "gateway", "outside", "socket", "export"] as const;
export type Question = (typeof QUESTIONS)[number];

export interface Answer {
  says: string;
  to: Question | Way;
}

/** A few questions that somebody can answer who stands before the meter; each answer leads to the next or to a way. */
export const HELP = {
  reads: [
    { says: "system", to: "system" },
    { says: "gateway", to: "gateway" },
    { says: "nothing", to: "outside" },
    { says: "portal", to: "export" },
  ],
  system: [
    { says: "opcua", to: "opcua" },
    { says: "mqtt", to: "mqtt" },
    { says: "modbus", to: "modbus" },
    { says: "export", to: "export" },
  ],
  gateway: [
    { says: "thingsboard", to: "thingsboard" },
    { says: "sparkplug", to: "sparkplug" },
    { says: "mqtt", to: "mqtt" },
    { says: "modbus", to: "modbus" },
  ],
  outside: [
    { says: "socket", to: "socket" },
    { says: "rs485", to: "modbus" },
    { says: "sim", to: "mqtt" },
    { says: "none", to: "export" },
  ],
  socket: [
    { says: "modbus", to: "modbus" },
    { says: "mqtt", to: "mqtt" },
    { says: "opcua", to: "opcua" },
  ],
  export: [
    { says: "file", to: "file" },
    { says: "paper", to: "manual" },
  ],
} as const satisfies Record<Question, readonly Answer[]>;

export const isQuestion = (to: Question | Way): to is Question =>
  (QUESTIONS as readonly string[]).includes(to);
