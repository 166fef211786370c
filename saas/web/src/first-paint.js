// Part of the page itself (vite.config.ts), before the first paint: theme and language as last chosen, or as the account has it that was here last, so that
// nothing flashes; and what this page will need is asked for at once, not when the code before it has run.
(() => {
  const root = document.documentElement;
  const stored = key => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = stored("pc.theme") ?? (dark ? "dark" : "light");
  const chinese = (navigator.languages ?? [navigator.language]).some(tag => tag.startsWith("zh"));
  root.lang = stored("pc.language") ?? stored("pc.account.language") ?? (chinese ? "zh-CN" : "en");

  // A wall has nobody who would press a button. Where nothing came (a slow box may take a minute), or a part of its
  // code or who it is did not, it begins anew as soon as the server answers: a browser that reloads without one shows
  // its own page, and stays there. It also begins anew when a newer version is there.
  const TICK_MS = 15_000;
  const LOOK_TICKS = 20;
  const EMPTY_TICKS = 4;
  const isWall = () => /^\/(p\/[^/]+\/)?wall\/?$/.test(location.pathname);
  const isBroken = () => {
    const page = document.getElementById("root");
    return page?.hasChildNodes() ? page.querySelector("[data-again]") !== null : ticks >= EMPTY_TICKS;
  };
  const entry = document => document.querySelector("script[type=module][src]")?.getAttribute("src");
  let ticks = 0;
  setInterval(async () => {
    ticks += 1;
    if (!isWall() || !(isBroken() || ticks % LOOK_TICKS === 0)) return;
    // The document comes without the database: who is logged in does not.
    const session = await fetch("/api/v1/session", { cache: "no-store" }).catch(() => null);
    if (!session || session.status >= 500) return;
    const answer = await fetch(location.pathname, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const newest = entry(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (newest && (isBroken() || newest !== entry(document))) location.reload();
  }, TICK_MS);

  const hints = document.getElementById("hints");
  if (!hints) return;
  const { texts, frame, pages, asks } = JSON.parse(hints.textContent);
  const ask = (rel, href, as) => {
    const link = document.createElement("link");
    link.rel = rel;
    link.href = href;
    if (as) {
      link.as = as;
      link.crossOrigin = "anonymous";
    }
    document.head.append(link);
  };
  const [, first, park, ...place] = location.pathname.replace(/\/$/, "").split("/");
  const fits = path => {
    const parts = path.split("/");
    return parts.length === place.length && parts.every((part, n) => part[0] === ":" || part === place[n]);
  };
  const page = first === "p" && Object.keys(pages).find(fits);
  // Answers first: they take the server longer than files, and a browser asks for six things of a server at once.
  ask("preload", "/api/v1/session", "fetch");
  // Exactly as the page will ask, or it is asked twice: only where nothing of it depends on what is answered before.
  // A page of a list depends on what the address asks.
  for (const call of (page && asks[page]) || [])
    if (!call.includes("?") || !location.search) ask("preload", `/api/v1/parks/${park}/${call}`, "fetch");
  const words = ["first", ...(page ? pages[page].texts : [])].flatMap(part => texts[root.lang]?.[part] ?? []);
  const files = [...words, ...(page ? [...frame, ...pages[page].files] : [])];
  for (const file of new Set(files))
    if (file.endsWith(".css")) ask("preload", `/${file}`, "style");
    else ask("modulepreload", `/${file}`);
})();
