import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const OUT = "../parkcarbon_saas/static";
const API = process.env.PARKCARBON_API_URL ?? "http://127.0.0.1:8000";

/** Compressed siblings of the hashed files: the server sends them as they are. */
function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    closeBundle() {
      const folder = join(import.meta.dirname, OUT, "assets");
      for (const name of readdirSync(folder).filter(n => /\.(js|css)$/.test(n))) {
        const path = join(folder, name);
        const content = readFileSync(path);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig(async ({ mode, command }) => {
  const isMock = command === "serve" && mode === "mock";
  return {
    plugins: [react(), precompress(), ...(isMock ? [(await import("./dev/mock.ts")).mock()] : [])],
    build: {
      outDir: OUT,
      manifest: "assets/manifest.json",
      emptyOutDir: true,
      target: "es2022",
      chunkSizeWarningLimit: 1200,
    },
    server: isMock ? {} : { proxy: { "/api": { target: API, changeOrigin: false } } },
  };
});
