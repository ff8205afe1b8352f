import { defineConfig } from "vite";

/** `/embed.js`: one classic script of a fixed name, because other sites name it in their pages. */
export default defineConfig({
  publicDir: false,
  build: {
    target: ["es2015", "chrome57"],
    outDir: "../opencem/web/links/static/links",
    emptyOutDir: true,
    modulePreload: false,
    rollupOptions: {
      input: "src/embed/embed.ts",
      output: { format: "iife", entryFileNames: "embed.js" },
    },
  },
});
