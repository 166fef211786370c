import type { Plugin } from "vite";
export const mock = (): Plugin => ({ name: "mock" });
