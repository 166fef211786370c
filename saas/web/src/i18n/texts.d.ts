declare module "virtual:texts" {
  /** The parts of the texts, by language and name (texts.ts). */
  export const PARTS: Record<"en" | "zh-CN", Record<string, () => Promise<{ default: object }>>>;
}
