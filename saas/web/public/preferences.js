// Before the first paint: theme and language as last chosen, so that nothing flashes.
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
  root.lang = stored("pc.language") ?? (chinese ? "zh-CN" : "en");
})();
